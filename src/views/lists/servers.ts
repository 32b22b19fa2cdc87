import { count } from '../../format/integer.ts';
import { systemVia } from '../../store/system/access.ts';
import { serverColumns } from '../columns/servers.ts';
import { firstServers, type ServerRow, serverRow } from '../servers/row.ts';
import { listRow, noneUnread } from './row.ts';

export const serverList = listRow<ServerRow>({
	columns: serverColumns,
	defaultSort: { column: 'name', descending: false },
	datum: ({ servers }) => servers.gathered,
	waiting: 'Reading the servers…',
	ids: ({ servers }) => [...servers.entries.keys()],
	sources: ({ servers }) => [servers],
	first: firstServers,
	whole: true,
	row: serverRow,
	stale: ({ stale }) => stale,
	acts: (server) => ({ server }),
	filterable: (state, name) => {
		const { server, state: verdict } = serverRow(state, name);
		const { version = '', cluster = '', domain = '', tags = [] } = server ?? {};
		return {
			texts: [name, verdict.short, verdict.long ?? '', version, cluster, domain, ...tags],
			words: { server: name, version, cluster, domain },
		};
	},
	empty: () => ['No server replied.'],
	unlisted: ({ servers, system }) => {
		const beside = systemVia({ system }) === 'beside' ? system.beside : undefined;
		const missing = [...servers.entries.values()].filter(({ missingSince }) => missingSince !== undefined);
		const said = [
			...(missing.length === 0 ? [] : [`${count(missing.length)} without an answer`]),
			...(beside !== undefined ? [`through ${beside.target.context?.name ?? beside.target.label}`] : []),
		];
		return said.length === 0 ? {} : { rest: said.join(', ') };
	},
	report: 'not printed',
	unread: noneUnread,
});
