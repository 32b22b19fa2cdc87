import { memo } from '../format/memo.ts';
import { advisoryPrefix, allSubjects, newsTails, systemSubjects } from '../jetstream/events/subjects.ts';
import type { HeardEvent } from '../store/events/heard.ts';
import type { DeckState } from '../store/state.ts';

/** The events of the list; while it is paused, those at the time of the pause. */
export function shownEvents({ events }: Pick<DeckState, 'events'>): readonly HeardEvent[] {
	return events.paused?.ring ?? events.ring;
}

/** An event of the list, or the opened one: it may have left the ring since. */
export function eventOf(state: Pick<DeckState, 'events'>, row: string): HeardEvent | undefined {
	const { opened } = state.events;
	if (opened?.row === row) return opened;
	// Rows are numbered as they came, without gaps.
	const shown = shownEvents(state);
	return shown[Number(row) - Number(shown[0]?.row)];
}

/** The newest first. */
export const eventRows = memo((ring: readonly HeardEvent[]): readonly string[] => {
	const rows = new Array<string>(ring.length);
	for (const [at, { row }] of ring.entries()) rows[ring.length - 1 - at] = row;
	return rows;
});

/** How many events came since the list was paused. */
export function newSincePause({ events }: Pick<DeckState, 'events'>): number | undefined {
	return events.paused && events.total - events.paused.total;
}

/** Subjects of events that the user is not allowed to subscribe to, of those that jetdeck tried. */
export function missingSubjects({ denied, target, events }: DeckState): readonly string[] {
	const known = new Set([
		...allSubjects(target),
		...systemSubjects,
		...(events.all ? [] : newsTails.map((tail) => `${advisoryPrefix(target)}${tail}`)),
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
