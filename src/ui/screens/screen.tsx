import type { ComponentType, ReactElement } from 'react';
import { currentView } from '../../store/nav.ts';
import { shapeOf } from '../../store/show/lists.ts';
import type { DeckState } from '../../store/state.ts';
import { listOf } from '../../store/view.ts';
import { useDeck } from '../use-deck.ts';
import { ListScreen } from './list.tsx';
import { TextScreen } from './text.tsx';

/** Whatever is shown is one of two: rows to choose from, or text to read. */
const screens: Readonly<Record<'list' | 'text', ComponentType>> = { list: ListScreen, text: TextScreen };

function kindOf(state: DeckState): keyof typeof screens {
	return shapeOf(listOf(currentView(state))) === undefined ? 'text' : 'list';
}

/** What the person looks at, between the crumbs and the footer. */
export function Screen(): ReactElement {
	const Shown = screens[useDeck(kindOf)];
	return <Shown />;
}
