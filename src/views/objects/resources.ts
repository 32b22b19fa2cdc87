import { contentOf } from '../../changes/objects/plan-get.ts';
import { bytes } from '../../format/bytes.ts';
import { plus } from '../../format/exact.ts';
import { objectBucketOf } from '../../jetstream/buckets/object-bucket.ts';
import { markOf } from '../../jetstream/kv/key-names.ts';
import { entryOfStored } from '../../jetstream/messages/stored-entry.ts';
import { checkBucket } from '../../jetstream/objects/check-bucket.ts';
import { listChunks, listTokens } from '../../jetstream/objects/list-objects.ts';
import { type ObjectLink, objectOf, type StoredObject } from '../../jetstream/objects/meta.ts';
import { readObjects } from '../../jetstream/objects/read-objects.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import { allMetas } from '../../jetstream/objects/subjects.ts';
import { type Answer, failed, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import { putDatum } from '../../store/entries.ts';
import { learnStreams } from '../../store/learn.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { writeTable } from '../../store/table.ts';
import { objectsOf } from './known.ts';
import type { ObjectRow } from './row.ts';
import type { BucketObjects } from './slice.ts';

/** Most objects that the deck keeps of one bucket: nobody looks through more. */
const mostObjects = 10_000;
/** After more changes since the last look, all metas are read again. */
const mostSteps = 40;
const once = 1_000_000;

async function open(api: Api, state: DeckState, stream: string, signal: AbortSignal): Promise<Answer<ObjectSource>> {
	const answer = await api.request('stream.info', { stream }, undefined, { signal });
	if (!answer.ok) return answer;
	const bucket = objectBucketOf(answer.value.config);
	return bucket === undefined
		? failed(noStore(stream), answer.ms)
		: { ...answer, value: { api, bucket, info: answer.value, features: state.features, signal } };
}

const noStore = (stream: string): Problem => ({
	kind: 'bad-input',
	subject: '',
	message: `Stream ${stream} is no object store.`,
	advice: 'Press esc to go back.',
});

/** The objects of a bucket: with each poll one STREAM.INFO, and only if anything changed the names, and the metas that are new. */
export function objectsResource(state: DeckState, stream: string): Resource {
	const known = objectsOf(state, stream);
	return {
		key: `objects-of:${stream}`,
		every: 1,
		fetch: async (api, { signal }) => {
			const opened = await open(api, state, stream, signal);
			const answer: Answer<BucketObjects> = opened.ok ? await readBucket(opened.value, known) : opened;
			return {
				ok: answer.ok,
				patch: (now) => ({
					...(opened.ok && learnStreams(now, (put) => put(stream, { ...opened, value: opened.value.info }))),
					objects: writeTable(now.objects, (entries) => putDatum(entries, stream, answer)),
				}),
			};
		},
	};
}

async function readBucket(source: ObjectSource, known: BucketObjects | undefined): Promise<Answer<BucketObjects>> {
	const { info } = source;
	const mark = markOf(info);
	const at = Date.now();
	if (known !== undefined && known.mark === mark && known.unread === 0) return { ok: true, value: known, at, ms: 0 };
	const [tokens, chunks] = await Promise.all([listTokens(source), listChunks(source)]);
	if (!tokens.ok) return tokens;
	const names = [...tokens.value.counts.keys()].slice(0, mostObjects);
	const changed = known && (await changedSince(source, known));
	const kept = new Map<string, StoredObject>([
		...(changed === undefined ? [] : (known?.objects ?? [])),
		...(changed ?? []),
	]);
	const missing = names.filter((token) => !kept.has(token));
	const { objects, problem } = await readObjects(source, missing);
	const all = names.flatMap((token) => objects.get(token) ?? kept.get(token) ?? []);
	if (all.length === 0 && problem !== undefined) return failed(problem, 0);
	const there = chunks.ok && chunks.value.counts.size >= chunks.value.total ? chunks.value.counts : undefined;
	const rows = all.map((object): readonly [string, ObjectRow] => [
		object.token,
		{ ...object, there: there && (there.get(object.meta?.nuid ?? '') ?? 0) },
	]);
	const value = { objects: new Map(rows), total: tokens.value.total, unread: names.length - all.length, mark };
	return { ok: true, value: { ...value, upTo: info.state.last_seq }, at, ms: 0 };
}

/** The metas that were stored since the last look; undefined if they are too many, or nobody can tell. */
async function changedSince(
	{ api, bucket, signal }: ObjectSource,
	{ upTo }: BucketObjects,
): Promise<ReadonlyMap<string, StoredObject> | undefined> {
	const changed = new Map<string, StoredObject>();
	let seq = plus(upTo, 1);
	for (let steps = 0; steps < mostSteps; steps += 1) {
		const body = { seq, next_by_subj: allMetas(bucket) };
		const answer = await api.request('stream.msg.get', { stream: bucket.stream }, body, signal && { signal });
		// 10037: no message found.
		if (!answer.ok) return answer.problem.errCode === 10037 ? changed : undefined;
		const object = objectOf(entryOfStored(answer.value.message), bucket);
		changed.set(object.token, object);
		seq = plus(object.seq, 1);
	}
	return undefined;
}

/** What is wrong in a bucket: read once, and again when somebody asks for it. */
export function checkResource(state: DeckState, stream: string): Resource {
	return {
		key: `object-check:${stream}`,
		every: state.bucketChecks.entries.has(stream) ? once : 1,
		fetch: async (api, { signal }) => {
			const opened = await open(api, state, stream, signal);
			const answer = opened.ok ? await checkBucket(opened.value) : opened;
			return {
				ok: answer.ok,
				patch: ({ bucketChecks }) => ({
					bucketChecks: writeTable(bucketChecks, (entries) => putDatum(entries, stream, answer)),
				}),
			};
		},
	};
}

export const linkKey = ({ bucket, name = '' }: ObjectLink): string => `${bucket}\0${name}`;

const everyTarget = 5;

/** Whether the target of a link is there. */
export function targetResource({ features }: DeckState, link: ObjectLink): Resource {
	return {
		key: `link-target:${linkKey(link)}`,
		every: everyTarget,
		fetch: async (api, { signal }) => {
			const said = await targetInWords(api, { features, signal }, link);
			return {
				ok: true,
				patch: ({ linkTargets }) => ({ linkTargets: new Map([...linkTargets, [linkKey(link), said]]) }),
			};
		},
	};
}

async function targetInWords(
	api: Api,
	around: Pick<ObjectSource, 'features'> & { readonly signal: AbortSignal },
	{ bucket, name }: ObjectLink,
): Promise<string> {
	if (name === undefined) {
		const answer = await api.request('stream.info', { stream: `OBJ_${bucket}` }, undefined, { signal: around.signal });
		return answer.ok ? 'exists' : answer.problem.message;
	}
	const content = await contentOf({ bucket, name }, { api, ...around });
	return 'refusal' in content ? content.refusal : `exists, ${bytes(content.object.meta.size)}`;
}
