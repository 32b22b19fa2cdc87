import type { Timestamp } from '../../jetstream/wire.ts';
import type { Asset } from './asset.ts';
import type { Configuration } from './proposal.ts';

/** One request that changed something, or was meant to. Holds no secret: configurations and names only. */
export interface JournalEntry {
	/** Of the run and the step: `m3k9-0`. */
	readonly id: string;
	readonly time: Timestamp;
	/** Context or URL, without user information. */
	readonly target: string;
	readonly title: string;
	readonly effect: 'change' | 'destroy';
	readonly asset: Asset;
	readonly endpoint: string;
	readonly subject: string;
	/** Absent for an empty body. */
	readonly payload?: object;
	/** The configuration as it was. */
	readonly before?: Configuration;
	readonly outcome: JournalOutcome;
}

export type JournalOutcome =
	/** Sent; nothing is known yet. What a crash leaves. */
	| { readonly kind: 'sent' }
	| { readonly kind: 'done'; readonly reply: unknown; readonly ms: number }
	| { readonly kind: 'refused'; readonly message: string; readonly code?: number; readonly errCode?: number }
	| { readonly kind: 'unknown'; readonly message: string }
	| { readonly kind: 'found'; readonly applied: boolean };

/** Takes each line of the journal file as it comes: whole, and kept before the request leaves. */
export interface JournalFile {
	/** Why it could not be kept, as a sentence. */
	readonly append: (line: string) => string | undefined;
	/** Where it is, for the person. */
	readonly path: string;
}

/** The two kinds of line of the file: what is sent, whole; and what became of it, by its id. */
export type JournalLine =
	| (Omit<JournalEntry, 'outcome'> & { readonly event: 'sent' })
	| { readonly event: 'answer'; readonly id: string; readonly time: Timestamp; readonly outcome: JournalOutcome };

const kept = 500;

/** The entries of this run of the program, the oldest first, with one more or a newer outcome. */
export function withEntry(entries: readonly JournalEntry[], entry: JournalEntry): readonly JournalEntry[] {
	const at = entries.findIndex(({ id }) => id === entry.id);
	return at < 0 ? [...entries, entry].slice(-kept) : entries.with(at, entry);
}
