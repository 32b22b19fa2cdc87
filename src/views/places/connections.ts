import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { hasSystem } from '../../store/system/access.ts';
import { aboutConnections, connectionsResource } from '../../store/system/connections.ts';
import { statsResource } from '../../store/system/servers-resources.ts';
import { listId } from '../../store/view.ts';
import { serverSorts } from '../columns/connections.ts';
import { systemNotice } from '../servers/notice.ts';
import { neverFalls, none, nothing, type PlaceRow, type ViewAt } from './row.ts';

type Here = ViewAt<'connections'>;

/** The connections of a server, of an account, or of all servers; without the system account those of the own account. */
export const connectionsPlace: PlaceRow<Here> = {
	crumbs: (state, { server, account }) => {
		const name = account === undefined ? undefined : (state.servers.accounts.entries.get(account)?.name ?? account);
		return ['Connections', ...(server === undefined ? [] : [server]), ...(name === undefined ? [] : [name])];
	},
	about: aboutConnections,
	body: { kind: 'list', list: 'connections' },
	interests: (state, here) => {
		if (!hasSystem(state)) return state.system.own === undefined ? [] : [connectionsResource(state, here, 'pending')];
		// Who else is expected to reply.
		const servers = state.servers.entries.size === 0 ? [statsResource(state)] : [];
		return [...servers, connectionsResource(state, here, sortOf(state, here))];
	},
	sweep: 'none',
	scopes: ['connections'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
	notice: systemNotice,
};

/** Slow ones first, unless the list is sorted by what servers sort by. */
function sortOf(state: DeckState, here: Here): string {
	const { sort } = listState(state, listId('connections', aboutConnections(here)));
	return serverSorts[sort?.column ?? ''] ?? 'pending';
}
