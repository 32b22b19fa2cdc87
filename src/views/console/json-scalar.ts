import { isRecord } from '../../format/is.ts';

/** A value without parts, as it is drawn in a line; text without its quotes. */
export function scalarText(value: unknown): string {
	if (Array.isArray(value)) return '[]';
	return isRecord(value) ? '{}' : String(value);
}
