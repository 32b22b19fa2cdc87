import { greatest, inOrder, least, minus, plus } from '../../format/exact.ts';
import type { Answer } from '../problem.ts';
import { fitting } from './fitting.ts';
import type { Range, Stretch } from './range.ts';
import { mayReadBatches, readInBatches } from './read-batches.ts';
import { readMessage } from './read-message.ts';
import { closesWay, type MessageSource } from './source.ts';
import type { StoredEntry } from './stored-entry.ts';

type Read = (source: MessageSource, range: Range) => Promise<Answer<Stretch>>;

/** Messages of a range, the oldest first. Deleted messages cost nothing, however many there are. */
export async function readForward(source: MessageSource, range: Range): Promise<Answer<Stretch>> {
	if (range.from > range.upTo || range.count <= 0) {
		return { ok: true, value: { entries: [], complete: range.from > range.upTo }, at: Date.now(), ms: 0 };
	}
	if (mayReadBatches(source, range)) {
		const answer = await readInBatches(source, range);
		const isAnswer = answer !== undefined && (answer.ok || !closesWay(source, 'direct', answer.problem));
		if (isAnswer) return answer;
	}
	return oneByOne(source, range);
}

/** Most requests at once. */
const MOST_AT_ONCE = 16;

/**
 * Requests the next message from several sequences at once: without gaps each is another one. If they return the same one, after
 * a gap or for a rare subject, it requests fewer at once.
 */
const oneByOne: Read = async (source, range) => {
	const { upTo, subject = '>', count, maxBytes } = range;
	const entries: StoredEntry[] = [];
	const started = Date.now();
	let width = subject === '>' ? MOST_AT_ONCE : 2;
	let bytes = 0;
	for (let seq = greatest(1, range.from); ; ) {
		const wanted = least(
			width,
			fitting(source.info, maxBytes - bytes),
			count - entries.length,
			plus(minus(upTo, seq), 1),
		);
		const asked = Array.from({ length: Math.max(1, Number(wanted)) }, (_, at) => plus(seq, at));
		const answers = await Promise.all(asked.map((at) => readMessage(source, { nextOf: subject, seq: at })));
		const failure = answers.find((answer) => !answer.ok);
		if (failure !== undefined && !failure.ok) return { ...failure, ms: Date.now() - started };
		const found = new Map(
			answers.flatMap((answer) => (answer.ok && answer.value ? [[answer.value.seq, answer.value]] : [])),
		);
		const got = [...found.values()].filter((entry) => entry.seq <= upTo).toSorted((a, b) => inOrder(a.seq, b.seq));
		entries.push(...got);
		bytes += got.reduce((sum, { size }) => sum + size, 0);
		const last = greatest(plus(seq, asked.length - 1), ...found.keys());
		const complete = found.size === 0 || last >= upTo;
		if (complete || entries.length >= count || bytes >= maxBytes) {
			const within = entries.slice(0, count);
			const all = complete && within.length === entries.length;
			return { ok: true, value: { entries: within, complete: all }, at: Date.now(), ms: Date.now() - started };
		}
		width = Math.min(MOST_AT_ONCE, Math.max(1, got.length * 2));
		seq = plus(last, 1);
	}
};
