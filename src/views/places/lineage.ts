import { latest, unknown } from '../../store/datum.ts';
import { mustList } from '../../store/refused.ts';
import type { DeckState } from '../../store/state.ts';
import { streamListResource } from '../../store/stream-resources.ts';
import { nodeKey } from '../lineage/graph.ts';
import { lineageOf } from '../lineage/lineage.ts';
import { originResource } from '../lineage/origin-resource.ts';
import { isDomain } from '../lineage/unaskable.ts';
import { isLarge, seldom, small } from './resources.ts';
import { neverFalls, none, type PlaceRow, type ViewAt } from './row.ts';

/** Behind the prefix of an import may be anything, so it is asked seldom. */
const onceInPolls = 150;
/** Most origins elsewhere that are asked for. */
const mostAsked = 64;

/** Origins, and what copies them. */
export const lineagePlace: PlaceRow<ViewAt<'lineage'>> = {
	crumbs: (_, { stream }) => (stream === undefined ? ['Lineage'] : ['Streams', stream, 'lineage']),
	about: ({ stream = '' }) => stream,
	body: { kind: 'list', list: 'lineage' },
	interests: (state, { stream = '' }) => [...streamsOf(state), ...originsOf(state, stream)],
	sweep: (state) => (isLarge(state) || mustList(state) ? 'streams' : undefined),
	scopes: ['lineage'],
	fallsWith: neverFalls,
	acts: (_, { stream }) => (stream === undefined ? {} : { stream }),
	panes: none,
	report: 'not printed',
};

function streamsOf(state: DeckState) {
	const names = latest(state.streamNames) ?? [];
	if (isLarge(state) || names.length === 0) return [];
	return [{ ...streamListResource(names), every: names.length <= small ? 1 : seldom.largeList }];
}

/** Whether a stream here would store the question is known only once all were read. */
function originsOf(state: DeckState, stream: string) {
	const names = latest(state.streamNames) ?? [];
	if (names.some((name) => !state.streams.entries.has(name))) return [];
	const { elsewhere, unasked } = lineageOf(state, stream);
	const askable = elsewhere.filter((node) => !unasked.has(nodeKey(node)));
	return askable.slice(0, mostAsked).map((node) => {
		const isKnown = (state.origins.entries.get(nodeKey(node)) ?? unknown).phase !== 'unknown';
		return originResource(node, !isKnown ? 1 : isDomain(node.prefix) ? seldom.subjects : onceInPolls);
	});
}
