import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { onePage } from '../places/resources.ts';
import type { Watch } from './watch.ts';

/** Polls between two looks, so that a slow look does not delay the polls of the view. */
export const pollsALook = 2;
/** What the watch may receive with each poll of a small account: everything is read within a few polls. */
const mostBytes = 32 * 1024;
/** In a large account at least: a round of 10,000 streams, 7.5 MB, takes half an hour then. */
const leastBytes = 8 * 1024;
/** What infos of rows in view and the watch may take of a poll of a large account, which may cost a 150th of such a round. */
const pollBytes = 38 * 1024;
/** What the info of a row takes. */
const rowBytes = 0.8 * 1024;

/** What few rows in view leave of a poll is the watch's: a round is the shorter. */
function bytesALook(state: DeckState, rows: number): number {
	const isLarge = (latest(state.streamNames)?.length ?? 0) > onePage;
	return pollsALook * (isLarge ? Math.min(mostBytes, Math.max(leastBytes, pollBytes - rows * rowBytes)) : mostBytes);
}

/**
 * Bytes that the watch may request now: the rest from before, which may be a debt, and what each look adds. A page of the walk is
 * paid for afterwards: by what the last look left over, and by half of what this one may cost, so that streams in view and with
 * trouble are read meanwhile.
 * @param rows in view
 */
export function allowance(state: DeckState, rows: number): Pick<Watch, 'credit' | 'debt'> {
	const more = bytesALook(state, rows);
	const { credit, debt } = state.watch;
	const left = Math.min(debt, Math.max(0, credit));
	const share = Math.min(debt - left, more / 2);
	const rest = credit - left;
	return { credit: rest > more ? rest : Math.min(rest + more - share, more), debt: debt - left - share };
}
