import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { onePage } from '../places/resources.ts';
import type { Watch } from './watch.ts';

/** Polls between two looks, so that a slow look does not delay the polls of the view. */
export const pollsALook = 2;
/**
 * Bytes that the watch may receive with each look. In a large account the view takes most of what a poll may cost: a 150th of a
 * list of everything (10,000 streams: 7.5 MB). In a small account everything is read within a few polls.
 */
const bytesALook = { large: pollsALook * 8 * 1024, small: pollsALook * 32 * 1024 } as const;

/**
 * Bytes that the watch may request now: the rest from before, which may be a debt, and what each look adds. A page of the walk is
 * paid for afterwards: by what the last look left over, and by half of what this one may cost, so that streams in view and with
 * trouble are read meanwhile.
 */
export function allowance(state: DeckState): Pick<Watch, 'credit' | 'debt'> {
	const names = latest(state.streamNames) ?? [];
	const more = names.length > onePage ? bytesALook.large : bytesALook.small;
	const { credit, debt } = state.watch;
	const left = Math.min(debt, Math.max(0, credit));
	const share = Math.min(debt - left, more / 2);
	const rest = credit - left;
	return { credit: rest > more ? rest : Math.min(rest + more - share, more), debt: debt - left - share };
}
