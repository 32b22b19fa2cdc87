import { stringifyJson } from '../../format/json.ts';
import type { Field, FieldKind } from './field.ts';
import { isEmptyInput, kinds } from './input-kinds.ts';

/** What was typed into a field. An undefined value means: leave the key out. */
export type ReadInput =
	| { readonly ok: true; readonly value: unknown }
	| {
			readonly ok: false;
			readonly message: string;
			/** Where a text of several parts becomes invalid; from 1. */
			readonly column?: number;
	  };

/**
 * Reads what a person typed into a field: `1d12h`, `10GiB`, `unlimited`, `orders.>, logs.*`, `key=value`, JSON for
 * objects. Nothing typed leaves the key out. Only the form is checked; what the server makes of the value is for
 * jetstream/rules.
 * @param now ms since the epoch, for times such as `+1h`
 */
export function readInput(field: Field, text: string, now: number = Date.now()): ReadInput {
	const trimmed = text.trim();
	if (trimmed === '') return { ok: true, value: undefined };
	const word = trimmed.toLowerCase();
	if (field.unlimited !== undefined && unlimitedWords.has(word)) return { ok: true, value: field.unlimited };
	if (word === zeroWord(field)) return { ok: true, value: 0 };
	if (word === 'none' && objects.has(field.kind)) return { ok: true, value: undefined };
	const { read, broken } = kinds[field.kind];
	const value = read(trimmed, field, now);
	if (value !== undefined) return { ok: true, value };
	const at = broken?.(trimmed);
	const column = at === undefined ? {} : { column: at + 1 + text.length - text.trimStart().length };
	return { ok: false, message: needs(field), ...column };
}

/**
 * A value as a person would type it, exactly: `readInput` gives it back. Nothing for what leaving the key out means too:
 * an empty text, list or object, and the zero time. A value of another type than the field's is given as JSON.
 */
export function writeInput(field: Field, value: unknown): string {
	if (value === undefined || value === null || isEmptyInput(field.kind, value)) return '';
	if (value === field.unlimited) return 'unlimited';
	if (value === 0 && field.default === 0) return zeroWord(field) ?? String(value);
	return kinds[field.kind].write(value, field) ?? stringifyJson(value);
}

const unlimitedWords: ReadonlySet<string> = new Set([
	'unlimited',
	'no limit',
	'never',
	'forever',
	'none',
	'off',
	'-1',
	'∞',
]);
const numeric: ReadonlySet<FieldKind> = new Set(['count', 'sequence', 'bytes', 'bit-rate', 'duration']);
/** Kinds whose empty value is written `none`. */
const objects: ReadonlySet<FieldKind> = new Set([
	'timestamp',
	'durations',
	'percent',
	'metadata',
	'placement',
	'external',
	'consumer-source',
	'republish',
	'transform',
	'transforms',
	'consumer-limits',
]);

/** What 0 is called, such as `off` or `as the stream`. The word `1` of a first sequence stays a number. */
function zeroWord({ kind, unlimited, empty }: Field): string | undefined {
	return numeric.has(kind) && unlimited === undefined && !/^\d*$/.test(empty ?? '') ? empty : undefined;
}

/** `Max age needs a duration such as 1d12h or 90s, or unlimited.` */
function needs(field: Field): string {
	const { needs: what } = kinds[field.kind];
	const rule = typeof what === 'string' ? what : what(field);
	const word = field.unlimited === undefined ? zeroWord(field) : 'unlimited';
	return `${field.label} needs ${rule}${word === undefined ? '' : `, or ${word}`}.`;
}
