import { bucketConfig, editedBucket } from '../jetstream/buckets/config.ts';
import { bucketStreamFields } from '../jetstream/buckets/fields.ts';
import { consumerFields } from '../jetstream/fields/consumer.ts';
import type { Field } from '../jetstream/fields/field.ts';
import { readInput } from '../jetstream/fields/input.ts';
import { streamFields } from '../jetstream/fields/stream.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import { textIn } from './draft.ts';
import { bucketKindOf, type Form } from './form.ts';

const fieldsOfAsset = { stream: streamFields, consumer: consumerFields } as const;

/** The fields that a form may have, in its own words. */
export function fieldsOfForm(form: Form): readonly Field[] {
	const kind = bucketKindOf(form);
	return kind === undefined ? fieldsOfAsset[form.asset] : bucketStreamFields[kind];
}

/** The configuration that a form sends, and the fields whose typed text is not valid yet. */
export interface Written {
	readonly config: Readonly<Record<string, unknown>>;
	readonly faults: readonly Fault[];
}

/**
 * The configuration that a form sends. Untouched fields stay as they were read, unknown keys too; emptied fields are left out, so
 * the server takes its default.
 */
export function writtenConfig(form: Form): Written {
	const faults: Fault[] = [];
	const fields = fieldsOfForm(form);
	const whole = finished(form, readRecord(form.draft, fields, '', faults));
	return { config: form.info === undefined ? inOrder(whole, fieldsOfAsset[form.asset]) : whole, faults };
}

/** With what follows from the typed values. */
function finished(form: Form, config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	if (form.asset === 'consumer') return oneFilter(config, form);
	const { bucket, info } = form;
	if (bucket === undefined) return config;
	return info === undefined ? bucketConfig(bucket, config) : editedBucket(bucket, info.config, config);
}

/** Orders keys as in the fields table: a new configuration reads the same in whatever order it was typed. */
function inOrder(
	config: Readonly<Record<string, unknown>>,
	fields: readonly Field[],
): Readonly<Record<string, unknown>> {
	const places = new Map(fields.map(({ name }, at) => [name, at]));
	const place = (key: string): number => places.get(key) ?? fields.length;
	return Object.fromEntries(Object.entries(config).toSorted(([a], [b]) => place(a) - place(b)));
}

function readRecord(
	record: Readonly<Record<string, unknown>>,
	fields: readonly Field[],
	prefix: string,
	faults: Fault[],
): Readonly<Record<string, unknown>> {
	const entries = Object.entries(record).flatMap(([key, value]) => {
		const read = readValue(
			value,
			fields.find(({ name }) => name === key),
			`${prefix}${key}`,
			faults,
		);
		return read === undefined ? [] : [[key, read] as const];
	});
	const unchanged =
		entries.length === Object.keys(record).length && entries.every(([key, value]) => record[key] === value);
	return unchanged ? record : Object.fromEntries(entries);
}

function readValue(value: unknown, field: Field | undefined, path: string, faults: Fault[]): unknown {
	const text = textIn(value);
	if (text !== undefined) {
		if (field === undefined) return undefined;
		const input = readInput(field, text);
		if (input.ok) return input.value;
		const place = input.column === undefined ? '' : `Column ${input.column}: `;
		faults.push({ path, message: `${place}${input.message}` });
		return undefined;
	}
	if (field?.fields === undefined) return value;
	const { fields } = field;
	if (Array.isArray(value)) {
		const read = value.map((entry, at) => readValue(entry, { ...field, kind: 'source' }, `${path}.${at}`, faults));
		return read.every((entry, at) => entry === value[at]) ? value : read;
	}
	if (typeof value !== 'object' || value === null) return value;
	return readRecord(value as Readonly<Record<string, unknown>>, fields, `${path}.`, faults);
}

/**
 * Sends a single typed filter as `filter_subject`: servers before 2.10 know only that, and permissions can be granted for it. A
 * filter that was read keeps its field.
 */
function oneFilter(
	config: Readonly<Record<string, unknown>>,
	{ draft, info }: Form,
): Readonly<Record<string, unknown>> {
	const { filter_subjects: filters, ...rest } = config;
	const read: Readonly<Record<string, unknown>> | undefined = info?.config;
	if (read !== undefined && draft.filter_subjects === read.filter_subjects) return config;
	if (!Array.isArray(filters) || filters.length !== 1 || config.filter_subject) return config;
	return { ...rest, filter_subject: filters[0] };
}
