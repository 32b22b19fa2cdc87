import { stringifyJson } from '../../format/json.ts';

/** JSON as a preview server wrote it: two blanks of indent, and `<`, `>`, `&` escaped as Go does it. */
export function previewJson(value: unknown): string {
	return stringifyJson(value, 2).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
