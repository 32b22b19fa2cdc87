import type { Integer } from '../wire.ts';

/** A JSON object of a configuration. */
export type Fields = Readonly<Record<string, unknown>>;

// As servers read them: a key that is left out or null is zero.

export const integer = (value: unknown): Integer =>
	typeof value === 'number' || typeof value === 'bigint' ? value : 0;

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text) : []);

export const fields = (value: unknown): Fields | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

export const list = (value: unknown): readonly Fields[] =>
	Array.isArray(value) ? value.map((entry) => fields(entry) ?? {}) : [];

/** Whether two whole numbers are the same, whichever way they came. */
export const same = (one: unknown, other: unknown): boolean => BigInt(integer(one)) === BigInt(integer(other));

/** Bytes of a text as servers count them. */
export const byteLength = (value: string): number => new TextEncoder().encode(value).length;

/** One millisecond, in the nanoseconds of the wire. */
export const MILLISECOND = 1_000_000;
