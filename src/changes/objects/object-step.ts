import type { Step } from '../proposal.ts';
import type { TransferWire } from '../wire.ts';
import type { OpenBucket } from './read-bucket.ts';

/** A step about one object of a bucket. */
export function objectStep(
	{ bucket, info }: OpenBucket,
	endpoint: TransferWire['endpoint'],
	subject: string,
	params: Readonly<Record<string, string>>,
	body: object,
	title?: string,
): Step {
	return {
		...(title !== undefined && { title }),
		asset: { kind: 'stream', stream: bucket.stream },
		wire: {
			kind: 'transfer',
			endpoint,
			subject,
			params: { stream: bucket.stream, ...params },
			body,
			makesMessages: true,
		},
		expects: { created: info.created },
	};
}
