import type { JsonEndpointId } from '../../jetstream/replies.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { Step } from '../proposal.ts';

/** A request about exactly this stream: it is not sent if another one has taken its name. */
export function streamStep({ config, created }: StreamInfo, endpoint: JsonEndpointId, body?: object): Step {
	return {
		asset: { kind: 'stream', stream: config.name },
		wire: { kind: 'request', endpoint, params: { stream: config.name }, ...(body !== undefined && { body }) },
		expects: { created },
		before: config,
	};
}

/** A request about exactly this consumer. */
export function consumerStep(info: ConsumerInfo, endpoint: JsonEndpointId, body?: object): Step {
	const { stream_name: stream, name: consumer } = info;
	return {
		...aboutConsumer(info),
		wire: { kind: 'request', endpoint, params: { stream, consumer }, ...(body !== undefined && { body }) },
	};
}

/** A pull from exactly this consumer. */
export function pullStep(info: ConsumerInfo, body: object): Step {
	const { stream_name: stream, name: consumer } = info;
	return {
		...aboutConsumer(info),
		wire: { kind: 'pull', endpoint: 'consumer.next', params: { stream, consumer }, body },
	};
}

function aboutConsumer({ stream_name: stream, name: consumer, created, config }: ConsumerInfo): Omit<Step, 'wire'> {
	return { asset: { kind: 'consumer', stream, consumer }, expects: { created }, before: config };
}
