import { parseTimestamp } from '../../format/duration.ts';
import { isRecord, isText } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import { readDuration } from '../../format/read-duration.ts';
import type { StoredEntry } from '../messages/stored-entry.ts';
import { isStorable } from './key.ts';
import { type KvWrite, ownHeaders } from './write.ts';

/** How the lines of an export are stored. */
export interface ImportedAs {
	/** Only keys that the bucket does not have; others are skipped. */
	readonly absent: boolean;
	/** The bucket keeps a TTL per key; else values lose theirs. */
	readonly ttl: boolean;
}

/** A line of an export. */
export interface ImportLine {
	readonly write: KvWrite;
	readonly lostTtl: boolean;
}

/** What a line stores; `skipped` for a deletion, and for a value whose TTL is over. Or why it is none, as the end of a sentence. */
export function readImportLine(text: string, { absent, ttl: keepsTtl }: ImportedAs): ImportLine | string {
	const parsed = parseJson(text);
	if (!parsed.ok || !isRecord(parsed.value)) return 'is no JSON object';
	const { key, value, base64, operation, headers = [], time } = parsed.value;
	if (!isText(key) || !isStorable(key)) return 'has no key that a bucket can have';
	if (operation !== undefined && operation !== 'put') return 'skipped';
	const bytes = isText(value) ? new TextEncoder().encode(value) : isText(base64) ? bytesOfBase64(base64) : undefined;
	if (bytes === undefined) return 'has neither a value as text nor one as base64';
	const pairs = headersOf(headers);
	if (pairs === undefined) return 'has headers that are no pairs of texts, or that belong to the protocol';
	const given = parsed.value.ttl;
	const ttl = given === undefined ? undefined : ttlLeft(given, time);
	if (given !== undefined && ttl === undefined) return 'has a ttl that is no duration';
	if (ttl !== undefined && ttl !== 'never' && ttl <= 0) return 'skipped';
	const kept = keepsTtl && ttl !== undefined ? { ttl } : {};
	return {
		write: {
			kind: absent ? 'create' : 'put',
			key,
			value: bytes,
			...(pairs.length > 0 && { headers: pairs }),
			...(absent && { revision: 0 }),
			...kept,
		},
		lostTtl: ttl !== undefined && !keepsTtl,
	};
}

/** Node skips what is no base64, so that bytes are missing, and takes that of URLs too. A pattern over some MB may overflow the stack. */
function bytesOfBase64(text: string): Uint8Array | undefined {
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	const bytes = Buffer.from(text, 'base64');
	const isWhole = text.length % 4 === 0 && bytes.length === (text.length / 4) * 3 - padding;
	return isWhole && !text.includes('-') && !text.includes('_') ? bytes : undefined;
}

function headersOf(given: unknown): StoredEntry['headers'] | undefined {
	if (!Array.isArray(given)) return undefined;
	const isPair = (each: unknown): each is readonly [string, string] =>
		Array.isArray(each) && each.length === 2 && each.every(isText);
	return given.every(isPair) && ownHeaders(given).length === given.length ? given : undefined;
}

/** In whole seconds, since the time of the value; at least one while it lasts. */
function ttlLeft(given: unknown, time: unknown): number | 'never' | undefined {
	if (given === 'never') return 'never';
	const ttl = isText(given) ? readDuration(given) : undefined;
	if (ttl === undefined) return undefined;
	const since = isText(time) ? (parseTimestamp(time) ?? Date.now()) : Date.now();
	const left = Number(ttl) / 1e6 - (Date.now() - since);
	return left <= 0 ? 0 : Math.max(1, Math.round(left / 1000)) * 1e9;
}
