import { metaColumns } from '../columns/meta.ts';
import { type MetaRow, metaIds, metaRow } from '../servers/meta-row.ts';
import { listRow, noneUnread, nothingUnlisted } from './row.ts';

export const metaList = listRow<MetaRow>({
	columns: metaColumns,
	defaultSort: { column: 'name', descending: false },
	datum: ({ servers }) => servers.gathered,
	waiting: 'Reading the meta group…',
	ids: metaIds,
	sources: ({ servers }) => [servers],
	first: (state) =>
		new Map(metaIds(state).flatMap((name) => (metaRow(state, name).state.severity === 'critical' ? [[name, 1]] : []))),
	whole: true,
	row: metaRow,
	acts: (server) => ({ server }),
	filterable: (state, name) => {
		const { state: verdict, id = '' } = metaRow(state, name);
		return { texts: [name, verdict.short, id], words: { server: name } };
	},
	empty: () => ['No meta group.', 'JetStream runs in no cluster here, or on none of the servers that replied.'],
	unlisted: nothingUnlisted,
	report: 'not printed',
	unread: noneUnread,
});
