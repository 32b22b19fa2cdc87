import type { Integer } from '../../format/integer.ts';
import type { StoredEntry } from './stored-entry.ts';

/** A stretch of a stream. */
export interface Range {
	/** The first sequence. */
	readonly from: Integer;
	/** The last sequence. */
	readonly upTo: Integer;
	/** Wildcards are allowed. */
	readonly subject?: string | undefined;
	/** No more messages than these. */
	readonly count: number;
	/** Stops after the message that reaches this many bytes. */
	readonly maxBytes: number;
}

export interface Stretch {
	/** In their order. */
	readonly entries: readonly StoredEntry[];
	/** The range has no others. */
	readonly complete: boolean;
}
