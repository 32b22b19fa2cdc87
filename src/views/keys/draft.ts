import { type Run, wasApplied } from '../../changes/run.ts';
import { bucketKinds } from '../../jetstream/buckets/bucket.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import type { DeckState } from '../../store/state.ts';

/** A value that was written and may not be stored yet: it is there when the key is edited again. */
export interface KeyDraft {
	/** The revision that it started from. */
	readonly base: KvEntry;
	readonly text: string;
	readonly value: Uint8Array;
}

export const draftId = (stream: string, key: string): string => `${stream}\0${key}`;

/** Without the drafts that a run stored: who edits the key again starts from what it has then, which may be another's. */
export function withoutStored(state: DeckState, { proposal, results }: Run): Partial<DeckState> {
	const stored = proposal.steps.flatMap(({ wire }, at) => {
		const result = results[at];
		if (wire.kind !== 'kv' || result === undefined || !wasApplied(result)) return [];
		const { bucket, key } = wire.params;
		const ids = [draftId(`${bucketKinds.kv.start}${bucket}`, key), draftId(bucket, key)];
		return ids.filter((id) => {
			const draft = state.keyDrafts.get(id);
			return draft !== undefined && Buffer.compare(draft.value, wire.write.value) === 0;
		});
	});
	if (stored.length === 0) return {};
	return { keyDrafts: new Map([...state.keyDrafts].filter(([id]) => !stored.includes(id))) };
}

/** Most drafts that are kept. */
const most = 20;

export function withDraft({ keyDrafts }: DeckState, id: string, draft: KeyDraft | undefined): Partial<DeckState> {
	const kept = new Map(keyDrafts);
	kept.delete(id);
	if (draft !== undefined) kept.set(id, draft);
	return { keyDrafts: new Map([...kept].slice(-most)) };
}
