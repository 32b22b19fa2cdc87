import { latest } from './datum.ts';
import { currentList, currentView } from './nav.ts';
import type { Resource } from './resource.ts';
import {
	accountResource,
	consumerListResource,
	consumerNamesResource,
	consumerResource,
	streamListResource,
	streamNamesResource,
	streamResource,
	subjectsResource,
} from './resources.ts';
import { needsInfos, visibleIds } from './show/rows.ts';
import type { DeckState, Sweep } from './state.ts';
import type { View } from './view.ts';

/** Up to here one LIST request is cheaper than an INFO for each row, and lets every row be fresh. */
const small = 64;
/** Up to here a LIST is one page: cheap enough for each poll while the order needs every value. */
const onePage = 256;

const seldom = { account: 5, names: 15, namesWithoutAdvisories: 5, largeList: 5 } as const;

/** What the person looks at, as what has to be asked for to keep it fresh. */
export function interestsOf(state: DeckState): readonly Resource[] {
	const view = currentView(state);
	return [accountResource(view.kind === 'account' ? 1 : seldom.account), namesOf(state), ...ofView(state, view)];
}

/** Which walk over everything the view needs, if any. */
export function sweepNeeded(state: DeckState): Sweep['kind'] | undefined {
	const view = currentView(state);
	if (view.kind === 'lag' || (view.kind === 'consumers' && view.stream === undefined)) return 'consumers';
	const names = latest(state.streamNames)?.length ?? 0;
	return view.kind === 'streams' && names > onePage && needsInfos(state, 'streams') ? 'streams' : undefined;
}

function namesOf(state: DeckState): Resource {
	const refused = [...state.denied.values()].some(({ endpoint }) => endpoint === 'stream.names');
	return streamNamesResource(state.advisories ? seldom.names : seldom.namesWithoutAdvisories, refused);
}

function ofView(state: DeckState, view: View): readonly Resource[] {
	switch (view.kind) {
		case 'account':
			return [];
		case 'streams':
			return ofStreams(state);
		case 'stream':
			return [streamResource(view.stream), ...ofPane(state, view)];
		case 'consumers':
			return view.stream === undefined ? visibleIds(state).map(consumerResource) : ofConsumers(state, view.stream);
		case 'consumer':
			return [consumerResource(`${view.stream}\0${view.consumer}`), streamResource(view.stream)];
		case 'lag':
			return visibleIds(state).map(consumerResource);
		default:
			return view satisfies never;
	}
}

function ofPane(state: DeckState, view: Extract<View, { kind: 'stream' }>): readonly Resource[] {
	if (view.pane === 'consumers') return ofConsumers(state, view.stream);
	return view.pane === 'subjects' ? [subjectsResource(view.stream)] : [];
}

function ofStreams(state: DeckState): readonly Resource[] {
	const names = latest(state.streamNames)?.length ?? 0;
	if (names === 0) return [];
	const refused = [...state.denied.values()].some(({ endpoint }) => endpoint === 'stream.list');
	if (!refused && (names <= small || (names <= onePage && needsInfos(state, 'streams')))) return [streamListResource()];
	return visibleIds(state).map(streamResource);
}

function ofConsumers(state: DeckState, stream: string): readonly Resource[] {
	const datum = state.consumerNames.entries.get(stream);
	const names = (datum && latest(datum)?.length) ?? 0;
	const list = consumerNamesResource(stream, state.advisories ? seldom.names : seldom.namesWithoutAdvisories);
	const refused = [...state.denied.values()].some(({ endpoint }) => endpoint === 'consumer.list');
	if (names > 0 && names <= small && !refused) return [list, consumerListResource(stream, 1)];
	const rows = visibleIds(state).map(consumerResource);
	const every =
		needsInfos(state, currentList(state)) && !refused ? [consumerListResource(stream, seldom.largeList)] : [];
	return [list, ...every, ...rows];
}
