import { parse, stringify } from 'lossless-json';
import { deepestJson, endOfString, tooDeepAt } from './json-depth.ts';

export type ParsedJson = { readonly ok: true; readonly value: unknown } | ({ readonly ok: false } & JsonFault);

/** Why a text is not valid JSON, and where. */
export interface JsonFault {
	/** Without a full stop. */
	readonly message: string;
	readonly line: number;
	readonly column: number;
	/** It may be valid JSON, but nests too deep. */
	readonly tooDeep?: true;
}

/**
 * Whole numbers of sixteen or more digits may not fit a double, and numbers with a long exponent do not at all. Sequences and
 * limits of the API have 64 bits.
 */
const longNumber = /(?<![\d.])\d{16,}|\d[eE]\+?\d{3,}/;

/** Digits within strings are no numbers: base64 of some MB has such digits, and takes the exact parser seconds. */
function hasLongNumber(text: string): boolean {
	if (!longNumber.test(text)) return false;
	let from = 0;
	for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', from)) {
		if (longNumber.test(text.slice(from, start))) return true;
		from = endOfString(text, start) + 1;
	}
	return longNumber.test(text.slice(from));
}

/**
 * Parses JSON exactly: whole numbers beyond 2^53 become bigints. It refuses numbers beyond all limits, and values nested too deep
 * for recursive functions. Texts without a long number, nearly all, use the fast JSON.parse.
 */
export function parseJson(text: string): ParsedJson {
	const deep = depthFault(text);
	if (deep !== undefined) return { ok: false, ...deep };
	try {
		return { ok: true, value: hasLongNumber(text) ? parse(text, undefined, exactNumber) : JSON.parse(text) };
	} catch {
		return { ok: false, ...faultOf(text) };
	}
}

/** A key with two different values in one object: parsers disagree which one counts. */
export function contradiction(
	text: string,
): { readonly key: string; readonly line: number; readonly column: number } | undefined {
	if (tooDeepAt(text) !== undefined) return undefined;
	const { message, line, column } = faultOf(text);
	const key = /^Duplicate key '(.*)' encountered/s.exec(message)?.[1];
	return key === undefined ? undefined : { key, line, column };
}

/** Writes JSON with bigints as plain numbers, keys in their order. */
export function stringifyJson(value: unknown, indent?: number): string {
	return stringify(value, undefined, indent) ?? 'null';
}

function exactNumber(text: string): number | bigint {
	const value = Number(text);
	if (/^-?\d+$/.test(text) && !Number.isSafeInteger(value)) return BigInt(text);
	if (!Number.isFinite(value)) throw new SyntaxError(`The number ${text.slice(0, 20)} is too large`);
	return value;
}

function depthFault(text: string): JsonFault | undefined {
	const at = tooDeepAt(text);
	if (at === undefined) return undefined;
	return { message: `Nested deeper than ${deepestJson} levels`, ...placeOf(text, at), tooDeep: true };
}

/** Node's own message has no position for short texts (Node 20 and later); the exact parser's always has. */
function faultOf(text: string): JsonFault {
	let said = 'Invalid JSON';
	try {
		parse(text, undefined, exactNumber);
	} catch (error) {
		said = error instanceof Error ? error.message : String(error);
	}
	const tooLarge = /^The number (\S+) is/.exec(said)?.[1];
	const end = tooLarge === undefined ? text.length : text.indexOf(tooLarge);
	const position = Number(/at position (\d+)/.exec(said)?.[1] ?? end);
	return { message: said.replace(/ at position \d+$/, ''), ...placeOf(text, position) };
}

function placeOf(text: string, position: number): { readonly line: number; readonly column: number } {
	const before = text.slice(0, position).split('\n');
	return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
