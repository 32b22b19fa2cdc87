import type { Complaint, LineFile, LinePayload } from './parsed-line.ts';
import { readRedirect } from './redirect.ts';
import type { Word } from './words.ts';

interface Piped {
	/** The part of the line that is the request. */
	readonly command: readonly Word[];
	/** The input of its pipe. */
	readonly payload?: LinePayload;
	/** The file to save its output to. */
	readonly saveTo?: LineFile;
	readonly notes: readonly string[];
}

/** Programs that people use only to read a reply, which the deck shows anyway. */
const readers = new Set(['jq', 'cat', 'less', 'more', 'json_pp', 'bat']);

/**
 * The parts of a line between pipes: `cat FILE | nats req SUBJECT`, `echo TEXT | nats req SUBJECT | jq .`. Other programs
 * cannot run here.
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
	const notes = behind.length === 0 ? [] : [`jetdeck ignores | ${behind[0]?.[0]?.text}: it shows the whole reply.`];
	if (fed === undefined && isCat(first)) return shownFile(first);
	const more = { notes, ...(saved && { saveTo: saved }) };
	if (fed === undefined || !isSource(first)) return { command: first, ...more };
	const source = sourceOf(first);
	return 'message' in source ? source : { command: fed, payload: source, ...more };
}

/** `| jq . > FILE` saves the whole reply; jetdeck cannot extract a part of it. */
function savedBehind(words: readonly Word[] | undefined): LineFile | Complaint | undefined {
	const read = words && readRedirect(words);
	if (read === undefined || 'message' in read) return read;
	const [program, ...rest] = read.words;
	const isWhole = rest.every(({ text }) => text === '.' || text.startsWith('-'));
	return read.saveTo === undefined || isWhole
		? read.saveTo
		: { at: program?.at ?? 0, message: `The console cannot run ${program?.text}: use > FILE to save the whole reply.` };
}

/** `cat FILE` without a request. */
function shownFile(words: readonly Word[]): { readonly file: LineFile } | Complaint {
	const file = fileOf(words);
	return 'message' in file ? file : { file };
}

function isCat([program]: readonly Word[]): boolean {
	return program?.bare === true && program.text === 'cat';
}

function isSource([program]: readonly Word[]): boolean {
	return program?.bare === true && ['cat', 'echo'].includes(program.text);
}

function cannotRun({ text }: Word): string {
	return `The console cannot run ${text.slice(0, 40)}: it supports only cat FILE or echo TEXT before a request.`;
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
	// Nobody means the line break that echo adds, and some requests fail with it.
	return { from: 'text', text: texts.map(({ text }) => text).join(' '), at: texts[0]?.at ?? at };
}

function fileOf([program, file, more]: readonly Word[]): LineFile | Complaint {
	if (file === undefined) return { at: program?.end ?? 0, message: 'cat needs the name of a file.' };
	if (more !== undefined) return { at: more.at, message: 'cat takes one file.' };
	return { path: file.text, at: file.at };
}
