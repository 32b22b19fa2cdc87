import { type KvBucket, kvBucketOf } from '../buckets/kv-bucket.ts';
import { readMessage } from '../messages/read-message.ts';
import type { MessageSource } from '../messages/source.ts';
import type { Answer } from '../problem.ts';
import type { Api } from '../request.ts';
import type { Features } from '../server-features.ts';
import type { StreamInfo } from '../wire.ts';

/** A bucket to read and write. */
export interface OpenBucket {
	readonly bucket: KvBucket;
	/** Its stream, to read from. */
	readonly source: MessageSource;
	/** The stream that takes its writes: its own, or that of its origin in the same account; undefined where that is elsewhere. */
	readonly target?: StreamInfo;
}

/** The same bucket, read where its writes are stored: a mirror lags. */
export function whereWritten(open: OpenBucket): OpenBucket {
	const { bucket, source, target } = open;
	if (target === undefined) return open;
	return { ...open, bucket: { ...bucket, stored: bucket.written }, source: { ...source, info: target } };
}

/** Mirrors of mirrors. */
const mostOrigins = 8;

/** Opens a bucket by its name; undefined if there is none of that name. */
export async function openBucket(
	api: Api,
	name: string,
	features: Features,
	signal?: AbortSignal,
): Promise<Answer<OpenBucket | undefined>> {
	const info = await api.request('stream.info', { stream: `KV_${name}` }, undefined, { ...(signal && { signal }) });
	// 10059: there is no such stream.
	if (!info.ok && info.problem.errCode === 10059) return { ok: true, value: undefined, at: info.at, ms: info.ms };
	return info.ok ? openStream(api, info.value, features, signal) : info;
}

/** The same for a stream that was just read. */
async function openStream(
	api: Api,
	info: StreamInfo,
	features: Features,
	signal?: AbortSignal,
): Promise<Answer<OpenBucket | undefined>> {
	const found = kvBucketOf(info.config);
	const source: MessageSource = { api, info, features, ...(signal && { signal }) };
	const opened = (value: OpenBucket | undefined): Answer<OpenBucket | undefined> => ({
		ok: true,
		value,
		at: Date.now(),
		ms: 0,
	});
	if (found === undefined) return opened(undefined);
	if (found.origin === undefined) return opened({ bucket: found, source, target: info });
	const bucket = await withStoredPrefix(found, source);
	if (bucket.origin?.api !== undefined) return opened({ bucket, source });
	const target = await originInfo(bucket, source);
	if (!target.ok) return target.problem.errCode === 10059 ? opened({ bucket, source }) : target;
	return opened({ bucket: { ...bucket, written: writtenIn(target.value, bucket) }, source, target: target.value });
}

/** A mirror of a mirror stores the subjects of the first one, which only its messages show. */
async function withStoredPrefix(bucket: KvBucket, source: MessageSource): Promise<KvBucket> {
	const { state } = source.info;
	if (state.messages === 0) return bucket;
	const first = await readMessage(source, { nextOf: '$KV.*.>', seq: state.first_seq });
	const [, stored] = /^(\$KV\.[^.]+\.)/.exec((first.ok && first.value?.subject) || '') ?? [];
	return stored === undefined ? bucket : { ...bucket, stored };
}

/** The stream at the end of a chain of mirrors. */
async function originInfo(bucket: KvBucket, { api, signal }: MessageSource): Promise<Answer<StreamInfo>> {
	let stream = bucket.config.mirror?.name ?? '';
	for (let looks = 0; ; looks += 1) {
		const answer = await api.request('stream.info', { stream }, undefined, { ...(signal && { signal }) });
		if (!answer.ok) return answer;
		const { mirror } = answer.value.config;
		if (mirror === undefined || mirror.external !== undefined || looks === mostOrigins) return answer;
		stream = mirror.name;
	}
}

const writtenIn = ({ config }: StreamInfo, bucket: KvBucket): string => kvBucketOf(config)?.written ?? bucket.written;
