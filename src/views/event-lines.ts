import { dateTime, shortDuration } from '../format/duration.ts';
import type { Line } from '../format/line.ts';
import type { HeardEvent } from '../store/events/heard.ts';
import type { DeckState } from '../store/state.ts';
import { paragraph } from './confirm-lines.ts';
import { fact, facts } from './detail/facts.ts';
import { whereOf } from './events.ts';
import { jsonTextViewLines } from './json-lines.ts';
import { sectionLines } from './section-lines.ts';

/** One event in full: what happened in words, and its body. */
export function eventLines(state: DeckState, event: HeardEvent | undefined): readonly Line[] {
	const { columns } = state.size;
	if (event === undefined) return paragraph('  jetdeck no longer keeps this event.', 'dim', columns, 2);
	const said = facts('', [
		...fact('Time', `${dateTime(new Date(event.at).toISOString())}, ${shortDuration(state.now - event.at)} ago`),
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
		...paragraph('  Any user who may publish to this subject can make up such an event.', 'dim', columns, 2),
		[],
		...(event.isJson ? jsonTextViewLines(event.body, columns) : paragraph(`  ${event.body}`, 'plain', columns, 2)),
	];
}
