import type { ReactElement } from 'react';
import { contextOf } from '../../commands/dispatch.ts';
import type { HelpRow } from '../../commands/help.ts';
import { helpId, selectedHelp, shownHelp, typeInHelp } from '../../commands/help-keys.ts';
import type { Line } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { truncate, width } from '../../format/width.ts';
import { windowOf } from '../../store/list.ts';
import { endsLine } from '../parts/ends.ts';
import { useDeck, useReach } from '../use-deck.ts';
import { column, Panel, PanelInput, PanelRow, usePlace } from './panel.tsx';

/** Every key that works in the view below, by group. */
export function Help(): ReactElement | null {
	const { deck, host } = useReach();
	const overlay = useDeck((state) => (state.overlay?.kind === 'help' ? state.overlay : undefined));
	const { inner, lines } = usePlace();
	if (overlay === undefined) return null;
	const rows = shownHelp(contextOf(deck, host));
	const selected = selectedHelp(rows, overlay);
	const { offset, count } = windowOf(rows.length, selected, lines - 1, offsetFor(selected, lines - 1));
	const keys = Math.max(0, ...rows.map((row) => width(row.keys)));
	return (
		<Panel title={`Keys  ${keysIn(rows.slice(0, selected + 1))}/${keysIn(rows)}`}>
			<PanelInput
				sign="/"
				text={overlay.text}
				empty="type to filter"
				onChange={(text) => deck.store.setState((state) => typeInHelp(state, text))}
			/>
			{rows.length === 0 && <PanelRow line={[{ text: 'Nothing matches.', tone: 'dim' }]} />}
			{rows.slice(offset, offset + count).map((row, at) => (
				<PanelRow key={helpId(row)} line={lineOf(row, keys, inner - 2)} selected={offset + at === selected} />
			))}
		</Panel>
	);
}

const keysIn = (rows: readonly HelpRow[]): number => rows.filter(({ heading }) => heading === undefined).length;

/** Keeps the selected row in the middle, so that the rows around it are visible; the first rows do not scroll. */
function offsetFor(index: number, lines: number): number {
	return Math.max(0, index - Math.floor(lines / 2));
}

/** Fewest columns for the reason why a command is not available, even if its title must be cut. */
const LEAST_REASON = 24;

/** What the command does, and why it is not available, as far as there is room for both. */
function lineOf({ heading, keys, title, disabled }: HelpRow, widest: number, columns: number): Line {
	if (heading !== undefined) return [{ text: title, tone: 'strong' }];
	const start = `  ${column(keys, widest)}  `;
	if (disabled !== undefined) {
		const room = Math.max(LEAST_REASON, columns - width(start + title) - 2);
		const reason = truncate(sanitise(disabled), Math.min(room, Math.floor(columns / 2)));
		const left = [{ text: start + title, tone: 'dim' }] as const;
		return endsLine({ left, right: [{ text: reason, tone: 'dim' }] }, columns);
	}
	return [
		{ text: start, tone: 'accent' },
		{ text: title, tone: 'plain' },
	];
}
