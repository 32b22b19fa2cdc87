import { goDuration } from '../../format/duration.ts';
import { isInteger } from '../../format/integer.ts';
import { isRecord, isText } from '../../format/is.ts';
import type { Field, FieldKind } from '../fields/field.ts';
import type { FlagForm, NamedFlag, Words } from './flag.ts';
import {
	only,
	onOrOff,
	pairs,
	percent,
	type Reading,
	steps,
	stream,
	streams,
	subjects,
	text,
	texts,
	typed,
	untilTime,
	word,
} from './read/part.ts';

interface FlagCodec {
	/** A value of undefined has a word of its own, or none. */
	readonly write: (value: unknown) => Words;
	readonly reading: Reading;
}

type Form = (flag: NamedFlag, field: Field) => FlagCodec;

const hasControl = (text: string): boolean => /\p{Cc}/u.test(text);

/** Each form of values in the nats CLI: how to write them, and how to read them. */
const forms: Readonly<Record<FlagForm, Form>> = {
	// Some flags cannot remove a text: the nats CLI treats an empty text as not given.
	text: ({ name }, field) => ({
		write: (value) => (isText(value) && !hasControl(value) ? [`--${name}=${value}`] : undefined),
		reading: text(field.name),
	}),
	list: ({ name }, field) => ({
		write: (value) => {
			if (!Array.isArray(value) || value.length === 0) return undefined;
			return value.every((entry) => isText(entry) && !/[\p{Cc},\s]/u.test(entry))
				? value.map((entry) => `--${name}=${entry}`)
				: undefined;
		},
		reading: field.kind === 'subjects' ? subjects(field.name) : texts(field.name, name.toUpperCase()),
	}),
	number: ({ name }, field) => ({
		write: (value) => (isInteger(value) ? [`--${name}=${value}`] : undefined),
		reading: typed(field),
	}),
	size: ({ name }, field) => ({
		write: (value) => {
			const size = isInteger(value) ? sizeOf(BigInt(value)) : undefined;
			return size === undefined ? undefined : [`--${name}=${size}`];
		},
		reading: typed(field),
	}),
	duration: ({ name }, field) => ({
		// Numbers that are not exact are written differently in JSON.
		write: (value) =>
			isInteger(value) && (typeof value === 'bigint' || Number.isSafeInteger(value))
				? [`--${name}=${goDuration(value)}`]
				: undefined,
		reading: typed(field),
	}),
	percent: ({ name }, field) => ({
		write: (value) => {
			const share = String(value).replace(/%$/, '');
			return /^\d+$/.test(share) && Number(share) > 0 ? [`--${name}=${share}`] : undefined;
		},
		reading: percent(name, field.name),
	}),
	word: ({ name, spelled = {} }, { name: key, values = [] }) => {
		const spellings = values.flatMap(({ value }) => (spelled[value] ?? [value]).map((said) => [said, value] as const));
		return {
			write: (value) => {
				const said = spellings.find(([, wire]) => wire === value)?.[0];
				return said === undefined ? undefined : [`--${name}=${said}`];
			},
			reading: word(name, key, Object.fromEntries(spellings)),
		};
	},
	switch: ({ name }, field) => ({
		write: (value) => [value === true ? `--${name}` : `--no-${name}`],
		reading: onOrOff(field.name),
	}),
	'only-on': ({ name }, field) => ({
		write: (value) => (value === true ? [`--${name}`] : undefined),
		reading: only(field.name),
	}),
	turned: ({ name }, field) => ({
		write: (value) => (value === true ? [`--no-${name}`] : []),
		reading: onOrOff(field.name, false),
	}),
	// The nats CLI reads a colon as an equals sign.
	pairs: ({ name }, field) => ({
		write: (value) => {
			if (!isRecord(value)) return undefined;
			const entries = Object.entries(value);
			const fits = entries.every(
				([key, entry]) => isText(entry) && !hasControl(entry) && !/[=:]/.test(key) && !hasControl(key),
			);
			return fits ? entries.map(([key, entry]) => `--${name}=${key}=${entry}`) : undefined;
		},
		reading: pairs(name, field.name),
	}),
	stream: ({ name }, field) => ({ write: (value) => writeStream(name, value), reading: stream(field.name) }),
	streams: ({ name }, field) => ({
		write: (value) => {
			const words = Array.isArray(value) ? value.map((one) => writeStream(name, one)) : [undefined];
			return words.every((said) => said !== undefined) ? words.flat() : undefined;
		},
		reading: streams(field.name),
	}),
	steps: ({ name }, field) => ({ write: () => undefined, reading: steps(name, field.name) }),
	time: (_flag, field) => ({ write: () => undefined, reading: { value: 'TIME', take: untilTime(field.name) } }),
};

/** Undefined for objects: their parts have the flags. */
const formOfKind: Readonly<Record<FieldKind, FlagForm | undefined>> = {
	name: 'text',
	text: 'text',
	subject: 'text',
	subjects: 'list',
	texts: 'list',
	count: 'number',
	sequence: 'number',
	'bit-rate': 'number',
	bytes: 'size',
	duration: 'duration',
	durations: 'steps',
	percent: 'percent',
	enum: 'word',
	flag: 'switch',
	timestamp: 'time',
	metadata: 'pairs',
	source: 'stream',
	sources: 'streams',
	placement: undefined,
	external: undefined,
	'consumer-source': undefined,
	republish: undefined,
	transform: undefined,
	transforms: undefined,
	'consumer-limits': undefined,
};

/** How to write and read a flag: in the form that its column names, or in that of the field's kind. */
export function flagCodec(flag: NamedFlag, field: Field): FlagCodec | undefined {
	const form = flag.form ?? formOfKind[field.kind];
	return form && forms[form](flag, field);
}

function writeStream(name: string, value: unknown): Words {
	if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
	return isText(value.name) && !hasControl(value.name) ? [`--${name}=${value.name}`] : undefined;
}

/** Plain numbers have 32 bits, and units are binary (natscli 0.5): other numbers have no flag. */
function sizeOf(bytes: bigint): string | undefined {
	if (bytes < plainUpTo) return String(bytes);
	const unit = units.find(([, of]) => bytes % of === 0n && bytes / of < plainUpTo);
	return unit && `${bytes / unit[1]}${unit[0]}`;
}

const plainUpTo = 2n ** 31n;
const units = [
	['TiB', 2n ** 40n],
	['GiB', 2n ** 30n],
	['MiB', 2n ** 20n],
	['KiB', 2n ** 10n],
] as const;
