import { planKick } from '../changes/plan/kick.ts';
import { supports } from '../jetstream/server-features.ts';
import { open } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { hasSystem } from '../store/system/access.ts';
import type { Connection } from '../store/system/connections.ts';
import { accountOfContext } from '../store/system/logged-in.ts';
import type { View } from '../store/view.ts';
import type { Command, CommandContext } from './command.ts';
import { contextChoices, offerContexts, openContext } from './contexts.ts';
import { showing } from './go.ts';
import { selection } from './selection.ts';
import { readOnly } from './targets.ts';

/** The connections and the accounts of all servers. */
export const tenantCommands: readonly Command[] = [
	{
		id: 'go.connections',
		title: 'Show connections',
		more: 'slow ones first; with the system account of all servers',
		keys: [],
		aliases: ['connections', 'conns', 'top'],
		...showing({ kind: 'connections' }),
	},
	{
		id: 'go.accounts',
		title: 'Show accounts',
		more: 'of all servers, with the system account',
		keys: [],
		aliases: ['accounts'],
		...showing({ kind: 'accounts' }),
	},
	opens(
		'server',
		'server.connections',
		'Show its connections',
		'connections',
		['o'],
		['servers', 'server', 'meta'],
		({ server }) => (server === undefined ? undefined : { kind: 'connections', server }),
	),
	opens(
		'account',
		'account.open',
		'Open the account',
		'open',
		['enter', 'l', 'right', 'd'],
		['accounts'],
		({ account }) => (account === undefined ? undefined : { kind: 'account-detail', account }),
	),
	opens(
		'account',
		'account.connections',
		'Show its connections',
		'connections',
		['u'],
		['accounts', 'account-detail'],
		({ account }) => (account === undefined ? undefined : { kind: 'connections', account }),
	),
	{
		id: 'connection.kick',
		title: 'Kick the client',
		more: 'close its connection, 2.10 and later',
		short: 'kick',
		keys: ['ctrl+d'],
		scopes: ['connections'],
		group: 'change',
		rank: 76,
		disabled: ({ state }) => unkickable(state),
		run: ({ deck, state }) => {
			const connection = selected(state);
			if (connection === undefined) return;
			deck.propose(
				`Kick ${connection.name ?? connection.cid}`,
				() => planKick(connection, isOwn(state, connection)),
				'system',
			);
		},
	},
	{
		id: 'account.context',
		title: 'Open account context',
		more: 'to change its streams',
		short: 'open context',
		keys: ['o'],
		scopes: ['accounts', 'account-detail'],
		group: 'go',
		rank: 50,
		disabled: ({ state }) => (selection(state).account === undefined ? 'No account is selected.' : undefined),
		run: (context) => void offerContextsOf(context),
	},
];

function opens(
	of: 'server' | 'account',
	id: string,
	title: string,
	short: string,
	keys: readonly string[],
	scopes: Command['scopes'],
	to: (selected: ReturnType<typeof selection>) => View | undefined,
): Command {
	return {
		id,
		title,
		short,
		keys,
		scopes,
		group: 'go',
		rank: 90,
		disabled: ({ state }) => (to(selection(state)) === undefined ? `No ${of} is selected.` : undefined),
		run: ({ deck, state }) => {
			const view = to(selection(state));
			if (view !== undefined) deck.store.setState(open(state, view));
		},
	};
}

/** A context that logged in to these servers is opened if it is the only one; credentials say the account, but not that its URL leads here. */
function offerContextsOf(context: CommandContext): Promise<void> {
	const { state, host } = context;
	const { account = '' } = selection(state);
	const title = `Contexts of account ${nameOf(state, account)}`;
	return offerContexts(context, '', {
		title,
		open: openContext,
		choices: contextChoices,
		narrow: async (entries) => {
			const accounts = await Promise.all(
				entries.map(async ({ name }) => accountOfContext(state, name) ?? (await host.accountOfContext(name))),
			);
			const known = entries.filter((_, at) => accounts[at] === account);
			const [only = { name: '' }, ...others] = known;
			const isHere = others.length === 0 && accountOfContext(state, only.name) === account;
			if (known.length > 0) return { title, entries: known, certain: isHere ? only.name : undefined };
			const rest = entries.filter((_, at) => accounts[at] === undefined);
			return { title: noneKnown(nameOf(state, account), rest.length), entries: rest };
		},
	});
}

const noneKnown = (account: string, others: number): string =>
	others === 0
		? `No context is known for account ${account}: add one with nats context add`
		: `No context is known for account ${account}: choose one`;

const nameOf = ({ servers }: DeckState, id: string): string => servers.accounts.entries.get(id)?.name ?? id;

function selected(state: DeckState): Connection | undefined {
	return state.servers.connections.entries.get(selection(state).connection ?? '');
}

function unkickable(state: DeckState): string | undefined {
	if (!hasSystem(state)) return 'Only the system account may do it: :system connects to it.';
	if (state.readOnly) return readOnly(state);
	const connection = selected(state);
	if (connection === undefined) return 'No connection is selected.';
	const { version } = state.servers.entries.get(connection.server)?.server ?? {};
	return version !== undefined && !supports({ version }, '2.10') ? 'Servers before 2.10 cannot do it.' : undefined;
}

/** It is one of the two connections of the deck. */
function isOwn({ link, system }: DeckState, { server, cid }: Connection): boolean {
	return [link, system.beside?.link].some(
		(each) => each !== undefined && 'server' in each && each.server.name === server && each.server.clientId === cid,
	);
}
