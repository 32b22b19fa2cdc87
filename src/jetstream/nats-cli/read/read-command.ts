import { plural } from '../../../format/integer.ts';
import { parseDuration } from '../../../nats/duration.ts';
import { type EndpointId, endpointById } from '../../endpoints.ts';
import type { Config } from '../../fields/config.ts';
import { templateOf } from '../../subject-template.ts';
import type { NatsCommand, Replacement } from './command.ts';
import { natsCommands } from './commands.ts';
import type { Draft, ReadFlag } from './part.ts';

/** The request of a command of the nats CLI. */
export interface NatsRequest {
	/** Without the names: `stream info`. */
	readonly command: string;
	readonly endpoint: EndpointId;
	/** Names of the subject that the line has: a file may have the others. */
	readonly params: Readonly<Record<string, string>>;
	/** Absent without a body, and if `configures` gives the body. */
	readonly body?: Config;
	readonly configures?: Configures;
	/** How long the reply may take. */
	readonly timeoutMs?: number;
	readonly notes: readonly string[];
}

/** The configuration that a line asks for. */
export interface Configures {
	readonly kind: 'stream' | 'consumer';
	/** `add` starts with nothing, `edit` with what is there, both with the file if there is one. */
	readonly verb: 'add' | 'edit';
	/** `word`: which one of the line names it, from 0. */
	readonly file?: { readonly path: string; readonly word: number };
	/** Defaults of the nats CLI that servers do not have. */
	readonly defaults: Config;
	/** A configuration with the changes of the line. */
	readonly apply: (config: Config) => Config;
}

/** Why a line is not a request, in sentences; `word` counts from 0, absent if something is missing at the end. */
export interface NatsFault {
	readonly message: string;
	readonly word?: number;
}

/** One word of a line; in quotes it is no flag. */
interface GivenWord {
	readonly text: string;
	readonly bare: boolean;
}

/**
 * Reads the words after `nats` if they are a command of streams, consumers or the account: `stream info LOGS`,
 * `consumer add LOGS TAIL --pull`. Undefined for all other commands.
 * @param now ms since the epoch, for how long ago or from now
 */
export function readNatsCommand(
	words: readonly GivenWord[],
	now: number = Date.now(),
): NatsRequest | NatsFault | undefined {
	const found = commandIn(words);
	if (found === undefined) return undefined;
	const { row, command, rest } = found;
	if (row.named) return { message: named(row, row.named, command, words.slice(rest)), word: 0 };
	const given = sorted(row, command, words, rest);
	if ('message' in given) return given;
	const begun: Draft = { endpoint: row.endpoint, params: {}, body: {}, marks: new Set() };
	const file = given.taken.find(({ flag }) => flag === configFlag);
	const [path] = file?.texts ?? [];
	const read = takeAll(given, begun, now);
	if ('message' in read) return read;
	const missing = path === undefined ? missingArgument(row, command, given) : undefined;
	if (missing !== undefined) return missing;
	const whole = path === undefined ? (row.finish?.(read) ?? read) : read;
	if (typeof whole === 'string') return { message: whole };
	const { endpoint, params, body } = whole;
	const limit = given.taken.find(({ flag }) => flag === timeoutFlag)?.texts[0];
	const patience = limit === undefined ? undefined : parseDuration(limit, '--timeout');
	const more = {
		notes: row.note === undefined ? [] : [row.note],
		...(patience?.ok && { timeoutMs: patience.ms }),
	};
	if (row.configures === undefined)
		return { command, endpoint, params, ...(Object.keys(body).length > 0 && { body }), ...more };
	const apply = (config: Config): Config => applied(row, given, { ...begun, body: config }, now, path === undefined);
	const from = file === undefined || path === undefined ? {} : { file: { path, word: file.word } };
	return { command, endpoint, params, configures: { defaults: {}, ...row.configures, ...from, apply }, ...more };
}

/** Of every command. */
const timeoutFlag: ReadFlag = {
	names: ['--timeout'],
	value: 'DURATION',
	take: (draft, [said = '']) => {
		const read = parseDuration(said, '--timeout');
		return read.ok ? draft : read.message;
	},
};
const configFlag: ReadFlag = { names: ['--config'], value: 'FILE', take: (draft) => draft };

/** Reads a valid line again on top of another configuration. */
function applied(row: NatsCommand, given: Given, begun: Draft, now: number, finishes: boolean): Config {
	const read = takeAll(given, begun, now);
	if ('message' in read) return begun.body;
	const whole = finishes ? (row.finish?.(read) ?? read) : read;
	return typeof whole === 'string' ? read.body : whole.body;
}

/** The command at the start of the words, and where its arguments begin. */
export function commandIn(
	words: readonly GivenWord[],
): { readonly row: NatsCommand; readonly command: string; readonly rest: number } | undefined {
	const [group, word, inner] = words;
	if (group === undefined || word === undefined) return undefined;
	const fits = (said: string) =>
		natsCommands.find(({ groups, words: known }) => groups.includes(group.text) && known.includes(said));
	const long = inner && fits(`${word.text} ${inner.text}`);
	if (long !== undefined) return { row: long, command: `${group.text} ${word.text} ${inner?.text}`, rest: 3 };
	const short = fits(word.text);
	return short && { row: short, command: `${group.text} ${word.text}`, rest: 2 };
}

interface Taken {
	readonly flag: ReadFlag;
	readonly texts: readonly string[];
	readonly word: number;
}

interface Given {
	readonly taken: readonly Taken[];
	readonly arguments: readonly { readonly text: string; readonly word: number }[];
	readonly row: NatsCommand;
}

/** Separates flags from names, and collects flags that are given several times. */
function sorted(row: NatsCommand, command: string, words: readonly GivenWord[], from: number): Given | NatsFault {
	const taken: Taken[] = [];
	const names: { readonly text: string; readonly word: number }[] = [];
	let onlyNames = false;
	for (let at = from; at < words.length; at += 1) {
		const { text, bare } = words[at] ?? { text: '', bare: false };
		if (text === '--' && bare && !onlyNames) {
			onlyNames = true;
			continue;
		}
		if (onlyNames || !bare || !text.startsWith('-') || text === '-') {
			names.push({ text, word: at });
			continue;
		}
		const found = flagOf(row, text);
		if (found === undefined) return { message: unknownFlag(command, text), word: at };
		const { flag, value } = found;
		const next = flag.value === undefined || value !== undefined ? undefined : words[at + 1]?.text;
		const said = value ?? next;
		if (flag.value !== undefined && said === undefined) return { message: `${text} needs a value: ${flag.value}.` };
		const before = taken.findIndex((each) => each.flag === flag);
		if (before < 0) taken.push({ flag, texts: said === undefined ? [] : [said], word: at });
		else if (flag.many) taken[before] = { flag, texts: [...(taken[before]?.texts ?? []), said ?? ''], word: at };
		else if (flag.value !== undefined) return { message: `${flag.names[0]} is given twice.`, word: at };
		if (next !== undefined) at += 1;
	}
	const most = row.arguments?.length ?? 0;
	const [more] = names.slice(most);
	return more === undefined
		? { taken, arguments: names, row }
		: {
				message: `nats ${command} takes at most ${plural(most, 'name')}; flags begin with two dashes.`,
				word: more.word,
			};
}

function unknownFlag(command: string, text: string): string {
	const known = `jetdeck does not know the flag ${text.split('=')[0]} of nats ${command}.`;
	return text.startsWith('--') ? known : `${known} Put a name that begins with - at the end, after --.`;
}

function flagOf(row: NatsCommand, text: string): { readonly flag: ReadFlag; readonly value?: string } | undefined {
	const flags = [...(row.flags ?? []), timeoutFlag, ...(row.configures === undefined ? [] : [configFlag])];
	const [, name = text, value] = /^(--[\w-]+)=(.*)$/s.exec(text) ?? [];
	const flag = flags.find(({ names }) => names.includes(name));
	if (flag !== undefined)
		return value === undefined || flag.value !== undefined
			? { flag, ...(value !== undefined && { value }) }
			: undefined;
	const positive = name.replace(/^--no-/, '--');
	const negated = flags.find(({ names, negatable }) => negatable && positive !== name && names.includes(positive));
	return negated && value === undefined ? { flag: negated, value: 'no' } : undefined;
}

function takeAll(given: Given, begun: Draft, now: number): Draft | NatsFault {
	const parts = [
		...given.arguments.map(({ text, word }, at) => ({ take: given.row.arguments?.[at]?.take, texts: [text], word })),
		...given.taken.map(({ flag, texts, word }) => ({ take: flag.take, texts, word })),
	];
	let draft = begun;
	for (const { take, texts, word } of parts) {
		const read = take?.(draft, texts, now) ?? draft;
		if (typeof read === 'string') return { message: read, word };
		draft = read;
	}
	return draft;
}

function missingArgument(row: NatsCommand, command: string, given: Given): NatsFault | undefined {
	const missing = row.arguments?.slice(given.arguments.length).find(({ optional }) => optional !== true);
	return missing && { message: `nats ${command} needs ${missing.name}.` };
}

/** What to do in place of a command that the console does not run. A missing name stays `{stream}`. */
function named(
	row: NatsCommand,
	{ names, by, does }: Replacement,
	command: string,
	rest: readonly GivenWord[],
): string {
	const given = rest.filter(({ text }) => !text.startsWith('-'));
	let at = 0;
	const tokens = templateOf(endpointById(row.endpoint).subject).map((token) => {
		if (typeof token === 'string') return token;
		const name = given[names?.[at] ?? at]?.text ?? `{${token.name}}`;
		at += 1;
		return name;
	});
	return `The console does not run nats ${command}. In jetdeck ${by[1]} ${does}. Its request is $JS.API.${tokens.join('.')}.`;
}
