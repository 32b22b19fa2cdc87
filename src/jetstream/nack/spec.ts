import { goDuration } from '../../format/duration.ts';
import { isInteger } from '../../format/integer.ts';
import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Config } from '../fields/config.ts';
import type { Field, FieldKind } from '../fields/field.ts';
import { identity, normalValue } from '../fields/normal.ts';
import type { NackKey } from './column.ts';

/** The keys of a resource, and what they do not say. */
export interface Spec {
	readonly keys: Readonly<Record<string, unknown>>;
	/** Sentences. */
	readonly comments: readonly string[];
}

const nothing: Spec = { keys: {}, comments: [] };

/** The keys for a configuration, without those that NACK or the server would fill in anyway. */
export function specOf(fields: readonly Field[], config: Config): Spec {
	const names = new Set(fields.map(({ name }) => name));
	const unknown = Object.keys(config).filter((key) => !names.has(key));
	return joined([
		...fields.map((field) => ofField(field, config)),
		...unknown.map((key) => unsaid(key, config[key], 'no key')),
	]);
}

function ofField(field: Field, config: Config): Spec {
	const { nack } = field;
	const value = normalValue(field, config);
	const left = normalValue(field, { ...config, [field.name]: undefined });
	if (typeof nack === 'string')
		return identity(field, value) === identity(field, left) ? nothing : keysOf(field, value);
	const note = nack.note?.(value, config);
	const comments = note === undefined ? [] : [note];
	const sent = 'otherwise' in nack ? nack.otherwise : left;
	const isSent = value === undefined || identity(field, value) === identity(field, sent);
	if (nack.always === undefined && isSent) return { keys: {}, comments };
	const spec = nack.unless?.(value, config) ? unsaid(field.name, value, 'no value') : keysOf(field, value);
	return { ...spec, comments: [...spec.comments, ...comments] };
}

/** The key of a value, or the keys of its parts. */
function keysOf(field: Field, value: unknown): Spec {
	const { nack } = field;
	if (nack === 'none') return unsaid(field.name, value, 'no key');
	const { value: said, comments } = written(field, value);
	if (nack === 'parts') return { keys: isRecord(said) ? said : {}, comments };
	return { keys: said === undefined ? {} : { [nack.name]: spelled(nack, said) }, comments };
}

const spelled = ({ spelled: spellings = {} }: NackKey, value: unknown): unknown =>
	typeof value === 'string' ? (spellings[value] ?? value) : value;

interface Written {
	readonly value: unknown;
	readonly comments: readonly string[];
}

function written(field: Field, value: unknown): Written {
	if (Array.isArray(value) && field.fields !== undefined) {
		const all = value.map((entry) => partsOf(field.fields ?? [], entry));
		return { value: all.map(({ keys }) => keys), comments: all.flatMap(({ comments }) => comments) };
	}
	if (field.fields !== undefined) {
		const { keys, comments } = partsOf(field.fields, value);
		return { value: keys, comments };
	}
	return { value: kinds[field.kind]?.(value) ?? value, comments: [] };
}

/** The keys of an object, each unchanged. */
function partsOf(fields: readonly Field[], value: unknown): Spec {
	if (!isRecord(value)) return nothing;
	return joined(
		Object.entries(value).map(([key, entry]) => {
			const field = fields.find(({ name }) => name === key);
			return field === undefined ? unsaid(key, entry, 'no key') : keysOf(field, entry);
		}),
	);
}

/** Kinds whose values the resource spells otherwise. */
const kinds: Readonly<Partial<Record<FieldKind, (value: unknown) => unknown>>> = {
	// Empty is none: where the resource has a default, it is not filled in.
	duration: (value) => (isInteger(value) ? goDuration(value) : ''),
	durations: (value) => (Array.isArray(value) ? value.filter(isInteger).map(goDuration) : value),
	percent: (value) => (typeof value === 'string' ? value.replace(/%$/, '') : value),
};

function joined(specs: readonly Spec[]): Spec {
	return {
		keys: Object.assign({}, ...specs.map(({ keys }) => keys)) as Spec['keys'],
		comments: specs.flatMap(({ comments }) => comments),
	};
}

const reasons = { 'no key': 'NACK has no key for', 'no value': 'NACK cannot express' } as const;

/** JSON is on one line, whatever the value. */
function unsaid(name: string, value: unknown, reason: keyof typeof reasons): Spec {
	return { keys: {}, comments: [`${reasons[reason]} ${stringifyJson({ [name]: value }).slice(1, -1)}`] };
}
