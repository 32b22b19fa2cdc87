import { greatest, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Answer } from '../problem.ts';
import type { Timestamp } from '../wire.ts';
import type { Range, Stretch } from './range.ts';
import { readBackward } from './read-backward.ts';
import { readForward } from './read-forward.ts';
import { readMessage } from './read-message.ts';
import { firstSince } from './seek.ts';
import type { MessageSource } from './source.ts';
import type { StoredEntry } from './stored-entry.ts';

/** A part of a stream to look at. */
export interface WindowWish {
	readonly from: { readonly seq: Integer } | { readonly time: Timestamp } | 'first' | 'last';
	/** Only messages of this subject; wildcards are allowed. */
	readonly subject?: string | undefined;
	/** No more messages than these. */
	readonly count: number;
	/** `forward`: from that message on. `backward`: up to and including that message. */
	readonly direction: 'forward' | 'backward';
	/** Fewer messages where they are larger than this in all. Default 8 MiB. */
	readonly maxBytes?: number;
}

export interface MessageWindow {
	/** In the order of the stream, the oldest first. */
	readonly entries: readonly StoredEntry[];
	/** There are no older ones. */
	readonly atStart: boolean;
	/** No newer ones were there when this was read. */
	readonly atEnd: boolean;
}

const usualBytes = 8 * 1024 * 1024;

/**
 * Reads a window of a stream, never through a consumer: nothing is delivered, so that it is safe for a work queue too. Deleted
 * messages are skipped. The ends of the stream are those of `source.info`.
 */
export async function readWindow(source: MessageSource, wish: WindowWish): Promise<Answer<MessageWindow>> {
	const start = await startOf(source, wish);
	if (!start.ok) return start;
	const { state } = source.info;
	const first = greatest(1, state.first_seq);
	const { subject, count, maxBytes = usualBytes } = wish;
	const range: Range =
		wish.direction === 'forward'
			? { from: greatest(first, start.value), upTo: greatest(start.value, state.last_seq), subject, count, maxBytes }
			: { from: first, upTo: start.value, subject, count, maxBytes };
	const answer = await (wish.direction === 'forward' ? readForward : readBackward)(source, range);
	return answer.ok ? { ...answer, value: windowOf(answer.value, range, wish, source) } : answer;
}

function windowOf(
	{ entries, complete }: Stretch,
	{ from, upTo }: Range,
	{ direction, subject }: WindowWish,
	{ info: { state } }: MessageSource,
): MessageWindow {
	const edge = direction === 'forward' ? (entries[0]?.seq ?? from) : (entries.at(-1)?.seq ?? upTo);
	return direction === 'forward'
		? { entries, atStart: subject === undefined ? edge <= state.first_seq : from <= state.first_seq, atEnd: complete }
		: { entries, atStart: complete, atEnd: subject === undefined ? edge >= state.last_seq : upTo >= state.last_seq };
}

/** The sequence to begin at. */
async function startOf(source: MessageSource, { from, subject, direction }: WindowWish): Promise<Answer<Integer>> {
	const { state } = source.info;
	const known = (value: Integer): Answer<Integer> => ({ ok: true, value, at: Date.now(), ms: 0 });
	if (from === 'first') return known(state.first_seq);
	if (from === 'last') {
		if (subject === undefined) return known(state.last_seq);
		const last = await readMessage(source, { lastOf: subject });
		return last.ok ? known(last.value?.seq ?? state.last_seq) : last;
	}
	if ('seq' in from) return known(from.seq);
	const found = await firstSince(source, from.time);
	if (!found.ok) return found;
	const behind = plus(state.last_seq, 1);
	const seq = found.value?.seq ?? behind;
	return known(direction === 'forward' ? seq : minus(seq, 1));
}
