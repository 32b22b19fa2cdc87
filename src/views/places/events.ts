import type { DeckState } from '../../store/state.ts';
import { journalDatum } from '../datums.ts';
import { eventLines } from '../event-lines.ts';
import { eventOf, missingSubjects } from '../events.ts';
import { missingInWords } from '../lists/events.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt, wrong } from './row.ts';

const ofEvents = {
	interests: none,
	sweep: 'none',
	fallsWith: neverFalls,
	panes: none,
	report: 'not printed',
	listensToAll: true,
} as const;

/** The events since the deck began to listen. */
export const eventsPlace: PlaceRow<ViewAt<'events'>> = {
	...ofEvents,
	crumbs: () => ['Events'],
	about: singleton,
	body: { kind: 'list', list: 'events' },
	acts: nothing,
	scopes: ['events'],
	notice: (state: DeckState) => {
		const missing = missingSubjects(state);
		return wrong(missing.length === 0 ? undefined : missingInWords(missing));
	},
};

export const eventPlace: PlaceRow<ViewAt<'event'>> = {
	...ofEvents,
	crumbs: (state, { event }) => ['Events', eventOf(state, event)?.what ?? 'event'],
	about: ({ event }) => event,
	body: {
		kind: 'text',
		datum: journalDatum,
		waiting: 'Reading…',
		lines: (state, { event }) => eventLines(state, eventOf(state, event)),
		inputs: ({ events }) => [events.opened, events.paused],
	},
	acts: (_, { event }) => ({ event }),
	scopes: ['event'],
};
