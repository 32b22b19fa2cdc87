import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import { accountResource } from '../../store/account-resource.ts';
import { latest } from '../../store/datum.ts';
import { mustList } from '../../store/refused.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { streamListResource, streamResource } from '../../store/stream-resources.ts';
import { objectCounts } from '../buckets/count-resource.ts';
import { bucketStreams } from '../buckets/row.ts';
import { streamDatum } from '../datums.ts';
import { bucketLines } from '../detail/bucket.ts';
import { needsInfos, visibleRows } from '../rows.ts';
import { isLarge, namesOf, ofStream, onePage, seldom } from './resources.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt } from './row.ts';

export const bucketsPlace: PlaceRow<ViewAt<'buckets'>> = {
	crumbs: () => ['Buckets'],
	about: singleton,
	body: { kind: 'list', list: 'buckets' },
	interests,
	sweep: (state) => (isLarge(state) && (mustList(state) || isLong(state)) ? 'streams' : undefined),
	scopes: ['buckets'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'buckets',
};

/** So many buckets that a value of all of them costs less in a sweep. */
const isLong = (state: DeckState): boolean => bucketStreams(state).length > onePage && needsInfos(state, 'buckets');

/** Few of many streams are buckets: only they are asked for. LIST by subject would leave out mirrors. */
function interests(state: DeckState, _: unknown, height: number): readonly Resource[] {
	const names = latest(state.streamNames) ?? [];
	if (names.length === 0) return [accountResource(1), namesOf(state, 1)];
	const buckets = bucketStreams(state);
	if (buckets.length === 0) return [];
	if (mustList(state)) return isLarge(state) ? [] : [streamListResource(names)];
	const visible = visibleRows(state, 'buckets', height);
	const inView = new Set(visible);
	const asked = needsInfos(state, 'buckets') && buckets.length <= onePage ? buckets : visible;
	return [
		...asked.map((name) => streamResource(name, inView.has(name) ? 1 : seldom.hiddenRows)),
		...objectCounts(state, asked),
	];
}

export const bucketPlace: PlaceRow<ViewAt<'bucket'>> = {
	crumbs: (_, { stream }) => ['Buckets', bucketNameOf(stream), 'overview'],
	about: ({ stream }) => stream,
	body: {
		kind: 'text',
		datum: (state, { stream }) => streamDatum(state, stream),
		waiting: 'Reading…',
		lines: bucketLines,
		inputs: ({ streams, watch, events, objectCounts: counts }, { stream }) => [
			streams.entries.get(stream),
			counts.entries.get(stream),
			watch.streams.entries.get(stream),
			events.recent.get(stream),
		],
	},
	interests: (state, { stream }) => [...ofStream(state, stream), ...objectCounts(state, [stream])],
	sweep: (state) => (isLarge(state) && mustList(state) ? 'streams' : undefined),
	scopes: ['bucket'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream }) => ({ stream }),
	panes: none,
	report: 'not printed',
};
