import { type HclBlock, hclBlock, hclLabel } from '../format/hcl.ts';
import { stringifyJson } from '../format/json.ts';
import { consumerFields } from './fields/consumer.ts';
import type { Field } from './fields/field.ts';
import { identity, normalValue } from './fields/normal.ts';
import { streamFields } from './fields/stream.ts';
import type { AttributeRow, Part } from './terraform/attribute.ts';
import { consumerAttributes } from './terraform/consumer-attributes.ts';
import { streamAttributes } from './terraform/stream-attributes.ts';

type Config = Readonly<Record<string, unknown>>;

/**
 * A stream as a resource of the Terraform provider nats-io/jetstream, as `terraform fmt` lays it out, with a newline at its
 * end. What the provider has no attribute for is named in comments.
 */
export function terraformStream(config: Config): string {
	const head = `resource "jetstream_stream" "${hclLabel(String(config.name))}"`;
	return `${hclBlock({ head, ...bodyOf(streamFields, streamAttributes, config) })}\n`;
}

/** A consumer as a resource that refers to the one of its stream; as `terraformStream`. */
export function terraformConsumer(stream: string, config: Config): string {
	const name = [config.durable_name, config.name].find((one) => typeof one === 'string' && one !== '');
	const durable = { ...config, durable_name: name };
	const body = bodyOf(consumerFields, consumerAttributes, durable);
	const ephemeral = durable.durable_name === config.durable_name ? [] : ['The provider makes durable consumers only.'];
	const streamId = { name: 'stream_id', value: `jetstream_stream.${hclLabel(stream)}.id` };
	return `${hclBlock({
		head: `resource "jetstream_consumer" "${hclLabel(`${stream}_${name ?? ''}`)}"`,
		...body,
		attributes: [streamId, ...body.attributes],
		comments: [...ephemeral, ...(body.comments ?? [])],
	})}\n`;
}

function bodyOf(fields: readonly Field[], rows: readonly AttributeRow[], config: Config): Omit<HclBlock, 'head'> {
	const parts: Part[] = [];
	const comments: string[] = [];
	for (const field of fields) {
		const row = rows.find((one) => one.field === field.name);
		const value = normalValue(field, config);
		const same = identity(field, value) === identity(field, normalValue(field, { ...config, [field.name]: undefined }));
		if (same && (row?.always === undefined || (value === undefined && field.kind === 'subjects'))) continue;
		const part = row?.write(value, config);
		if (part === undefined) comments.push(notInProvider(field.name, value));
		else parts.push(part);
	}
	const names = new Set(fields.map(({ name }) => name));
	const unknown = Object.keys(config).filter((key) => !names.has(key));
	return {
		attributes: parts.flatMap(({ attributes = [] }) => attributes),
		maps: parts.flatMap((part) => part.map ?? []),
		blocks: parts.flatMap(({ blocks = [] }) => blocks),
		comments: [...comments, ...unknown.map((key) => notInProvider(key, config[key]))],
	};
}

/** JSON is on one line, whatever the value. */
function notInProvider(name: string, value: unknown): string {
	return `Not in the provider: ${stringifyJson({ [name]: value }).slice(1, -1)}`;
}
