import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import type { ReactElement } from 'react';
import type { Line } from '../../format/line.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { cellsOf, type DrawnCell, fittedColumns, gutterOf, headingCells } from '../../views/cells.ts';
import { emptyLines } from '../../views/empty.ts';
import { type FittedColumn, GAP, GUTTER } from '../../views/fit.ts';
import { listHeight } from '../../views/layout.ts';
import { currentList } from '../../views/places.ts';
import { rowDetails } from '../../views/row-details.ts';
import { rowsOf, windowFor } from '../../views/rows.ts';
import { looks } from '../parts/tone.ts';
import { useDeck } from '../use-deck.ts';
import { type DrawnRow, Rows, sameRows } from './rows.tsx';
import { spokenRows } from './spoken-rows.ts';

/** A table: titles, and the rows that fit. */
export function ListScreen(): ReactElement {
	return useIsScreenReaderEnabled() ? <SpokenList /> : <DrawnList />;
}

function DrawnList(): ReactElement {
	const heading = useDeck(headingOf, sameHeading);
	const rows = useDeck(listRows, sameRows);
	return (
		<>
			<Heading heading={heading} />
			<Rows rows={rows} />
		</>
	);
}

function SpokenList(): ReactElement {
	const lines = useDeck(spokenRows, (a, b) => a.join('\n') === b.join('\n'));
	return (
		<Box flexDirection="column">
			{lines.map((line, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<Text key={at}>{line}</Text>
			))}
		</Box>
	);
}

/** The visible rows, and with much room left the details of the selected row. */
function listRows(state: DeckState): readonly DrawnRow[] {
	const id = currentList(state);
	const empty = emptyLines(state, id);
	if (empty !== undefined) return [{ line: [] }, ...empty.map((line) => ({ line }))].slice(0, listHeight(state));
	const { offset, count, selected } = windowFor(state, id, listHeight(state));
	const { marked } = listState(state, id);
	const columns = fittedColumns(state, id);
	const rows = rowsOf(state, id)
		.slice(offset, offset + count)
		.map((row, at) => ({
			line: rowLine(cellsOf(state, id, row, columns), gutterOf(offset + at === selected, marked.has(row))),
			selected: offset + at === selected,
		}));
	return [...rows, ...rowDetails(state, id, listHeight(state) - rows.length).map((line) => ({ line }))];
}

function rowLine(cells: readonly DrawnCell[], gutter: string): Line {
	return [
		{ text: gutter, tone: gutter.trim() === '' ? 'plain' : 'accent' },
		...cells.flatMap((cell, at) => (at === 0 ? [cell] : [gap, cell])),
	];
}

const gap = { text: ' '.repeat(GAP), tone: 'plain' } as const;

interface Heading {
	readonly columns: readonly FittedColumn[];
	readonly cells: readonly DrawnCell[];
}

function headingOf(state: DeckState): Heading {
	const id = currentList(state);
	const columns = fittedColumns(state, id);
	return { columns, cells: headingCells(state, id, columns) };
}

function sameHeading(a: Heading, b: Heading): boolean {
	const same = (cell: DrawnCell, at: number): boolean =>
		cell.text === b.cells[at]?.text && cell.tone === b.cells[at]?.tone && a.columns[at]?.id === b.columns[at]?.id;
	return a.cells.length === b.cells.length && a.cells.every(same);
}

/** Titles; shift and the underlined letter sort by a column. */
function Heading({ heading: { cells, columns } }: { readonly heading: Heading }): ReactElement {
	return (
		<Text wrap="truncate">
			{' '.repeat(GUTTER)}
			{cells.map(({ text, tone }, at) => {
				const letter = columns[at]?.letter?.toUpperCase();
				const found = letter === undefined ? -1 : text.indexOf(letter);
				return (
					<Text key={columns[at]?.id ?? at} {...looks[tone]}>
						{at === 0 ? '' : gap.text}
						{found < 0 ? text : text.slice(0, found)}
						{found < 0 ? '' : <Text underline>{letter}</Text>}
						{found < 0 ? '' : text.slice(found + 1)}
					</Text>
				);
			})}
		</Text>
	);
}
