import { notWritableInWords } from '../../changes/journal.ts';
import type { DeckState } from '../../store/state.ts';
import { journalDatum } from '../datums.ts';
import { journalEntryLines } from '../journal-lines.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt, wrong } from './row.ts';

/** Shared by the list and an entry of the journal. */
const ofJournal = {
	interests: none,
	sweep: 'none',
	fallsWith: neverFalls,
	panes: none,
	report: 'not printed',
	notice: ({ journalPlace }: DeckState) => wrong(notWritableInWords(journalPlace)),
} as const;

export const journalPlace: PlaceRow<ViewAt<'journal'>> = {
	...ofJournal,
	crumbs: () => ['Journal'],
	about: singleton,
	body: { kind: 'list', list: 'journal' },
	acts: nothing,
	scopes: ['journal'],
};

export const journalEntryPlace: PlaceRow<ViewAt<'journal-entry'>> = {
	...ofJournal,
	crumbs: ({ journal }, { entry }) => ['Journal', journal.find(({ id }) => id === entry)?.title ?? entry],
	about: ({ entry }) => entry,
	body: {
		kind: 'text',
		datum: journalDatum,
		waiting: 'Reading…',
		lines: (state, { entry }) => journalEntryLines(state, entry),
		inputs: ({ journal }) => [journal],
	},
	acts: (_, { entry }) => ({ entry }),
	scopes: ['journal-entry'],
};
