import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { View } from '../store/view.ts';
import type { PlaceRow } from '../views/places/row.ts';
import { placeOf } from '../views/places.ts';
import type { Scope } from '../views/scope.ts';

/** Where the keys of now are looked up, the most particular first. */
export function scopesOf(state: DeckState): readonly Scope[] {
	const { overlay } = state;
	if (overlay === undefined) return scopesOfView(state);
	if (overlay.kind === 'confirm' && overlay.run === undefined && overlay.proposal.typed !== undefined)
		return ['confirm-typed'];
	return [overlay.kind];
}

export function scopesOfView(state: DeckState): readonly Scope[] {
	const { scopes, body } = placeOf(currentView(state));
	return [...(typeof scopes === 'function' ? scopes(state) : scopes), ...ofBody[body.kind]];
}

/** Where letters are text, a place says itself what works. */
const ofBody: Readonly<Record<PlaceRow<View>['body']['kind'], readonly Scope[]>> = {
	list: ['list', 'everywhere'],
	text: ['text', 'everywhere'],
	form: [],
	console: [],
};
