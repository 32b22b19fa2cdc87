import { duration } from '../../format/duration.ts';
import { type HclAttribute, type HclBlock, hclList, hclText } from '../../format/hcl.ts';
import { isInteger } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import { isRecord } from '../fields/normal.ts';

export type Config = Readonly<Record<string, unknown>>;

/** What a field becomes in a resource. */
export interface Part {
	readonly attributes?: readonly HclAttribute[];
	readonly map?: { readonly name: string; readonly entries: Readonly<Record<string, string>> };
	readonly blocks?: readonly HclBlock[];
	/** What the attributes do not say. */
	readonly comments?: readonly string[];
}

/** Undefined where the provider cannot express the value. It is as a server would store it, undefined for nothing. */
export type Writer = (value: unknown, config: Config) => Part | undefined;

export interface AttributeRow {
	readonly field: string;
	readonly write: Writer;
	/** What the provider sends where the attribute is left out, as on the wire; undefined where it sends nothing. */
	readonly otherwise?: unknown;
	/** The value to write where that is not the field's own; undefined for the field's own. */
	readonly value?: (config: Config) => unknown;
	/** Written even when the provider would send the same. */
	readonly always?: true;
}

const one = (name: string, value: string): Part => ({ attributes: [{ name, value }] });

export const text =
	(name: string): Writer =>
	(value) =>
		typeof value === 'string' ? one(name, hclText(value)) : undefined;

export const list =
	(name: string): Writer =>
	(value) =>
		isTexts(value) ? one(name, hclList(value)) : undefined;

/** The provider's numbers are integers of 64 bits with a sign. */
const largest = 2n ** 63n - 1n;

/** Nothing is 0. */
export const whole =
	(name: string): Writer =>
	(value = 0) =>
		isInteger(value) && BigInt(value) <= largest ? one(name, String(value)) : undefined;

export const flag =
	(name: string): Writer =>
	(value) =>
		one(name, String(value === true));

const SECOND = 1_000_000_000n;

/**
 * Nanoseconds as whole seconds, all that the provider takes. A part of a second is rounded up, which keeps and waits longer
 * but never shorter, and said in a comment. Nothing is 0.
 */
export const seconds =
	(name: string): Writer =>
	(value = 0) => {
		const rounded = wholeSeconds([value]);
		return rounded && { ...one(name, rounded.texts.join()), comments: roundedUp(name, [value], rounded.exact) };
	};

/** As `seconds`, of each entry of a list. */
export const listOfSeconds =
	(name: string): Writer =>
	(value) => {
		const rounded = Array.isArray(value) ? wholeSeconds(value) : undefined;
		if (rounded === undefined || !Array.isArray(value)) return undefined;
		return {
			...one(name, `[${rounded.texts.join(', ')}]`),
			comments: roundedUp(name, value, rounded.exact),
		};
	};

function wholeSeconds(
	values: readonly unknown[],
): { readonly texts: readonly string[]; readonly exact: boolean } | undefined {
	if (!values.every(isInteger)) return undefined;
	const all = values.map(BigInt);
	if (all.some((ns) => ns < 0n)) return undefined;
	return {
		texts: all.map((ns) => String((ns + SECOND - 1n) / SECOND)),
		exact: all.every((ns) => ns % SECOND === 0n),
	};
}

function roundedUp(name: string, values: readonly unknown[], exact: boolean): readonly string[] {
	const was = values.filter(isInteger).map(duration).join(', ');
	return exact ? [] : [`${name} is rounded up from ${was}: the provider takes whole seconds.`];
}

/**
 * A time in whole seconds, all that the provider reads back: with a fraction each plan would replace the consumer, or change
 * the stream. It is rounded down, so that no message is missed.
 */
export const time =
	(name: string): Writer =>
	(value) => {
		const ms = typeof value === 'string' ? Date.parse(value.replace(/\.\d+/, '')) : Number.NaN;
		if (typeof value !== 'string' || Number.isNaN(ms)) return undefined;
		const second = new Date(ms).toISOString().replace('.000Z', 'Z');
		const down = `${name} is rounded down from ${value}: the provider takes whole seconds.`;
		return { ...one(name, hclText(second)), comments: /\.\d*[1-9]/.test(value) ? [down] : [] };
	};

export const map =
	(name: string): Writer =>
	(value) => {
		if (!isRecord(value) || !isTexts(Object.values(value))) return undefined;
		return { map: { name, entries: value as Readonly<Record<string, string>> } };
	};

export type Writers = Readonly<Record<string, Writer>>;

/** The attributes and blocks of an object, by one writer for each key, with comments for what they do not say. */
export function inside(writers: Writers, value: unknown): Omit<HclBlock, 'head'> | undefined {
	if (!isRecord(value)) return undefined;
	const parts = Object.entries(value).map(([key, entry]): Part => {
		if (!Object.hasOwn(writers, key)) return { comments: [noAttribute(key, entry)] };
		return writers[key]?.(entry, value) ?? { comments: [notExpressed(key, entry)] };
	});
	return {
		attributes: parts.flatMap(({ attributes = [] }) => attributes),
		blocks: parts.flatMap(({ blocks = [] }) => blocks),
		comments: parts.flatMap(({ comments = [] }) => comments),
	};
}

export const block =
	(head: string, writers: Writers): Writer =>
	(value) => {
		const body = inside(writers, value);
		return body === undefined ? undefined : { blocks: [{ head, ...body }] };
	};

/** A block for each entry of a list. */
export const blocks =
	(write: Writer): Writer =>
	(value) => {
		if (!Array.isArray(value)) return undefined;
		const parts = value.map((entry) => write(entry, {}));
		return parts.every((part) => part !== undefined)
			? { blocks: parts.flatMap((part) => part.blocks ?? []) }
			: undefined;
	};

export const noAttribute = (name: string, value: unknown): string =>
	`The provider has no attribute for ${inJson(name, value)}`;

export const notExpressed = (name: string, value: unknown): string =>
	`The provider cannot express ${inJson(name, value)}`;

/** JSON is on one line, whatever the value. */
const inJson = (name: string, value: unknown): string => stringifyJson({ [name]: value }).slice(1, -1);

const isTexts = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string');
