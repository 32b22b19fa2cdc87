import type { ReactElement } from 'react';
import { typeFilter } from '../../commands/deck.ts';
import { count } from '../../format/integer.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { countRows } from '../../views/amount.ts';
import { wordHint } from '../../views/filter-words.ts';
import { allRows, listRowOf, unlistedOf } from '../../views/lists.ts';
import { currentList } from '../../views/places.ts';
import { rowsOf } from '../../views/rows.ts';
import { useDeck, useReach } from '../use-deck.ts';
import { CrumbsInput } from './crumbs-input.tsx';

const NARROW = 72;

/** The `/` line over a list, in place of the crumbs, with what helps to type it and the number of matching rows. */
export function FilterLine(): ReactElement {
	const { deck } = useReach();
	const matching = useDeck(matchingOf);
	return <CrumbsInput kind="filter" hint={matching} onChange={(typed) => typeFilter({ deck }, typed)} />;
}

function matchingOf(state: DeckState): string {
	const id = currentList(state);
	const matching = count(countRows(id, rowsOf(state, id)));
	const amount = `${matching} of ${count(countRows(id, allRows(state, id)))}${unlistedOf(state, id).typing ?? ''}`;
	const hint = wordHint(state, listRowOf(id)?.words, listState(state, id).filter);
	// What is typed needs the room more.
	return hint === '' || state.size.columns < NARROW ? amount : `${hint} · ${amount}`;
}
