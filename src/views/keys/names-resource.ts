import type { KvBucket } from '../../jetstream/buckets/kv-bucket.ts';
import { type NamesPage, readKeyNames } from '../../jetstream/kv/key-names.ts';
import type { Answer, Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { putDatum } from '../../store/entries.ts';
import { learnStreams } from '../../store/learn.ts';
import type { Fetched, Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { writeTable } from '../../store/table.ts';
import { type MessagesKey, splitMessagesKey } from '../../store/view.ts';
import { firstPage, type KeyList, keyListOf, valuesOf, withPage } from './key-list.ts';
import { openNow } from './open-now.ts';
import { unmarkUnlisted } from './write-values.ts';

/** Not by time: what follows the values of a bucket sees when its keys changed. */
const whenOutdated = 1_000_000;

export const namesKey = (about: MessagesKey): string => `keys:${about}`;

/** Reads the names of a bucket's keys: the first page, or again as many as are known. */
export function keyNamesResource(state: DeckState, about: MessagesKey): Resource {
	const { stream } = splitMessagesKey(about);
	const known = keyListOf(state, about);
	return {
		key: namesKey(about),
		every: known === undefined ? 1 : whenOutdated,
		fetch: async (api, { signal }) => {
			const open = await openNow(api, state, stream, signal);
			if (!open.ok) return failedToRead(about, open.problem);
			const { bucket } = open.value;
			let list: KeyList | undefined;
			let info: StreamInfo | undefined;
			do {
				const page = await readPage(api, bucket, { about, offset: list?.names.length ?? 0, signal });
				if (!page.ok) return failedToRead(about, page.problem);
				list = list === undefined ? firstPage(page.value, page.ms) : withPage(list, page.value, page.ms);
				info = page.value.info;
			} while (!list.whole && list.names.length < (known?.names.length ?? 0));
			return learnt({ about, bucket }, info, () => list);
		},
	};
}

/** Reads on after the names that are known. */
export function nextNamesResource(state: DeckState, about: MessagesKey, { names }: KeyList): Resource {
	const { stream } = splitMessagesKey(about);
	return {
		key: `${namesKey(about)}:${names.length}`,
		every: 1,
		fetch: async (api, { signal }) => {
			const open = await openNow(api, state, stream, signal);
			if (!open.ok) return failedToRead(about, open.problem);
			const { bucket } = open.value;
			const page = await readPage(api, bucket, { about, offset: names.length, signal });
			if (!page.ok) return failedToRead(about, page.problem);
			return learnt({ about, bucket }, page.value.info, (now) =>
				now === undefined || now.names.length !== names.length ? now : withPage(now, page.value, page.ms),
			);
		},
	};
}

interface Asked {
	readonly about: MessagesKey;
	readonly offset: number;
	readonly signal: AbortSignal;
}

function readPage(api: Api, bucket: KvBucket, { about, offset, signal }: Asked): Promise<Answer<NamesPage>> {
	const { subject: pattern } = splitMessagesKey(about);
	return readKeyNames(api, bucket, { ...(pattern !== undefined && { pattern }), offset, signal });
}

/** Writes the list that `change` makes of the present one, and what was learnt of the stream with it. */
function learnt(
	{ about, bucket }: { readonly about: MessagesKey; readonly bucket: KvBucket },
	info: StreamInfo,
	change: (list: KeyList | undefined) => KeyList | undefined,
): Fetched {
	const { stream } = splitMessagesKey(about);
	const at = Date.now();
	return {
		ok: true,
		patch: (before) => {
			const streams = learnStreams(before, (put) => put(stream, { ok: true, value: info, at, ms: 0 }));
			const state = { ...before, ...streams };
			const value = change(keyListOf(state, about));
			if (value === undefined) return streams;
			const keys = writeTable(state.keys, (entries) => putDatum(entries, about, { ok: true, value, at, ms: 0 }));
			return { ...streams, keys, ...withoutGone(state, bucket), ...unmarkUnlisted(state, about, value) };
		},
	};
}

/** Keys that had no message are listed again only if they have one by now. */
function withoutGone(state: DeckState, bucket: KvBucket): Partial<DeckState> {
	const values = { ...valuesOf(state, bucket.stream), bucket, gone: none };
	return { keyValues: writeTable(state.keyValues, (entries) => entries.set(bucket.stream, values)) };
}

const none: ReadonlySet<string> = new Set();

function failedToRead(about: MessagesKey, problem: Problem): Fetched {
	const answer = { ok: false, problem, at: Date.now(), ms: 0 } as const;
	return {
		ok: false,
		patch: ({ keys }) => ({ keys: writeTable(keys, (entries) => putDatum(entries, about, answer)) }),
	};
}
