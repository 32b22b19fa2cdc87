import { textOf } from '../../console/state.ts';
import type { DeckState } from '../../store/state.ts';
import type { Scope } from '../scope.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt } from './row.ts';

/** The API itself, one line at a time. */
export const consolePlace: PlaceRow<ViewAt<'console'>> = {
	crumbs: () => ['Console'],
	about: singleton,
	body: { kind: 'console' },
	interests: none,
	sweep: 'none',
	scopes,
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
};

function scopes({ console: { mode, search, typed } }: DeckState): readonly Scope[] {
	if (mode === 'replies') return ['console-replies', 'everywhere'];
	if (search !== undefined) return ['console-search'];
	return textOf(typed) === '' ? ['console-line', 'console-empty'] : ['console-line'];
}
