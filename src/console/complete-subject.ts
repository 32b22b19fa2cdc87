import type { Endpoint } from '../jetstream/endpoints/endpoint.ts';
import { every, systemEndpoints, systemRoot } from '../jetstream/endpoints/system.ts';
import { endpointOfSubject, endpoints } from '../jetstream/endpoints.ts';
import { mayBegin, type SubjectParam, type Template, templateOf } from '../jetstream/subject-template.ts';
import { latest, unknown } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import type { Offer, Offers } from './state.ts';

/** The API prefix of the deck; none if the server knows only the subjects of the preview. */
export type Prefix = string | undefined;

interface Request {
	readonly endpoint: Pick<Endpoint, 'title'>;
	readonly template: Template;
}

/** The request of the API for a subject. */
export function requestOf(prefix: Prefix, subject: string): Endpoint | undefined {
	const isBehind = prefix !== undefined && subject.startsWith(`${prefix}.`);
	return isBehind ? endpointOfSubject(subject.slice(prefix.length + 1))?.endpoint : undefined;
}

const requests = new Map<Prefix, readonly Request[]>();

/** Every subject of a request, including those of the preview. */
function requestsFor(prefix: Prefix): readonly Request[] {
	const known = requests.get(prefix);
	if (known !== undefined) return known;
	const made = endpoints.flatMap((endpoint) => [
		...(prefix === undefined ? [] : [{ endpoint, template: [...prefix.split('.'), ...templateOf(endpoint.subject)] }]),
		...(endpoint.preview ?? []).map((subject) => ({ endpoint, template: templateOf(subject) })),
	]);
	const system = systemEndpoints.map((endpoint) => ({
		endpoint,
		template: templateOf(`${systemRoot}.${endpoint.subject}`),
	}));
	// A preview server knows none of them.
	const all = prefix === undefined ? made : [...made, ...system];
	requests.set(prefix, all);
	return all;
}

/** Tokens of a subject of the API. */
export function subjectOffers(
	state: DeckState,
	prefix: Prefix,
	before: string,
	text: string,
	cursor: number,
): Offers | undefined {
	// After a blank or a quote.
	const [word = ''] = /[^\s'"|]*$/.exec(before) ?? [];
	const [rest = ''] = /^[^\s'"|]*/.exec(text.slice(cursor)) ?? [];
	const given = word.split('.');
	const last = given.pop() ?? '';
	// A complete token is the first completion, so that no longer one replaces it.
	const items = nextTokens(state, prefix, given).filter((item) => item.text.startsWith(last));
	if (items.length === 0) return undefined;
	const [only, ...more] = items;
	const isComplete = more.length === 0 && only?.text === last;
	const open = items.map((item) => ({
		...item,
		text: isComplete ? `${last}${isWhole(prefix, [...given, last]) ? ' ' : '.'}` : finished(prefix, given, item.text),
	}));
	return { from: cursor - last.length, to: cursor + rest.length, items: open, index: -1 };
}

/** A token with a dot if more must follow; without one if it may be the last. */
function finished(prefix: Prefix, given: readonly string[], token: string): string {
	const whole = isWhole(prefix, [...given, token]);
	const more = nextTokensOf(prefix, [...given, token]).length > 0;
	if (more && !whole) return `${token}.`;
	return whole && !more ? `${token} ` : token;
}

function isWhole(prefix: Prefix, given: readonly string[]): boolean {
	return requestsFor(prefix).some(({ template }) => template.length === given.length && mayBegin(template, given));
}

function nextTokensOf(
	prefix: Prefix,
	given: readonly string[],
): readonly (readonly [string | SubjectParam, Pick<Endpoint, 'title'>])[] {
	return requestsFor(prefix).flatMap(({ template, endpoint }) => {
		const next = template[given.length];
		return next !== undefined && mayBegin(template, given) ? [[next, endpoint] as const] : [];
	});
}

function nextTokens(state: DeckState, prefix: Prefix, given: readonly string[]): readonly Offer[] {
	const offers = new Map<string, Offer>();
	const add = (text: string, hint: string): void => {
		const known = offers.get(text);
		offers.set(text, { text, hint: known === undefined || known.hint === hint ? hint : '…' });
	};
	for (const [next, endpoint] of nextTokensOf(prefix, given)) {
		if (typeof next === 'string') add(next, endpoint.title);
		else for (const [name, hint] of namesFor(state, next.name, given)) add(name, hint);
	}
	return [...offers.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

/** Known names for a place: streams, consumers of the stream named before, subjects. */
export function namesFor(
	state: DeckState,
	name: SubjectParam['name'],
	given: readonly string[],
): readonly (readonly [string, string])[] {
	const streams = latest(state.streamNames) ?? [];
	if (name === 'server') return [[every, 'every server']];
	if (name === 'account' && given[0] === '$SYS') return [[every, 'this account']];
	if (name === 'stream') return streams.map((stream) => [stream, 'stream']);
	const stream = given.findLast((token) => streams.includes(token));
	if (stream === undefined) return [];
	if (name === 'consumer') {
		const known = latest(state.consumerNames.entries.get(stream) ?? unknown) ?? [];
		return known.map((consumer) => [consumer, `consumer of ${stream}`]);
	}
	const entry = state.streams.entries.get(stream);
	const subjects = (entry && latest(entry.info)?.config.subjects) ?? [];
	return name === 'filter' || name === 'subject' ? subjects.map((subject) => [subject, `subject of ${stream}`]) : [];
}
