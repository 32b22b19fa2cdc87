import { count, plural } from '../../format/integer.ts';
import type { DeckState } from '../../store/state.ts';
import { hasSystem } from '../../store/system/access.ts';
import { type Connection, type Connections, mostOfServer, noConnections } from '../../store/system/connections.ts';
import { rowsEvery } from '../../store/system/gathered-resource.ts';
import { connectionColumns } from '../columns/connections.ts';
import { paceInWords } from '../servers/pace.ts';
import { listRow, noneUnread, type Unlisted } from './row.ts';

/** Those of the list, if they are the ones that were read last. */
function connectionsIn({ servers }: DeckState, about: string): Connections {
	return servers.connections.about === about ? servers.connections : noConnections(about);
}

export const connectionList = listRow<Connection>({
	columns: connectionColumns,
	defaultSort: { column: 'pending', descending: true },
	datum: (state, about) => connectionsIn(state, about).gathered,
	waiting: 'Reading the connections…',
	ids: (state, about) => [...connectionsIn(state, about).entries.keys()],
	sources: (state, about) => [connectionsIn(state, about).entries],
	whole: true,
	row: (state, key, about) => {
		const connection = connectionsIn(state, about).entries.get(key);
		if (connection === undefined) throw new Error(`no connection ${key}`);
		return connection;
	},
	acts: (connection) => ({ connection }),
	filterable: (state, key, about) => {
		const { name, account, user, address, library, server } = connectionsIn(state, about).entries.get(key) ?? {};
		return {
			texts: [name, account, user, address, library, server].map((each) => each ?? ''),
			words: { server, account, user },
		};
	},
	empty: (state) =>
		hasSystem(state)
			? ['No client is connected there.']
			: ['No connection of this account was returned.', ':system connects to the system account, which sees all.'],
	unlisted,
	report: 'not printed',
	unread: noneUnread,
});

function unlisted(state: DeckState, about: string): Unlisted {
	const { entries, total, missing } = connectionsIn(state, about);
	const rest = [
		...paceInWords(state, rowsEvery(state, entries.size)),
		...(total > entries.size ? [`the first ${count(mostOfServer)} of each server by this order`] : []),
		...(missing.length === 0 ? [] : [`${plural(missing.length, 'server')} without an answer: ${missing.join(', ')}`]),
	].join(' · ');
	return { ...(total > entries.size && { amount: ` of ${count(total)}` }), ...(rest !== '' && { rest }) };
}
