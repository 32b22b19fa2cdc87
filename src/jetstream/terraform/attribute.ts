import { type HclAttribute, type HclBlock, hclList, hclText } from '../../format/hcl.ts';
import { isRecord } from '../fields/normal.ts';

type Config = Readonly<Record<string, unknown>>;

/** What a field becomes in a resource. */
export interface Part {
	readonly attributes?: readonly HclAttribute[];
	readonly map?: { readonly name: string; readonly entries: Readonly<Record<string, string>> };
	readonly blocks?: readonly HclBlock[];
}

/** Undefined where the provider cannot say the value. It is as a server would hold it, undefined for nothing. */
export type Writer = (value: unknown, config: Config) => Part | undefined;

export interface AttributeRow {
	readonly field: string;
	readonly write: Writer;
	/** Written even when it is the server's default, because the provider's is another. */
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

/** Nothing is 0. */
export const whole =
	(name: string): Writer =>
	(value = 0) =>
		isWhole(value) ? one(name, String(value)) : undefined;

export const flag =
	(name: string): Writer =>
	(value) =>
		one(name, String(value === true));

/** Nanoseconds as whole seconds; the provider has nothing shorter. Nothing is 0. */
export const seconds =
	(name: string): Writer =>
	(value = 0) => {
		const said = asSeconds(value);
		return said === undefined ? undefined : one(name, said);
	};

export function asSeconds(value: unknown): string | undefined {
	if (!isWhole(value)) return undefined;
	const ns = BigInt(value);
	return ns % 1_000_000_000n === 0n ? String(ns / 1_000_000_000n) : undefined;
}

export const map =
	(name: string): Writer =>
	(value) => {
		if (!isRecord(value) || !isTexts(Object.values(value))) return undefined;
		return { map: { name, entries: value as Readonly<Record<string, string>> } };
	};

/** The attributes and blocks of an object, by one writer for each key; undefined when it has another key. */
export function inside(writers: Readonly<Record<string, Writer>>, value: unknown): Omit<HclBlock, 'head'> | undefined {
	if (!isRecord(value)) return undefined;
	const parts = Object.entries(value).map(([key, entry]) =>
		Object.hasOwn(writers, key) ? writers[key]?.(entry, value) : undefined,
	);
	if (!parts.every((part) => part !== undefined)) return undefined;
	return {
		attributes: parts.flatMap(({ attributes = [] }) => attributes),
		blocks: parts.flatMap(({ blocks = [] }) => blocks),
	};
}

export const block =
	(head: string, writers: Readonly<Record<string, Writer>>): Writer =>
	(value) => {
		const body = inside(writers, value);
		return body === undefined ? undefined : { blocks: [{ head, ...body }] };
	};

/** A block for each entry of a list. */
export const blocks =
	(head: string, writers: Readonly<Record<string, Writer>>): Writer =>
	(value) => {
		if (!Array.isArray(value)) return undefined;
		const parts = value.map((entry) => block(head, writers)(entry, {}));
		return parts.every((part) => part !== undefined)
			? { blocks: parts.flatMap((part) => part.blocks ?? []) }
			: undefined;
	};

const isWhole = (value: unknown): value is number | bigint =>
	typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));

const isTexts = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string');
