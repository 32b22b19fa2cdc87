import { endpointById } from '../jetstream/endpoints.ts';
import type { NatsRequest } from '../jetstream/nats-cli/read/read-command.ts';
import { isSubject } from '../jetstream/subject-match.ts';
import { templateOf } from '../jetstream/subject-template.ts';
import { type Called, commandOf, isOfNats, type NatsCalled } from './command-of.ts';
import { readFlags } from './flags.ts';
import type { Line, LineFault, LineFile, LinePayload, ParsedLine } from './parsed-line.ts';
import { readPipe } from './pipe.ts';
import { readRedirect } from './redirect.ts';
import { type Expansion, expansionIn } from './shell-expansion.ts';
import { type Word, wordsOf } from './words.ts';

/**
 * Reads `SUBJECT [PAYLOAD]` as people type it, or as documentation writes it for a shell: `nats req`, `pub` and `sub`, quotes,
 * flags, `cat FILE |`, `echo TEXT |`, `watch 2s`. Never throws.
 */
export function parseLine(text: string): ParsedLine {
	const cut = wordsOf(text);
	if (!cut.ok) return { kind: 'fault', message: cut.message, column: cut.at + 1, unfinished: cut.unfinished };
	const parts = withoutPrompt(cut.parts);
	if (parts.every((part) => part.length === 0)) return { kind: 'empty' };
	const piped = readPipe(parts);
	if ('message' in piped) return faultAt(piped.at, piped.message);
	if ('file' in piped) return { kind: 'file', file: piped.file };
	const redirected = readRedirect(piped.command);
	if ('message' in redirected) return faultAt(redirected.at, redirected.message);
	const fed = piped.payload === undefined ? [] : (parts[0] ?? []);
	const expansion = isOfNats(redirected.words) ? expansionOf(text, [...fed, ...redirected.words]) : undefined;
	if (expansion !== undefined) return faultAt(expansion.at, unexpanded(expansion.text));
	const called = commandOf(redirected.words);
	if ('message' in called) return otherLine(text, redirected.words) ?? faultAt(called.at, called.message);
	const saveTo = redirected.saveTo ?? piped.saveTo;
	if (saveTo !== undefined && (called.verb !== 'request' || called.watchMs !== undefined))
		return faultAt(saveTo.at, 'Only the reply to a single request can be saved to a file.');
	const rest = { payload: piped.payload, notes: piped.notes, saveTo };
	return 'request' in called ? natsLineOf(called, rest) : lineOf(text, called, rest);
}

/** The first part that a shell would expand. */
function expansionOf(text: string, words: readonly Word[]): Expansion | undefined {
	for (const { at, end } of words) {
		const found = expansionIn(text.slice(at, end));
		// Variables before nats belong to this line.
		if (found !== undefined && !/^NATS_\w+=/.test(text.slice(at, end))) return { ...found, at: at + found.at };
	}
	return undefined;
}

function unexpanded(text: string): string {
	return `The console does not expand ${text}. Type the value, or put it in single quotes to send it unchanged.`;
}

/** The parts of a line around its request. */
interface Rest {
	readonly payload: LinePayload | undefined;
	readonly notes: readonly string[];
	readonly saveTo: LineFile | undefined;
}

function faultAt(at: number, message: string): LineFault {
	return { kind: 'fault', message, column: at + 1, unfinished: false };
}

/** Documentation shows the prompt of a shell before a line, `$`. */
export function withoutPrompt(parts: readonly (readonly Word[])[]): readonly (readonly Word[])[] {
	const [first = [], ...rest] = parts;
	const [word] = first;
	return word?.bare && word.text === '$' ? [first.slice(1), ...rest] : parts;
}

/** Its subject has the plain prefix, and `{stream}` for a name that only a file has. */
function natsLineOf(
	{ request, nats, fileAt, watchMs, reach }: NatsCalled,
	{ payload, notes, saveTo }: Rest,
): ParsedLine {
	if (payload !== undefined) return faultAt(payload.at, `nats ${request.command} reads no pipe: use --config FILE.`);
	const line: Line = {
		verb: 'request',
		subject: subjectOfNats(request),
		subjectAt: nats.at,
		headers: [],
		raw: false,
		nats: { request, ...(fileAt !== undefined && { fileAt }) },
		...(request.timeoutMs !== undefined && { timeoutMs: request.timeoutMs }),
		...(watchMs !== undefined && { watchMs }),
		...(saveTo !== undefined && { saveTo }),
		...(reach !== undefined && { reach }),
		notes: [...notes, ...request.notes],
	};
	return { kind: 'line', line };
}

function subjectOfNats({ endpoint, params }: NatsRequest): string {
	const tokens = templateOf(endpointById(endpoint).subject).map((token) =>
		typeof token === 'string' ? token : (params[token.name] ?? `{${token.name}}`),
	);
	return ['$JS.API', ...tokens].join('.');
}

function lineOf(text: string, called: Called, { payload: piped, notes, saveTo }: Rest): ParsedLine {
	const { verb, watchMs, end, reach, ofNats } = called;
	const read = readFlags(called.words, verb);
	if ('message' in read) return faultAt(read.at, read.message);
	const { words, options } = read;
	const [subject, given, more] = words;
	if (subject === undefined) return faultAt(end, 'The line needs a subject.');
	if (subject.text === '') return faultAt(subject.at, 'The subject is empty.');
	if (!isSubject(subject.text) || hasControl(subject.text)) return faultAt(subject.at, subjectRule(subject.text));
	if (more !== undefined) return tooMuch(text, words);
	if (given !== undefined && verb === 'subscribe') return faultAt(given.at, 'A subscription takes no payload.');
	if (piped !== undefined && verb === 'subscribe') return faultAt(piped.at, 'A subscription takes no payload.');
	const payload = given === undefined ? piped : payloadOf(given);
	const line: Line = {
		verb,
		subject: subject.text,
		subjectAt: subject.at,
		...(payload !== undefined && { payload }),
		...options,
		...(ofNats && { fills: options.literal ? ('headers' as const) : ('all' as const) }),
		...(watchMs !== undefined && { watchMs }),
		...(saveTo !== undefined && { saveTo }),
		...(reach !== undefined && { reach }),
		notes,
	};
	return { kind: 'line', line };
}

/** Why there are words after the payload: a second request on a line of its own, or a payload without quotes. */
function tooMuch(text: string, words: readonly Word[]): LineFault {
	return (
		otherLine(text, words) ??
		faultAt(words[2]?.at ?? 0, 'The line has more than one payload: put a payload with blanks in quotes.')
	);
}

/** The error for a second line, which would be another request. */
function otherLine(text: string, words: readonly Word[]): LineFault | undefined {
	const between = (from: Word | undefined, to: Word) => text.slice(from?.end, to.at).replaceAll('\\\n', '');
	const other = words.find((word, at) => at > 0 && between(words[at - 1], word).includes('\n'));
	return (
		other &&
		faultAt(other.at, 'One request at a time: this line would start another. Put a payload of several lines in quotes.')
	);
}

function payloadOf({ text, at, bare }: Word): LinePayload {
	if (!bare) return { from: 'text', text, at };
	if (text === '-') return { from: 'input', at };
	return text.startsWith('@') && text.length > 1
		? { from: 'file', path: text.slice(1), at }
		: { from: 'text', text, at };
}

function hasControl(text: string): boolean {
	return /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
}

function subjectRule(subject: string): string {
	if (/\s/u.test(subject) || hasControl(subject)) return 'A subject must not contain blanks or line breaks.';
	if (subject.split('.').includes(''))
		return 'A subject must not have empty tokens: no dot at its ends, no two in a row.';
	return 'In a subject > can only be the last token.';
}
