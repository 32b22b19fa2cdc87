import type { Integer } from '../../format/integer.ts';
import { readForward } from '../messages/read-forward.ts';
import { fromCopies, readMessage } from '../messages/read-message.ts';
import type { MessageSource } from '../messages/source.ts';
import type { StoredEntry } from '../messages/stored-entry.ts';
import type { Answer } from '../problem.ts';
import { entryOf, type KvEntry } from './entry.ts';
import { storedSubject } from './key.ts';
import type { OpenKvBucket } from './open-bucket.ts';

type Found = Answer<KvEntry | undefined>;

/** The latest revision of a key, which may be a marker; undefined for a key that never was. */
export async function readLatest(open: OpenKvBucket, key: string): Promise<Found> {
	const subject = storedSubject(open.bucket, key);
	const answer = await readMessage(open.source, { lastOf: subject });
	const isDenied = !answer.ok && answer.problem.kind === 'permission-publish';
	const alone = isDenied ? await readLastAlone(open.source, subject) : undefined;
	return ofKey(asEntry(alone ?? answer, open), key);
}

/** One revision of a key; undefined if the key does not have it, for it may be a revision of another key. */
export async function readRevision(open: OpenKvBucket, key: string, revision: Integer): Promise<Found> {
	return ofKey(asEntry(await readMessage(open.source, { seq: revision }), open), key);
}

/** A wildcard finds some key, which is not the one that was asked for. */
const ofKey = (answer: Found, key: string): Found =>
	answer.ok && answer.value?.key !== key ? { ...answer, value: undefined } : answer;

/** Libraries keep at most 64 revisions; a stream without a limit may have more. */
const mostHistory = 1_000;
const historyBytes = 64 * 1024 * 1024;

/** The newest revisions of a key, the oldest first. `more`: there are older ones. */
export interface History {
	readonly entries: readonly KvEntry[];
	readonly more: boolean;
}

/** The revisions of a key that the bucket still has. */
export async function readHistory(open: OpenKvBucket, key: string): Promise<Answer<History>> {
	const { source, bucket } = open;
	const { state } = source.info;
	const range = {
		from: state.first_seq,
		upTo: state.last_seq,
		subject: storedSubject(bucket, key),
		count: mostHistory,
		maxBytes: historyBytes,
	};
	const answer = await readForward(source, range);
	if (!answer.ok) return answer;
	const { entries, complete } = answer.value;
	return {
		...answer,
		value: { entries: entries.flatMap((entry) => entryOf(entry, bucket) ?? []), more: !complete },
	};
}

function asEntry(answer: Answer<StoredEntry | undefined>, { bucket }: OpenKvBucket): Found {
	return answer.ok ? { ...answer, value: answer.value && entryOf(answer.value, bucket) } : answer;
}

/** With the subject in the request: permissions may allow only some keys. Undefined if the server cannot answer it. */
async function readLastAlone(
	{ api, info, signal }: MessageSource,
	subject: string,
): Promise<Answer<StoredEntry | undefined> | undefined> {
	if (!info.config.allow_direct) return undefined;
	const { name: stream } = info.config;
	const options = { isLast: () => true, ...(signal && { signal }) };
	const answer = await fromCopies(stream, () =>
		api.receive('direct.get.last', { stream, subject }, undefined, options),
	);
	// It names the permission for this key, not that for all; or the mirror that replies.
	const isNews = answer.ok || answer.problem.kind === 'permission-publish' || answer.problem.kind === 'malformed';
	return isNews ? answer : undefined;
}
