import type { Integer } from '../../format/integer.ts';
import { type PayloadKind, payloadKind, payloadStart, textOf } from '../../format/payload.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import type { Timestamp } from '../../jetstream/wire.ts';

/** A number is a text to the server: it is told apart for people. */
export type ValueKind = PayloadKind | 'number';

/** The latest revision of a key as a row of a list: without its value, which may be large. */
export interface ShownValue extends Pick<KvEntry, 'revision' | 'operation' | 'reason' | 'ttl'> {
	readonly time: Timestamp;
	/** Bytes of the value. */
	readonly size: number;
	/** Number of headers. */
	readonly headers: number;
	readonly kind: ValueKind;
	/** The beginning of the value, in one line. */
	readonly start: string;
	/** The state of the bucket in which this was the latest, see `markOf`; absent if a copy of the stream that lagged returned it. */
	readonly mark?: string | undefined;
	/** The last sequence of the bucket then. */
	readonly upTo: Integer;
	/** When it was read, ms since the epoch. */
	readonly at: number;
}

/** Characters of a value that a row keeps. */
const longestStart = 200;
const longestNumber = 40;

/** The kind of a value, by its beginning. */
function valueKind(value: Uint8Array): ValueKind {
	const kind = payloadKind(value);
	if (kind !== 'text' || value.length > longestNumber) return kind;
	return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(textOf(value, longestNumber)?.trim() ?? '') ? 'number' : kind;
}

export function shownValue(
	{ revision, operation, reason, ttl, time, value, headers }: KvEntry,
	read: Pick<ShownValue, 'mark' | 'upTo' | 'at'>,
	longest = longestStart,
): ShownValue {
	return {
		revision,
		operation,
		...(reason !== undefined && { reason }),
		...(ttl !== undefined && { ttl }),
		time,
		size: value.length,
		headers: headers.length,
		kind: valueKind(value),
		start: payloadStart(value, longest),
		...read,
	};
}
