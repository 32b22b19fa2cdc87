import { shellQuoted } from '../format/shell.ts';

/** One word of a line as a shell would cut it. */
export interface Word {
	readonly text: string;
	/** Where it begins and ends in the line, from 0. */
	readonly at: number;
	readonly end: number;
	/** It begins neither with a quote nor as JSON: it may be a flag or `@file`. */
	readonly bare: boolean;
}

/** A line in its parts between pipes. */
export type Words =
	| { readonly ok: true; readonly parts: readonly (readonly Word[])[] }
	| {
			readonly ok: false;
			/** A sentence. */
			readonly message: string;
			readonly at: number;
			/** Where the wrong word begins. */
			readonly word: number;
			/** The line is unfinished: a quote or a bracket is open. */
			readonly unfinished: boolean;
	  };

type Fault = Omit<Extract<Words, { ok: false }>, 'word'>;

/** The end of each quote. Web pages turn quotes in examples into typographic ones. */
const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', '‘': '’', '“': '”' };

const blank = /\s/u;

/**
 * Cuts a line into words by the rules of a shell, as far as examples in documentation need them: quotes, backslashes, pipes,
 * comments, continued lines. `$` and `>` have no special meaning, since subjects contain them; JSON needs no quotes.
 */
export function wordsOf(line: string): Words {
	const parts: Word[][] = [[]];
	let at = 0;
	while (at < line.length) {
		const character = line[at] ?? '';
		if (blank.test(character) || line.startsWith('\\\n', at)) {
			at += character === '\\' ? 2 : 1;
		} else if (character === '#') {
			const end = line.indexOf('\n', at);
			at = end < 0 ? line.length : end;
		} else if (character === '|') {
			parts.push([]);
			at += 1;
		} else {
			const word = wordAt(line, at);
			if ('message' in word) return { ...word, word: at };
			parts.at(-1)?.push(word);
			at = word.end;
		}
	}
	return { ok: true, parts };
}

function wordAt(line: string, start: number): Word | Fault {
	let text = '';
	let bare = true;
	let at = start;
	while (at < line.length) {
		const character = line[at] ?? '';
		if (blank.test(character) || character === '|') break;
		if (character === ';' || character === '&') return several(character, at);
		const piece = pieceAt(line, at, at === start);
		if ('message' in piece) return piece;
		text += piece.text;
		if (at === start) bare = piece.bare;
		at = piece.end;
	}
	return { text, at: start, end: at, bare };
}

type Piece = Pick<Word, 'text' | 'end' | 'bare'>;

function pieceAt(line: string, at: number, first: boolean): Piece | Fault {
	const character = line[at] ?? '';
	if (first && (character === '{' || character === '[')) return jsonAt(line, at);
	if (character in closing) return quotedAt(line, at, closing[character] ?? '');
	if (character !== '\\') return { text: character, end: at + 1, bare: true };
	if (at + 1 >= line.length) return open('The line ends with a backslash', at);
	return { text: line[at + 1] === '\n' ? '' : (line[at + 1] ?? ''), end: at + 2, bare: false };
}

/** Characters that a backslash escapes in double quotes. */
const escapable = new Set(['"', '\\', '$', '`']);

function quotedAt(line: string, start: number, close: string): Piece | Fault {
	let text = '';
	for (let at = start + 1; at < line.length; at += 1) {
		const character = line[at] ?? '';
		const next = line[at + 1] ?? '';
		if (character === close) return { text, end: at + 1, bare: false };
		if (close === '"' && character === '\\' && (escapable.has(next) || next === '\n')) {
			text += next === '\n' ? '' : next;
			at += 1;
		} else text += character;
	}
	return open(`The quote ${line[start]} is not closed`, start);
}

/** JSON up to its last bracket: people type it without quotes. */
function jsonAt(line: string, start: number): Piece | Fault {
	let depth = 0;
	for (let at = start; at < line.length; at += 1) {
		const character = line[at] ?? '';
		if (character === '"') {
			const end = stringEnd(line, at);
			if (end === undefined) return open('A text in the JSON is not closed', at);
			at = end;
		} else if (character === '{' || character === '[') depth += 1;
		else if (character === '}' || character === ']') depth -= 1;
		if (depth === 0) return { text: line.slice(start, at + 1), end: at + 1, bare: false };
	}
	return open('The JSON is not closed', start);
}

function stringEnd(line: string, start: number): number | undefined {
	for (let at = start + 1; at < line.length; at += 1) {
		if (line[at] === '\\') at += 1;
		else if (line[at] === '"') return at;
	}
	return undefined;
}

function open(what: string, at: number): Fault {
	return { ok: false, message: `${what}.`, at, unfinished: true };
}

function several(sign: string, at: number): Fault {
	const message = `One request at a time: ${sign} would start another. Put a payload with ${sign} in quotes.`;
	return { ok: false, message, at, unfinished: false };
}

/** A subject as people type it: quoted only if necessary. */
export function subjectWord(subject: string): string {
	return /^[\w$.*>-]+$/.test(subject) ? subject : shellQuoted(subject);
}
