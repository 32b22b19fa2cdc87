import type { Integer } from '../../format/integer.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { type Datum, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';

/** Which revision of a key: the latest, or a given one. */
export interface KeyAt {
	readonly stream: string;
	readonly key: string;
	readonly revision?: Integer;
}

/** A key with its value. */
export interface OpenedKey extends KeyAt {
	/** Undefined as a value: the bucket has no such revision. */
	readonly entry: Datum<KvEntry | undefined>;
	/** The revision before, if it is known. */
	readonly before?: KvEntry | undefined;
	/** When the deck saw the change from `before`, ms since the epoch; absent if it was there when the key was opened. */
	readonly changedAt?: number;
	/** Revisions that the bucket keeps of the key, as the server counts them. */
	readonly kept?: number;
	/** The state of the bucket in which this was so, see `markOf`. */
	readonly mark?: string | undefined;
	/** The last sequence then. */
	readonly upTo?: Integer;
}

/** The key in view. */
export function openedKey(
	{ openedKey: known }: Pick<DeckState, 'openedKey'>,
	{ stream, key, revision }: KeyAt,
): OpenedKey {
	const same = known?.stream === stream && known.key === key && known.revision === revision;
	return same ? known : { stream, key, ...(revision !== undefined && { revision }), entry: unknown };
}
