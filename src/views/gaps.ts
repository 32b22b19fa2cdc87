import { minus, plus } from '../format/exact.ts';
import { count } from '../format/integer.ts';
import { latest } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import type { Gap, MessageRow } from './messages/rows.ts';

/** Why a stream has no messages for some sequences. */
export type GapCause = 'unconfirmed' | 'mirror' | 'workqueue' | 'interest' | 'limits';

/** `row`: after the number of sequences. `why`: after the sequences and `are`. */
export const gapWords = {
	unconfirmed: {
		row: 'not found',
		why: 'not found, and not confirmed as deleted by the leader. Press r to read again.',
	},
	mirror: { row: 'absent', why: 'not in this mirror: excluded by its filter, or deleted.' },
	workqueue: { row: 'deleted', why: 'deleted: acknowledged, or removed by a limit or a request.' },
	interest: {
		row: 'deleted',
		why: 'deleted: acknowledged, wanted by no consumer, or removed by a limit or a request.',
	},
	limits: { row: 'deleted', why: 'deleted: removed by a limit or a request.' },
} as const satisfies Readonly<Record<GapCause, { readonly row: string; readonly why: string }>>;

/** A mirror keeps the sequences of its origin, also those of messages that it does not copy. */
export function gapCause(state: DeckState, stream: string, row: MessageRow): GapCause {
	if (row.kind === 'gap' && !row.confirmed) return 'unconfirmed';
	const entry = state.streams.entries.get(stream);
	const config = entry && latest(entry.info)?.config;
	if (config?.mirror) return 'mirror';
	const { retention = 'limits' } = config ?? {};
	return retention === 'workqueue' || retention === 'interest' ? retention : 'limits';
}

/** Why no command works on a gap. */
export function gapSentence(state: DeckState, stream: string, gap: Gap): string {
	const { why } = gapWords[gapCause(state, stream, gap)];
	const which =
		gap.count === 1
			? `Message ${count(gap.from)} is`
			: `Messages ${count(gap.from)} to ${count(plus(gap.from, minus(gap.count, 1)))} are`;
	return `${which} ${why}`;
}
