import { accountResource } from '../../store/account-resource.ts';
import { latest } from '../../store/datum.ts';
import { mustList, refusedEndpoints } from '../../store/refused.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { streamListResource, streamResource } from '../../store/stream-resources.ts';
import { needsInfos, visibleRows } from '../rows.ts';
import { isLarge, namesOf, onePage, seldom, small } from './resources.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt } from './row.ts';

export const streamsPlace: PlaceRow<ViewAt<'streams'>> = {
	crumbs: () => ['Streams'],
	about: singleton,
	body: { kind: 'list', list: 'streams' },
	interests,
	// If INFO is refused, only LIST returns values.
	sweep: (state) => (isLarge(state) && (mustList(state) || needsInfos(state, 'streams')) ? 'streams' : undefined),
	scopes: ['streams'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'streams',
};

function interests(state: DeckState, _: unknown, height: number): readonly Resource[] {
	const names = latest(state.streamNames) ?? [];
	// The first stream must appear at once.
	if (names.length === 0) return [accountResource(1), namesOf(state, 1)];
	const everyValue = needsInfos(state, 'streams') && names.length <= onePage;
	const refused = refusedEndpoints(state).has('stream.list');
	if (!refused && (names.length <= small || (names.length <= onePage && (everyValue || mustList(state)))))
		return [streamListResource(names)];
	const visible = visibleRows(state, 'streams', height);
	if (!everyValue) return visible.map((name) => streamResource(name));
	const inView = new Set(visible);
	return names.map((name) => streamResource(name, inView.has(name) ? 1 : seldom.hiddenRows));
}
