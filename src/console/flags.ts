import type { Verb } from '../changes/proposal.ts';
import { mostReplies } from '../jetstream/reply-content.ts';
import { parseDuration } from '../nats/duration.ts';
import type { Complaint, Line } from './line.ts';
import type { Word } from './words.ts';

/** What flags say of a request. */
type Options = Pick<Line, 'headers' | 'timeoutMs' | 'replies' | 'raw' | 'literal'>;

interface Flag {
	readonly names: readonly string[];
	readonly verbs: readonly Verb[];
	/** How its value is written; absent: it has none. */
	readonly value?: string;
	/** What it does, in a few words. */
	readonly help: string;
	/** A sentence where the value is none. */
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
				return "A header is written 'Key: value', on one line, the key in plain letters.";
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
			// The nats CLI says 0 for all.
			if (value === 'all' || value === '0') return { ...options, replies: 'all' };
			const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
			return number >= 1 && number <= mostReplies
				? { ...options, replies: number }
				: `--replies is a number from 1 to ${mostReplies}, or all.`;
		},
	},
	{
		names: ['-r', '--raw'],
		verbs: ['request', 'subscribe'],
		help: 'the payload goes unchecked, replies are as they came',
		take: (options) => ({ ...options, raw: true }),
	},
];

/** What stands in {{}} is sent as it stands: otherwise a line of the nats CLI has it filled in, as that does. */
const literally = '--no-templates';

/** The flags that mean something with a verb. */
export function flagsOf(verb: Verb): readonly Flag[] {
	return flags.filter(({ verbs }) => verbs.includes(verb));
}

/** Flags of the nats CLI that mean nothing here, and harm nothing. */
const idle = new Set(['--no-context', '--translate=none', '--templates']);

/** Takes the flags out of the words; those in quotes, and all behind `--`, are no flags. */
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
			return { at: word.end, message: `Behind ${word.text} stands ${flag.value}.` };
		const taken = flag.take(options, value ?? next?.text ?? '');
		if (typeof taken === 'string') return { at: next?.at ?? word.at, message: taken };
		options = taken;
		if (next !== undefined) at += 1;
	}
	return { words, options };
}

/** A payload may begin with a minus: a number, or what is said of a message. */
function isFlag({ text, bare }: Word, before: number): boolean {
	if (!bare || !text.startsWith('-') || text === '-') return false;
	return before === 0 || !/^-(\d|NAK|ERR)/.test(text);
}

function flagOf({ text, at }: Word, verb: Verb): { readonly flag: Flag; readonly value?: string } | Complaint {
	const [, name = text, long] = /^(--[\w-]+)=(.*)$/s.exec(text) ?? [];
	const short = /^-H(.+)$/s.exec(text)?.[1];
	const flag = flags.find(({ names }) => names.includes(short === undefined ? name : '-H'));
	const value = long ?? short;
	if (flag === undefined) return { at, message: `There is no flag ${name}; a payload that begins with - is quoted.` };
	if (!flag.verbs.includes(verb)) return { at, message: `${name} means nothing here.` };
	if (flag.value === undefined && value !== undefined) return { at, message: `${name} takes no value.` };
	return { flag, ...(value !== undefined && { value }) };
}
