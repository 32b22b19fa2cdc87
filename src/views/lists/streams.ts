import { latest, unknown } from '../../store/datum.ts';
import { streamColumns } from '../columns/streams.ts';
import { placesOf, placeWords } from '../peers.ts';
import { streamRow } from '../row.ts';
import { unreadStreams } from '../unread.ts';
import { listRow, nothingUnlisted } from './row.ts';

export const streamList = listRow({
	columns: streamColumns,
	defaultSort: { column: 'name', descending: false },
	datum: ({ streamNames }) => streamNames,
	waiting: 'Reading the streams…',
	ids: (state) => latest(state.streamNames) ?? [],
	sources: (state) => [state.streams],
	first: ({ watch }) => watch.wrong,
	sweep: 'streams',
	row: streamRow,
	stale: ({ stale }) => stale,
	acts: (stream) => ({ stream }),
	words: placeWords,
	filterable: (state, name) => {
		const entry = state.streams.entries.get(name);
		const info = entry && latest(entry.info);
		return { texts: [name], subjects: info && (info.config.subjects ?? []), words: placesOf(info) };
	},
	empty: () => [
		'No streams in this account yet.',
		'Press n to create one; :apply creates one from a file.',
		'Another account or domain may have some: :context switches the context, :demo opens a demo server.',
	],
	unlisted: nothingUnlisted,
	report: {
		columns: ['name', 'subjects', 'storage', 'retention', 'messages', 'bytes', 'consumers', 'last', 'health'],
		empty: 'No streams in this account.',
	},
	unread: unreadStreams,
	valued: ({ streamNames, streams }) =>
		(latest(streamNames) ?? []).filter((name) => latest(streams.entries.get(name)?.info ?? unknown) !== undefined)
			.length,
});
