import { stringifyJson } from '../../format/json.ts';

/** JSON as a preview server wrote it: two blanks of indent, and `<`, `>`, `&` escaped as Go does it. */
export function previewJson(value: unknown): string {
	return stringifyJson(value, 2).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

/** A key in the one form of all its letter cases, as that server compared them: long s and the Kelvin sign are letters too. */
export function foldedKey(key: string): string {
	return key.toUpperCase().toLowerCase();
}
