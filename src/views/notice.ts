import type { Line } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { truncate, wrapText } from '../format/width.ts';
import type { LinkStatus } from '../nats/link.ts';
import { lastKnown } from '../store/datum.ts';
import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { listDatum } from './list-datum.ts';
import { listOf, placeOf } from './places.ts';

/** From here on there is room for a third line. */
const tall = 20;
const gutter = '  ';

/** What is wrong with what is shown, over it: no connection, or what its place says. */
export function noticeLines(state: DeckState): readonly Line[] {
	return [...linkLines(state), ...placeLines(state)];
}

function placeLines(state: DeckState): readonly Line[] {
	const words = placeOf(currentView(state)).notice?.(state);
	if (words === undefined) return [];
	return cutLines(sanitise(`! ${words}`), state.size.columns - gutter.length, 2).map((line) => [
		{ text: gutter + line, tone: 'bad' },
	]);
}

/**
 * Why there is no connection and what to do about it, for a view that has something to show all the same; one that has not says
 * it in its own place. The first try after a loss comes at once and mostly succeeds: only when it has failed are rows moved.
 */
function linkLines(state: DeckState): readonly Line[] {
	const { link, size } = state;
	if (link.phase !== 'connecting' && link.phase !== 'reconnecting') return [];
	const { problem, attempt, retryAt } = link;
	if (problem === undefined || (attempt < 2 && retryAt === undefined)) return [];
	const view = currentView(state);
	if (lastKnown(listDatum(state, listOf(view))) === undefined) return [];
	const what = sanitise(`! ${problem.address === '' ? '' : `${problem.address}: `}${problem.message}`);
	const { kind } = placeOf(view).body;
	// Elsewhere `r` is a letter, or another key.
	const keys = kind === 'list' || kind === 'text' ? 'Press r to try now.' : '';
	const text = [what, sanitise(problem.advice), keys, unansweredServers(link)].filter((part) => part !== '').join(' ');
	return cutLines(text, size.columns - gutter.length, size.rows < tall ? 2 : 3).map((line, at, lines) => {
		const before = lines.slice(0, at).join(' ').length;
		return [{ text: gutter + line, tone: before < what.length ? 'bad' : 'plain' }];
	});
}

/** Servers that have not answered, where that is worth saying: they are waited for while others are tried again. */
export function unansweredServers({ trying = [], retryAt }: Extract<LinkStatus, { readonly attempt: number }>): string {
	if (trying.length === 0 || (trying.length === 1 && retryAt === undefined)) return '';
	const [first = '', ...others] = trying.map((address) => sanitise(address));
	return `No reply yet from ${first}${others.length === 0 ? '' : ` and ${others.length} more`}.`;
}

/** A text in so many lines at most; where it needs more the last says so. */
function cutLines(text: string, columns: number, most: number): readonly string[] {
	const lines = wrapText(text, columns);
	if (lines.length <= most) return lines;
	return [...lines.slice(0, most - 1), truncate(lines.slice(most - 1).join(' '), columns)];
}
