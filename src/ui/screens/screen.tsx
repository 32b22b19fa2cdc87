import type { ComponentType, ReactElement } from 'react';
import { currentView } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { listOf } from '../../store/view.ts';
import { listRowOf } from '../../views/lists.ts';
import { useDeck } from '../use-deck.ts';
import { ConsoleScreen } from './console.tsx';
import { FormScreen } from './form.tsx';
import { ListScreen } from './list.tsx';
import { TextScreen } from './text.tsx';

/** Whatever is shown is one of four: rows to choose from, text to read, a form to write, or the console. */
const screens: Readonly<Record<'list' | 'text' | 'form' | 'console', ComponentType>> = {
	list: ListScreen,
	text: TextScreen,
	form: FormScreen,
	console: ConsoleScreen,
};

function kindOf(state: DeckState): keyof typeof screens {
	const view = currentView(state);
	if (view.kind === 'form' || view.kind === 'console') return view.kind;
	return listRowOf(listOf(view)) === undefined ? 'text' : 'list';
}

/** What the person looks at, between the crumbs and the footer. */
export function Screen(): ReactElement {
	const Shown = screens[useDeck(kindOf)];
	return <Shown />;
}
