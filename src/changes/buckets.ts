import { bucketOrStream } from '../jetstream/buckets/bucket.ts';
import { countObjects } from '../jetstream/buckets/count-objects.ts';
import { objectBucketOf } from '../jetstream/buckets/object-bucket.ts';
import { countPurge } from '../jetstream/loss/count-purge.ts';
import type { StreamConfig } from '../jetstream/wire.ts';
import type { PlanContext } from './configure.ts';
import { type Counted, planBucketDelete, planBucketPurge, planBucketSeal } from './plan/buckets.ts';
import type { Purged } from './plan/stream-purge.ts';
import type { Plan } from './proposal.ts';
import { readStreams } from './read-assets.ts';
import { doomedStreams } from './survey.ts';

/** Plans a change of buckets, by the names of their streams. */
export type BucketPlanner = (streams: readonly string[], around: PlanContext) => Promise<Plan>;

export const bucketsDelete: BucketPlanner = async (streams, around) => {
	const doomed = await doomedStreams(around.api, streams, around.state, around.signal);
	if ('refusal' in doomed) return doomed;
	const counted = doomed.infos.map((one) =>
		'info' in one ? countedIn(one.info.config, around) : { name: bucketOrStream(one.name) },
	);
	return planBucketDelete(doomed.infos, await Promise.all(counted));
};

export const bucketsPurge: BucketPlanner = async (streams, around) => {
	const { api, state, signal } = around;
	const read = await readStreams(api, streams, signal);
	if ('refusal' in read) return read;
	const purged: Purged[] = [];
	for (const info of read.infos)
		purged.push({ info, loss: await countPurge({ api, info, features: state.features, signal }, {}) });
	return planBucketPurge(purged, await Promise.all(read.infos.map(({ config }) => countedIn(config, around))));
};

export const storeSeal: BucketPlanner = async (streams, { api, signal }) => {
	const read = await readStreams(api, streams, signal);
	if ('refusal' in read) return read;
	const [info] = read.infos;
	return info === undefined
		? { refusal: `${streams.join()} no longer exists.` }
		: planBucketSeal(info, bucketOrStream(info.config.name));
};

async function countedIn(config: StreamConfig, { api, signal }: PlanContext): Promise<Counted> {
	const name = bucketOrStream(config.name);
	const store = objectBucketOf(config);
	const objects = store && (await countObjects(api, store, signal));
	return { name, ...(objects?.ok && { objects: objects.value }) };
}
