import { plural } from '../../format/integer.ts';
import { latest, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { bucketStreams, plainStreams } from '../buckets/row.ts';
import { streamColumns } from '../columns/streams.ts';
import { placesOf, placeWords } from '../peers.ts';
import { streamRow } from '../row.ts';
import { unreadStreams } from '../unread.ts';
import { listRow } from './row.ts';

export const streamList = listRow({
	columns: streamColumns,
	defaultSort: { column: 'name', descending: false },
	datum: ({ streamNames }) => streamNames,
	waiting: 'Reading the streams…',
	byName: 'To open a stream by its name: :stream NAME.',
	ids: shownStreams,
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
	empty: (state) =>
		hiddenBuckets(state) > 0
			? ['No streams besides those of buckets.', 'Press . to show those too; 8 shows the buckets.']
			: [
					'No streams in this account yet.',
					'Press n to create one; :apply creates one from a file.',
					'Another account or domain may have some: :context switches the context, :demo opens a demo server.',
				],
	unlisted: (state) => {
		const hidden = hiddenBuckets(state);
		return hidden === 0 ? {} : { rest: `${plural(hidden, 'bucket')} hidden; . shows ${hidden === 1 ? 'it' : 'them'}` };
	},
	report: {
		columns: ['name', 'subjects', 'storage', 'retention', 'messages', 'bytes', 'consumers', 'last', 'health'],
		empty: 'No streams in this account.',
	},
	unread: unreadStreams,
	valued: (state) =>
		shownStreams(state).filter((name) => latest(state.streams.entries.get(name)?.info ?? unknown) !== undefined).length,
});

/** Without buckets, if those are hidden. */
function shownStreams(state: DeckState): readonly string[] {
	return state.bucketStreams === 'hidden' ? plainStreams(state) : (latest(state.streamNames) ?? []);
}

/** How many streams are left out because they are buckets. */
const hiddenBuckets = (state: DeckState): number =>
	state.bucketStreams === 'hidden' ? bucketStreams(state).length : 0;
