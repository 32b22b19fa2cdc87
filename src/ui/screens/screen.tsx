import type { ComponentType, ReactElement } from 'react';
import { currentView } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import type { View } from '../../store/view.ts';
import type { PlaceRow } from '../../views/places/row.ts';
import { placeOf } from '../../views/places.ts';
import { useDeck } from '../use-deck.ts';
import { ConsoleScreen } from './console.tsx';
import { FormScreen } from './form.tsx';
import { ListScreen } from './list.tsx';
import { TextScreen } from './text.tsx';

/** Every screen is one of four: rows to choose from, text to read, a form to write, or the console. */
const screens: Readonly<Record<PlaceRow<View>['body']['kind'], ComponentType>> = {
	list: ListScreen,
	text: TextScreen,
	form: FormScreen,
	console: ConsoleScreen,
};

const kindOf = (state: DeckState): keyof typeof screens => placeOf(currentView(state)).body.kind;

/** The screen between the crumbs and the footer. */
export function Screen(): ReactElement {
	const Shown = screens[useDeck(kindOf)];
	return <Shown />;
}
