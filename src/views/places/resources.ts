import { consumerListResource, consumerResource } from '../../store/consumer-resources.ts';
import { type Datum, lastKnown, latest, unknown } from '../../store/datum.ts';
import { mustList, refusedEndpoints } from '../../store/refused.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState, Table } from '../../store/state.ts';
import {
	firstNamesResource,
	streamListResource,
	streamNamesByListResource,
	streamNamesResource,
	streamResource,
} from '../../store/stream-resources.ts';
import { type ConsumerKey, splitConsumerKey } from '../../store/view.ts';

/** Up to this many rows one LIST request is cheaper than an INFO for each row, and refreshes every row. */
export const small = 64;
/** Up to this many a LIST is one page: cheap enough for each poll while the order needs every value. */
export const onePage = 256;

/** Polls between two reads. */
export const seldom = {
	account: 5,
	names: 15,
	namesWithoutAdvisories: 5,
	subjects: 5,
	/** For each page: a server counts all subjects for every page requested. */
	subjectsPage: 15,
	/** With many subjects, wait this many times as long as reading took. */
	timesItsCost: 20,
	largeList: 5,
	hiddenRows: 5,
} as const;

/**
 * Polls between two reads of a list of names. A preview server sends an advisory for every request, jetdeck's polls too: so the
 * deck does not listen there.
 */
export function namesEvery({ advisories, features }: DeckState): number {
	return advisories && features.dialect === 'current' ? seldom.names : seldom.namesWithoutAdvisories;
}

/** Names that a page has. */
const namesAPage = 1024;

/**
 * For each page a server sorts all names: while the account counts as many streams as there are names, a longer list is read more
 * seldom.
 */
export function streamNamesEvery(state: DeckState): number {
	const every = namesEvery(state);
	const many = latest(state.streamNames)?.length ?? 0;
	const agrees = every === seldom.names && latest(state.account)?.streams === many;
	return agrees ? every * Math.max(1, Math.ceil(many / namesAPage)) : every;
}

export function namesOf(state: DeckState, every: number): Resource {
	const byList = refusedEndpoints(state).has('stream.names');
	if (byList) return streamNamesByListResource(every);
	return lastKnown(state.streamNames) === undefined ? firstNamesResource(every) : streamNamesResource(every);
}

/** Whether the account has more streams than one LIST returns. */
export function isLarge({ streamNames }: DeckState): boolean {
	return (latest(streamNames)?.length ?? 0) > onePage;
}

/** Unknown data is requested with each poll until it is known. */
export function pace<T>({ entries }: Table<string, Datum<T>>, stream: string, every: number): number {
	return latest(entries.get(stream) ?? unknown) === undefined ? 1 : every;
}

export function ofStream(state: DeckState, stream: string): readonly Resource[] {
	const list = mustList(state) && !isLarge(state) ? [streamListResource(latest(state.streamNames) ?? [])] : [];
	return [streamResource(stream), ...list];
}

/** @param absence what to do if it does not exist: show that, or remove its row */
export function ofConsumer(state: DeckState, key: ConsumerKey, absence: 'shown' | 'leaves'): readonly Resource[] {
	const { stream } = splitConsumerKey(key);
	const refused = refusedEndpoints(state);
	const list = refused.has('consumer.info') && !refused.has('consumer.list') ? [consumerListResource(stream, 1)] : [];
	return [consumerResource(key, absence), ...list, ...ofStream(state, stream)];
}
