import { greatest, half, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Answer } from '../problem.ts';
import type { Range, Stretch } from './range.ts';
import { readForward } from './read-forward.ts';
import { readMessage } from './read-message.ts';
import type { MessageSource } from './source.ts';
import type { StoredEntry } from './stored-entry.ts';

/** Messages of a piece that are read at most, as a multiple of what is wanted. */
const WIDER = 4;

/**
 * The latest messages of a range, in order. The API reads only forward: pieces of the range are read from its end,
 * wider ones if they contain little; a gap is crossed by halving it.
 */
export async function readBackward(source: MessageSource, range: Range): Promise<Answer<Stretch>> {
	const started = Date.now();
	const { from, count, maxBytes } = range;
	let { upTo } = range;
	let entries: readonly StoredEntry[] = [];
	let bytes = 0;
	let width = count;
	const answered = (complete: boolean): Answer<Stretch> => ({
		ok: true,
		value: { entries: entries.slice(-count), complete: complete && entries.length <= count },
		at: Date.now(),
		ms: Date.now() - started,
	});
	while (upTo >= from && entries.length < count && bytes < maxBytes) {
		const low = greatest(from, minus(upTo, width - 1));
		const piece = await readPiece(source, {
			...range,
			from: low,
			upTo,
			count: count * WIDER,
			maxBytes: maxBytes - bytes,
		});
		if (!piece.ok) return { ...piece, ms: Date.now() - started };
		const got = piece.value;
		entries = [...got.entries, ...entries];
		bytes += got.entries.reduce((sum, { size }) => sum + size, 0);
		// A piece that was cut off has only its latest messages: the others are before them.
		upTo = minus(got.complete ? low : (got.entries[0]?.seq ?? low), 1);
		if (got.entries.length > 0) {
			width = Math.max(count, Math.ceil((width / got.entries.length) * count));
			continue;
		}
		const last = await lastAtOrBefore(source, { ...range, upTo });
		if (!last.ok) return { ...last, ms: Date.now() - started };
		if (last.value === undefined) return answered(true);
		upTo = last.value;
		width = count;
	}
	return answered(upTo < from);
}

/** A whole piece, or where it has too many messages the latest of them. */
async function readPiece(source: MessageSource, range: Range): Promise<Answer<Stretch>> {
	const first = await readForward(source, { ...range, count: range.count * WIDER });
	const last = first.ok ? first.value.entries.at(-1) : undefined;
	if (!first.ok || first.value.complete || last === undefined) return first;
	const rest = await readBackward(source, { ...range, from: plus(last.seq, 1) });
	if (!rest.ok || !rest.value.complete) return rest;
	return { ...rest, value: { entries: [...first.value.entries, ...rest.value.entries], complete: true } };
}

/** The sequence of the last message of a range; undefined where it has none. In as many requests as the gap's length has bits, twice. */
async function lastAtOrBefore(
	source: MessageSource,
	{ from, upTo, subject = '>' }: Range,
): Promise<Answer<Integer | undefined>> {
	let low: Integer | undefined;
	let high = upTo;
	for (let step = 1; low === undefined && high >= from; step *= 4) {
		const at = greatest(from, minus(high, step));
		const next = await readMessage(source, { nextOf: subject, seq: at });
		if (!next.ok) return next;
		if (next.value !== undefined && next.value.seq <= high) low = next.value.seq;
		else high = minus(at, 1);
	}
	while (low !== undefined && low < high) {
		const middle: Integer = minus(high, half(minus(high, low)));
		const next = await readMessage(source, { nextOf: subject, seq: middle });
		if (!next.ok) return next;
		if (next.value !== undefined && next.value.seq >= middle && next.value.seq <= high) low = next.value.seq;
		else high = minus(middle, 1);
	}
	return { ok: true, value: low, at: Date.now(), ms: 0 };
}
