import { stringifyJson } from '../../format/json.ts';

/** JSON as a preview server wrote it: indented by two blanks, with `<`, `>`, `&` escaped as in Go. */
export function previewJson(value: unknown): string {
	return stringifyJson(value, 2).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

/** A key folded as that server compared keys: the long s and the Kelvin sign are letters too. */
export function foldedKey(key: string): string {
	return key.toUpperCase().toLowerCase();
}
