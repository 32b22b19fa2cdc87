import { parseJson } from './json.ts';
import { deepestJson } from './json-depth.ts';
import { memo } from './memo.ts';
import { sanitise } from './sanitise.ts';

export type PayloadKind = 'empty' | 'json' | 'text' | 'binary';
/** How a payload is shown. `auto`: as its own kind. */
export type PayloadForm = 'auto' | 'text' | 'json' | 'hex';

/** Longer JSON is shown as text: formatted it would be longer still. */
const LONGEST_JSON = 256 * 1024;
/** Bytes checked to tell text from binary. */
const LOOKED_AT = 64 * 1024;

/** Characters that no text contains: all controls except tabs, line breaks and the escape of coloured texts. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]/;

/** The kind of a payload, by its beginning: JSON, other UTF-8 text, or neither. */
export const payloadKind = memo((payload: Uint8Array): PayloadKind => {
	if (payload.length === 0) return 'empty';
	const text = textOf(payload, LOOKED_AT);
	if (text === undefined || controls.test(text)) return 'binary';
	return jsonOf(payload) === undefined ? 'text' : 'json';
});

/** The beginning of a payload as text, up to a whole character; undefined if it is not UTF-8. */
export function textOf(payload: Uint8Array, bytes: number): string | undefined {
	try {
		const cut = payload.length > bytes;
		const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
		return decoder.decode(payload.subarray(0, bytes), { stream: cut });
	} catch {
		return undefined;
	}
}

/** The object or array in a payload; a lone number or word counts as text. Undefined if there is none or it cannot be parsed. */
export function jsonOf(payload: Uint8Array): object | undefined {
	const read = readPayloadJson(payload);
	return typeof read === 'object' ? read : undefined;
}

/** Why a payload that looks like an object or array is shown as text, in a few words; undefined for others. */
export function whyNoJson(payload: Uint8Array): string | undefined {
	const read = readPayloadJson(payload);
	return typeof read === 'string' ? read : undefined;
}

function readPayloadJson(payload: Uint8Array): object | string | undefined {
	const text = textOf(payload, LONGEST_JSON);
	if (text === undefined || !/^\s*[[{]/.test(text)) return undefined;
	if (payload.length > LONGEST_JSON) return 'longer than 256 KiB, shown as text';
	const parsed = parseJson(text);
	if (parsed.ok) return parsed.value as object;
	return parsed.tooDeep ? `nested deeper than ${deepestJson} levels, shown as text` : undefined;
}

/** The beginning of a payload in one line: text with its blanks collapsed, or hexadecimal bytes. Sanitised. */
export function payloadStart(payload: Uint8Array, longest = 200): string {
	const start = payload.subarray(0, longest);
	const more = payload.length > longest ? '…' : '';
	const text = textOf(payload, longest);
	if (text === undefined || controls.test(text)) return [...start].slice(0, 64).map(hex).join(' ') + more;
	return sanitise(text.replaceAll(/\s+/g, ' ')) + more;
}

/** Text in its own lines, each sanitised; long ones in pieces, so that nothing is dropped. Invalid UTF-8 is `�`. */
export function textLines(payload: Uint8Array, bytes: number): readonly string[] {
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	const text = decoder.decode(payload.subarray(0, bytes), { stream: payload.length > bytes });
	return text.split(/\r?\n/).flatMap((line) => piecesOf(line.replaceAll('\t', '    ')).map((piece) => sanitise(piece)));
}

const PIECE = 4_000;

function piecesOf(line: string): readonly string[] {
	if (line.length <= PIECE) return [line];
	return Array.from({ length: Math.ceil(line.length / PIECE) }, (_, at) => line.slice(at * PIECE, (at + 1) * PIECE));
}

/** A hex dump: offset, bytes, and the printable ASCII. */
export function hexLines(payload: Uint8Array, bytes: number, perLine: 8 | 16): readonly string[] {
	const shown = payload.subarray(0, bytes);
	return Array.from({ length: Math.ceil(shown.length / perLine) }, (_, at) => {
		const line = [...shown.subarray(at * perLine, (at + 1) * perLine)];
		const offset = (at * perLine).toString(16).padStart(8, '0');
		const printable = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
		return `${offset}  ${line
			.map(hex)
			.join(' ')
			.padEnd(perLine * 3 - 1)}  ${printable}`;
	});
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** Longer texts are described instead. */
const LONGEST_TEXT = 64 * 1024;

/** The whole payload as text; undefined if it is none, or long. */
export function wholeText(payload: Uint8Array): string | undefined {
	if (payload.length > LONGEST_TEXT) return undefined;
	const text = textOf(payload, LONGEST_TEXT);
	return text === undefined || controls.test(text) ? undefined : text;
}
