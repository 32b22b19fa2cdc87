import type { Verb } from '../changes/proposal.ts';
import { mostReplies } from '../jetstream/reply-content.ts';
import { parseDuration } from '../nats/duration.ts';
import type { Complaint, Line } from './parsed-line.ts';
import type { Word } from './words.ts';

/** The options of a request. */
type Options = Pick<Line, 'headers' | 'timeoutMs' | 'replies' | 'raw' | 'literal'>;

interface Flag {
	readonly names: readonly string[];
	readonly verbs: readonly Verb[];
	/** The name of its value; absent if it has none. */
	readonly value?: string;
	/** What it does, in a few words. */
	readonly help: string;
	/** A sentence if the value is invalid. */
	readonly take: (options: Options, value: string) => Options | string;
}

const flags: readonly Flag[] = [
	{
		names: ['-H', '--header'],
		verbs: ['request', 'publish'],
		value: "'KEY: VALUE'",
		help: 'sends a header',
		take: (options, value) => {
			const [, name, text] = /^([!-9;-~]+)\s*:\s*(.*)$/s.exec(value) ?? [];
			if (name === undefined || text === undefined || /[\r\n]/.test(text))
				return "A header must be 'Key: value' on one line, with the key in plain letters.";
			return { ...options, headers: [...options.headers, [name, text.trim()]] };
		},
	},
	{
		names: ['--timeout'],
		verbs: ['request'],
		value: 'DURATION',
		help: 'how long a reply may take',
		take: (options, value) => {
			const read = parseDuration(value, '--timeout');
			return read.ok ? { ...options, timeoutMs: read.ms } : read.message;
		},
	},
	{
		names: ['--replies'],
		verbs: ['request'],
		value: 'N|all',
		help: 'waits for several replies',
		take: (options, value) => {
			// The nats CLI uses 0 for all.
			if (value === 'all' || value === '0') return { ...options, replies: 'all' };
			const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
			return number >= 1 && number <= mostReplies
				? { ...options, replies: number }
				: `--replies must be a number from 1 to ${mostReplies}, or all.`;
		},
	},
	{
		names: ['-r', '--raw'],
		verbs: ['request', 'subscribe'],
		help: 'sends the payload unchecked, shows raw replies',
		take: (options) => ({ ...options, raw: true }),
	},
];

/** Sends {{}} unchanged: without the flag a line of the nats CLI expands it. */
const literally = '--no-templates';

/** The flags of a verb. */
export function verbFlags(verb: Verb): readonly Flag[] {
	return flags.filter(({ verbs }) => verbs.includes(verb));
}

/** Flags of the nats CLI without effect here. */
const idle = new Set(['--no-context', '--translate=none', '--templates']);

/** Separates flags from words; words in quotes, and everything after `--`, are no flags. */
export function readFlags(
	given: readonly Word[],
	verb: Verb,
): { readonly words: readonly Word[]; readonly options: Options } | Complaint {
	let options: Options = { headers: [], raw: false };
	const words: Word[] = [];
	for (let at = 0; at < given.length; at += 1) {
		const word = given[at];
		if (word === undefined) break;
		if (!isFlag(word, words.length)) {
			words.push(word);
			continue;
		}
		if (word.text === '--') {
			words.push(...given.slice(at + 1));
			break;
		}
		if (idle.has(word.text)) continue;
		if (word.text === literally && verb !== 'subscribe') {
			options = { ...options, literal: true };
			continue;
		}
		const found = flagOf(word, verb);
		if ('message' in found) return found;
		const { flag, value } = found;
		const next = flag.value === undefined || value !== undefined ? undefined : given[at + 1];
		if (flag.value !== undefined && value === undefined && next === undefined)
			return { at: word.end, message: `${word.text} needs a value: ${flag.value}.` };
		const taken = flag.take(options, value ?? next?.text ?? '');
		if (typeof taken === 'string') return { at: next?.at ?? word.at, message: taken };
		options = taken;
		if (next !== undefined) at += 1;
	}
	return { words, options };
}

/** A payload may begin with a minus: a number, or an acknowledgement. */
function isFlag({ text, bare }: Word, before: number): boolean {
	if (!bare || !text.startsWith('-') || text === '-') return false;
	return before === 0 || !/^-(\d|NAK|ERR)/.test(text);
}

function flagOf({ text, at }: Word, verb: Verb): { readonly flag: Flag; readonly value?: string } | Complaint {
	const [, name = text, long] = /^(--[\w-]+)=(.*)$/s.exec(text) ?? [];
	const short = /^-H(.+)$/s.exec(text)?.[1];
	const flag = flags.find(({ names }) => names.includes(short === undefined ? name : '-H'));
	const value = long ?? short;
	if (flag === undefined) return { at, message: `Unknown flag ${name}. Quote a payload that begins with -.` };
	if (!flag.verbs.includes(verb)) return { at, message: `${name} has no effect here: leave it out.` };
	if (flag.value === undefined && value !== undefined) return { at, message: `${name} takes no value.` };
	return { flag, ...(value !== undefined && { value }) };
}
