import type { JournalEntry, JournalOutcome } from '../../changes/journal.ts';
import type { Cell, Column } from '../line.ts';
import { clock } from './clock.ts';

const outcomes: Readonly<Record<JournalOutcome['kind'], (outcome: never) => Cell>> = {
	sent: () => ({ text: 'sent, no reply yet', tone: 'warn' }),
	done: ({ ms, unanswered }: Extract<JournalOutcome, { kind: 'done' }>) =>
		unanswered
			? { text: 'sent, no reply requested', tone: 'plain' }
			: { text: `done in ${Math.round(ms)} ms`, tone: 'good' },
	refused: ({ message }: Extract<JournalOutcome, { kind: 'refused' }>) => ({
		text: `refused: ${message}`,
		tone: 'bad',
	}),
	failed: ({ message }: Extract<JournalOutcome, { kind: 'failed' }>) => ({ text: `failed: ${message}`, tone: 'bad' }),
	unknown: () => ({ text: 'no reply: outcome unknown', tone: 'warn' }),
	found: ({ applied }: Extract<JournalOutcome, { kind: 'found' }>) =>
		applied ? { text: 'no reply, but done', tone: 'good' } : { text: 'no reply, and not done', tone: 'bad' },
};

/** The outcome of a request, in words. */
export function outcomeCell(outcome: JournalOutcome): Cell {
	return outcomes[outcome.kind](outcome as never);
}

/** The requests sent since the program began. */
export const journalColumns: readonly Column<JournalEntry>[] = [
	{
		id: 'time',
		title: 'TIME',
		align: 'left',
		width: 8,
		rank: 0,
		needs: 'name',
		descending: true,
		// Times can be equal within a millisecond; ids only grow.
		value: ({ time, id }) => `${time} ${id}`,
		cell: ({ time }) => ({ text: clock(time) }),
	},
	{
		id: 'title',
		title: 'WHAT',
		align: 'left',
		width: 20,
		grow: 2,
		rank: 100,
		needs: 'name',
		value: ({ title }) => title,
		cell: ({ title, effect }) => ({ text: title, tone: effect === 'destroy' ? 'warn' : 'strong' }),
	},
	{
		id: 'subject',
		title: 'SUBJECT',
		align: 'left',
		width: 24,
		grow: 2,
		rank: 80,
		needs: 'name',
		value: ({ subject }) => subject,
		cell: ({ subject }) => ({ text: subject, tone: 'dim' }),
	},
	{
		id: 'outcome',
		title: 'OUTCOME',
		align: 'left',
		width: 18,
		grow: 2,
		rank: 90,
		needs: 'name',
		value: ({ outcome }) => outcome.kind,
		cell: ({ outcome }) => outcomeCell(outcome),
	},
	{
		id: 'target',
		title: 'WHERE',
		align: 'left',
		width: 16,
		grow: 1,
		rank: 10,
		needs: 'name',
		value: ({ target }) => target,
		cell: ({ target }) => ({ text: target, tone: 'dim' }),
	},
];
