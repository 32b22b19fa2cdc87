import { linkIn, type StoredObject } from '../../jetstream/objects/meta.ts';
import type { Configuration, Step } from '../proposal.ts';
import type { TransferWire } from '../wire.ts';
import type { OpenObjectBucket } from './read-bucket.ts';

interface About extends Pick<TransferWire, 'endpoint' | 'subject' | 'params'> {
	readonly body: object;
	/** By default that of the proposal. */
	readonly title?: string;
	/** What the meta said, for undo and for the journal. */
	readonly before?: Configuration | undefined;
}

/** A step about objects of a bucket. */
export function objectStep(
	{ bucket: { stream }, info }: Pick<OpenObjectBucket, 'bucket' | 'info'>,
	{ endpoint, subject, params, body, title, before }: About,
): Step {
	return {
		...(title !== undefined && { title }),
		asset: { kind: 'stream', stream },
		wire: { kind: 'transfer', endpoint, subject, params: { stream, ...params }, body, makesMessages: true },
		...(before !== undefined && { before }),
		expects: { created: info.created },
	};
}

/** What the journal keeps of an object that is lost: neither its headers nor its metadata, which may be large or secret. */
export function lostMeta({ raw, meta }: StoredObject): Configuration {
	const link = linkIn(raw);
	const { nuid, size, chunks, digest } = meta ?? {};
	return { nuid, size, chunks, digest, ...(link && { options: { link } }) };
}
