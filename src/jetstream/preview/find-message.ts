import { greatest, least, minus, plus } from '../../format/exact.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import { gapsOf } from '../messages/deleted.ts';
import type { Answer } from '../problem.ts';
import { subjectContains } from '../subject-match.ts';
import type { StreamState } from '../wire.ts';
import type { PreviewAsk } from './ask-preview.ts';

type Value = Readonly<Record<string, unknown>>;
type Ask = (ask: PreviewAsk) => Promise<Answer<Value>>;

/** What to find a message by, besides its sequence. */
export interface Wanted {
	/** Wildcards are allowed. */
	readonly subject: string;
	/** Where the search begins; without it at the end of the stream, backwards. */
	readonly seq?: Integer;
}

/** Most sequences searched for one message, and how many at once. */
const most = 2_000;
const atOnce = 16;

/** `err_code` of a sequence without a message. */
const notFound = 10037;

/**
 * The next message of a subject from a sequence on, or the last one: the preview knew only sequences, so this tries one
 * after the other. Returns what current servers return if there is none. A server that cannot read its store returns for a sequence what
 * it returns for a deleted one: if more cannot be loaded than were deleted, the rest is unknown.
 */
export async function findMessage(ask: Ask, stream: string, { subject, seq }: Wanted): Promise<Answer<Value>> {
	const info = await ask({ id: 'stream.info', params: { stream } });
	if (!info.ok) return info;
	const state = info.value.state as StreamState;
	const { first_seq, last_seq } = state;
	let missing = 0;
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
			if (!answer.ok) missing += 1;
			else if (subjectContains(subject, subjectOf(answer.value))) return answer;
		}
	}
	const ended = forward ? upTo >= last_seq : upTo <= greatest(1, first_seq);
	if (ended && missing > gapsOf(state)) return none(stream, unread(minus(missing, gapsOf(state))), info.ms);
	return none(stream, ended ? undefined : unlooked(forward), info.ms);
}

function subjectOf({ message }: Value): string {
	return String((message as { readonly subject?: unknown } | undefined)?.subject ?? '');
}

const unlooked = (forward: boolean): string =>
	`None of the ${forward ? 'next' : 'last'} ${count(most)} sequences has such a message; jetdeck read no others.`;

const unread = (amount: Integer): string =>
	`The server could not load ${plural(amount, 'message')} from storage; no other message matches.`;

/** @param unknown why there may still be one, as a sentence */
function none(stream: string, unknown: string | undefined, ms: number): Answer<never> {
	const problem = {
		kind: 'api',
		subject: `$JS.STREAM.${stream}.MSG.BYSEQ`,
		message: unknown ?? 'There is no such message.',
		advice: 'The technical preview finds messages only by their sequence.',
		code: 404,
		...(unknown === undefined && { errCode: notFound }),
	} as const;
	return { ok: false, problem, at: Date.now(), ms };
}
