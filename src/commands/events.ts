import { count } from '../format/integer.ts';
import { ndjsonOf } from '../jetstream/events/ndjson.ts';
import type { HeardEvent } from '../store/events/heard.ts';
import { currentView, listState, open } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { View } from '../store/view.ts';
import { eventOf, eventsOfRow, newestOf, runOf, shownEvents } from '../views/events.ts';
import { rowsOf } from '../views/rows.ts';
import type { Command, CommandContext } from './command.ts';
import { offerCopies } from './copying.ts';
import { showing } from './go.ts';
import { saveAs } from './save-as.ts';
import { selection } from './selection.ts';

/** What servers announced. */
export const eventCommands: readonly Command[] = [
	{
		id: 'go.events',
		title: 'Show events',
		more: 'changes, who made them, elections, losses',
		short: 'events',
		keys: ['6'],
		aliases: ['events', 'ev'],
		...showing({ kind: 'events' }),
	},
	{
		id: 'event.open',
		title: 'Open the event',
		more: 'in words and as JSON',
		short: 'open',
		keys: ['enter', 'l', 'right', 'd', 'y'],
		scopes: ['events'],
		group: 'go',
		rank: 100,
		disabled: nothing,
		run: ({ deck, state }) => {
			const opened = selected(state);
			if (opened === undefined) return;
			const { events } = state;
			deck.store.setState({
				...open(state, { kind: 'event', event: opened.row }),
				// It may leave the ring while somebody reads it.
				events: { ...events, opened },
			});
		},
	},
	{
		id: 'events.pause',
		title: 'Pause or continue',
		more: 'paused, new events are only counted',
		short: ({ events }) => (events.paused === undefined ? 'pause' : 'continue'),
		keys: ['p'],
		scopes: ['events'],
		group: 'look',
		rank: 95,
		run: ({ deck }) =>
			deck.store.setState(({ events }) => ({
				events: {
					...events,
					paused: events.paused === undefined ? { ring: events.ring, total: events.total } : undefined,
				},
			})),
	},
	jump('event.stream', 'Open its stream', 'stream', 't', ({ stream }) =>
		stream === undefined ? undefined : { kind: 'stream', stream, pane: 'overview' },
	),
	jump('event.consumer', 'Open its consumer', 'consumer', 'u', ({ stream, consumer }) =>
		stream === undefined || consumer === undefined
			? undefined
			: { kind: 'consumer', stream, consumer, pane: 'overview' },
	),
	{
		id: 'event.copy',
		title: 'Copy the event',
		more: 'in words or as JSON',
		short: 'copy',
		keys: ['c'],
		scopes: ['events', 'event'],
		group: 'take',
		rank: 20,
		disabled: nothing,
		run: (context) => {
			const event = selected(context.state);
			if (event === undefined) return;
			offerCopies(context, [
				['event, JSON', event.body],
				['in words', event.what],
				['subject', event.subject],
				['who', event.who],
			]);
		},
	},
	{
		id: 'events.save',
		title: 'Save the listed events',
		more: 'one JSON object a line',
		short: 'save',
		keys: ['w'],
		scopes: ['events', 'event'],
		group: 'take',
		rank: 18,
		aliases: ['save-events'],
		argument: '[FILE]',
		disabled: nothing,
		run: (context, argument) => {
			const chosen = listed(context.state);
			const data = chosen.map((event) => `${ndjsonOf(event)}\n`).join('');
			saveAs(context, { what: `${count(chosen.length)} events`, name: 'events.ndjson', data }, argument);
		},
	},
];

function jump(
	id: string,
	title: string,
	short: string,
	key: string,
	to: (event: HeardEvent) => View | undefined,
): Command {
	return {
		id,
		title,
		short,
		keys: [key],
		scopes: ['events', 'event'],
		group: 'go',
		rank: 40,
		disabled: ({ state }) => {
			const event = selected(state);
			if (event === undefined) return none(state);
			return to(event) === undefined ? `The event is not about a ${short}.` : undefined;
		},
		run: ({ deck, state }) => {
			const event = selected(state);
			const view = event && to(event);
			if (view !== undefined) deck.store.setState(open(state, view));
		},
	};
}

function selected(state: DeckState): HeardEvent | undefined {
	const { event } = selection(state);
	if (event === undefined) return undefined;
	return currentView(state).kind === 'event' ? eventOf(state, event) : newestOf(state, event);
}

/** The marked ones, else all that the filter leaves, the oldest first; where one is open that one with its repetitions. */
function listed(state: DeckState): readonly HeardEvent[] {
	const opened = selected(state);
	if (currentView(state).kind === 'event') return opened === undefined ? [] : runOf(state, opened);
	const { marked } = listState(state, 'events');
	const rows = rowsOf(state, 'events').filter((row) => marked.size === 0 || marked.has(row));
	return rows.toReversed().flatMap((row) => eventsOfRow(state, row));
}

function nothing({ state }: Pick<CommandContext, 'state'>): string | undefined {
	return selected(state) === undefined ? none(state) : undefined;
}

/** Why no event is selected. */
const none = (state: DeckState): string =>
	shownEvents(state).length === 0 ? 'No events yet.' : 'No event matches the filter.';
