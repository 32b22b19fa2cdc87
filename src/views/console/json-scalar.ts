import { isRecord } from '../../format/is.ts';

/** A value that has no parts, as it stands in a line; a text without its quotes. */
export function scalarText(value: unknown): string {
	if (Array.isArray(value)) return '[]';
	return isRecord(value) ? '{}' : String(value);
}
