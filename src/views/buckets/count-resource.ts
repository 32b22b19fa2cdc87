import { bucketOf } from '../../jetstream/buckets/bucket.ts';
import { countObjects } from '../../jetstream/buckets/count-objects.ts';
import type { ObjectBucket } from '../../jetstream/buckets/object-bucket.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { latest, unknown } from '../../store/datum.ts';
import { mapAnswer, putDatum } from '../../store/entries.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { writeTable } from '../../store/table.ts';
import { seldom } from '../places/resources.ts';
import type { ObjectCount } from './slice.ts';

/** Counts the objects of a store, of which its info says nothing; asked again only after something changed. */
export function objectCounts(state: DeckState, streams: readonly string[]): readonly Resource[] {
	return streams.flatMap((stream) => {
		const info = latest(state.streams.entries.get(stream)?.info ?? unknown);
		const bucket = info && bucketOf(info.config);
		if (info === undefined || bucket?.kind !== 'objects') return [];
		const known = latest(state.objectCounts.entries.get(stream) ?? unknown);
		const now = versionOf(info);
		if (known?.of === now.of && known.created === now.created) return [];
		return [countResource(bucket, now, known?.created === now.created ? seldom.subjects : 1)];
	});
}

type Version = Omit<ObjectCount, 'objects'>;

const versionOf = ({ created, state }: StreamInfo): Version => ({
	created,
	of: `${state.last_seq} ${state.messages}`,
});

function countResource(bucket: ObjectBucket, version: Version, every: number): Resource {
	const { stream } = bucket;
	return {
		key: `objects:${stream}`,
		every,
		fetch: async (api, { signal }) => {
			const answer = mapAnswer(await countObjects(api, bucket, signal), (objects) => ({ objects, ...version }));
			return {
				ok: answer.ok,
				patch: (state) => ({
					objectCounts: writeTable(state.objectCounts, (entries) => putDatum(entries, stream, answer)),
				}),
			};
		},
	};
}
