import { changeList, listState, moveCursorBy, showOverlay, sortBy, toggleMark } from '../store/nav.ts';
import { listHeight } from '../views/layout.ts';
import { listRowOf, lists } from '../views/lists.ts';
import { currentList, places } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';
import type { Scope } from '../views/scope.ts';
import type { Command } from './command.ts';
import { selectedRow } from './selection.ts';

/** What changes the order and the choice of rows. */
export const listCommands: readonly Command[] = [
	{
		id: 'list.filter',
		title: 'Filter by name',
		more: '!text excludes, -f text is fuzzy, server:n2, leader:n2',
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
		title: 'Mark or unmark',
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
		id: 'list.mark-all',
		title: 'Mark every row',
		more: 'that the filter shows',
		keys: ['ctrl+a'],
		scopes: ['list'],
		group: 'list',
		aliases: ['mark-all'],
		run: ({ deck, state }) => {
			const id = currentList(state);
			const { counts = () => true } = listRowOf(id) ?? {};
			deck.store.setState(changeList(state, id, { marked: new Set(rowsOf(state, id).filter(counts)) }));
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
	...sortCommands(),
];

/** One command a column that has a letter: with shift it sorts by it, and once more the other way round. */
function sortCommands(): readonly Command[] {
	const made = new Map<string, Command>();
	for (const [kind, { columns }] of Object.entries(lists)) {
		const [scope = 'list'] = Object.values(places).flatMap(({ body, scopes }): readonly Scope[] =>
			body.kind === 'list' && body.list === kind && typeof scopes === 'object' ? scopes.slice(0, 1) : [],
		);
		for (const column of columns) {
			const { letter, words = column.title.toLowerCase(), descending = false } = column;
			const id = `${scope}.sort.${column.id}`;
			// Lists in one scope share its keys.
			if (letter === undefined || made.has(id)) continue;
			made.set(id, {
				id,
				title: `Sort by ${words}`,
				more: 'again to reverse',
				keys: [letter],
				scopes: [scope],
				group: 'list',
				run: ({ deck, state }) => deck.store.setState(sortBy(state, currentList(state), column.id, descending)),
			});
		}
	}
	return [...made.values()];
}
