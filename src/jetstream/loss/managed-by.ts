import { kvBucketOf } from '../buckets/kv-bucket.ts';
import { objectBucketOf } from '../buckets/object-bucket.ts';
import type { ConsumerConfig, StreamConfig } from '../wire.ts';

/** A program that created an asset and relies on it. */
export interface Manager {
	readonly kind: 'kv' | 'object-store' | 'mqtt' | 'tool';
	/** `the key-value bucket PROFILES`. */
	readonly name: string;
	/** The consequence for whoever changes it, a sentence. */
	readonly sentence: string;
}

interface Mark {
	readonly kind: Manager['kind'];
	/** The name where a stream is one of these. */
	readonly find: (config: StreamConfig) => string | undefined;
	readonly sentence: (name: string) => string;
}

/** How client libraries lay out streams: by name and subjects, for they leave no other mark. */
const layouts: readonly Mark[] = [
	{
		kind: 'kv',
		find: (config) => named('the key-value bucket', kvBucketOf(config)),
		sentence: (name) => `It stores ${name}: its programs read and write it as keys and values.`,
	},
	{
		kind: 'object-store',
		find: (config) => named('the object store', objectBucketOf(config)),
		sentence: (name) => `It stores ${name}: an object is many messages, and is lost without one of them.`,
	},
	{
		kind: 'mqtt',
		find: ({ name }) => (name.startsWith('$MQTT_') ? 'the state of MQTT clients' : undefined),
		sentence: (name) => `It stores ${name}: the server itself manages it.`,
	},
];

function named(what: string, found: { readonly bucket: string } | undefined): string | undefined {
	return found && `${what} ${found.bucket}`;
}

/** Keys of metadata that name a manager: by their value, or by themselves. */
const toolMarks: readonly (readonly [key: RegExp, tool?: string])[] = [
	[/^(app\.kubernetes\.io\/)?(managed|created|owned)[-_.]by$/i],
	[/(^|[-_./])nack([-_./]|$)|(^|\.)jetstream\.nats\.io/i, 'NACK'],
	[/argocd/i, 'Argo CD'],
	[/fluxcd/i, 'Flux'],
	[/terraform/i, 'Terraform'],
	[/pulumi/i, 'Pulumi'],
];

/** Who manages a stream or consumer, by the marks in it; some, such as NACK, set none by default. */
export function managersOf(config: StreamConfig | ConsumerConfig): readonly Manager[] {
	const held = 'deliver_policy' in config || 'ack_policy' in config ? [] : layoutsOf(config as StreamConfig);
	return [...held, ...toolsOf(config)];
}

function layoutsOf(config: StreamConfig): readonly Manager[] {
	return layouts.flatMap(({ kind, find, sentence }) => {
		const name = find(config);
		return name === undefined ? [] : [{ kind, name, sentence: sentence(name) }];
	});
}

function toolsOf({ metadata, description = '' }: StreamConfig | ConsumerConfig): readonly Manager[] {
	const names = Object.entries(metadata ?? {}).flatMap(([key, value]) => {
		const mark = toolMarks.find(([pattern]) => pattern.test(key));
		const tool = mark === undefined ? '' : (mark[1] ?? value).trim();
		return tool === '' ? [] : [tool];
	});
	const said = /managed by ([\w .-]{2,40}?)(?:[,;.!)]|$)/i.exec(String(description))?.[1];
	const all = new Set([...names, ...(said === undefined ? [] : [said.trim()])]);
	return [...all].map((name) => ({
		kind: 'tool',
		name,
		sentence: `${name} manages it, and may change it back or create it again.`,
	}));
}
