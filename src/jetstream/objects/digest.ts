import { createHash, type Hash } from 'node:crypto';
import { paddedBase64Url } from '../../format/padded-base64url.ts';

const algorithm = 'SHA-256=';

/** As clients write it in a meta. */
export const metaDigest = (hash: Hash): string => `${algorithm}${paddedBase64Url(hash.digest())}`;

/** Of an object without content, and of a link. */
export const emptyDigest = metaDigest(createHash('sha256'));

/** The digest in hexadecimal, as `sha256sum` prints it; undefined for another algorithm or for none. */
export function digestInHex(digest: string | undefined): string | undefined {
	if (digest === undefined || !/^sha-256=/i.test(digest)) return undefined;
	const bytes = Buffer.from(digest.slice(algorithm.length), 'base64url');
	return bytes.length === 32 ? bytes.toString('hex') : undefined;
}
