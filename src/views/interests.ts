import { accountResource } from '../store/account-resource.ts';
import { latest } from '../store/datum.ts';
import { currentView } from '../store/nav.ts';
import type { Resource } from '../store/resource.ts';
import type { Sight } from '../store/sight.ts';
import type { DeckState, Sweep } from '../store/state.ts';
import { areFirstNames } from '../store/stream-resources.ts';
import { rowsAre } from '../store/view.ts';
import { listHeight } from './layout.ts';
import { namesOf, seldom, streamNamesEvery } from './places/resources.ts';
import { none } from './places/row.ts';
import { currentList, placeOf } from './places.ts';
import { visibleIds } from './visible.ts';
import { judgeKnown } from './watch/judge-known.ts';
import { watchResource } from './watch/resource.ts';

/** What the deck must request to keep the view fresh. */
export function interestsOf(state: DeckState): readonly Resource[] {
	const view = currentView(state);
	const looked = placeOf(view).interests(state, view, listHeight(state));
	// The system account has no JetStream: the rest would only be refused.
	if (state.system.own === true && looked.length > 0) return looked;
	return [
		...watched(state),
		...always(state, looked.length === 0 ? 1 : seldom.account).filter(
			({ key }) => !looked.some((each) => each.key === key),
		),
		...looked,
	];
}

/** If nothing else is requested, the account request shows that the server responds. */
function always(state: DeckState, accountEvery: number): readonly Resource[] {
	const account = accountResource(accountEvery);
	return areRowsNext(state) ? [account] : [account, namesOf(state, streamNamesEvery(state))];
}

/** The rows in view come before the rest of a long list of names. */
function areRowsNext(state: DeckState): boolean {
	return areFirstNames(state) && state.streams.entries.size === 0 && rowsAre(currentList(state)) === 'stream';
}

/** Every screen shows what is wrong in the account; the watch starts after the view has its data. */
function watched(state: DeckState): readonly Resource[] {
	const view = currentView(state);
	const list = currentList(state);
	const rows = visibleIds(state);
	if (rowsAre(list) === 'stream')
		return state.streams.entries.size === 0 ? [] : [watchResource(state, rows, rows.length)];
	if (!latest(state.streamNames)?.length) return [];
	return [watchResource(state, 'stream' in view ? [view.stream] : [], rows.length)];
}

/** The sweep that the view needs, if any. */
export function sweepNeeded(state: DeckState): Sweep['kind'] | undefined {
	const { sweep } = placeOf(currentView(state));
	if (typeof sweep === 'function') return sweep(state);
	return sweep === 'none' ? undefined : sweep;
}

function outdated(state: DeckState): Partial<DeckState> {
	const view = currentView(state);
	return { watch: { ...state.watch, askedAt: Date.now() }, ...placeOf(view).outdated?.(state, view) };
}

/** Of a deck with a screen. */
export const inView: Sight = {
	interestsOf,
	sweepNeeded,
	visibleIds,
	listensToAll: (state) => placeOf(currentView(state)).listensToAll === true,
	watchedFields: [
		'views',
		'forms',
		'lists',
		'overlay',
		'messages',
		'keys',
		'keyValues',
		'deletedShown',
		'objects',
		'keysStopped',
		'size',
		'streamNames',
		'bucketStreams',
		'consumerNames',
		'swept',
		'denied',
		'system',
	],
	settle: judgeKnown,
	outdated,
};

/** Of a deck without a screen, which only sends requests. */
export const noSight: Sight = {
	interestsOf: (state) => always(state, 1),
	sweepNeeded: () => undefined,
	visibleIds: none,
	listensToAll: () => false,
	watchedFields: ['streamNames', 'denied'],
	settle: () => ({}),
	outdated: () => ({}),
};
