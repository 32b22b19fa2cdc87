import { bucketKinds, bucketOrStream } from '../../jetstream/buckets/bucket.ts';
import { latest, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { bucketRow, bucketStreams } from '../buckets/row.ts';
import { bucketColumns } from '../columns/buckets.ts';
import { placesOf, placeWords } from '../peers.ts';
import { listRow, nothingUnlisted } from './row.ts';

export const bucketList = listRow({
	columns: bucketColumns,
	defaultSort: { column: 'name', descending: false },
	datum: ({ streamNames }) => streamNames,
	waiting: 'Reading the names of the streams…',
	byName: 'To open a bucket by its name: :keys NAME, or :stream OBJ_NAME and b for objects.',
	ids: bucketStreams,
	sources: ({ streams, objectCounts }) => [streams, objectCounts],
	first: ({ watch }) => watch.wrong,
	sweep: 'streams',
	row: bucketRow,
	stale: ({ stale }) => stale,
	acts: (stream) => ({ stream }),
	overview: (stream) => ({ kind: 'bucket', stream }),
	words: { kind: { values: () => Object.keys(bucketKinds), named: true }, ...placeWords },
	filterable: (state, stream) => {
		const entry = state.streams.entries.get(stream);
		const info = entry && latest(entry.info);
		const { kind, bucket } = bucketOrStream(stream);
		return {
			texts: [bucket, ...(info?.config.description === undefined ? [] : [info.config.description])],
			subjects: info && (info.config.subjects ?? []),
			words: placesOf(info),
			named: { kind: [kind] },
		};
	},
	empty: noBuckets,
	unlisted: nothingUnlisted,
	report: {
		columns: ['name', 'kind', 'content', 'bytes', 'limit', 'history', 'ttl', 'last', 'health'],
		empty: 'No buckets in this account.',
	},
	unread: (state) =>
		bucketStreams(state).filter((name) => state.streams.entries.get(name)?.info.phase === 'failed').length,
	valued: (state) =>
		bucketStreams(state).filter((name) => latest(state.streams.entries.get(name)?.info ?? unknown) !== undefined)
			.length,
});

function noBuckets({ features }: DeckState): readonly string[] {
	if (features.dialect === 'preview')
		return [
			'No buckets: they came after the technical preview of 2020.',
			'The streams of this server are all there is; press 2.',
		];
	return [
		'No key-value buckets or object stores in this account yet.',
		'Press n to create one.',
		'Another account or domain may have some: :context switches the context.',
	];
}
