import { duration, isNever } from '../../format/duration.ts';
import { exactInteger, type Integer, isInteger } from '../../format/integer.ts';
import { isRecord, isText, isTexts } from '../../format/is.ts';
import { parseJson, stringifyJson } from '../../format/json.ts';
import { readBytes, writeBytes } from '../../format/read-bytes.ts';
import { readCount, writeCount } from '../../format/read-count.ts';
import { readDuration } from '../../format/read-duration.ts';
import { readTime } from '../../format/read-time.ts';
import type { Field, FieldKind } from './field.ts';
import {
	brokenPair,
	brokenText,
	readMetadata,
	readText,
	readTexts,
	writeMetadata,
	writeText,
	writeTexts,
} from './input-texts.ts';

/** How one kind of field is edited as a line of text. */
interface Kind {
	/** Undefined when the text is not of the kind. */
	readonly read: (text: string, field: Field, now: number) => unknown;
	/** Undefined when the value is not of the kind. */
	readonly write: (value: unknown, field: Field) => string | undefined;
	/** Where a text of several parts becomes invalid. */
	readonly broken?: (text: string) => number | undefined;
	/** What it needs, as in "Max age needs …". */
	readonly needs: string | ((field: Field) => string);
}
function integers(read: (text: string) => Integer | undefined, write: (n: Integer) => string, needs: string): Kind {
	return {
		read: (text) => read(text) ?? negative(text),
		write: (value) => (isInteger(value) ? (value < 0 ? writeCount(value) : write(value)) : undefined),
		needs,
	};
}

/** Numbers below zero are plain, so that a value of a server is written back unchanged. */
function negative(text: string): Integer | undefined {
	return text.startsWith('-') ? readCount(text) : undefined;
}

const anyText: Kind = {
	read: (text) => readText(text),
	write: (value) => (isText(value) ? writeText(value) : undefined),
	needs: 'a text',
};

function texts(needs: string): Kind {
	return {
		read: (text) => readTexts(text),
		write: (value) => (isTexts(value) ? writeTexts(value) : undefined),
		broken: brokenText,
		needs,
	};
}

function json(is: (value: unknown) => boolean, example: string): Kind {
	return {
		read: (text) => readJson(text, is),
		write: (value) => (is(value) ? stringifyJson(value) : undefined),
		broken: brokenJson,
		needs: `JSON such as ${example}`,
	};
}

const readObject = (text: string): unknown => readJson(text, isRecord);

function readJson(text: string, is: (value: unknown) => boolean): unknown {
	const parsed = parseJson(text);
	return parsed.ok && is(parsed.value) ? parsed.value : undefined;
}

/** Where the JSON becomes invalid; the text has one line. */
function brokenJson(text: string): number | undefined {
	const parsed = parseJson(text);
	return parsed.ok || parsed.line > 1 ? undefined : parsed.column - 1;
}

/** A server may store a duration below zero; it must be written back unchanged. */
function readStep(text: string): Integer | undefined {
	if (!text.startsWith('-')) return readDuration(text);
	const magnitude = readDuration(text.slice(1));
	return magnitude === undefined ? undefined : exactInteger(-BigInt(magnitude));
}

/** Durations separated by commas, or by white space without commas; each with where it begins. */
function stepsOf(text: string): readonly { readonly text: string; readonly start: number }[] {
	const parts = text.matchAll(text.includes(',') ? /(?:^|,)\s*([^,]*)/g : /(?:^|\s)(\S+)/g);
	return [...parts].map(({ 0: all, 1: part = '', index }) => ({
		text: part.trim(),
		start: index + all.length - part.length,
	}));
}

function readDurations(text: string): readonly Integer[] | undefined {
	const steps = stepsOf(text).map((step) => readStep(step.text));
	return steps.every((step) => step !== undefined) ? steps : undefined;
}

const brokenStep = (text: string): number | undefined =>
	stepsOf(text).find((step) => readStep(step.text) === undefined)?.start;

/** A plain name is a source with only a name. */
function nameAlone(source: unknown): string | undefined {
	if (!isRecord(source) || Object.keys(source).length !== 1 || !isText(source.name)) return undefined;
	return /^[^\s,"{[][^\s,"]*$/.test(source.name) ? source.name : undefined;
}

function readSources(text: string): unknown {
	if (text.startsWith('[')) return readJson(text, Array.isArray);
	return readTexts(text)?.map((name) => ({ name }));
}

function writeSources(sources: readonly unknown[]): string {
	const names = sources.map(nameAlone);
	return names.every((name) => name !== undefined) ? names.join(', ') : stringifyJson(sources);
}

const flags: Readonly<Record<string, boolean>> = {
	yes: true,
	true: true,
	on: true,
	y: true,
	no: false,
	false: false,
	off: false,
	n: false,
};

/** `by start-sequence` and `by_start_sequence` are the same. */
const bare = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

const arrow = json(isRecord, '{"src": "orders.>", "dest": "copy.>"}');
const count = integers(readCount, writeCount, 'a whole number such as 3, 1_000 or 10k');

/** Every kind of field; the table is closed by the type. */
export const kinds: Readonly<Record<FieldKind, Kind>> = {
	name: { ...anyText, needs: 'a name' },
	text: anyText,
	subject: { ...anyText, needs: 'a subject such as orders.>' },
	subjects: texts('subjects separated by commas, such as orders.>, logs.*'),
	texts: texts('texts separated by commas'),
	count,
	sequence: count,
	'bit-rate': integers(readCount, writeCount, 'a number of bits a second such as 512k or 1_000_000'),
	bytes: integers(readBytes, writeBytes, 'a size such as 512KiB, 10GiB or 1_000_000'),
	duration: {
		read: (text) => readStep(text),
		write: (value) => (isInteger(value) ? duration(value) : undefined),
		needs: 'a duration such as 1d12h or 90s',
	},
	durations: {
		read: (text) => readDurations(text),
		write: (value) =>
			Array.isArray(value) && value.every(isInteger) ? value.map((step) => duration(step)).join(', ') : undefined,
		broken: brokenStep,
		needs: 'durations separated by commas, such as 1s, 10s, 1m',
	},
	percent: {
		read: (text) => (/^(?:\d{1,2}|100)%?$/.test(text) ? text : undefined),
		write: (value) => (isText(value) ? value : undefined),
		needs: 'a percentage from 0 to 100, such as 50%',
	},
	enum: {
		read: (text, { values = [] }) => {
			const wanted = bare(text);
			return values.find(({ value, label }) => bare(value) === wanted || bare(label) === wanted)?.value;
		},
		write: (value) => (isText(value) ? value : undefined),
		needs: ({ values = [] }) => `one of ${values.map(({ value }) => value).join(', ')}`,
	},
	flag: {
		read: (text) => (Object.hasOwn(flags, text.toLowerCase()) ? flags[text.toLowerCase()] : undefined),
		write: (value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined),
		needs: 'yes or no',
	},
	timestamp: {
		read: (text, { ahead }, now) => readTime(text, now, ahead ? 'future' : 'past'),
		write: (value) => (isText(value) ? value : undefined),
		needs: ({ ahead }) =>
			`a time such as 2026-11-24 10:00, 10:00, 1h (${ahead ? 'from now' : 'ago'}) or 2026-11-24T10:00:00Z`,
	},
	metadata: {
		read: (text) => (text.startsWith('{') ? readObject(text) : readMetadata(text)),
		write: (value) => (isRecord(value) ? (writeMetadata(value) ?? stringifyJson(value)) : undefined),
		broken: (text) => (text.startsWith('{') ? brokenJson(text) : brokenPair(text)),
		needs: 'pairs such as team=payments, note="a, b"',
	},
	source: {
		read: (text) => (text.startsWith('{') ? readObject(text) : /[\s"]/.test(text) ? undefined : { name: text }),
		write: (value) => (isRecord(value) ? (nameAlone(value) ?? stringifyJson(value)) : undefined),
		broken: (text) => (text.startsWith('{') ? brokenJson(text) : undefined),
		needs: 'the name of a stream, or JSON such as {"name": "ORDERS", "filter_subject": "orders.eu.>"}',
	},
	sources: {
		read: (text) => readSources(text),
		write: (value) => (Array.isArray(value) ? writeSources(value) : undefined),
		broken: (text) => (text.startsWith('[') ? brokenJson(text) : brokenText(text)),
		needs: 'names of streams separated by commas, or JSON such as [{"name": "ORDERS"}]',
	},
	placement: json(isRecord, '{"cluster": "eu", "tags": ["ssd"]}'),
	external: json(isRecord, '{"api": "$JS.hub.API"}'),
	'consumer-source': json(isRecord, '{"name": "COPY", "deliver_subject": "copy.orders"}'),
	republish: arrow,
	transform: arrow,
	transforms: json(Array.isArray, '[{"src": "orders.>", "dest": "copy.>"}]'),
	'consumer-limits': json(isRecord, '{"max_ack_pending": 1000}'),
};

/** Whether leaving the key out means the same. */
export function isEmptyInput(kind: FieldKind, value: unknown): boolean {
	if (value === '') return true;
	if (kind === 'timestamp') return isText(value) && isNever(value);
	if (Array.isArray(value)) return value.length === 0;
	return isRecord(value) && Object.keys(value).length === 0;
}
