import { createHash } from 'node:crypto';
import { wholeText } from '../format/payload.ts';
import type { KvEntry } from '../jetstream/kv/entry.ts';
import type { Configuration } from './proposal.ts';
import type { KvWire } from './wire.ts';

/** A write of a key, as the journal stores it: its value by size and digest, unless `values` are wanted. */
export function kvContent({ write, message }: KvWire, values: boolean): object {
	const { kind, revision, ttl, headers } = write;
	return {
		operation: kind,
		...(revision !== undefined && { revision }),
		...(ttl !== undefined && { ttl }),
		...valueFor(message.payload, values),
		...(values && headers !== undefined && headers.length > 0 && { headers }),
	};
}

/** A revision of a key, in the same way. */
export function kvRevision({ revision, operation, value }: KvEntry, values: boolean): Configuration {
	return { revision, operation, ...valueFor(value, values) };
}

function valueFor(value: Uint8Array, values: boolean): object {
	const about = { bytes: value.length, digest: journalDigest(value) };
	if (!values || value.length > mostWritten) return about;
	const text = wholeText(value);
	return { ...about, ...(text === undefined ? { base64: Buffer.from(value).toString('base64') } : { text }) };
}

export const journalDigest = (value: Uint8Array): string =>
	`sha256:${createHash('sha256').update(value).digest('hex')}`;

/** Larger values are not written to the journal at all. */
const mostWritten = 64 * 1024;

/** Larger ones are not kept in memory: the deck keeps 500 entries of the journal. */
const mostKept = 256 * 1024;

/** Whether the deck keeps a replaced revision in memory, for undo. */
export const isKept = ({ size }: KvEntry): boolean => size <= mostKept;
