import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import { featuresOf } from '../../jetstream/server-features.ts';
import type { Link } from '../../nats/link.ts';
import type { StepResult } from '../run.ts';
import type { Sending, Transfer } from '../sending.ts';
import type { TransferWire } from '../wire.ts';
import { openObjectBucket } from './read-bucket.ts';

/** The bucket of a step, read again: its configuration decides how objects are read. */
export async function sourceOf(api: Api, stream: string, link?: Link): Promise<ObjectSource | Problem> {
	const status = link?.status();
	const features = featuresOf(status !== undefined && 'server' in status ? status.server : undefined, undefined);
	const opened = await openObjectBucket(bucketNameOf(stream), { api, features });
	if (!('refusal' in opened)) return opened.source;
	return opened.problem ?? { kind: 'bad-input', subject: stream, message: opened.refusal, advice: '' };
}

/** Sends what concerns the objects of a bucket, which is read again first. */
export const inBucket =
	(send: (source: ObjectSource, wire: TransferWire, around: Sending) => Promise<StepResult>): Transfer['send'] =>
	async (wire, around) => {
		const source = await sourceOf(around.api, wire.params.stream ?? '', around.link);
		return 'message' in source ? { kind: 'not-sent', problem: source } : send(source, wire, around);
	};
