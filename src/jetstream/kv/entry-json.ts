import { duration } from '../../format/duration.ts';
import { stringifyJson } from '../../format/json.ts';
import type { KvEntry } from './entry.ts';
import { ownHeaders } from './write.ts';

/** UTF-8 that comes back as the same bytes; undefined for anything else. */
function exactText(value: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
	} catch {
		return undefined;
	}
}

/** A value for JSON: text, or base64. */
function jsonValue(value: Uint8Array): { readonly value: string } | { readonly base64: string } {
	const text = exactText(value);
	return text === undefined ? { base64: Buffer.from(value).toString('base64') } : { value: text };
}

/** A revision of a key for JSON; the headers are those of its writer. */
function entryJson({ key, revision, time, operation, reason, ttl, value, headers }: KvEntry): object {
	const own = ownHeaders(headers);
	return {
		key,
		revision,
		time,
		...(operation !== 'put' && { operation }),
		...(reason !== undefined && { reason }),
		...(ttl !== undefined && { ttl: ttl === 'never' ? ttl : duration(ttl) }),
		...(operation === 'put' && jsonValue(value)),
		...(own.length > 0 && { headers: own }),
	};
}

export const entryLine = (entry: KvEntry): string => stringifyJson(entryJson(entry));
