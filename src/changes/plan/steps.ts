import type { JsonEndpointId } from '../../jetstream/replies.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { Step, Wire } from '../proposal.ts';

/** A request about a stream as it is now: it is not sent to another one that came under its name. */
export function streamStep({ config, created }: StreamInfo, endpoint: JsonEndpointId, body?: object): Step {
	return {
		asset: { kind: 'stream', stream: config.name },
		wire: { endpoint, params: { stream: config.name }, ...(body !== undefined && { body }) },
		expects: { created },
		before: config,
	};
}

/** A request about a consumer as it is now. */
export function consumerStep(
	{ stream_name: stream, name: consumer, created, config }: ConsumerInfo,
	endpoint: Wire['endpoint'],
	body?: object,
): Step {
	return {
		asset: { kind: 'consumer', stream, consumer },
		wire: { endpoint, params: { stream, consumer }, ...(body !== undefined && { body }) },
		expects: { created },
		before: config,
	};
}
