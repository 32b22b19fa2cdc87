import { byteLength, fields, text } from './values.ts';

/** Longest description of a stream or consumer, bytes. */
export const DESCRIPTION_MAX = 4096;

/** Most bytes of the keys and values of metadata together. */
export const METADATA_MAX = 128 * 1024;

/** Bytes of all keys and values. */
export function metadataLength(metadata: unknown): number {
	const pairs = Object.entries(fields(metadata) ?? {});
	return pairs.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(text(value)), 0);
}
