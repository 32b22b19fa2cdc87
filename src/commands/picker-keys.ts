import type { Overlay } from '../store/overlay.ts';
import type { Command, CommandContext } from './command.ts';

const page = 10;

/**
 * Up and down through the rows of an overlay.
 * @param moved the overlay with its cursor moved by so many rows; undefined where nothing moves
 */
export function arrows(
	scope: 'palette' | 'help' | 'choice' | 'confirm',
	moved: (context: CommandContext, step: number) => Overlay | undefined,
	up: readonly string[] = ['ctrl+p'],
	down: readonly string[] = ['ctrl+n'],
): readonly Command[] {
	const row = (id: string, title: string, keys: readonly string[], step: number): Command => ({
		id: `${scope}.${id}`,
		title,
		keys,
		scopes: [scope],
		group: 'move',
		run: (context) => {
			const overlay = moved(context, step);
			if (overlay !== undefined) context.deck.store.setState({ overlay });
		},
	});
	return [
		row('up', 'Up', ['up', ...up], -1),
		row('down', 'Down', ['down', ...down], 1),
		row('page-up', 'One page up', ['pageup'], -page),
		row('page-down', 'One page down', ['pagedown'], page),
	];
}

/** Place that `step` leads to from `at`; -1 is above the first. Stays within those there are. */
export function stepTo(total: number, at: number, step: number): number {
	return Math.min(Math.max(0, at + step), total - 1);
}
