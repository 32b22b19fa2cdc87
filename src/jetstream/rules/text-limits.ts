import type { Supports } from '../server-features.ts';
import { byteLength, fields, text } from './values.ts';

/** Longest description of a stream or consumer, bytes. */
export const DESCRIPTION_MAX = 4096;

/** Most bytes of the keys and values of metadata together. */
export const METADATA_MAX = 128 * 1024;

/** Servers from 2.11 on store the API level that an asset needs in its metadata, a key of 15 bytes and a digit. */
const LEVEL_LENGTH = 16;

/** Bytes of all keys and values, as the server counts them: those it adds itself too. */
export function metadataLength(metadata: unknown, supports: Supports): number {
	const pairs = Object.entries(fields(metadata) ?? {});
	if (!supports('2.11')) return lengthOf(pairs);
	return lengthOf(pairs.filter(([key]) => !key.startsWith('_nats.'))) + LEVEL_LENGTH;
}

/** Bytes of all keys and values as they are sent, which an update of a stream is measured by first. */
export const sentLength = (metadata: unknown): number => lengthOf(Object.entries(fields(metadata) ?? {}));

const lengthOf = (pairs: readonly (readonly [key: string, value: unknown])[]): number =>
	pairs.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(text(value)), 0);
