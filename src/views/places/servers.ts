import type { DeckState } from '../../store/state.ts';
import { hasSystem, systemVia } from '../../store/system/access.ts';
import {
	countsResource,
	grantedResource,
	healthResource,
	statsResource,
} from '../../store/system/servers-resources.ts';
import { metaNotice } from '../servers/meta-row.ts';
import { systemNotice } from '../servers/notice.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt } from './row.ts';

/** The peers of the meta group, in the words of its leader. */
export const metaPlace: PlaceRow<ViewAt<'meta'>> = {
	crumbs: () => ['Meta group'],
	about: singleton,
	body: { kind: 'list', list: 'meta' },
	interests: (state) => (hasSystem(state) ? [statsResource(state), countsResource(state)] : []),
	sweep: 'none',
	scopes: ['meta'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
	notice: metaNotice,
};

/** The servers: with the system account in full, otherwise what they tell anybody. */
export const serversPlace: PlaceRow<ViewAt<'servers'>> = {
	crumbs: () => ['Servers'],
	about: singleton,
	body: { kind: 'list', list: 'servers' },
	interests: (state: DeckState) => {
		if (hasSystem(state)) return [statsResource(state), healthResource(state), countsResource(state)];
		// Before it is known whose connection this is, nothing is worth asking; one that reconnects is waited for.
		const waits = state.system.own === undefined || systemVia(state) === 'beside';
		return waits ? [] : [grantedResource(state)];
	},
	sweep: 'none',
	scopes: ['servers'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
	notice: systemNotice,
};
