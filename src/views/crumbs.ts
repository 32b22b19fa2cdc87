import type { Exchange } from '../console/state.ts';
import { bar } from '../format/bar.ts';
import { shortDuration } from '../format/duration.ts';
import { count, plural } from '../format/integer.ts';
import type { Line } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { truncate } from '../format/width.ts';
import { type Datum, lastKnown, problemOf } from '../store/datum.ts';
import { currentView, listState } from '../store/nav.ts';
import type { DeckState, Sweep } from '../store/state.ts';
import { type ListId, splitListId } from '../store/view.ts';
import { amountOf } from './amount.ts';
import { arrowOf } from './cells.ts';
import { foundLine } from './find.ts';
import type { Ends } from './header.ts';
import { sweepNeeded } from './interests.ts';
import { listDatum } from './list-datum.ts';
import type { ListRow } from './lists/row.ts';
import { listRowOf, unlistedOf } from './lists.ts';
import { bodyInView, listOf, placeOf } from './places.ts';
import { hasFirstRows, rowsOf, sortOf } from './rows.ts';
import { cutLine, joinLines, lineWidth, span } from './spans.ts';

/** The second line: on the left where the person is, the filter and the order; on the right the panes to switch to. */
export function crumbSpans(state: DeckState): Ends {
	const { columns } = state.size;
	const parts = [placeLine(state), underWayLine(state), ...statusParts(state)];
	const old = oldLine(state, listDatum(state, listOf(currentView(state))));
	const left = joinLines([...parts, old], ' · ');
	const panes = panesLine(state);
	// An error may be as long as it likes: it is cut before the panes go.
	const least = lineWidth(joinLines([...parts, cutLine(old, leastOfError)], ' · '));
	const right = least + 2 + lineWidth(panes) <= columns ? panes : [];
	return { left: cutLine(left, right.length === 0 ? columns : columns - lineWidth(right) - 1), right };
}

/** As much of an error as says that there is one, and since when. */
const leastOfError = 24;

function placeLine(state: DeckState): Line {
	const view = currentView(state);
	const places = placeOf(view).crumbs(state, view);
	const id = listOf(view);
	const isList = listRowOf(id) !== undefined && lastKnown(listDatum(state, id)) !== undefined;
	const amount = isList ? amountOf(state, id) : undefined;
	return places.flatMap((place, at) => {
		const last = at === places.length - 1;
		const named = span(place, last ? 'strong' : 'plain');
		return [...(at === 0 ? [] : [span(' › ', 'dim')]), named, ...(last && amount ? [span(` ${amount}`)] : [])];
	});
}

/** A subscription or watch of the console runs on in other views. */
function underWayLine(state: DeckState): Line {
	const running = state.console.exchanges.filter(({ phase }) => phase !== 'over');
	const [only] = running;
	if (only === undefined) return [];
	const what =
		running.length === 1
			? `${doing[only.phase]} ${truncate(sanitise(only.subject), 30)}`
			: `${count(running.length)} under way`;
	const isThere = bodyInView(state) === 'console';
	return [span(`${isThere ? '' : 'console '}${what}`, 'accent'), ...(isThere ? [span(' ^C stops', 'dim')] : [])];
}

const doing: Readonly<Record<Exchange['phase'], string>> = {
	asking: 'waits for',
	listening: 'listens to',
	watching: 'watches',
	over: '',
};

function statusParts(state: DeckState): readonly Line[] {
	const id = listOf(currentView(state));
	const shape = listRowOf(id);
	const { filter, marked } = listState(state, id);
	const sweep = state.sweep === undefined ? [] : [sweepLine(state.sweep)];
	if (shape === undefined) return [foundLine(state), subjectLine(state), ...sweep];
	const sort = sortOf(state, id, shape);
	const column = shape.columns.find((each) => each.id === sort.column);
	const words = column?.words ?? column?.title.toLowerCase() ?? '';
	return [
		unlistedLine(state, id),
		subjectLine(state),
		followLine(state, id, shape),
		filter.trim() === '' ? [] : [span('filter ', 'dim'), span(filter.trim(), 'accent')],
		shape.ordered || rowsOf(state, id).length === 0
			? []
			: [
					span(
						`${hasFirstRows(state, id) ? 'worst first, then ' : ''}by ${words} ${arrowOf(sort.descending)}${sortedOf(state, shape)}`,
						'dim',
					),
				],
		marked.size === 0 ? [] : [span(`${count(marked.size)} marked`, 'accent')],
		unreadLine(state, id, shape),
		...sweep,
	];
}

/** A large list keeps its order until it is read again; up to this age, in milliseconds, the order counts as current. */
const oldMs = 60_000;

/** How old the order of a large list is, and how many rows have a value if the sweep was stopped or failed. */
function sortedOf(state: DeckState, { sweep, valued, ids }: ListRow): string {
	if (valued === undefined || sweep === undefined) return '';
	if (state.sweep !== undefined || sweepNeeded(state) !== sweep) return '';
	const at = state.swept[sweep];
	if (at !== undefined)
		return state.now - at < oldMs ? '' : `, as of ${shortDuration(state.now - at)} ago; r refreshes`;
	const read = valued(state);
	return read === ids(state, '').length ? '' : `, of ${count(read)} read; r reads all`;
}

/** How many rows are not listed, and how to reach them. */
function unlistedLine(state: DeckState, id: ListId): Line {
	const rest = unlistedOf(state, id).rest;
	return rest === undefined ? [] : [span(rest, 'accent')];
}

/** The subject that the messages are limited to; `[` and `]` go to its previous and next message. */
function subjectLine(state: DeckState): Line {
	const view = currentView(state);
	// The path names a key already.
	const subject = 'subject' in view && !('key' in view) ? view.subject : undefined;
	return subject === undefined ? [] : [span('subject ', 'dim'), span(truncate(sanitise(subject), 40), 'accent')];
}

/** New messages appear as they come, and the cursor follows. */
function followLine(state: DeckState, id: ListId, { atEnd }: ListRow): Line {
	if (!atEnd?.(state, splitListId(id).about)) return [];
	const { cursor } = listState(state, id);
	const isLast = cursor === undefined || cursor === rowsOf(state, id).at(-1);
	return isLast ? [span('following', 'accent')] : [];
}

const BAR = 10;

function sweepLine({ kind, done, total }: Sweep): Line {
	const progress = total === undefined || total === 0 ? '' : ` of ${count(total)} ${bar(done / total, BAR)}`;
	return [span(`reading all ${kind}: ${count(done)}${progress}`, 'accent'), span(' esc stops', 'dim')];
}

/** Why the list is not updated. Detail views show that at their top, with advice. */
function oldLine(state: DeckState, datum: Datum<unknown>): Line {
	const problem = problemOf(datum);
	const last = lastKnown(datum);
	if (problem === undefined || last === undefined) return [];
	return [span(`! ${shortDuration(state.now - last.at)} old: ${problem.message}`, 'bad')];
}

/** How many rows could not be read, wherever they are in the list, and streams whose consumers could not be listed. */
function unreadLine(state: DeckState, id: ListId, { unread, untold }: ListRow): Line {
	const rows = unread(state, splitListId(id).about);
	const streams = untold?.(state).size ?? 0;
	const said = [
		...(rows === 0 ? [] : [`${count(rows)} unreadable`]),
		...(streams === 0 ? [] : [`consumers of ${plural(streams, 'stream')} unknown`]),
	];
	return said.length === 0 ? [] : [span(`! ${said.join(', ')}`, 'bad')];
}

/** The panes of a stream or consumer; the current one is in brackets. */
function panesLine(state: DeckState): Line {
	const here = currentView(state);
	return placeOf(here)
		.panes(here)
		.map((pane) => {
			const place = placeOf(pane);
			const name = place.crumbs(state, pane).at(-1) ?? '';
			return place === placeOf(here) ? span(`[${name}]`, 'strong') : span(` ${name} `, 'dim');
		});
}
