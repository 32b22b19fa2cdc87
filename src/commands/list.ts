import { changeList, listState, moveCursorBy, showOverlay, sortBy, toggleMark } from '../store/nav.ts';
import type { ListId } from '../store/view.ts';
import { columnsOf } from '../views/columns.ts';
import { listHeight } from '../views/layout.ts';
import { currentList } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';
import type { Scope } from '../views/scope.ts';
import type { Command } from './command.ts';
import { selectedRow } from './selection.ts';

/** What changes the order and the choice of rows. */
export const listCommands: readonly Command[] = [
	{
		id: 'list.filter',
		title: 'Filter by name: text, !text for all others, -f text for a fuzzy match',
		short: 'filter',
		keys: ['/'],
		scopes: ['list'],
		group: 'list',
		rank: 70,
		run: ({ deck, state }) => {
			const before = listState(state, currentList(state));
			deck.store.setState(
				showOverlay({ kind: 'filter', text: before.filter, isPrefilled: before.filter !== '', before }),
			);
		},
	},
	{
		id: 'list.mark',
		title: 'Mark or unmark the row and go on to the next',
		keys: ['space'],
		scopes: ['list'],
		group: 'list',
		disabled: ({ state }) => (selectedRow(state) === undefined ? 'The list is empty.' : undefined),
		run: ({ deck, state }) => {
			const row = selectedRow(state);
			if (row === undefined) return;
			deck.store.setState(toggleMark(state, currentList(state), row));
			deck.store.setState((now) => {
				const id = currentList(now);
				return moveCursorBy(now, id, rowsOf(now, id), 1, listHeight(now));
			});
		},
	},
	{
		id: 'list.unmark',
		title: 'Unmark every row',
		keys: ['ctrl+space'],
		scopes: ['list'],
		group: 'list',
		aliases: ['unmark'],
		run: ({ deck, state }) => deck.store.setState(changeList(state, currentList(state), { marked: new Set() })),
	},
	...sorts('streams', 'streams'),
	...sorts('consumers', 'consumers'),
	...sorts('lag', 'lag'),
	...sorts('subjects', 'subjects:any'),
];

/** One command a column: its letter with shift sorts by it, and once more the other way round. */
function sorts(scope: Scope, list: ListId): readonly Command[] {
	return columnsOf(list).flatMap((column) =>
		column.letter === undefined
			? []
			: [
					{
						id: `${scope}.sort.${column.id}`,
						title: `Sort by ${column.words ?? column.title.toLowerCase()}, again for the other way round`,
						keys: [column.letter],
						scopes: [scope],
						group: 'list' as const,
						run: ({ deck, state }) =>
							deck.store.setState(sortBy(state, currentList(state), column.id, column.descending ?? false)),
					} satisfies Command,
				],
	);
}
