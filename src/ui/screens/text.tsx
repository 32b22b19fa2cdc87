import { Box, useIsScreenReaderEnabled } from 'ink';
import type { ReactElement } from 'react';
import type { DeckState } from '../../store/state.ts';
import { foundRow, withFound } from '../../views/find/text.ts';
import { findOf } from '../../views/find.ts';
import { listHeight } from '../../views/layout.ts';
import { linesOf, textOffset } from '../../views/text-lines.ts';
import { LinesOfText } from '../parts/line.tsx';
import { useDeck } from '../use-deck.ts';
import { type DrawnRow, Rows, sameRows } from './rows.tsx';

/** The lines of a text in view. */
export function TextScreen(): ReactElement {
	const reader = useIsScreenReaderEnabled();
	const rows = useDeck(reader ? allRows : textRows, sameRows);
	if (!reader) return <Rows rows={rows} />;
	return (
		<Box flexDirection="column">
			<LinesOfText lines={rows.map(({ line }) => line)} />
		</Box>
	);
}

function textRows(state: DeckState): readonly DrawnRow[] {
	const first = textOffset(state);
	const find = findOf(state)?.text;
	const found = foundRow(state);
	return linesOf(state)
		.slice(first, first + listHeight(state))
		.map((line, at) => ({
			line: find === undefined ? line : withFound(line, find),
			selected: first + at === found,
		}));
}

/** Read aloud, a text needs no scrolling, and blank lines say nothing. */
function allRows(state: DeckState): readonly DrawnRow[] {
	return linesOf(state)
		.filter((line) => line.some(({ text }) => text.trim() !== ''))
		.map((line) => ({ line }));
}
