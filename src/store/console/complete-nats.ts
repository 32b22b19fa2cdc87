import { endpointById, type SubjectParam } from '../../jetstream/endpoints.ts';
import { type NatsCommand, natsCommands } from '../../jetstream/nats-cli/read/commands.ts';
import { commandIn } from '../../jetstream/nats-cli/read/read-command.ts';
import type { Offer, Offers } from './state.ts';
import { type Word, wordsOf } from './words.ts';

/** Names that may stand in a place, each with what it is; `given` are the names before it. */
type NamesOf = (name: SubjectParam['name'], given: readonly string[]) => readonly (readonly [string, string])[];

const plainVerbs: readonly Offer[] = [
	{ text: 'req ', hint: 'ask, and wait for a reply' },
	{ text: 'pub ', hint: 'publish without a reply' },
	{ text: 'sub ', hint: 'listen' },
];

const groups: readonly (readonly [name: string, hint: string])[] = [
	['account', 'the account'],
	['stream', 'streams and their messages'],
	['consumer', 'consumers of a stream'],
];

/** The words behind `nats`, where they are no request of one's own; undefined for all other lines. */
export function natsWords(before: string): readonly Word[] | undefined {
	const cut = wordsOf(before);
	const last = cut.ok ? (cut.parts.at(-1) ?? []) : [];
	const nats = last.findIndex(({ text, bare }) => bare && text === 'nats');
	const words = last.slice(nats + 1);
	const isRequest = plainVerbs.some(({ text }) => text.trim() === words[0]?.text);
	return nats === -1 || isRequest ? undefined : words;
}

/** What may stand at the end of a command of the nats CLI: its words, names, flags. */
export function natsOffers(before: string, words: readonly Word[], namesOf: NamesOf): Offers | undefined {
	const open = /\s$/.test(before) ? undefined : words.at(-1);
	const begun = open?.text ?? '';
	const given = (open === undefined ? words : words.slice(0, -1)).map(({ text }) => text);
	const items = offersBehind(given, begun, namesOf).filter(({ text }) => text.startsWith(begun) && text !== begun);
	const from = before.length - begun.length;
	return items.length === 0 ? undefined : { from, to: before.length, items, index: -1 };
}

function offersBehind(given: readonly string[], begun: string, namesOf: NamesOf): readonly Offer[] {
	const [group] = given;
	if (group === undefined) return [...plainVerbs, ...groups.map(([name, hint]) => ({ text: `${name} `, hint }))];
	const found = commandIn(given.map((text) => ({ text, bare: true })));
	return found === undefined
		? nextWords(given)
		: begun.startsWith('-')
			? flagOffers(found.row)
			: nameOffers(found.row, given.slice(found.rest), namesOf);
}

/** Of each command only its first name is offered; the others are shorter ways to type it. */
function nextWords([group = '', ...rest]: readonly string[]): readonly Offer[] {
	const start = rest.map((word) => `${word} `).join('');
	const offers = new Map<string, string>();
	for (const {
		groups: known,
		words: [word = ''],
		endpoint,
		named,
	} of natsCommands) {
		if (named === true || !known.includes(group) || !word.startsWith(start)) continue;
		const [next = ''] = word.slice(start.length).split(' ');
		offers.set(next, offers.has(next) ? '…' : endpointById(endpoint).title);
	}
	return [...offers].map(([word, hint]) => ({ text: `${word} `, hint }));
}

function flagOffers({ flags = [], configures }: NatsCommand): readonly Offer[] {
	const known = flags.flatMap(({ names: [name = ''], value, hidden }) =>
		hidden ? [] : [{ text: value === undefined ? `${name} ` : `${name}=`, hint: value ?? '' }],
	);
	return configures === undefined ? known : [{ text: '--config=', hint: 'FILE' }, ...known];
}

/** Names of what is there; the one of what is to be created is nobody's yet. */
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
