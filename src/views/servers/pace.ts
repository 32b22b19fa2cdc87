import { shortDuration } from '../../format/duration.ts';
import type { DeckState } from '../../store/state.ts';

/** Whoever looks at figures expects them to be younger. */
const oftenMs = 10_000;

/** How old the figures of a list may be, where that is no matter of course. */
export function paceInWords({ intervalMs }: DeckState, polls: number): readonly string[] {
	const ms = polls * intervalMs;
	return ms <= oftenMs ? [] : [`read every ${shortDuration(ms)}, r reads again`];
}
