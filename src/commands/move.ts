import { moveCursor, moveCursorBy, scrollBy } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { listHeight } from '../views/layout.ts';
import { currentList } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';
import { linesOf } from '../views/text-lines.ts';
import type { Command, CommandContext } from './command.ts';
import { scopesOfView } from './scopes.ts';

interface Move {
	readonly id: string;
	readonly title: string;
	readonly keys: readonly string[];
	/** Moves by rows, for a screen of `height` rows; an infinite number goes to an end. */
	readonly by: (height: number) => number;
}

const moves: readonly Move[] = [
	{ id: 'move.down', title: 'Down', keys: ['j', 'down', 'ctrl+n'], by: () => 1 },
	{ id: 'move.up', title: 'Up', keys: ['k', 'up', 'ctrl+p'], by: () => -1 },
	{ id: 'move.page-down', title: 'One page down', keys: ['pagedown', 'ctrl+f'], by: (height) => height },
	{ id: 'move.page-up', title: 'One page up', keys: ['pageup', 'ctrl+b'], by: (height) => -height },
	{ id: 'move.half-up', title: 'Half a page up', keys: ['ctrl+u'], by: (height) => -Math.ceil(height / 2) },
	{ id: 'move.first', title: 'Go to the first', keys: ['g', 'home'], by: () => -Infinity },
	{ id: 'move.last', title: 'Go to the last', keys: ['G', 'end'], by: () => Infinity },
];

/** Through rows and lines, with arrows and with the keys of vi. */
export const moveCommands: readonly Command[] = moves.map(({ by, ...move }) => ({
	...move,
	scopes: ['list', 'text'],
	group: 'move',
	run: (context) => walk(context, by),
}));

function walk({ deck, state }: CommandContext, by: Move['by']): void {
	const height = Math.max(1, listHeight(state));
	deck.store.setState(isText(state) ? scroll(state, by(height), height) : step(state, by(height), height));
}

function isText(state: DeckState): boolean {
	return scopesOfView(state).includes('text');
}

function step(state: DeckState, by: number, height: number) {
	const id = currentList(state);
	const rows = rowsOf(state, id);
	if (Number.isFinite(by)) return moveCursorBy(state, id, rows, by, height);
	return moveCursor(state, id, rows, by < 0 ? 0 : rows.length - 1, height);
}

function scroll(state: DeckState, by: number, height: number) {
	return scrollBy(state, currentList(state), linesOf(state).length, by, height);
}
