import type { Config } from './fields/config.ts';
import { consumerFields } from './fields/consumer.ts';
import { serverFields } from './fields/server-fields.ts';
import { streamFields } from './fields/stream.ts';
import { type Spec, specOf } from './nack/spec.ts';
import type { Features } from './server-features.ts';

/** A resource of Kubernetes, and what it does not say, in sentences. */
export interface Resource {
	readonly value: object;
	readonly comments: readonly string[];
}

/** A stream as a resource of the controllers for JetStream (NACK). @param name of the resource */
export function nackStream(config: Config, features: Features, name: string): Resource {
	return resource('Stream', name, specOf(serverFields(streamFields, features), config));
}

/** A consumer as a resource of its own, which names its stream. */
export function nackConsumer(stream: string, config: Config, features: Features, name: string): Resource {
	const { keys, comments } = specOf(serverFields(consumerFields, features), config);
	return resource('Consumer', name, { keys: { streamName: stream, ...keys }, comments });
}

const resource = (kind: string, name: string, { keys: spec, comments }: Spec): Resource => ({
	value: { apiVersion: 'jetstream.nats.io/v1beta2', kind, metadata: { name }, spec },
	comments,
});

/** A name as Kubernetes takes it: lower-case letters, digits, `-`, no sign at either end. */
export function resourceName(text: string): string {
	const name = text
		.toLowerCase()
		.replaceAll(/[^a-z0-9-]+/g, '-')
		.slice(0, 200)
		.replaceAll(/^-+|-+$/g, '');
	return name === '' ? 'x' : name;
}
