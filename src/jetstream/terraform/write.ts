import type { HclBlock } from '../../format/hcl.ts';
import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Config } from '../fields/config.ts';
import type { Field, FieldKind } from '../fields/field.ts';
import type { Part } from './attribute.ts';
import { flag, list, listOfSeconds, map, seconds, share, text, time, whole } from './values.ts';

type KindWriter = (name: string, value: unknown, field: Field) => Part | undefined;

const block: KindWriter = (head, value, { fields = [] }) => {
	const body = parts(fields, value);
	return body && { blocks: [{ head, ...body }] };
};

/** The provider requires both; an empty destination keeps the subjects. */
const transform: KindWriter = (head, value, field) =>
	block(head, isRecord(value) ? { ...value, src: value.src || '>', dest: value.dest ?? '' } : value, field);

/** A block for each entry of a list. */
const each =
	(write: KindWriter): KindWriter =>
	(head, value, field) => {
		if (!Array.isArray(value)) return undefined;
		const blocks = value.map((entry) => write(head, entry, field));
		return blocks.every((one) => one !== undefined) ? { blocks: blocks.flatMap((one) => one.blocks ?? []) } : undefined;
	};

const kinds: Readonly<Record<FieldKind, KindWriter>> = {
	name: text,
	text,
	subject: text,
	enum: text,
	subjects: list,
	texts: list,
	count: whole,
	bytes: whole,
	'bit-rate': whole,
	sequence: whole,
	duration: seconds,
	durations: listOfSeconds,
	percent: share,
	flag,
	timestamp: time,
	metadata: map,
	placement: block,
	source: block,
	sources: each(block),
	external: block,
	'consumer-source': block,
	republish: block,
	transform,
	transforms: each(transform),
	'consumer-limits': block,
};

/** The attributes of a value, with comments for what the provider cannot express. */
export function partOf(field: Field, value: unknown, config: Config): Part {
	return written(field, value, config) ?? { comments: [notExpressed(field.name, value)] };
}

function written(field: Field, value: unknown, config: Config): Part | undefined {
	const { attribute } = field;
	if (attribute === 'none') return { comments: [noAttribute(field.name, value)] };
	if (attribute === 'parts') return parts(field.fields ?? [], value);
	if ('write' in attribute) return attribute.write(value, config);
	const part = kinds[field.kind](attribute.name, value, field);
	return part && { ...part, comments: [...(part.comments ?? []), ...(attribute.notes?.(value, config) ?? [])] };
}

/** The attributes and blocks of an object. */
function parts(fields: readonly Field[], value: unknown): Omit<HclBlock, 'head'> | undefined {
	if (!isRecord(value)) return undefined;
	return joined(
		Object.entries(value).map(([key, entry]) => {
			const field = fields.find(({ name }) => name === key);
			return field === undefined ? { comments: [noAttribute(key, entry)] } : partOf(field, entry, value);
		}),
	);
}

export const joined = (parts: readonly Part[]): Omit<HclBlock, 'head'> => ({
	attributes: parts.flatMap(({ attributes = [] }) => attributes),
	maps: parts.flatMap((part) => part.map ?? []),
	blocks: parts.flatMap(({ blocks = [] }) => blocks),
	comments: parts.flatMap(({ comments = [] }) => comments),
});

export const noAttribute = (name: string, value: unknown): string =>
	`The provider has no attribute for ${inJson(name, value)}`;

const notExpressed = (name: string, value: unknown): string => `The provider cannot express ${inJson(name, value)}`;

/** JSON is on one line, whatever the value. */
const inJson = (name: string, value: unknown): string => stringifyJson({ [name]: value }).slice(1, -1);
