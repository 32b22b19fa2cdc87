import { bucketKinds } from '../buckets/bucket.ts';
import { type KvBucket, kvBucketOf } from '../buckets/kv-bucket.ts';
import { mirrored, originOf } from '../buckets/origin.ts';
import { readMessage } from '../messages/read-message.ts';
import type { MessageSource } from '../messages/source.ts';
import { type Answer, failed, type Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { Features } from '../server-features.ts';
import type { StreamConfig, StreamInfo } from '../wire.ts';

/** A bucket to read and write. */
export interface OpenKvBucket {
	readonly bucket: KvBucket;
	/** Its stream, to read from. */
	readonly source: MessageSource;
	/** The stream that takes its writes: its own, or that of its origin in the same account; undefined where that is elsewhere. */
	readonly target?: StreamInfo;
}

/** The same bucket, read where its writes are stored: a mirror lags. */
export function whereWritten(open: OpenKvBucket): OpenKvBucket {
	const { bucket, source, target } = open;
	if (target === undefined) return open;
	return { ...open, bucket: { ...bucket, stored: bucket.written }, source: { ...source, info: target } };
}

/** Mirrors of mirrors. */
const mostMirrors = 8;

/** Opens a bucket by its name; undefined if there is none of that name. */
export const openKvBucket = (
	api: Api,
	name: string,
	features: Features,
	signal?: AbortSignal,
): Promise<Answer<OpenKvBucket | undefined>> => openKvStream(api, `${bucketKinds.kv.start}${name}`, features, signal);

/** Opens the bucket that a stream is; undefined if it is none. */
export async function openKvStream(
	api: Api,
	stream: string,
	features: Features,
	signal?: AbortSignal,
): Promise<Answer<OpenKvBucket | undefined>> {
	const info = await api.request('stream.info', { stream }, undefined, { ...(signal && { signal }) });
	// 10059: there is no such stream.
	if (!info.ok && info.problem.errCode === 10059) return { ok: true, value: undefined, at: info.at, ms: info.ms };
	return info.ok ? openInfo(api, info.value, features, signal) : info;
}

/** The same for a stream that was just read. */
async function openInfo(
	api: Api,
	info: StreamInfo,
	features: Features,
	signal?: AbortSignal,
): Promise<Answer<OpenKvBucket | undefined>> {
	const found = kvBucketOf(info.config);
	const source: MessageSource = { api, info, features, ...(signal && { signal }) };
	const opened = (value: OpenKvBucket | undefined): Answer<OpenKvBucket | undefined> => ({
		ok: true,
		value,
		at: Date.now(),
		ms: 0,
	});
	if (found === undefined) return opened(undefined);
	if (found.origin === undefined) return opened({ bucket: found, source, target: info });
	const walked = await walkMirrors(found, source);
	if (!walked.ok) return walked;
	const { bucket, target } = walked.value;
	return opened({ bucket, source, ...(target && { target }) });
}

interface Walked {
	readonly bucket: KvBucket;
	/** The stream at the end of the chain; absent if that is in another domain or account, or gone. */
	readonly target?: StreamInfo;
}

/** Follows a chain of mirrors to the stream that takes the writes, or to where it leaves the account. */
async function walkMirrors(bucket: KvBucket, source: MessageSource): Promise<Answer<Walked>> {
	const { api, signal } = source;
	const chain: StreamConfig[] = [bucket.config];
	const found = (value: Walked): Answer<Walked> => ({ ok: true, value, at: Date.now(), ms: 0 });
	for (let mirror = bucket.config.mirror; mirror !== undefined; ) {
		const origin = originOf({ name: '', mirror }, bucketKinds.kv.start);
		if (origin?.api !== undefined) {
			// The origin may be a mirror itself, which only its messages show.
			const written = `$KV.${origin.bucket}.`;
			const there = { ...bucket, origin, written, stored: storedThrough(chain, written) };
			return found({ bucket: await withStoredPrefix(there, source) });
		}
		if (chain.length > mostMirrors) return failed(endless(api.prefix, bucket), 0);
		const answer = await api.request('stream.info', { stream: mirror.name }, undefined, { ...(signal && { signal }) });
		// 10059: there is no such stream.
		if (!answer.ok && answer.problem.errCode === 10059)
			return found({ bucket: await withStoredPrefix(bucket, source) });
		if (!answer.ok) return answer;
		const { config } = answer.value;
		if (config.mirror === undefined) {
			const written = kvBucketOf(config)?.written ?? bucket.written;
			return found({ bucket: { ...bucket, written, stored: storedThrough(chain, written) }, target: answer.value });
		}
		chain.push(config);
		mirror = config.mirror;
	}
	return found({ bucket });
}

/** Each mirror may rename what it copies. */
const storedThrough = (chain: readonly StreamConfig[], written: string): string =>
	chain.reduceRight((prefix, config) => mirrored(config, prefix), written);

/** A mirror of a bucket elsewhere stores the subjects of the first one, which only its messages show. */
async function withStoredPrefix(bucket: KvBucket, source: MessageSource): Promise<KvBucket> {
	const { state } = source.info;
	if (state.messages === 0) return bucket;
	const first = await readMessage(source, { nextOf: '$KV.*.>', seq: state.first_seq });
	const [, stored] = /^(\$KV\.[^.]+\.)/.exec((first.ok && first.value?.subject) || '') ?? [];
	return stored === undefined ? bucket : { ...bucket, stored };
}

const endless = (prefix: string, { stream }: KvBucket): Problem => ({
	kind: 'other',
	subject: `${prefix}.STREAM.INFO.${stream}`,
	message: `Stream ${stream} is a mirror of a mirror, and so on: jetdeck gave up after ${mostMirrors} of them.`,
	advice: 'Open the bucket that takes the writes.',
});
