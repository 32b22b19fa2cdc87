import type { Integer } from '../../format/integer.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import { type Datum, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';

/** A message with its payload. */
export interface OpenedMessage {
	readonly stream: string;
	readonly seq: Integer;
	readonly entry: Datum<StoredEntry>;
	/** It was deleted after it was opened. */
	readonly gone: boolean;
}

/** The message in view. */
export function openedMessage({ opened }: Pick<DeckState, 'opened'>, stream: string, seq: Integer): OpenedMessage {
	const same = opened?.stream === stream && opened.seq === seq;
	return same ? opened : { stream, seq, entry: unknown, gone: false };
}
