import type { ReactElement } from 'react';
import { contextOf } from '../../commands/dispatch.ts';
import { type HelpRow, helpRows } from '../../commands/help.ts';
import type { Line } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { truncate, width } from '../../format/width.ts';
import { windowOf } from '../../store/list.ts';
import { endsLine } from '../parts/ends.ts';
import { useDeck, useReach } from '../use-deck.ts';
import { column, Panel, PanelRow, usePlace } from './panel.tsx';

/** Every key that works in the view below, by group. */
export function Help(): ReactElement {
	const { deck, host } = useReach();
	const index = useDeck(({ overlay }) => (overlay?.kind === 'help' ? overlay.index : 0));
	const { inner, lines } = usePlace();
	const rows = helpRows(contextOf(deck, host));
	const { offset, count, selected } = windowOf(rows.length, index, lines, offsetFor(index, lines));
	const keys = Math.max(0, ...rows.map((row) => width(row.keys)));
	return (
		<Panel title={`Keys  ${selected + 1}/${rows.length}`}>
			{rows.slice(offset, offset + count).map((row, at) => (
				<PanelRow
					key={row.command?.id ?? row.title}
					line={lineOf(row, keys, inner - 2)}
					selected={offset + at === selected}
				/>
			))}
		</Panel>
	);
}

/** The selected row in the middle, so that what comes before and after is seen; at the beginning nothing scrolls. */
function offsetFor(index: number, lines: number): number {
	return Math.max(0, index - Math.floor(lines / 2));
}

/** Columns that a reason why not has at least, also when the title then has to be cut. */
const LEAST_REASON = 24;

/** What it does, and why not now, as far as there is room for both. */
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
