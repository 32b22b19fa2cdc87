import { setTimeout as pause } from 'node:timers/promises';
import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Link } from '../../nats/link.ts';
import { openReading } from '../messages/reading-consumer.ts';
import { type Answer, isRefusal, type Problem } from '../problem.ts';
import { listTokens, tooMany } from './list-objects.ts';
import { nuidOf, objectOf, type StoredObject } from './meta.ts';
import { lastMeta, readObjects } from './read-objects.ts';
import type { ObjectSource } from './source.ts';
import { allMetas, metaSubject } from './subjects.ts';

/**
 * Whether the meta of another object than that of `token` names the same chunks, as a renaming that stopped halfway leaves it; or why
 * nobody can tell. Reads every meta by a consumer, which costs a fraction of a read for each, and keeps none.
 */
export async function isShared(
	link: Link,
	source: ObjectSource,
	nuid: string,
	token: string,
): Promise<boolean | Problem> {
	let found: boolean | Problem = false;
	const judge = (object: StoredObject): boolean => {
		const names = object.token === token ? undefined : nuidOf(object);
		if (names === nuid) found = true;
		else if (names === 'unknown' && found === false) found = unreadable(source, object);
		return found !== true;
	};
	const problem = await readEveryMeta(link, source, judge);
	// One that is found counts, whatever else could not be read.
	return found !== false ? found : (problem ?? false);
}

const unreadable = ({ bucket }: ObjectSource, { token, name }: StoredObject): Problem => ({
	kind: 'other',
	subject: metaSubject(bucket, token),
	message: `The meta of object ${name} is unreadable: the chunks may be its own.`,
	advice: 'Put that object again or delete it first.',
});

/** A copy of the stream that lags is read again so often. */
const tries = 4;
const againMs = 500;
/** A reader gets no heartbeat for so long while there is nothing to send. */
const mostIdle = 1;

/** Takes every meta until one is enough. @returns why some may be missing */
async function readEveryMeta(
	link: Link,
	source: ObjectSource,
	take: (object: StoredObject) => boolean,
): Promise<Problem | undefined> {
	let seen: Integer = 0;
	for (let attempt = 0; attempt < tries; attempt += 1) {
		if (attempt > 0) await pause(againMs);
		const read = await readFrom(link, source, seen, take);
		if ('problem' in read) return attempt === 0 ? readOneByOne(source, take, read.problem) : read.problem;
		if (read.ended) return undefined;
		seen = read.seen;
		// The consumer may be at a copy that lags; only the leader knows the last one.
		const last = await lastMeta(source);
		if (!last.ok) return isRefusal(last.problem) ? undefined : last.problem;
		if (last.value === undefined || last.value.seq <= seen) return undefined;
	}
	return {
		kind: 'other',
		subject: allMetas(source.bucket),
		message: 'Objects of the bucket change faster than jetdeck can read them, or a copy of its stream lags.',
		advice: '',
	};
}

interface Pass {
	/** The highest sequence. */
	readonly seen: Integer;
	/** `take` has enough. */
	readonly ended: boolean;
}

async function readFrom(
	link: Link,
	{ api, bucket, signal = new AbortController().signal }: ObjectSource,
	begin: Integer,
	take: (object: StoredObject) => boolean,
): Promise<Pass | { readonly problem: Problem }> {
	const opened = await openReading(link, api, {
		stream: bucket.stream,
		filter: allMetas(bucket),
		from:
			begin === 0
				? { deliver_policy: 'last_per_subject' }
				: { deliver_policy: 'by_start_sequence', opt_start_seq: plus(begin, 1) },
		signal,
	});
	if (!opened.ok) return opened;
	const { reading } = opened;
	let [seen, ended] = [begin, false];
	try {
		if (reading.pending === 0) return { seen, ended };
		const end = await reading.read(({ entry, pending }) => {
			if (entry.seq > seen) seen = entry.seq;
			ended = !take(objectOf(entry, bucket));
			return !ended && pending !== 0;
		}, mostIdle);
		// What was pending may have been removed meanwhile: then nothing more comes, and the leader's last meta decides.
		if (end.kind === 'failed') return end;
		if (end.kind === 'stopped') return { problem: stopped(api.prefix, bucket.stream) };
		return { seen, ended };
	} finally {
		reading.close();
	}
}

const stopped = (prefix: string, stream: string): Problem => ({
	kind: 'cancelled',
	subject: `${prefix}.CONSUMER.CREATE.${stream}`,
	message: 'The metas were not read to their end.',
	advice: '',
});

/** For those who may not make a consumer, or where the stream takes no more of them. */
async function readOneByOne(
	source: ObjectSource,
	take: (object: StoredObject) => boolean,
	why: Problem,
): Promise<Problem | undefined> {
	if (!isRefusal(why) && why.kind !== 'api') return why;
	const tokens: Answer<{ readonly counts: ReadonlyMap<string, number>; readonly total: number }> =
		await listTokens(source);
	if (!tokens.ok) return tokens.problem;
	const { counts, total } = tokens.value;
	if (counts.size < total) return tooMany(source);
	const { objects, problem } = await readObjects(source, [...counts.keys()]);
	for (const object of objects.values()) if (!take(object)) return undefined;
	return problem;
}
