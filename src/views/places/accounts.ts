import { unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { hasSystem } from '../../store/system/access.ts';
import {
	accountStreamsResource,
	accountsResource,
	accountUsageResource,
	oneAccountResource,
} from '../../store/system/accounts.ts';
import { accountLines } from '../servers/account-lines.ts';
import { systemNotice } from '../servers/notice.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt } from './row.ts';

const ofAccounts = {
	sweep: 'none',
	fallsWith: neverFalls,
	panes: none,
	report: 'not printed',
	notice: systemNotice,
} as const;

/** The accounts of all servers. */
export const accountsPlace: PlaceRow<ViewAt<'accounts'>> = {
	...ofAccounts,
	crumbs: () => ['Accounts'],
	about: singleton,
	body: { kind: 'list', list: 'accounts' },
	interests: (state) => (hasSystem(state) ? [accountsResource(state), accountUsageResource(state)] : []),
	acts: nothing,
	scopes: ['accounts'],
};

const nameOf = ({ servers }: DeckState, id: string): string => servers.accounts.entries.get(id)?.name ?? id;

/** One account with its streams and consumers, read only. */
export const accountDetailPlace: PlaceRow<ViewAt<'account-detail'>> = {
	...ofAccounts,
	crumbs: (state, { account }) => ['Accounts', nameOf(state, account)],
	about: ({ account }) => account,
	body: {
		kind: 'text',
		datum: ({ servers: { accounts } }, { account }) =>
			accounts.opened?.id === account ? accounts.opened.streams : unknown,
		waiting: 'Reading the streams of the account…',
		lines: (state, { account }) => accountLines(state, account),
		inputs: ({ servers: { accounts } }) => [accounts],
	},
	interests: (state, { account }) =>
		hasSystem(state) ? [accountStreamsResource(state, account), oneAccountResource(state, account)] : [],
	acts: (_, { account }) => ({ account }),
	scopes: ['account-detail'],
};
