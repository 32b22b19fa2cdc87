import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { typeFilter } from '../../commands/deck.ts';
import { count } from '../../format/integer.ts';
import { width } from '../../format/width.ts';
import type { DeckState } from '../../store/state.ts';
import { countRows } from '../../views/amount.ts';
import { allRows, unlistedOf } from '../../views/lists.ts';
import { currentList } from '../../views/places.ts';
import { rowsOf } from '../../views/rows.ts';
import { LineInput } from '../parts/line-input.tsx';
import { useDeck, useReach } from '../use-deck.ts';

/** The `/` line, in place of the crumbs, with how many rows match what is typed so far. */
export function FilterLine(): ReactElement {
	const { deck } = useReach();
	const text = useDeck(({ overlay }) => (overlay?.kind === 'filter' ? overlay.text : ''));
	const isPrefilled = useDeck(({ overlay }) => overlay?.kind === 'filter' && overlay.isPrefilled === true);
	const columns = useDeck(({ size }) => size.columns);
	const matching = useDeck(matchingOf);
	const left = columns - 1 - width(matching) - 2;
	return (
		<Box height={1}>
			<Text bold>/</Text>
			<LineInput
				text={text}
				isPrefilled={isPrefilled}
				columns={left}
				onChange={(typed) => typeFilter({ deck }, typed)}
			/>
			<Text dimColor>{`  ${matching}`}</Text>
		</Box>
	);
}

function matchingOf(state: DeckState): string {
	const id = currentList(state);
	const matching = count(countRows(id, rowsOf(state, id)));
	return `${matching} of ${count(countRows(id, allRows(state, id)))}${unlistedOf(state, id).typing ?? ''}`;
}
