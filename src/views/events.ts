import { memo } from '../format/memo.ts';
import { allSubjects, news, systemNews, systemSubjects } from '../jetstream/events/subjects.ts';
import type { HeardEvent } from '../store/events/heard.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';

/** The events of the list; while it is paused, those at the time of the pause. */
export function shownEvents({ events }: Pick<DeckState, 'events'>): readonly HeardEvent[] {
	return events.paused?.ring ?? events.ring;
}

/** An event by its row, or the opened one: it may have left the ring since. */
export function eventOf(state: Pick<DeckState, 'events'>, row: string): HeardEvent | undefined {
	const { opened } = state.events;
	return opened?.row === row ? opened : shownEvents(state)[indexOf(state, Number(row))];
}

/** Rows are numbered as they came, without gaps. */
function indexOf(state: Pick<DeckState, 'events'>, row: number): number {
	return row - Number(shownEvents(state)[0]?.row);
}

/** The rows of the list, the newest first: equal events that follow each other share that of the first of them. */
export function eventRows(state: DeckState): readonly string[] {
	return isGrouped(state) ? groupedRows(shownEvents(state)) : allRows(shownEvents(state));
}

/** With a filter each event that matches has a row of its own. */
function isGrouped(state: DeckState): boolean {
	return listState(state, 'events').filter.trim() === '';
}

const allRows = memo((ring: readonly HeardEvent[]): readonly string[] => ring.map(({ row }) => row).toReversed());

const groupedRows = memo((ring: readonly HeardEvent[]): readonly string[] => {
	const rows: string[] = [];
	const oldest = Number(ring[0]?.row);
	for (let at = ring.length - 1; at >= 0; ) {
		const { first } = ring[at]?.run ?? { first: oldest };
		rows.push(String(first));
		at = first - oldest - 1;
	}
	return rows;
});

/** The events of a row of the list, the oldest first. */
export function eventsOfRow(state: DeckState, row: string): readonly HeardEvent[] {
	const newest = newestOf(state, row);
	return newest === undefined ? [] : isGrouped(state) ? runOf(state, newest) : [newest];
}

/** The newest event of a row of the list. */
export function newestOf(state: DeckState, row: string): HeardEvent | undefined {
	const ring = shownEvents(state);
	const first = Number(row);
	let low = Math.max(0, indexOf(state, first));
	if (!isGrouped(state)) return ring[low];
	// Runs follow each other: the last event whose run does not begin later.
	for (let high = ring.length - 1; low < high; ) {
		const middle = Math.ceil((low + high) / 2);
		if ((ring[middle]?.run.first ?? 0) <= first) low = middle;
		else high = middle - 1;
	}
	return ring[low];
}

/** An event with the equal ones right before it, as far as they are kept; the oldest first. */
export function runOf(state: Pick<DeckState, 'events'>, event: HeardEvent): readonly HeardEvent[] {
	const last = indexOf(state, Number(event.row));
	const kept = shownEvents(state).slice(Math.max(0, indexOf(state, event.run.first)), Math.max(0, last + 1));
	return kept.length === 0 ? [event] : kept;
}

/** How many events came since the list was paused. */
export function newSincePause({ events }: Pick<DeckState, 'events'>): number | undefined {
	return events.paused && events.total - events.paused.total;
}

/**
 * Since when none is missing in a list that began before: while nobody looked, only a few were listened to, and some may have come
 * too fast. While the connection is lost, nothing is heard.
 */
export function completeSince(state: Pick<DeckState, 'events' | 'link'>): number | undefined {
	const { allSince } = state.events;
	if (allSince === undefined || state.link.phase !== 'connected') return undefined;
	const shown = shownEvents(state);
	const isWithin = Number(shown[0]?.row) <= allSince.after && allSince.after <= Number(shown.at(-1)?.row);
	return isWithin ? allSince.at : undefined;
}

/** The server refused a subscription, or has not taken all of them yet: some events may be missing. */
export function maySomeBeMissing(state: Pick<DeckState, 'events'>): boolean {
	const { all, allSince } = state.events;
	return all && allSince === undefined && shownEvents(state).length > 0;
}

/** Subjects of events that the user is not allowed to subscribe to, of those that jetdeck tried. */
export function missingSubjects({ denied, target, events }: DeckState): readonly string[] {
	const known = new Set([
		...allSubjects(target),
		...systemSubjects,
		...(events.all ? [] : [...news(target), ...systemNews(target)]),
	]);
	return [...denied.values()].flatMap(({ subject, operation }) =>
		operation === 'subscribe' && known.has(subject) ? [subject] : [],
	);
}

/** `ORDERS › billing`, with the account if it is another one. */
export function whereOf({ stream, consumer, account }: HeardEvent, { user }: Pick<DeckState, 'user'>): string {
	const path = [stream, consumer].filter((name) => name !== undefined).join(' › ');
	const isOwn = account === undefined || account === user?.account || account === user?.account_name;
	return isOwn ? path : [account, path].filter(Boolean).join(': ');
}
