import type { Plan } from '../changes/proposal.ts';
import { count } from '../format/integer.ts';
import { bucketNameOf } from '../jetstream/buckets/bucket.ts';
import { type OpenKvBucket, openKvStream, whereWritten } from '../jetstream/kv/open-bucket.ts';
import { type KeyNow, readLatestOf } from '../jetstream/kv/read-latest-of.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { DeckState } from '../store/state.ts';
import type { CommandContext } from './command.ts';
import { selection, streamInfo } from './selection.ts';
import { markedRows, readOnly } from './targets.ts';

/** The keys that a change is about: the marked rows, else the one that is selected or in view. */
export function keyTargets(state: DeckState): readonly string[] {
	const marked = markedRows(state, 'key');
	if (marked.length > 0) return marked;
	const { key } = selection(state);
	return key === undefined ? [] : [key];
}

export function noKey({ state }: Pick<CommandContext, 'state'>): string | undefined {
	return keyTargets(state).length === 0 ? 'No key is selected.' : undefined;
}

/** Why no key of the bucket in view can be written. */
export function unwritable({ state }: Pick<CommandContext, 'state'>): string | undefined {
	const { stream = '' } = selection(state);
	const isSealed = streamInfo(state, stream)?.config.sealed === true;
	return readOnly(state) ?? (isSealed ? 'The bucket is sealed: nobody can write to it.' : undefined);
}

/** Most keys that are changed at once. */
const mostMarked = 1_000;

/** A bucket, and the latest revisions of some of its keys. */
export interface KeysNow {
	readonly open: OpenKvBucket;
	readonly keys: readonly KeyNow[];
}

/** Plans with what the keys have right before. */
export function proposeOnKeys(
	{ deck, state }: CommandContext,
	title: string,
	{ stream, keys }: { readonly stream: string; readonly keys: readonly string[] },
	plan: (now: KeysNow, signal: AbortSignal) => Plan | Promise<Plan>,
): void {
	const bucket = bucketNameOf(stream);
	deck.propose(`${title} of bucket ${bucket}`, async (api, signal) => {
		const opened = await openKvStream(api, stream, state.features, signal);
		if (!opened.ok) return { refusal: `${inSentences(opened.problem)} Nothing was sent.` };
		if (opened.value === undefined) return { refusal: `There is no bucket ${bucket}. Nothing was sent.` };
		const open = opened.value;
		if (keys.length > mostMarked)
			return { refusal: `Mark ${count(mostMarked)} keys at most: each is a request. Nothing was sent.` };
		const read = await readLatestOf(whereWritten(open), keys);
		if (!read.ok) return { refusal: `${inSentences(read.problem)} Nothing was sent.` };
		return plan({ open, keys: read.value }, signal);
	});
}
