import { readDigits } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Message } from '../../nats/link.ts';
import { headersOfBlock } from '../../nats/message.ts';
import type { StoredMessage } from '../replies.ts';
import type { Timestamp } from '../wire.ts';

/** A message as a stream stores it. */
export interface StoredEntry {
	/** The sequence in the stream. */
	readonly seq: Integer;
	readonly subject: string;
	/** When the stream stored it. */
	readonly time: Timestamp;
	/** As sent and in that order; a name may come again. */
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly payload: Uint8Array;
	/** Bytes of the payload and of the headers as they are sent. */
	readonly size: number;
}

/** A message as STREAM.MSG.GET returns it. */
export function entryOfStored({ seq, subject, time, data, hdrs }: StoredMessage): StoredEntry {
	const payload = Buffer.from(data ?? '', 'base64');
	const block = Buffer.from(hdrs ?? '', 'base64');
	const headers = headersOfBlock(block.toString('utf8'));
	return { seq, subject, time, headers, payload, size: payload.length + block.length };
}

/** What direct get adds after the headers of the message; the last two in batches only (2.11 and later). */
const added = [
	'Nats-Stream',
	'Nats-Subject',
	'Nats-Sequence',
	'Nats-Time-Stamp',
	'Nats-Num-Pending',
	'Nats-Last-Sequence',
];

/** A reply to a direct get: the message, and the headers of the server. */
export interface DirectEntry {
	readonly entry: StoredEntry;
	/** Who replied: the stream that was asked for, or a mirror of it. */
	readonly stream: string;
	/** How many messages of the batch's subject come after it; in batches only. */
	readonly pending?: Integer;
}

/** A message as DIRECT.GET returns it; undefined for what is not a stored message, such as a status. */
export function entryOfDirect({ data, headers, status }: Message): DirectEntry | undefined {
	if (status !== undefined) return undefined;
	const own = [...headers];
	const said = new Map<string, string>();
	// A message may itself have headers of these names: the server's come after them.
	for (const name of added.toReversed()) {
		const at = own.findLastIndex(([key]) => key === name);
		if (at >= 0) said.set(name, own.splice(at, 1)[0]?.[1] ?? '');
	}
	const seq = readDigits(said.get('Nats-Sequence'));
	const subject = said.get('Nats-Subject');
	const stream = said.get('Nats-Stream');
	if (seq === undefined || subject === undefined || stream === undefined) return undefined;
	const pending = readDigits(said.get('Nats-Num-Pending'));
	const entry = {
		seq,
		subject,
		time: said.get('Nats-Time-Stamp') ?? '',
		headers: own,
		payload: data,
		size: sizeOf(data, own),
	};
	return { entry, stream, ...(pending !== undefined && { pending }) };
}

/** Bytes of a payload and its headers: `NATS/1.0`, each header, and an empty line. */
export function sizeOf(payload: Uint8Array, headers: StoredEntry['headers']): number {
	if (headers.length === 0) return payload.length;
	return headers.reduce(
		(sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value) + 4,
		payload.length + 12,
	);
}
