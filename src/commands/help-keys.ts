import { closeOverlay } from '../store/nav.ts';
import type { HelpList } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';
import { type HelpRow, helpRows, matchingHelp } from './help.ts';
import { isGuarded } from './palette.ts';
import { arrows } from './picker-keys.ts';
import { run } from './run.ts';

/** What the keys do over the list of keys. Text filters it. */
export const helpCommands: readonly Command[] = [
	...arrows('help', moved),
	{
		id: 'help.run',
		title: 'Run the selected command',
		short: 'run',
		keys: ['enter'],
		scopes: ['help'],
		group: 'deck',
		rank: 2,
		run: runSelected,
	},
];

/** Rows of the help that match the typed text. */
export function shownHelp(context: CommandContext): readonly HelpRow[] {
	const { overlay } = context.state;
	return matchingHelp(helpRows(context), overlay?.kind === 'help' ? overlay.text : '');
}

/** The index of the row under the cursor: by default the first below a heading; -1 if there is none. */
export function selectedHelp(rows: readonly HelpRow[], { chosen }: Pick<HelpList, 'chosen'>): number {
	const at = chosen === undefined ? -1 : rows.findIndex((row) => helpId(row) === chosen);
	return at >= 0 ? at : rows.findIndex(isRow);
}

/** Identifies a row. */
export function helpId({ command, title }: HelpRow): string {
	return command?.id ?? title;
}

const isRow = ({ heading }: HelpRow): boolean => heading === undefined;

/** Changes the text of the help's line; the cursor goes to the best match. */
export function typeInHelp({ overlay, burst }: DeckState, text: string): Pick<DeckState, 'overlay'> {
	return { overlay: overlay?.kind === 'help' ? { kind: 'help', text, burst } : overlay };
}

function runSelected(context: CommandContext): void {
	const { deck, state } = context;
	const { overlay } = state;
	if (overlay?.kind !== 'help') return;
	const rows = shownHelp(context);
	const row = rows[selectedHelp(rows, overlay)];
	if (row?.command === undefined) return;
	if (isGuarded(row.command) && overlay.burst === state.burst) {
		toast(deck.store, 'warn', `“${row.command?.title ?? row.title}” was not on the screen yet: press enter again.`);
		return;
	}
	deck.store.setState(closeOverlay());
	run(row.command, { ...context, state: deck.store.getState() });
}

function moved(context: CommandContext, step: number): HelpList | undefined {
	const { overlay, burst } = context.state;
	if (overlay?.kind !== 'help') return undefined;
	const rows = shownHelp(context);
	const to = selectable(rows, selectedHelp(rows, overlay), step);
	const row = rows[to];
	return { ...overlay, chosen: row && helpId(row), burst };
}

const isBelow = (row: HelpRow | undefined): boolean => row !== undefined && isRow(row);

/** The row that `step` leads to, past headings; stays if there is none. */
function selectable(rows: readonly HelpRow[], from: number, step: number): number {
	const to = Math.min(Math.max(0, from + step), rows.length - 1);
	const direction = Math.sign(step);
	for (let at = to; at >= 0 && at < rows.length; at += direction) if (isBelow(rows[at])) return at;
	for (let at = to; at >= 0 && at < rows.length; at -= direction) if (isBelow(rows[at])) return at;
	return from;
}
