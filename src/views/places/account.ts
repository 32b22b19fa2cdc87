import { lastKnown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { accountSections, connectionSection } from '../detail/account.ts';
import { sectionLines, textColumns } from '../section-lines.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt } from './row.ts';

export const accountPlace: PlaceRow<ViewAt<'account'>> = {
	crumbs: () => ['Account'],
	about: singleton,
	body: {
		kind: 'text',
		datum: ({ account }) => account,
		waiting: 'Reading the account…',
		lines: (state) => {
			const info = lastKnown(state.account)?.value;
			const { columns } = state.size;
			return info === undefined ? [] : sectionLines(accountSections(info, state, textColumns(columns)), columns);
		},
		inputs: ({ account, apiRates, user, denied, roundTripMs, advisories, system }) => [
			account,
			apiRates,
			user,
			denied,
			roundTripMs,
			advisories,
			system,
		],
		without: whoAndWhere,
	},
	interests: none,
	sweep: 'none',
	scopes: [],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'account',
};

/** The user and the connection are known even without JetStream. */
function whoAndWhere(state: DeckState) {
	return state.link.phase === 'connected' ? sectionLines(connectionSection(state), state.size.columns) : [];
}
