import { paddedBase64Url } from '../../format/padded-base64url.ts';

/** The subject token of an object: the UTF-8 bytes of its name in base64url, with padding. */
const tokenOf = (name: string): string => paddedBase64Url(Buffer.from(name));

/**
 * Where an object of a name may be, the usual place first: nats.js (2.29) writes names with characters such as ä as Latin-1, and some
 * clients write no padding.
 */
export function tokensOf(name: string): readonly string[] {
	const usual = tokenOf(name);
	const bytes = [...name].every((letter) => letter <= '\u00ff') ? [paddedBase64Url(Buffer.from(name, 'latin1'))] : [];
	// The Latin-1 bytes of one name may be the UTF-8 of another.
	const others = [...bytes, usual.replace(/=+$/, '')].filter((token) => nameOfToken(token) === name);
	return [...new Set([usual, ...others])];
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The name that a token stands for, without padding and in the other alphabet too; undefined if it stands for none. */
export function nameOfToken(token: string): string | undefined {
	if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(token)) return undefined;
	const bytes = Buffer.from(token, 'base64url');
	try {
		return utf8.decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
}

/** Whether every client finds an object of this token under its name. */
export const isUsualToken = (token: string): boolean => tokenOf(nameOfToken(token) ?? '') === token;
