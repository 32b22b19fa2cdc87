import { parseLine } from '../console/line.ts';
import type { Line, LinePayload } from '../console/parsed-line.ts';
import { shellQuoted } from '../format/shell.ts';
import { mostBytes, readTextFile, type TextRead, textOf } from '../terminal/read-text.ts';

/** The command line of `jetdeck request`. */
export interface RequestChoices {
	readonly subject: string;
	/** `-` is standard input, `@file` a file. */
	readonly payload?: string;
	/** `Key: value` */
	readonly headers: readonly string[];
	readonly replies?: string;
	readonly raw: boolean;
	readonly yes: boolean;
	/** A change is sent only if the journal is writable. */
	readonly journal: boolean;
	readonly asPreview: boolean;
	readonly readOnly: boolean;
}

/** A shell has replaced `$JS` by nothing. */
const unquoted = "A shell expands $JS outside of single quotes: write '$JS.API.INFO'.";

/** The same line for the console, by the same rules; or what is wrong with it. */
export function lineOf(choices: RequestChoices): Line | { readonly wrong: string } {
	return /^nats\s/.test(choices.subject.trim()) ? natsLine(choices) : subjectLine(choices);
}

/** A command of the nats CLI, with its own flags. */
function natsLine({ subject, payload, headers, replies, raw }: RequestChoices): Line | { readonly wrong: string } {
	if (payload !== undefined || headers.length > 0 || replies !== undefined)
		return { wrong: 'Put the payload and the flags into the line of the nats CLI.' };
	const parsed = parseLine(subject);
	if (parsed.kind === 'fault') return { wrong: parsed.message };
	if (parsed.kind !== 'line' || parsed.line.verb !== 'request' || parsed.line.watchMs !== undefined)
		return {
			wrong: 'jetdeck request sends one request: use the console to show a file, publish, listen or watch.',
		};
	if (parsed.line.saveTo !== undefined)
		return { wrong: 'Redirect the output of jetdeck itself: > FILE inside of the line is for the console.' };
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

/** Reads the payload. */
export async function readPayload({ payload }: Line, input: NodeJS.ReadableStream): Promise<TextRead> {
	if (payload === undefined) return { ok: true, text: '' };
	if (payload.from === 'text') return { ok: true, text: payload.text };
	if (payload.from === 'input') {
		const data = await allOf(input);
		if (data !== undefined) return textOf(data, 'The standard input');
		return { ok: false, message: 'The standard input is larger than 64 MiB, more than any server accepts.' };
	}
	return readFileText(payload.path);
}

/** Reads pipes too, because a shell makes one for `@<(…)`. */
export async function readFileText(path: string): Promise<TextRead> {
	return readTextFile(path, { pipes: true });
}

async function allOf(input: NodeJS.ReadableStream): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	let total = 0;
	for await (const chunk of input) {
		chunks.push(Buffer.from(chunk as Uint8Array));
		total += chunks.at(-1)?.length ?? 0;
		if (total > mostBytes) return undefined;
	}
	return Buffer.concat(chunks);
}
