import { count } from '../../format/integer.ts';
import { allSubjects, news, systemNews, systemSubjects } from '../../jetstream/events/subjects.ts';
import type { DeckState } from '../../store/state.ts';
import { clock } from '../columns/clock.ts';
import { type EventRow, eventColumns } from '../columns/events.ts';
import { journalDatum } from '../datums.ts';
import {
	completeSince,
	eventRows,
	maySomeBeMissing,
	newestOf,
	newSincePause,
	shownEvents,
	whereOf,
} from '../events.ts';
import { listRow, noneUnread } from './row.ts';

function rowOf(state: DeckState, row: string): EventRow {
	const event = newestOf(state, row);
	if (event === undefined) throw new Error(`no event ${row}`);
	return { ...event, where: whereOf(event, state) };
}

export const eventList = listRow<EventRow>({
	columns: eventColumns,
	defaultSort: { column: 'time', descending: true },
	datum: journalDatum,
	waiting: 'Reading the events…',
	ids: eventRows,
	sources: (state) => [shownEvents(state)],
	whole: true,
	ordered: true,
	unchanging: true,
	row: rowOf,
	acts: (event) => ({ event }),
	words: { type: {}, stream: {}, consumer: {}, user: {}, server: {} },
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
		const since = completeSince(state);
		const came = newSincePause(state);
		const said = [
			...(since === undefined ? [] : [`complete since ${clock(since)}`]),
			...(maySomeBeMissing(state) ? ['some may be missing'] : []),
			...(came === undefined ? [] : [`paused, ${count(came)} new`]),
			...(dropped === 0 ? [] : [`${count(dropped)} dropped`]),
		];
		return said.length === 0 ? {} : { rest: said.join(' · ') };
	},
	report: 'not printed',
	unread: noneUnread,
});

/** What the user may subscribe to, and what comes there. */
function listenedTo(state: DeckState): readonly string[] {
	const { denied, events, target } = state;
	const permitted = (subjects: readonly string[]): readonly string[] =>
		subjects.filter((subject) => denied.get(subject)?.operation !== 'subscribe');
	const [advisories = '', metrics = ''] = allSubjects(target);
	const all = permitted([advisories]);
	const heard = [
		{ subjects: all, what: 'changes, refused requests, leader elections, rejected and given up messages' },
		{
			subjects: all.length > 0 ? [] : permitted([...news(target), ...(events.isSystem ? systemNews(target) : [])]),
			what: 'some changes, leader elections and losses',
		},
		{ subjects: permitted([metrics]), what: 'sampled acknowledgements' },
		{ subjects: events.isSystem ? permitted(systemSubjects) : [], what: 'connections and servers' },
	].filter(({ subjects }) => subjects.length > 0);
	if (heard.length === 0) return ['Ask for the permission to subscribe to these subjects.'];
	return [
		`jetdeck listens to ${[...new Set(heard.flatMap(({ subjects }) => subjects))].join(', ')}.`,
		`Events appear here as they happen: ${heard.map(({ what }) => what).join('; ')}.`,
		...(events.isSystem === false ? ['Connections and servers announce themselves to the system account only.'] : []),
	];
}

/** Which permission is missing. */
export function missingInWords(subjects: readonly string[]): string {
	return `This user may not subscribe to ${subjects.join(', ')}.`;
}
