/**
 * Finds the parts of JSON (UTF-8) without creating values: 64 MiB may have thirty million of them. All functions except `isJson`
 * require that it returned true. Plain loops over bytes, since every byte is read.
 */

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const minus = 0x2d;
const plus = 0x2b;
const dot = 0x2e;
const zero = 0x30;
const colon = 0x3a;
const smallE = 0x65;
const smallU = 0x75;
const openList = 0x5b;
const closeObject = 0x7d;

/** What each byte can be in JSON. */
const blank = 1;
const digit = 2;
/** `[` and `{` */
const opening = 3;
/** `]` and `}` */
const closing = 4;
/** After a backslash, besides `u`. */
const escaped = 8;
const hex = 16;

const kinds = new Uint8Array(256);
for (const sign of ' \n\r\t') kinds[sign.charCodeAt(0)] = blank;
for (const sign of '0123456789') kinds[sign.charCodeAt(0)] = digit;
for (const sign of '[{') kinds[sign.charCodeAt(0)] = opening;
for (const sign of ']}') kinds[sign.charCodeAt(0)] = closing;

const marks = new Uint8Array(256);
for (const sign of '"\\/bfnrt') marks[sign.charCodeAt(0)] = escaped;
for (const sign of '0123456789abcdefABCDEF') marks[sign.charCodeAt(0)] = (marks[sign.charCodeAt(0)] ?? 0) | hex;

const kindAt = (data: Uint8Array, at: number): number => kinds[data[at] ?? 0] ?? 0;

export const opensAt = (data: Uint8Array, at: number): boolean => kindAt(data, at) === opening;
export const closesAt = (data: Uint8Array, at: number): boolean => kindAt(data, at) === closing;
export const isListAt = (data: Uint8Array, at: number): boolean => data[at] === openList;
export const separates = (data: Uint8Array, at: number): boolean => data[at] === comma;
export const isTextAt = (data: Uint8Array, at: number): boolean => data[at] === quote;

/** The next byte that is not blank. */
export function afterBlanks(data: Uint8Array, from: number): number {
	let at = from;
	while (kindAt(data, at) === blank) at += 1;
	return at;
}

/** After the closing quote of the string that begins here, or -1 if it has none or contains invalid characters. */
function checkedStringEnd(data: Uint8Array, from: number): number {
	for (let at = from + 1; at < data.length; at += 1) {
		const code = data[at] ?? 0;
		if (code === quote) return at + 1;
		if (code < 0x20) return -1;
		if (code !== backslash) continue;
		at += 1;
		const mark = data[at] ?? 0;
		if (mark === smallU) {
			for (let digits = 1; digits <= 4; digits += 1) if (((marks[data[at + digits] ?? 0] ?? 0) & hex) === 0) return -1;
			at += 4;
		} else if (((marks[mark] ?? 0) & escaped) === 0) return -1;
	}
	return -1;
}

function stringEnd(data: Uint8Array, from: number): number {
	for (let at = from + 1; at < data.length; at += 1) {
		const code = data[at];
		if (code === quote) return at + 1;
		if (code === backslash) at += 1;
	}
	return data.length;
}

function digitsEnd(data: Uint8Array, from: number): number {
	let at = from;
	while (kindAt(data, at) === digit) at += 1;
	return at === from ? -1 : at;
}

function checkedNumberEnd(data: Uint8Array, from: number): number {
	const first = data[from] === minus ? from + 1 : from;
	let at = data[first] === zero ? first + 1 : digitsEnd(data, first);
	if (at >= 0 && data[at] === dot) at = digitsEnd(data, at + 1);
	if (at < 0 || ((data[at] ?? 0) | 0x20) !== smallE) return at;
	const sign = data[at + 1];
	return digitsEnd(data, at + (sign === minus || sign === plus ? 2 : 1));
}

const words = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word));

function checkedScalarEnd(data: Uint8Array, from: number): number {
	const code = data[from];
	if (code === quote) return checkedStringEnd(data, from);
	if (code === minus || kindAt(data, from) === digit) return checkedNumberEnd(data, from);
	const word = words.find((each) => each.every((letter, at) => data[from + at] === letter));
	return word === undefined ? -1 : from + word.length;
}

/** The end of the number or word that begins here: a comma, a closing bracket, a blank, or the end. */
function plainEnd(data: Uint8Array, from: number): number {
	let at = from;
	for (; at < data.length; at += 1) {
		const code = data[at] ?? 0;
		const kind = kinds[code];
		if (code === comma || kind === closing || kind === blank) break;
	}
	return at;
}

/** The end of the value that begins here. */
export function valueEnd(data: Uint8Array, from: number): number {
	if (data[from] === quote) return stringEnd(data, from);
	if (!opensAt(data, from)) return plainEnd(data, from);
	let depth = 0;
	for (let at = from; at < data.length; at += 1) {
		const code = data[at] ?? 0;
		const kind = kinds[code];
		if (code === quote) at = stringEnd(data, at) - 1;
		else if (kind === opening) depth += 1;
		else if (kind === closing) {
			depth -= 1;
			if (depth === 0) return at + 1;
		}
	}
	return data.length;
}

/** The beginning of the value of the key that begins here. */
export function valueAfterKey(data: Uint8Array, key: number): number {
	return afterBlanks(data, afterBlanks(data, stringEnd(data, key)) + 1);
}

/** The first entry of an object or list, or its closing bracket. */
export const firstPart = (data: Uint8Array, open: number): number => afterBlanks(data, open + 1);

/** The number of entries of the object or list that begins here. */
export function countParts(data: Uint8Array, open: number): number {
	let depth = 0;
	let commas = 0;
	for (let at = open; at < data.length; at += 1) {
		const code = data[at] ?? 0;
		if (code === quote) at = stringEnd(data, at) - 1;
		else if (code === comma) commas += depth === 1 ? 1 : 0;
		else if (kinds[code] === opening) depth += 1;
		else if (kinds[code] === closing) {
			depth -= 1;
			if (depth === 0) break;
		}
	}
	return closesAt(data, firstPart(data, open)) ? 0 : commas + 1;
}

/** Whether UTF-8 bytes are JSON, exactly as JSON.parse decides. It stores only the open objects and lists. */
export function isJson(data: Uint8Array): boolean {
	/** Closing brackets. */
	const inside: number[] = [];
	let at = afterBlanks(data, 0);
	for (;;) {
		if (opensAt(data, at)) {
			// In ASCII a closing bracket is two after its opening one.
			const close = (data[at] ?? 0) + 2;
			const next = afterBlanks(data, at + 1);
			if (data[next] === close) at = next + 1;
			else {
				inside.push(close);
				at = close === closeObject ? checkedKey(data, next) : next;
				if (at < 0) return false;
				continue;
			}
		} else {
			at = checkedScalarEnd(data, at);
			if (at < 0) return false;
		}
		let close = inside.length === 0 ? -1 : inside[inside.length - 1];
		at = afterBlanks(data, at);
		while (data[at] === close) {
			inside.length -= 1;
			close = inside.length === 0 ? -1 : inside[inside.length - 1];
			at = afterBlanks(data, at + 1);
		}
		if (close === -1) return at === data.length;
		if (data[at] !== comma) return false;
		at = afterBlanks(data, at + 1);
		if (close === closeObject) at = checkedKey(data, at);
		if (at < 0) return false;
	}
}

/** The beginning of the value after a key, or -1 without key and colon. */
function checkedKey(data: Uint8Array, from: number): number {
	const end = data[from] === quote ? checkedStringEnd(data, from) : -1;
	if (end < 0) return -1;
	const at = afterBlanks(data, end);
	return data[at] === colon ? afterBlanks(data, at + 1) : -1;
}

/** Whether objects and lists nest deeper than `most`. */
export function goesDeeper(data: Uint8Array, most: number): boolean {
	let depth = 0;
	for (let at = 0; at < data.length; at += 1) {
		const code = data[at] ?? 0;
		if (code === quote) at = stringEnd(data, at) - 1;
		else if (kinds[code] === opening) {
			depth += 1;
			if (depth > most) return true;
		} else if (kinds[code] === closing) depth -= 1;
	}
	return false;
}
