import type { KvBucket } from '../buckets/kv-bucket.ts';
import { isLiteral, isSubject } from '../subject-match.ts';

/** What client libraries allow in a key, and in one token of a filter. */
const letters = /^[-/_=.A-Za-z0-9]+$/;

/**
 * Why client libraries refuse a key, as the end of a sentence that starts with the key; undefined if they take it. The server stores
 * any subject, so that a bucket may have others: they can be read, and jetdeck deletes them.
 */
export function keyFault(key: string): string | undefined {
	if (key === '') return 'is empty';
	if (/^\.|\.$|\.\./.test(key)) return 'begins or ends with a dot, or has two dots in a row';
	if (key === '_kv' || key.startsWith('_kv.')) return 'begins with _kv, which is reserved';
	return letters.test(key) ? undefined : 'may have only letters, digits, dots and - / _ =';
}

/**
 * Why a text cannot select keys, as the end of a sentence; `*` stands for one token, a last `>` for all that follow. Within a token
 * servers take them for letters, but STREAM.INFO of 2.15 does not: no two reads would agree about `a*`.
 */
export function keyFilterFault(filter: string): string | undefined {
	if (filter.split('.').some((token) => token.length > 1 && /[*>]/.test(token)))
		return 'is no filter of keys: * and > stand for whole tokens, such as a.* or a.>';
	if (isSubject(filter)) return undefined;
	return 'is no filter of keys: it may have no spaces or empty tokens, and > only at its end';
}

/** Whether a server could store it: any subject without wildcards. */
export const isStorable = (key: string): boolean => key !== '' && isSubject(key) && isLiteral(key);

/** The subject that a key, or a filter of keys, is stored under. */
export const storedSubject = ({ stored }: Pick<KvBucket, 'stored'>, key: string): string => `${stored}${key}`;

/** The key of a stored subject; undefined for what is no key of the bucket. */
export function keyOf({ stored }: Pick<KvBucket, 'stored'>, subject: string): string | undefined {
	return subject.startsWith(stored) && subject.length > stored.length ? subject.slice(stored.length) : undefined;
}

/**
 * The subject that a write of a key is sent to. A mirror sends it to its origin, through the API prefix of the origin's domain; another
 * domain or prefix of the connection comes first (all as nats.go does).
 * @param prefix of the connection: `$JS.API`, `$JS.HUB.API`
 */
export function writtenSubject(
	{ written, origin }: Pick<KvBucket, 'written' | 'origin'>,
	key: string,
	prefix: string,
): string {
	const api = origin?.api ?? (prefix === '$JS.API' ? undefined : prefix);
	return api === undefined ? `${written}${key}` : `${api}.${written}${key}`;
}
