import type { Integer } from '../../format/integer.ts';
import { ownValue } from '../../format/own-value.ts';
import type { KvBucket } from '../buckets/kv-bucket.ts';
import type { StoredEntry } from '../messages/stored-entry.ts';
import type { Timestamp } from '../wire.ts';
import { keyOf } from './key.ts';
import { readTtl, type Ttl } from './ttl.ts';

export type Operation = 'put' | 'delete' | 'purge';

/** One revision of a key. */
export interface KvEntry {
	readonly key: string;
	/** The sequence in the stream. */
	readonly revision: Integer;
	readonly time: Timestamp;
	/** `purge` removed the history too. */
	readonly operation: Operation;
	/** Why the server itself wrote the marker: `MaxAge` for a TTL or max_age, `Remove`, `Purge`. Absent for what a client wrote. */
	readonly reason?: string;
	/** Of this revision alone, as stored: the server may have raised it. It has an effect only where the bucket has allow_msg_ttl. */
	readonly ttl?: Ttl;
	/** Empty for markers, and for values that are empty. */
	readonly value: Uint8Array;
	/** All of them, in their order, also those of the protocol. */
	readonly headers: StoredEntry['headers'];
	/** Bytes of the value and the headers. */
	readonly size: number;
}

const operations: Readonly<Record<string, Operation>> = { DEL: 'delete', PURGE: 'purge' };
const reasons: Readonly<Record<string, Operation>> = { Remove: 'delete', MaxAge: 'purge', Purge: 'purge' };

/** A stored message as a revision of its key; undefined if it is no key of the bucket. */
export function entryOf(stored: StoredEntry, bucket: Pick<KvBucket, 'stored'>): KvEntry | undefined {
	const { seq, subject, time, headers, payload, size } = stored;
	const key = keyOf(bucket, subject);
	if (key === undefined) return undefined;
	const given = headerOf(headers, 'Nats-TTL');
	const ttl = given === undefined ? undefined : readTtl(given);
	return {
		key,
		revision: seq,
		time,
		...operationOf(headers),
		...(ttl !== undefined && { ttl }),
		value: payload,
		headers,
		size,
	};
}

/** What a revision did, by its headers: an empty value without these is a value. */
export function operationOf(headers: StoredEntry['headers']): Pick<KvEntry, 'operation' | 'reason'> {
	const own = ownValue(operations, headerOf(headers, 'KV-Operation') ?? '');
	if (own !== undefined) return { operation: own };
	const reason = headerOf(headers, 'Nats-Marker-Reason') ?? '';
	const operation = ownValue(reasons, reason);
	return operation === undefined ? { operation: 'put' } : { operation, reason };
}

/** The first of a name: servers and libraries look no further. */
function headerOf(headers: StoredEntry['headers'], name: string): string | undefined {
	return headers.find(([each]) => each === name)?.[1];
}
