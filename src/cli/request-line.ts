import { readFile } from 'node:fs/promises';
import { shellQuoted } from '../format/shell.ts';
import { type Line, type LinePayload, parseLine } from '../store/console/line.ts';

/** What `jetdeck request` is told on the command line. */
export interface RequestChoices {
	readonly subject: string;
	/** `-` is standard input, `@file` a file. */
	readonly payload?: string;
	/** `Key: value` */
	readonly headers: readonly string[];
	readonly replies?: string;
	readonly raw: boolean;
	readonly yes: boolean;
	readonly asPreview: boolean;
	readonly readOnly: boolean;
}

/** A shell has left nothing of `$JS`. */
const unquoted = "Outside of single quotes a shell takes $JS for a variable: write '$JS.API.INFO'.";

/** The line that one would type into the console, by the same rules; or what is wrong with it. */
export function lineOf(choices: RequestChoices): Line | { readonly wrong: string } {
	return /^nats\s/.test(choices.subject.trim()) ? natsLine(choices) : subjectLine(choices);
}

/** A command of the nats CLI, with its own flags. */
function natsLine({ subject, payload, headers, replies, raw }: RequestChoices): Line | { readonly wrong: string } {
	if (payload !== undefined || headers.length > 0 || replies !== undefined)
		return { wrong: 'A line of the nats CLI has its payload and its flags in itself.' };
	const parsed = parseLine(subject);
	if (parsed.kind === 'fault') return { wrong: parsed.message };
	if (parsed.kind !== 'line' || parsed.line.verb !== 'request' || parsed.line.watchMs !== undefined)
		return {
			wrong:
				'jetdeck request sends one request: a line that reads a file, publishes, listens or watches is for the console.',
		};
	if (parsed.line.saveTo !== undefined)
		return { wrong: 'Redirect the output of jetdeck itself: > FILE stands in its line for the console.' };
	return { ...parsed.line, raw: raw || parsed.line.raw };
}

function subjectLine({ subject, payload, headers, replies, raw }: RequestChoices): Line | { readonly wrong: string } {
	const words = [
		'req',
		...headers.flatMap((header) => ['-H', shellQuoted(header)]),
		...(replies === undefined ? [] : ['--replies', shellQuoted(replies)]),
		...(raw ? ['--raw'] : []),
		'--',
		`'${subject.replaceAll("'", `'\\''`)}'`,
	];
	const parsed = parseLine(words.join(' '));
	if (parsed.kind !== 'line') {
		const wrong = parsed.kind === 'fault' ? parsed.message : 'The subject is empty.';
		return { wrong: /^\.|^$/.test(subject) ? `${wrong} ${unquoted}` : wrong };
	}
	return payload === undefined ? parsed.line : { ...parsed.line, payload: payloadOf(payload) };
}

function payloadOf(text: string): LinePayload {
	if (text === '-') return { from: 'input', at: 0 };
	return text.startsWith('@') && text.length > 1
		? { from: 'file', path: text.slice(1), at: 0 }
		: { from: 'text', text, at: 0 };
}

export type PayloadText =
	| { readonly ok: true; readonly text: string }
	| { readonly ok: false; readonly message: string };

/** What is sent with the subject, read from where it is. */
export async function readPayload({ payload }: Line, input: NodeJS.ReadableStream): Promise<PayloadText> {
	if (payload === undefined) return { ok: true, text: '' };
	if (payload.from === 'text') return { ok: true, text: payload.text };
	if (payload.from === 'input') return textOf(await allOf(input), 'The standard input');
	return readFileText(payload.path);
}

export async function readFileText(path: string): Promise<PayloadText> {
	try {
		return textOf(await readFile(path), path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const why = code === 'ENOENT' ? 'does not exist' : `could not be read (${code})`;
		return { ok: false, message: `${path} ${why}.` };
	}
}

async function allOf(input: NodeJS.ReadableStream): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks);
}

/** Payloads are texts, as in the console. */
function textOf(data: Uint8Array, source: string): PayloadText {
	try {
		return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data) };
	} catch {
		return { ok: false, message: `${source} is no UTF-8 text: only texts can be sent.` };
	}
}
