import { greatest, least, minus, plus } from '../../format/exact.ts';
import { count, type Integer } from '../../format/integer.ts';
import type { Answer } from '../problem.ts';
import { subjectContains } from '../subject-match.ts';
import type { PreviewAsk } from './ask-preview.ts';

type Value = Readonly<Record<string, unknown>>;
type Ask = (ask: PreviewAsk) => Promise<Answer<Value>>;

/** What a message is looked for by, besides its sequence. */
export interface Wanted {
	/** Wildcards are allowed. */
	readonly subject: string;
	/** Where the search begins; without it at the end of the stream, backwards. */
	readonly seq?: Integer;
}

/** Sequences that are looked at for one message, and how many at once. */
const most = 2_000;
const atOnce = 16;

/** `err_code` of a sequence without a message. */
const notFound = 10037;

/**
 * The next message of a subject from a sequence on, or the last one: the preview knew only sequences, so they are tried one
 * after the other. Answers as servers of today do where there is none.
 */
export async function findMessage(ask: Ask, stream: string, { subject, seq }: Wanted): Promise<Answer<Value>> {
	const info = await ask({ id: 'stream.info', params: { stream } });
	if (!info.ok) return info;
	const { first_seq, last_seq } = info.value.state as { readonly first_seq: Integer; readonly last_seq: Integer };
	const forward = seq !== undefined;
	const from = forward ? greatest(seq, first_seq, 1) : last_seq;
	const upTo = forward ? least(last_seq, plus(from, most - 1)) : greatest(1, first_seq, minus(from, most - 1));
	const step = forward ? 1 : -1;
	for (let at = from; forward ? at <= upTo : at >= upTo; at = plus(at, step * atOnce)) {
		const seqs = Array.from({ length: atOnce }, (_, index) => plus(at, step * index)).filter((each) =>
			forward ? each <= upTo : each >= upTo,
		);
		const answers = await Promise.all(
			seqs.map((each) => ask({ id: 'stream.msg.get', params: { stream }, body: { seq: each } })),
		);
		for (const answer of answers) {
			if (!answer.ok && answer.problem.errCode !== notFound) return answer;
			if (answer.ok && subjectContains(subject, subjectOf(answer.value))) return answer;
		}
	}
	const ended = forward ? upTo >= last_seq : upTo <= greatest(1, first_seq);
	return none(stream, ended ? undefined : forward ? 'next' : 'last', info.ms);
}

function subjectOf({ message }: Value): string {
	return String((message as { readonly subject?: unknown } | undefined)?.subject ?? '');
}

/** @param cut where the search was given up before the end of the stream */
function none(stream: string, cut: 'next' | 'last' | undefined, ms: number): Answer<never> {
	const problem = {
		kind: 'api',
		subject: `$JS.STREAM.${stream}.MSG.BYSEQ`,
		message:
			cut === undefined
				? 'There is no such message.'
				: `None of the ${cut} ${count(most)} sequences has such a message; no others were read.`,
		advice: 'The technical preview finds messages only by their sequence.',
		code: 404,
		...(cut === undefined && { errCode: notFound }),
	} as const;
	return { ok: false, problem, at: Date.now(), ms };
}
