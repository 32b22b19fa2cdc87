import type { Verb } from '../changes/proposal.ts';
import { latest } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import { type AtCursor, atCursor } from './at-cursor.ts';
import { jsonOffers } from './complete-json.ts';
import { natsOffers, natsWords } from './complete-nats.ts';
import { namesFor, type Prefix, requestOf, subjectOffers } from './complete-subject.ts';
import { verbFlags } from './flags.ts';
import type { Offer, Offers } from './state.ts';

/** Completions at the cursor of a line: tokens of a subject, flags, keys of the payload. */
export function completionsOf(state: DeckState, prefix: string, text: string, cursor: number): Offers | undefined {
	const before = text.slice(0, cursor);
	const there = state.features.dialect === 'preview' ? undefined : prefix;
	const nats = natsWords(before);
	if (nats !== undefined) return natsOffers(before, nats, (name, given) => namesFor(state, name, given));
	const typing = atCursor(before);
	if (typing === undefined) return undefined;
	const { verb, given, begun, at } = typing;
	const [subject, ...more] = given;
	if (begun.startsWith('-')) return offersAt(at, cursor, begun, flagOffers(verb));
	if (subject !== undefined) return more.length > 0 ? undefined : payloadOffers(there, subject.text, typing, text);
	if (/^["']?[{[]/.test(begun)) return undefined;
	const listened = verb === 'request' ? [] : subjectsOf(state, verb);
	return (
		offersAt(at, cursor, begun, listened) ??
		(verb === 'subscribe' ? undefined : subjectOffers(state, there, before, text, cursor)) ??
		(at === before.length - before.trimStart().length ? offersAt(at, cursor, begun, verbs) : undefined)
	);
}

/** The completions of the typed word, if some are longer. A complete word comes first. */
function offersAt(from: number, to: number, begun: string, all: readonly Offer[]): Offers | undefined {
	const items = all.filter(({ text }) => text.startsWith(begun)).toSorted((a, b) => rest(a) - rest(b));
	const isMore = items.some(({ text }) => text !== begun);
	return !isMore || (begun === '' && all === verbs) ? undefined : { from, to, items, index: -1 };

	function rest({ text }: Offer): number {
		return text === begun ? 0 : 1;
	}
}

/** A payload may be in quotes. */
function payloadOffers(prefix: Prefix, subject: string, { begun, at }: AtCursor, text: string): Offers | undefined {
	const endpoint = requestOf(prefix, subject);
	const json = begun.replace(/^'/, '');
	if (endpoint === undefined || !json.startsWith('{')) return undefined;
	const cursor = at + begun.length;
	return jsonOffers(endpoint, json, cursor, text.slice(cursor));
}

function flagOffers(verb: Verb): readonly Offer[] {
	return verbFlags(verb).map(({ names, value, help }) => ({
		text: `${names.find((name) => name.startsWith('--')) ?? names[0]} `,
		hint: value === undefined ? help : `${value}: ${help}`,
	}));
}

/** Subjects of server events, independent of streams. */
const told: readonly Offer[] = [
	{ text: '$JS.EVENT.ADVISORY.>', hint: 'events of streams and consumers' },
	{ text: '$JS.EVENT.METRIC.>', hint: 'sampled acknowledgements of consumers' },
];

/** Subjects of the known streams. A publisher needs more than a wildcard: only the part before it is offered. */
function subjectsOf(state: DeckState, verb: Verb): readonly Offer[] {
	const offers = new Map<string, string>();
	for (const [name, { info }] of state.streams.entries) {
		for (const subject of latest(info)?.config.subjects ?? [])
			offers.set(verb === 'publish' ? subject.replace(/(^|\.)[*>](\..*)?$/, '$1') : subject, `subject of ${name}`);
	}
	offers.delete('');
	const known = [...offers].map(([text, hint]): Offer => ({ text, hint }));
	return verb === 'subscribe' ? [...known, ...told] : known;
}

const verbs: readonly Offer[] = [
	{ text: 'req ', hint: 'ask, and wait for a reply' },
	{ text: 'pub ', hint: 'publish without a reply' },
	{ text: 'sub ', hint: 'listen' },
	{ text: 'watch 2s ', hint: 'repeat the request' },
	{ text: 'nats ', hint: 'run a command of the nats CLI' },
	{ text: 'cat ', hint: 'show a file, or pipe it into a request' },
];
