import type { JournalEntry } from '../changes/journal.ts';
import { count } from '../format/integer.ts';
import type { Line } from '../format/line.ts';
import type { DeckState } from '../store/state.ts';
import { outcomeCell } from './columns/journal.ts';
import { paragraph } from './confirm-lines.ts';
import { jsonViewLines } from './json-lines.ts';

/** One request of the journal in full: what was sent where, the outcome, and the state before. */
export function journalEntryLines(state: DeckState, id: string): readonly Line[] {
	const { columns } = state.size;
	const entry = state.journal.find((each) => each.id === id);
	if (entry === undefined) return paragraph('jetdeck no longer keeps this entry.', 'dim', columns);
	const { outcome } = entry;
	const { text, tone = 'plain' } = outcomeCell(outcome);
	return [
		...paragraph(`  ${entry.title}`, 'strong', columns),
		...paragraph(`  ${text}`, tone, columns, 2),
		...paragraph(`  ${entry.time} · ${entry.target}`, 'dim', columns),
		[],
		...paragraph(`  ${entry.subject}`, 'accent', columns, 2),
		...(entry.payload === undefined ? [] : jsonViewLines(entry.payload, columns)),
		...(entry.text === undefined ? [] : paragraph(`  ${entry.text}`, 'plain', columns, 2)),
		...cutLines(entry, columns),
		...part('Reply', outcome.kind === 'done' && !outcome.unanswered ? outcome.reply : undefined, columns),
		...part('State before', entry.before, columns),
	];
}

function cutLines({ text = '', textLength }: JournalEntry, columns: number): readonly Line[] {
	if (textLength === undefined) return [];
	const told = `  … the first ${count(text.length)} of ${count(textLength)} characters; the journal stores no more.`;
	return paragraph(told, 'warn', columns, 2);
}

function part(title: string, value: unknown, columns: number): readonly Line[] {
	return value === undefined ? [] : [[], [{ text: `  ${title}`, tone: 'accent' }], ...jsonViewLines(value, columns)];
}
