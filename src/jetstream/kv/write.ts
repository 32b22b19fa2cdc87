import { goDuration } from '../../format/duration.ts';
import type { Integer } from '../../format/integer.ts';
import { bucketKinds } from '../buckets/bucket.ts';
import type { StoredEntry } from '../messages/stored-entry.ts';
import type { StoringMessage } from '../store-message.ts';
import { writtenSubject } from './key.ts';
import type { OpenKvBucket } from './open-bucket.ts';
import type { Ttl } from './ttl.ts';

/** What may be written to a key. */
export type KvWriteKind = 'put' | 'create' | 'update' | 'delete' | 'purge';

/** A write of one key. */
export interface KvWrite {
	readonly kind: KvWriteKind;
	readonly key: string;
	/** Empty for a deletion and a purge. */
	readonly value: Uint8Array;
	/** The revision that must be the last one of the key: of an update; of a creation that of the marker, or 0. */
	readonly revision?: Integer;
	readonly ttl?: Ttl;
	/** Of the person; those of the protocol follow. */
	readonly headers?: StoredEntry['headers'];
}

const operationHeaders: Readonly<Record<KvWriteKind, StoredEntry['headers']>> = {
	put: [],
	create: [],
	update: [],
	delete: [['KV-Operation', 'DEL']],
	purge: [
		['KV-Operation', 'PURGE'],
		['Nats-Rollup', 'sub'],
	],
};

/** The message of a write, as all client libraries send it. */
export function messageOfWrite(
	open: OpenKvBucket,
	{ kind, key, value, revision, ttl, headers = [] }: KvWrite,
): StoringMessage {
	const { bucket, source } = open;
	const into = storesIn(open);
	return {
		subject: writtenSubject(bucket, key, source.api.prefix),
		payload: value,
		...(into && { into }),
		headers: [
			...ownHeaders(headers),
			...operationHeaders[kind],
			...(revision === undefined ? [] : [['Nats-Expected-Last-Subject-Sequence', String(revision)] as const]),
			...(ttl === undefined ? [] : [['Nats-TTL', ttl === 'never' ? ttl : goDuration(ttl)] as const]),
		],
	};
}

/** The stream that is to store the writes; of one elsewhere jetdeck knows only its name. */
function storesIn({ bucket: { origin }, target }: OpenKvBucket): StoringMessage['into'] {
	if (target !== undefined) return { stream: target.config.name, domain: target.domain ?? '' };
	return origin && { stream: `${bucketKinds.kv.start}${origin.bucket}` };
}

/**
 * Headers that belong to a value: those of its writer. Those of the protocol do more than their message says, `Nats-Rollup: all` removes
 * the whole bucket.
 */
export function ownHeaders(headers: StoredEntry['headers']): StoredEntry['headers'] {
	return headers.filter(([name]) => !/^(nats-|kv-operation$)/i.test(name));
}
