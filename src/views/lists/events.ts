import { count } from '../../format/integer.ts';
import { allSubjects, systemSubjects } from '../../jetstream/events/subjects.ts';
import type { DeckState } from '../../store/state.ts';
import { type EventRow, eventColumns } from '../columns/events.ts';
import { journalDatum } from '../datums.ts';
import { eventOf, eventRows, missingSubjects, newSincePause, shownEvents, whereOf } from '../events.ts';
import { listRow, noneUnread } from './row.ts';

function rowOf(state: DeckState, row: string): EventRow {
	const event = eventOf(state, row);
	if (event === undefined) throw new Error(`no event ${row}`);
	return { ...event, where: whereOf(event, state) };
}

export const eventList = listRow<EventRow>({
	columns: eventColumns,
	defaultSort: { column: 'time', descending: true },
	datum: journalDatum,
	waiting: 'Reading the events…',
	ids: (state) => eventRows(shownEvents(state)),
	sources: (state) => [shownEvents(state)],
	whole: true,
	ordered: true,
	row: rowOf,
	acts: (event) => ({ event }),
	filterable: (state, row) => {
		const { what, where, who, server, type, stream, consumer, subject } = rowOf(state, row);
		return {
			texts: [what, where, who ?? '', server ?? '', type],
			subjects: [subject],
			words: { type, stream, consumer, user: who, server },
		};
	},
	empty: (state) => ['No events yet.', ...listenedTo(state)],
	unlisted: (state) => {
		const { dropped } = state.events;
		const news = newSincePause(state);
		const said = [
			...(news === undefined ? [] : [`paused, ${count(news)} new`]),
			...(dropped === 0 ? [] : [`${count(dropped)} dropped`]),
		];
		return said.length === 0 ? {} : { rest: said.join(' · ') };
	},
	report: 'not printed',
	unread: noneUnread,
});

/** The subjects that the deck listens to; those not permitted are named over the list. */
function listenedTo(state: DeckState): readonly string[] {
	const missing = missingSubjects(state);
	const subjects = [...allSubjects(state.target), ...(state.events.isSystem ? systemSubjects : [])];
	const heard = subjects.filter((subject) => !missing.includes(subject));
	if (heard.length === 0) return ['Ask for the permission to subscribe to these subjects.'];
	return [
		`jetdeck listens to ${heard.join(', ')}.`,
		'Changes, refused requests, leader elections, rejected and given up messages appear here as they happen.',
		...(state.events.isSystem === false
			? ['Connections and servers announce themselves to the system account only.']
			: []),
	];
}

/** Which permission is missing. */
export function missingInWords(subjects: readonly string[]): string {
	return `This user may not subscribe to ${subjects.join(', ')}.`;
}
