import { dateTime, shortDuration } from '../format/duration.ts';
import { count, plural } from '../format/integer.ts';
import type { Line } from '../format/line.ts';
import type { HeardEvent } from '../store/events/heard.ts';
import type { DeckState } from '../store/state.ts';
import { clock } from './columns/clock.ts';
import { paragraph } from './confirm-lines.ts';
import { fact, facts } from './detail/facts.ts';
import { runOf, whereOf } from './events.ts';
import { jsonTextViewLines } from './json-lines.ts';
import type { Section } from './line.ts';
import { sectionLines } from './section-lines.ts';

/** One event in full: what happened in words, and its body. */
export function eventLines(state: DeckState, event: HeardEvent | undefined): readonly Line[] {
	const { columns } = state.size;
	if (event === undefined) return paragraph('  jetdeck no longer keeps this event.', 'dim', columns, 2);
	const { times, at: since } = event.run;
	const said = facts('', [
		...fact('Time', timeInWords(event.at, state.now)),
		...fact('Times', times === 1 ? undefined : `×${count(times)}, since ${timeInWords(since, state.now)}`),
		...fact('Where', whereOf(event, state)),
		...fact('Who', event.who),
		...fact('Server', event.server),
		...fact('Type', event.type),
		...fact('Subject', event.subject),
	]);
	return [
		...paragraph(`  ${event.what}`, event.tone === 'plain' ? 'strong' : event.tone, columns, 2),
		[],
		...sectionLines(said, columns),
		[],
		...repeatedLines(state, event),
		...paragraph('  Any user who may publish to this subject can make up such an event.', 'dim', columns, 2),
		[],
		...(event.isJson ? jsonTextViewLines(event.body, columns) : paragraph(`  ${event.body}`, 'plain', columns, 2)),
	];
}

const timeInWords = (at: number, now: number): string =>
	`${dateTime(new Date(at).toISOString())}, ${shortDuration(now - at)} ago`;

/** Most repetitions in the lines of an event. */
const mostRepeated = 500;

/** Every repetition of it, the newest first. */
function repeatedLines(state: DeckState, event: HeardEvent): readonly Line[] {
	if (event.run.times === 1) return [];
	const kept = runOf(state, event).toReversed();
	const left = event.run.times - Math.min(kept.length, mostRepeated);
	const table: Section = {
		kind: 'table',
		title: 'All of them',
		columns: [
			{ title: 'TIME', align: 'left' },
			{ title: 'WHAT', align: 'left' },
		],
		rows: kept.slice(0, mostRepeated).map(({ at, what, tone }) => [
			{ text: clock(at), tone: 'dim' },
			{ text: what, tone },
		]),
		empty: '',
	};
	const rest = `  And ${plural(left, 'earlier one', 'earlier ones')}${kept.length > mostRepeated ? '; w saves those that are kept' : ', which jetdeck no longer keeps'}.`;
	return [
		...sectionLines([table], state.size.columns),
		...(left === 0 ? [] : paragraph(rest, 'dim', state.size.columns, 2)),
		[],
	];
}
