import { parseJson } from './json.ts';
import {
	afterBlanks,
	closesAt,
	countParts,
	firstPart,
	isListAt,
	separates,
	valueAfterKey,
	valueEnd,
} from './json-scan.ts';

/** Longer values are not read. */
const mostRead = 64 * 1024;
/** An object with more keys is no API reply. */
const mostKeys = 1_000;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The first level of a JSON object, without its large values: a large list keeps its length but is empty, a large object or text is
 * empty. Undefined if it is no object.
 * @param data JSON, see `isJson`
 */
export function outlineOf(data: Uint8Array): Readonly<Record<string, unknown>> | undefined {
	const open = afterBlanks(data, 0);
	if (data[open] !== '{'.charCodeAt(0)) return undefined;
	const parts: [string, unknown][] = [];
	let at = firstPart(data, open);
	while (!closesAt(data, at) && parts.length < mostKeys) {
		const value = valueAfterKey(data, at);
		const end = valueEnd(data, value);
		parts.push([
			String(read(data, at, valueEnd(data, at))),
			end - value <= mostRead ? read(data, value, end) : emptyAt(data, value),
		]);
		const next = afterBlanks(data, end);
		at = separates(data, next) ? afterBlanks(data, next + 1) : next;
	}
	return Object.fromEntries(parts);
}

function read(data: Uint8Array, from: number, to: number): unknown {
	const parsed = parseJson(decoder.decode(data.subarray(from, to)));
	return parsed.ok ? parsed.value : undefined;
}

function emptyAt(data: Uint8Array, from: number): unknown {
	if (isListAt(data, from)) return new Array(countParts(data, from));
	return data[from] === '{'.charCodeAt(0) ? {} : '';
}
