import { greatest, inOrder, least, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { StreamState } from '../wire.ts';
import type { Contents, SequenceRange } from './contents.ts';

/** More are not kept, nor requested from a server: a stream may have millions of gaps. */
export const mostGaps = 50_000;

/** Finds the gaps between sequences that ascend. */
export class Gaps {
	readonly #ranges: SequenceRange[] = [];
	#last: Integer | undefined;
	#count = 0;

	push(sequence: Integer): void {
		const expected = this.#last === undefined ? sequence : plus(this.#last, 1);
		this.#last = sequence;
		if (sequence === expected) return;
		this.#count += 1;
		if (this.#count <= mostGaps) this.#ranges.push([expected, minus(sequence, 1)]);
	}

	/** Undefined if there are too many to keep. */
	get ranges(): readonly SequenceRange[] | undefined {
		return this.#count <= mostGaps ? this.#ranges : undefined;
	}
}

/**
 * Counts the messages that the stream has and the archive lacks: nats-server 2.15 leaves out damaged ones silently. Arithmetic with the counts of
 * both states cannot tell them from messages that came and went meanwhile.
 * @param before the state that the snapshot began with
 * @param now a later state of the stream, with the sequences of its gaps (`deleted_details`)
 * @returns undefined if the gaps are unknown
 */
export function countLacking(
	{ first, last, gaps }: Pick<Contents, 'first' | 'last' | 'gaps'>,
	before: StreamState,
	now: StreamState,
): number | undefined {
	const deleted = now.deleted ?? [];
	if (gaps === undefined || deleted.length !== Number(now.num_deleted ?? 0)) return undefined;
	// Somebody deleted the stream and created another one.
	if (inOrder(now.last_seq, before.last_seq) < 0) return undefined;
	const missing: readonly SequenceRange[] =
		first === undefined || last === undefined
			? [[before.first_seq, before.last_seq]]
			: [[before.first_seq, minus(first, 1)], ...gaps, [plus(last, 1), before.last_seq]];
	const sorted = deleted.toSorted(inOrder);
	let [found, at] = [0, 0];
	for (const range of missing) {
		const from = greatest(range[0], now.first_seq);
		const to = least(range[1], before.last_seq);
		if (from > to) continue;
		found += Number(minus(to, from)) + 1;
		while (at < sorted.length && (sorted[at] as Integer) < from) at += 1;
		for (; at < sorted.length && (sorted[at] as Integer) <= to; at += 1) found -= 1;
	}
	return found;
}
