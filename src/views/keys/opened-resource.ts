import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { countRevisions } from '../../jetstream/kv/count-revisions.ts';
import { entryOf, type KvEntry } from '../../jetstream/kv/entry.ts';
import { storedSubject } from '../../jetstream/kv/key.ts';
import { markOf } from '../../jetstream/kv/key-names.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import { readRevision } from '../../jetstream/kv/read-key.ts';
import { readLast } from '../../jetstream/messages/read-last.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { answered, latest, loading } from '../../store/datum.ts';
import { learnStreams } from '../../store/learn.ts';
import type { Fetched, Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { messagesKey } from '../../store/view.ts';
import { messageRows, seqOf } from '../messages/rows.ts';
import { openNow } from './open-now.ts';
import { type KeyAt, type OpenedKey, openedKey } from './opened-key.ts';

/** A larger value is read again only if there is a newer one. */
const large = 64 * 1024;
const never = 1_000_000;
const mostBytes = 1;

/** The latest revision of a key, followed with each poll by one STREAM.INFO; or a given one, which never changes. */
export function keyResource(state: DeckState, at: KeyAt): Resource {
	const { stream, key, revision } = at;
	const { features } = state;
	const before = openedKey(state, at);
	return {
		key: `key:${stream}:${revision ?? ''}:${key}`,
		every: revision === undefined || before.entry.phase !== 'ready' ? 1 : never,
		fetch: async (api, { signal }) => {
			const open = await openNow(api, state, stream, signal);
			if (!open.ok) return put(at, open);
			const { bucket } = open.value;
			const counted = await countRevisions(open.value, key);
			if (!counted.ok) return put(at, counted);
			const { info, kept } = counted.value;
			const now = { bucket, source: { api, info, features, signal }, target: info };
			const answer =
				revision === undefined ? await readChange(now, before, kept) : await readOld(state, now, at, revision);
			if (!answer.ok) return put(at, answer);
			return put(
				at,
				{ ...answer, value: { ...answer.value, kept, mark: markOf(info), upTo: info.state.last_seq } },
				info,
			);
		},
	};
}

type Read = Pick<OpenedKey, 'before' | 'changedAt' | 'kept' | 'mark' | 'upTo'> & {
	readonly entry: KvEntry | undefined;
};

async function readChange(open: OpenKvBucket, known: OpenedKey, kept: number): Promise<Answer<Read>> {
	const { source, bucket } = open;
	const was = latest(known.entry);
	const same = { ...known, entry: was };
	if (known.mark === markOf(source.info)) return done(same);
	if (kept === 0) return done({ entry: undefined, ...(was && { before: was, changedAt: Date.now() }) });
	const isLarge = was !== undefined && was.value.length > large && known.upTo !== undefined;
	const from = isLarge ? { from: plus(known.upTo ?? 0, 1) } : {};
	const subjects = [storedSubject(bucket, known.key)];
	const answer = await readLast(source, { subjects, maxBytes: mostBytes, ...from });
	if (!answer.ok) return answer;
	const [found] = answer.value.found.values();
	const entry = found && entryOf(found, bucket);
	if (entry === undefined || entry.revision === was?.revision)
		return done(entry === undefined && !isLarge ? { entry } : same);
	return done({ entry, ...(was && { before: was, changedAt: Date.now() }) });
}

/** With the revision before it, if the history in view has one. */
async function readOld(
	state: DeckState,
	open: OpenKvBucket,
	{ stream, key }: KeyAt,
	revision: Integer,
): Promise<Answer<Read>> {
	const answer = await readRevision(open, key, revision);
	if (!answer.ok) return answer;
	const { ids } = messageRows(state, messagesKey(stream, storedSubject(open.bucket, key)));
	const earlier = ids.flatMap((id) => seqOf(id) ?? []).findLast((seq) => seq < revision);
	const before = earlier === undefined ? undefined : await readRevision(open, key, earlier);
	return done({ entry: answer.value, ...(before?.ok && before.value && { before: before.value }) });
}

const done = (value: Read): Answer<Read> => ({ ok: true, value, at: Date.now(), ms: 0 });

/** Writes what was read, and what was learnt of the stream with it. */
function put(at: KeyAt, answer: Answer<Read>, info?: StreamInfo): Fetched {
	return {
		ok: answer.ok,
		patch: (state) => {
			const known = openedKey(state, at);
			const streams =
				info && learnStreams(state, (learn) => learn(at.stream, { ok: true, value: info, at: Date.now(), ms: 0 }));
			if (!answer.ok) return { ...streams, openedKey: { ...known, entry: answered(loading(known.entry), answer) } };
			const { entry, ...more } = answer.value;
			return { ...streams, openedKey: { ...known, ...more, entry: { phase: 'ready', value: entry, at: answer.at } } };
		},
	};
}
