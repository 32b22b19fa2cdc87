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
