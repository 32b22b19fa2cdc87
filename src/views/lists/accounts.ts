import { plural } from '../../format/integer.ts';
import type { AccountEntry } from '../../store/system/account-entries.ts';
import { accountsEvery } from '../../store/system/accounts.ts';
import { accountColumns } from '../columns/accounts.ts';
import { paceInWords } from '../servers/pace.ts';
import { listRow, noneUnread } from './row.ts';

export const accountList = listRow<AccountEntry>({
	columns: accountColumns,
	defaultSort: { column: 'name', descending: false },
	datum: ({ servers }) => servers.accounts.gathered,
	waiting: 'Reading the accounts…',
	ids: ({ servers }) => [...servers.accounts.entries.keys()],
	sources: ({ servers }) => [servers.accounts.entries],
	whole: true,
	row: ({ servers }, id) => servers.accounts.entries.get(id) ?? { id, name: id },
	acts: (account) => ({ account }),
	filterable: ({ servers }, id) => ({ texts: [id, servers.accounts.entries.get(id)?.name ?? ''] }),
	empty: () => ['No server told of any account.', ':system connects to the system account, which sees them.'],
	unlisted: (state) => {
		const { missing } = state.servers.accounts;
		const said = [
			...paceInWords(state, accountsEvery(state)),
			...(missing.length === 0 ? [] : [`${plural(missing.length, 'server')} without an answer: ${missing.join(', ')}`]),
		];
		return said.length === 0 ? {} : { rest: said.join(' · ') };
	},
	report: 'not printed',
	unread: noneUnread,
});
