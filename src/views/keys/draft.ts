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

/** Most drafts that are kept. */
const most = 20;

export function withDraft({ keyDrafts }: DeckState, id: string, draft: KeyDraft | undefined): Partial<DeckState> {
	const kept = new Map(keyDrafts);
	kept.delete(id);
	if (draft !== undefined) kept.set(id, draft);
	return { keyDrafts: new Map([...kept].slice(-most)) };
}
