import type { Complaint, LineFile, LinePayload } from './line.ts';
import { readRedirect } from './redirect.ts';
import type { Word } from './words.ts';

interface Piped {
	/** The part of the line that is the request. */
	readonly command: readonly Word[];
	/** What is piped into it. */
	readonly payload?: LinePayload;
	/** Where what comes behind the pipe is to be saved. */
	readonly saveTo?: LineFile;
	readonly notes: readonly string[];
}

/** What people pipe a reply through only to read it, which the deck does by itself. */
const readers = new Set(['jq', 'cat', 'less', 'more', 'json_pp', 'bat']);

/**
 * The parts of a line between pipes: `cat FILE | nats req SUBJECT`, `echo TEXT | nats req SUBJECT | jq .`. What is no file and
 * no text cannot be run here.
 */
export function readPipe(parts: readonly (readonly Word[])[]): Piped | { readonly file: LineFile } | Complaint {
	const empty = parts.findIndex((part) => part.length === 0);
	if (empty >= 0 && parts.length > 1)
		return { at: parts[empty - 1]?.at(-1)?.end ?? 0, message: 'A side of the pipe | is empty.' };
	const [first = [], second, ...rest] = parts;
	const fed = second === undefined || readers.has(second[0]?.text ?? '') ? undefined : second;
	const behind = fed === undefined || !isSource(first) ? parts.slice(1) : rest;
	for (const [program] of behind) {
		if (program !== undefined && !readers.has(program.text)) return { at: program.at, message: cannotRun(program) };
	}
	const saved = savedBehind(behind.at(-1));
	if (saved !== undefined && 'message' in saved) return saved;
	const notes = behind.length === 0 ? [] : [`| ${behind[0]?.[0]?.text} is left out: the reply can be read here.`];
	if (fed === undefined && isCat(first)) return shownFile(first);
	const more = { notes, ...(saved && { saveTo: saved }) };
	if (fed === undefined || !isSource(first)) return { command: first, ...more };
	const source = sourceOf(first);
	return 'message' in source ? source : { command: fed, payload: source, ...more };
}

/** `| jq . > FILE` saves the whole reply; what would be only a part of it cannot be made here. */
function savedBehind(words: readonly Word[] | undefined): LineFile | Complaint | undefined {
	const read = words && readRedirect(words);
	if (read === undefined || 'message' in read) return read;
	const [program, ...rest] = read.words;
	const isWhole = rest.every(({ text }) => text === '.' || text.startsWith('-'));
	return read.saveTo === undefined || isWhole
		? read.saveTo
		: { at: program?.at ?? 0, message: `${program?.text} cannot be run here: > FILE saves the whole reply.` };
}

/** `cat FILE` with no request that takes it. */
function shownFile(words: readonly Word[]): { readonly file: LineFile } | Complaint {
	const file = fileOf(words);
	return 'message' in file ? file : { file };
}

function isCat([program]: readonly Word[]): boolean {
	return program?.bare === true && program.text === 'cat';
}

function isSource([program]: readonly Word[]): boolean {
	return program?.bare === true && ['cat', 'echo', 'printf'].includes(program.text);
}

function cannotRun({ text }: Word): string {
	return `${text.slice(0, 40)} cannot be run here: before the request stands cat FILE or echo TEXT, behind it nothing.`;
}

function sourceOf(words: readonly Word[]): LinePayload | Complaint {
	if (isCat(words)) {
		const file = fileOf(words);
		return 'message' in file ? file : { from: 'file', ...file };
	}
	const [program, ...rest] = words;
	const at = program?.at ?? 0;
	const flag = /^-[neE]+$/;
	const texts = rest.filter((word, index) => !word.bare || index > 0 || !flag.test(word.text));
	if (program?.text === 'printf' && (texts.length > 1 || /[%\\]/.test(texts[0]?.text ?? '')))
		return { at, message: 'Of printf only a plain text is understood: put it behind the subject, in quotes.' };
	// The line end that echo adds is meant by nobody, and some requests would fail by it.
	return { from: 'text', text: texts.map(({ text }) => text).join(' '), at: texts[0]?.at ?? at };
}

function fileOf([program, file, more]: readonly Word[]): LineFile | Complaint {
	if (file === undefined) return { at: program?.end ?? 0, message: 'Behind cat stands the name of a file.' };
	if (more !== undefined) return { at: more.at, message: 'Only one file at a time.' };
	return { path: file.text, at: file.at };
}
