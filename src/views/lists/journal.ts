import { type JournalEntry, mostEntries } from '../../changes/journal.ts';
import { count } from '../../format/integer.ts';
import type { DeckState } from '../../store/state.ts';
import { journalColumns } from '../columns/journal.ts';
import { journalDatum } from '../datums.ts';
import { listRow, noneUnread } from './row.ts';

const find = ({ journal }: DeckState, id: string): JournalEntry | undefined => journal.find((each) => each.id === id);

export const journalList = listRow<JournalEntry>({
	columns: journalColumns,
	defaultSort: { column: 'time', descending: true },
	datum: journalDatum,
	waiting: 'Reading the journal…',
	ids: (state) => state.journal.map(({ id }) => id),
	sources: (state) => [state.journal],
	whole: true,
	row: (state, id) => {
		const entry = find(state, id);
		if (entry === undefined) throw new Error(`no journal entry ${id}`);
		return entry;
	},
	acts: (entry) => ({ entry }),
	filterable: (state, id) => {
		const entry = find(state, id);
		return { texts: [entry?.title ?? '', entry?.subject ?? ''], subjects: undefined };
	},
	empty: ({ journalPlace, readOnly }) => ['No changes yet.', keptInWords(journalPlace, readOnly)],
	unlisted: ({ journal, journalPlace: { path, problem } }) => {
		if (journal.length < mostEntries) return {};
		const keepsAll = path !== undefined && problem === undefined;
		return { rest: `the latest ${count(mostEntries)}${keepsAll ? '; the journal file has more' : ''}` };
	},
	report: 'not printed',
	unread: noneUnread,
});

/** Where the journal of changes is stored. */
function keptInWords({ path, problem }: DeckState['journalPlace'], readOnly: boolean): string {
	if (readOnly) return 'This jetdeck is read-only.';
	if (path === undefined || problem !== undefined) return 'The journal lists every change until jetdeck ends.';
	return `The journal lists every change until jetdeck ends, and stores it in ${path}.`;
}
