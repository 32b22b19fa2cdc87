import { consumerListResource, consumerResource } from '../../store/consumer-resources.ts';
import { type Datum, latest, unknown } from '../../store/datum.ts';
import { mustList, refusedEndpoints } from '../../store/refused.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState, Table } from '../../store/state.ts';
import {
	streamListResource,
	streamNamesByListResource,
	streamNamesResource,
	streamResource,
} from '../../store/stream-resources.ts';
import { type ConsumerKey, splitConsumerKey } from '../../store/view.ts';

/** Up to here one LIST request is cheaper than an INFO for each row, and lets every row be fresh. */
export const small = 64;
/** Up to here a LIST is one page: cheap enough for each poll while the order needs every value. */
export const onePage = 256;

/** Polls between two looks. */
export const seldom = {
	account: 5,
	names: 15,
	namesWithoutAdvisories: 5,
	subjects: 5,
	/** For each page: a server counts all of them for every page that it is asked for. */
	subjectsPage: 15,
	/** Of many subjects: at least so many times as long as the reading took. */
	timesItsCost: 20,
	largeList: 5,
	hiddenRows: 5,
} as const;

/** Polls between two looks at a list of names. A preview server tells of every request, our polls among them: nobody listens. */
export function namesEvery({ advisories, features }: DeckState): number {
	return advisories && features.dialect === 'current' ? seldom.names : seldom.namesWithoutAdvisories;
}

export function namesOf(state: DeckState, every: number): Resource {
	const byList = refusedEndpoints(state).has('stream.names');
	return byList ? streamNamesByListResource(every) : streamNamesResource(every);
}

/** Whether the account has more streams than one LIST tells. */
export function isLarge({ streamNames }: DeckState): boolean {
	return (latest(streamNames)?.length ?? 0) > onePage;
}

/** What is not known (any more) is asked for with each poll until it is. */
export function pace<T>({ entries }: Table<string, Datum<T>>, stream: string, every: number): number {
	return latest(entries.get(stream) ?? unknown) === undefined ? 1 : every;
}

export function ofStream(state: DeckState, stream: string): readonly Resource[] {
	const list = mustList(state) && !isLarge(state) ? [streamListResource(latest(state.streamNames) ?? [])] : [];
	return [streamResource(stream), ...list];
}

/** @param absence what to do about one that does not exist: show that, or remove its row */
export function ofConsumer(state: DeckState, key: ConsumerKey, absence: 'shown' | 'leaves'): readonly Resource[] {
	const { stream } = splitConsumerKey(key);
	const refused = refusedEndpoints(state);
	const list = refused.has('consumer.info') && !refused.has('consumer.list') ? [consumerListResource(stream, 1)] : [];
	return [consumerResource(key, absence), ...list, ...ofStream(state, stream)];
}
