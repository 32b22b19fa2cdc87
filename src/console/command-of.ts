import type { Verb } from '../changes/proposal.ts';
import { type NatsFault, type NatsRequest, readNatsCommand } from '../jetstream/nats-cli/read/read-command.ts';
import type { Complaint } from './parsed-line.ts';
import { cutServerFlags, cutVariables } from './server-flags.ts';
import type { Word } from './words.ts';

/** What to do with the words after a verb. */
export interface Called {
	readonly verb: Verb;
	readonly words: readonly Word[];
	/** Where the command ends, and missing words belong. */
	readonly end: number;
	readonly watchMs?: number;
	/** It is a line of the nats CLI. */
	readonly ofNats?: true;
	/** The server that it names. */
	readonly reach?: readonly Word[];
}

/** A command of the nats CLI that is no more than a request. */
export interface NatsCalled {
	readonly verb: 'request';
	readonly request: NatsRequest;
	readonly nats: Word;
	/** Where the file of its configuration is in the line. */
	readonly fileAt?: number;
	readonly watchMs?: number;
	readonly reach?: readonly Word[];
}

const verbs: Readonly<Record<string, Verb>> = {
	req: 'request',
	request: 'request',
	'nats-req': 'request',
	pub: 'publish',
	publish: 'publish',
	'nats-pub': 'publish',
	sub: 'subscribe',
	subscribe: 'subscribe',
	'nats-sub': 'subscribe',
};

const everyMs = 2_000;
const oftenestMs = 250;

/** The verb of a command, and the words after it. */
export function commandOf(words: readonly Word[]): Called | NatsCalled | Complaint {
	const { reach: variables, rest: behind } = cutVariables(words);
	if (variables.length > 0 && behind[0] !== undefined && isNats(behind[0]))
		return ofNats(behind[0], behind.slice(1), variables);
	const [first, ...rest] = words;
	if (first === undefined) return { at: 0, message: 'The line has no request.' };
	if (!first.bare) return { verb: 'request', words, end: first.end };
	if (first.text === 'watch') return watched(first, rest);
	if (isNats(first)) return ofNats(first, rest);
	const verb = Object.hasOwn(verbs, first.text) ? verbs[first.text] : undefined;
	return verb === undefined ? { verb: 'request', words, end: first.end } : { verb, words: rest, end: first.end };
}

/** Whether it is a line of the nats CLI, as typed into a shell. */
export function isOfNats(words: readonly Word[]): boolean {
	const [first, ...rest] = cutVariables(words).rest;
	if (first === undefined) return false;
	return first.bare && first.text === 'watch' ? rest.slice(0, 2).some(isNats) : isNats(first);
}

const isNats = ({ text, bare }: Word): boolean => bare && /^(.*\/)?nats$/.test(text);

function ofNats(nats: Word, words: readonly Word[], before: readonly Word[] = []): Called | NatsCalled | Complaint {
	const cut = cutServerFlags(words);
	const reach = [...before, ...cut.reach];
	const called = commandOfNats(nats, cut.rest);
	return reach.length === 0 || 'message' in called ? called : { ...called, reach: [...reach, ...(called.reach ?? [])] };
}

function commandOfNats(nats: Word, words: readonly Word[]): Called | NatsCalled | Complaint {
	const [command, ...rest] = words;
	if (command === undefined) return { at: nats.end, message: `nats needs a subcommand: ${known}.` };
	// It may be before or after the command.
	if (command.text === '--timeout' && rest.length > 1)
		return ofNats(nats, [...rest.slice(1), command, ...rest.slice(0, 1)]);
	if (command.text.startsWith('--timeout=') && rest.length > 0) return ofNats(nats, [...rest, command]);
	if (command.text.startsWith('-'))
		return {
			at: command.at,
			message: `Leave ${command.text.split('=')[0]} out: the console uses the connection that jetdeck has.`,
		};
	const verb = Object.hasOwn(verbs, command.text) ? verbs[command.text] : undefined;
	if (verb !== undefined) return { verb, words: rest, end: command.end, ofNats: true };
	const read = readNatsCommand(words);
	if (read === undefined) return unknownCommand(words);
	if ('message' in read) return natsComplaint(read, words);
	const file = read.configures?.file;
	return { verb: 'request', request: read, nats, ...(file && { fileAt: words[file.word]?.at ?? nats.at }) };
}

const known = 'req, pub, sub, account, stream or consumer';

/** Groups of the nats CLI that have places of their own. */
const elsewhere: ReadonlyMap<string, string> = new Map([
	['kv', 'In jetdeck :kv lists the key-value buckets.'],
	['object', 'In jetdeck :objects lists the object stores.'],
	['server', 'In jetdeck :servers lists the servers.'],
	['context', 'In jetdeck :context switches the context.'],
]);

function unknownCommand([group, command]: readonly Word[]): Complaint {
	const begun = group !== undefined && ['account', 'stream', 'consumer'].includes(group.text) ? group : undefined;
	if (begun !== undefined && command === undefined)
		return { at: begun.end, message: `nats ${begun.text} needs a subcommand; press tab to list them.` };
	const what = begun === undefined ? `nats ${group?.text}` : `nats ${begun.text} ${command?.text}`;
	return {
		at: (begun === undefined ? group : command)?.at ?? 0,
		message: `The console does not support ${what}. ${elsewhere.get(group?.text ?? '') ?? `Use nats with ${known}.`}`,
	};
}

function natsComplaint({ message, word }: NatsFault, words: readonly Word[]): Complaint {
	const at = word === undefined ? words.at(-1)?.end : words[word]?.at;
	return { at: at ?? 0, message };
}

/** `watch [2s] LINE`. */
function watched(watch: Word, words: readonly Word[]): Called | NatsCalled | Complaint {
	const [first, ...rest] = words;
	const ms = first === undefined ? undefined : intervalOf(first.text);
	if (ms !== undefined && ms < oftenestMs)
		return { at: first?.at ?? watch.end, message: `The shortest interval is ${oftenestMs} ms.` };
	const called = commandOf(ms === undefined ? words : rest);
	if ('message' in called) return called.at === 0 ? { ...called, at: watch.end } : called;
	if (called.verb !== 'request' || called.watchMs !== undefined)
		return { at: watch.at, message: 'watch needs a request.' };
	return { ...called, watchMs: ms ?? everyMs };
}

function intervalOf(text: string): number | undefined {
	const [, number, unit = 's'] = /^(\d{1,6}(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? [];
	return number === undefined ? undefined : Number(number) * (unit === 'ms' ? 1 : unit === 's' ? 1_000 : 60_000);
}
