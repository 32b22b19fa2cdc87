import { endpointById } from '../jetstream/endpoints.ts';
import type { NatsCommand } from '../jetstream/nats-cli/read/command.ts';
import { natsCommands } from '../jetstream/nats-cli/read/commands.ts';
import type { ReadFlag } from '../jetstream/nats-cli/read/part.ts';
import { commandIn } from '../jetstream/nats-cli/read/read-command.ts';
import type { SubjectParam } from '../jetstream/subject-template.ts';
import { cutServerFlags } from './server-flags.ts';
import type { Offer, Offers } from './state.ts';
import { subjectWord, type Word, wordsOf } from './words.ts';

/** Possible names for a place, each with what it is; `given` are the names before it. */
type NamesOf = (name: SubjectParam['name'], given: readonly string[]) => readonly (readonly [string, string])[];

const plainVerbs: readonly Offer[] = [
	{ text: 'req ', hint: 'send a request and wait for the reply' },
	{ text: 'pub ', hint: 'publish without a reply' },
	{ text: 'sub ', hint: 'listen' },
];

const groups: readonly (readonly [name: string, hint: string])[] = [
	['account', 'the account'],
	['stream', 'streams and their messages'],
	['consumer', 'consumers of a stream'],
];

/** The words after `nats`, unless it is req, pub or sub; undefined for all other lines. */
export function natsWords(before: string): readonly Word[] | undefined {
	const cut = wordsOf(before);
	const last = cut.ok ? (cut.parts.at(-1) ?? []) : [];
	const nats = last.findIndex(({ text, bare }) => bare && text === 'nats');
	const words = cutServerFlags(last.slice(nats + 1)).rest;
	const isRequest = plainVerbs.some(({ text }) => text.trim() === words[0]?.text);
	return nats === -1 || isRequest ? undefined : words;
}

/** Completions at the end of a command of the nats CLI: its words, names, flags and their values. */
export function natsOffers(before: string, words: readonly Word[], namesOf: NamesOf): Offers | undefined {
	const open = /\s$/.test(before) ? undefined : words.at(-1);
	const typed = open?.text ?? '';
	const given = (open === undefined ? words : words.slice(0, -1)).map(({ text }) => text);
	const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
	const begun = value ?? typed;
	const items = offersBehind(flag === undefined ? given : [...given, flag], begun, namesOf);
	const fitting = items.filter(({ text }) => text.startsWith(begun) && text !== begun);
	const from = before.length - begun.length;
	return fitting.length === 0 ? undefined : { from, to: before.length, items: fitting, index: -1 };
}

function offersBehind(given: readonly string[], begun: string, namesOf: NamesOf): readonly Offer[] {
	const [group] = given;
	if (group === undefined) return [...plainVerbs, ...groups.map(([name, hint]) => ({ text: `${name} `, hint }))];
	const found = commandIn(given.map((text) => ({ text, bare: true })));
	if (found === undefined) return nextWords(given);
	const rest = given.slice(found.rest);
	const flag = found.row.flags?.find(({ names, value }) => value !== undefined && names.includes(rest.at(-1) ?? ''));
	if (flag !== undefined) return valueOffers(flag, rest, namesOf);
	return begun.startsWith('-') ? flagOffers(found.row) : nameOffers(found.row, rest, namesOf);
}

/** Words of an enumeration, subjects of the named stream, streams. */
function valueOffers(
	{ offers = [], names: [name = ''] }: ReadFlag,
	rest: readonly string[],
	namesOf: NamesOf,
): readonly Offer[] {
	if (typeof offers === 'object') return offers.map((word) => ({ text: `${word} `, hint: name }));
	const streams = rest.filter((text) => !text.startsWith('-'));
	const known = namesOf(offers, offers === 'stream' ? [] : streams.slice(0, 1));
	return known.map(([text, hint]) => ({ text: `${subjectWord(text)} `, hint }));
}

/** Only the first name of each command is offered; the others are abbreviations. */
function nextWords([group = '', ...rest]: readonly string[]): readonly Offer[] {
	const start = rest.map((word) => `${word} `).join('');
	const offers = new Map<string, string>();
	for (const {
		groups: known,
		words: [word = ''],
		endpoint,
		title,
		named,
	} of natsCommands) {
		if (named !== undefined || !known.includes(group) || !word.startsWith(start)) continue;
		const [next = ''] = word.slice(start.length).split(' ');
		offers.set(next, offers.has(next) ? '…' : (title ?? endpointById(endpoint).title));
	}
	return [...offers].map(([word, hint]) => ({ text: `${word} `, hint }));
}

function flagOffers({ flags = [], configures }: NatsCommand): readonly Offer[] {
	const known = flags.flatMap(({ names: [name = ''], value, hidden }) =>
		hidden ? [] : [{ text: value === undefined ? `${name} ` : `${name}=`, hint: value ?? '' }],
	);
	return configures === undefined ? known : [{ text: '--config=', hint: 'FILE' }, ...known];
}

/** Names of existing assets; none for an asset to create. */
function nameOffers(
	{ arguments: wanted = [], configures }: NatsCommand,
	given: readonly string[],
	namesOf: NamesOf,
): readonly Offer[] {
	const names = given.filter((text) => !text.startsWith('-'));
	const { param } = wanted[names.length] ?? {};
	const isNew = configures?.verb === 'add' && names.length === wanted.length - 1;
	if (param === undefined || isNew) return [];
	return namesOf(param, names).map(([text, hint]) => ({ text: `${text} `, hint }));
}
