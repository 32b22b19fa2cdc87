import { expect, it } from 'vitest';
import type { JournalEntry } from '../../src/changes/journal.ts';
import type { Line } from '../../src/format/line.ts';
import { crumbSpans } from '../../src/views/crumbs.ts';
import { journalEntryLines } from '../../src/views/journal-lines.ts';
import { deckState } from '../support/state.ts';

const textOf = (lines: readonly Line[]): string =>
	lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

const entry: JournalEntry = {
	...{ id: 'mx38-1', time: '2026-11-30T12:09:35.713Z', target: 't', title: 'Publish to a', effect: 'change' },
	...{ endpoint: 'raw', subject: 'a', asset: { kind: 'subject', subject: 'a' }, text: 'abc' },
	outcome: { kind: 'done', reply: null, ms: 0, unanswered: true },
};

it('an entry of the journal does not call done what nobody was asked to answer', () => {
	const shown = textOf(journalEntryLines(deckState({ journal: [entry] }), entry.id));
	expect(shown).toContain('sent, no reply requested');
	expect(shown).not.toMatch(/done|Reply|null/);
});

it('the page of an entry is called by what was done, not by its id', () => {
	const views = [{ kind: 'journal' }, { kind: 'journal-entry', entry: entry.id }] as const;
	const crumbs = textOf([crumbSpans(deckState({ journal: [entry], views })).left]);
	expect(crumbs).toContain('Journal › Publish to a');
	expect(crumbs).not.toContain(entry.id);
});
