import type { Line } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { truncate, wrapText } from '../format/width.ts';
import type { LinkStatus } from '../nats/link.ts';
import { lastKnown } from '../store/datum.ts';
import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { listDatum } from './list-datum.ts';
import { listOf, placeOf } from './places.ts';

/** At this height or more there is room for a third line. */
const tall = 20;
const gutter = '  ';

/** What is wrong, over the list or text: no connection, or the notice of its place. */
export function noticeLines(state: DeckState): readonly Line[] {
	return [...linkLines(state), ...placeLines(state)];
}

function placeLines(state: DeckState): readonly Line[] {
	const notice = placeOf(currentView(state)).notice?.(state);
	if (notice === undefined) return [];
	const { text, tone } = notice;
	const words = sanitise(tone === 'bad' ? `! ${text}` : text);
	return cutLines(words, state.size.columns - gutter.length, 3).map((line) => [{ text: gutter + line, tone }]);
}

/**
 * Why there is no connection and what to do, for a view that still has data; a view without data shows that in its body. The
 * first retry after a loss comes at once and mostly succeeds: rows move only after it failed.
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
	// In other places `r` is a letter or another command.
	const keys = kind === 'list' || kind === 'text' ? 'Press r to try now.' : '';
	const text = [what, sanitise(problem.advice), keys, unansweredServers(link)].filter((part) => part !== '').join(' ');
	return cutLines(text, size.columns - gutter.length, size.rows < tall ? 2 : 3).map((line, at, lines) => {
		const before = lines.slice(0, at).join(' ').length;
		return [{ text: gutter + line, tone: before < what.length ? 'bad' : 'plain' }];
	});
}

/** Servers that have not replied, if that is worth showing: jetdeck waits for them while it tries others again. */
export function unansweredServers({ trying = [], retryAt }: Extract<LinkStatus, { readonly attempt: number }>): string {
	if (trying.length === 0 || (trying.length === 1 && retryAt === undefined)) return '';
	const [first = '', ...others] = trying.map((address) => sanitise(address));
	return `No reply yet from ${first}${others.length === 0 ? '' : ` and ${others.length} more`}.`;
}

/** A text in at most that many lines; if it is longer, the last one ends in an ellipsis. */
function cutLines(text: string, columns: number, most: number): readonly string[] {
	const lines = wrapText(text, columns);
	if (lines.length <= most) return lines;
	return [...lines.slice(0, most - 1), truncate(lines.slice(most - 1).join(' '), columns)];
}
