import { stringify } from 'lossless-json';

/** JSON on one line; whole numbers too large for a double keep all their digits. */
export function compactJson(value: unknown): string {
	return stringify(value) ?? 'none';
}
