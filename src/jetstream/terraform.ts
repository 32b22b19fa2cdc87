import { type HclBlock, hclBlock, hclLabel } from '../format/hcl.ts';
import { isRecord } from '../format/is.ts';
import type { Config } from './fields/config.ts';
import { consumerFields } from './fields/consumer.ts';
import type { Field } from './fields/field.ts';
import { identity, normalValue } from './fields/normal.ts';
import { serverFields } from './fields/server-fields.ts';
import { streamFields } from './fields/stream.ts';
import type { Features } from './server-features.ts';
import type { NamedAttribute, Part } from './terraform/attribute.ts';
import { joined, noAttribute, partOf } from './terraform/write.ts';

/**
 * A stream as a resource of the Terraform provider nats-io/jetstream, as `terraform fmt` lays it out, with a newline at its
 * end. Comments name what the provider has no attribute for.
 */
export function terraformStream(config: Config, features: Features): string {
	return `${hclBlock(streamResource(config, features, hclLabel(String(config.name))))}\n`;
}

/** The block of `terraformStream`. @param label of the resource */
export function streamResource(config: Config, features: Features, label: string): HclBlock {
	return { head: `resource "jetstream_stream" "${label}"`, ...bodyOf(serverFields(streamFields, features), config) };
}

/**
 * A consumer as a resource that refers to the one of its stream; as `terraformStream`.
 * @param limits the stream's `consumer_limits`, where they are known
 */
export function terraformConsumer(stream: string, config: Config, features: Features, limits?: unknown): string {
	const labels = { stream: hclLabel(stream), consumer: hclLabel(`${stream}_${nameOf(config) ?? ''}`) };
	return `${hclBlock(consumerResource(config, features, labels, limits))}\n`;
}

const nameOf = (config: Config): unknown =>
	[config.durable_name, config.name].find((one) => typeof one === 'string' && one !== '');

/** The block of `terraformConsumer`. @param labels of the resources of its stream and its own */
export function consumerResource(
	config: Config,
	features: Features,
	labels: { readonly stream: string; readonly consumer: string },
	limits?: unknown,
): HclBlock {
	const name = nameOf(config);
	const durable = withLimits({ ...config, durable_name: name }, limits);
	const body = bodyOf(serverFields(consumerFields, features), durable);
	const ephemeral =
		name === config.durable_name ? [] : ['The provider creates durable consumers only; this one is ephemeral.'];
	const streamId = { name: 'stream_id', value: `jetstream_stream.${labels.stream}.id` };
	return {
		head: `resource "jetstream_consumer" "${labels.consumer}"`,
		...body,
		attributes: [streamId, ...body.attributes],
		comments: [...ephemeral, ...(body.comments ?? [])],
	};
}

/** A server fills in the stream's limits for what a consumer leaves out; it refuses the provider's pedantic request that does (10157). */
function withLimits(config: Config, limits: unknown): Config {
	if (!isRecord(limits)) return config;
	const missing = ['max_ack_pending', 'inactive_threshold'].filter((key) => !config[key] && limits[key]);
	return missing.length === 0 ? config : { ...config, ...Object.fromEntries(missing.map((key) => [key, limits[key]])) };
}

function bodyOf(fields: readonly Field[], config: Config): Omit<HclBlock, 'head'> {
	const names = new Set(fields.map(({ name }) => name));
	const unknown = Object.keys(config).filter((key) => !names.has(key));
	return joined([
		...fields.map((field) => partOfField(field, config)),
		{ comments: unknown.map((key) => noAttribute(key, config[key])) },
	]);
}

/**
 * The provider sends every field, its own default for an attribute that is left out, and asks the server to refuse what it
 * would change by itself. So what follows from other fields is written too, and only what the provider sends anyway is not.
 */
function partOfField(field: Field, config: Config): Part {
	const { attribute } = field;
	const { value: instead, always, otherwise }: Partial<NamedAttribute> = typeof attribute === 'string' ? {} : attribute;
	const value = instead?.(config) ?? normalValue(field, config);
	const sent = attribute === 'none' ? normalValue(field, { [field.name]: undefined }) : otherwise;
	if (always === undefined && identity(field, value) === identity(field, sent)) return {};
	return partOf(field, value, config);
}
