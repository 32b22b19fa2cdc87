import { closeOverlay, open } from '../store/nav.ts';
import type { Choice } from '../store/overlay.ts';
import { hasSystem } from '../store/system/access.ts';
import type { ServerPane } from '../store/view.ts';
import type { Command, CommandContext } from './command.ts';
import { offerContexts, report } from './contexts.ts';
import { showing } from './go.ts';
import type { FoundContexts } from './host.ts';
import { showPane } from './panes.ts';
import { selection } from './selection.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		'system-context': { readonly name: string };
		'system-close': object;
	}
}

/** The system account, and the servers that it sees. */
export const systemCommands: readonly Command[] = [
	{
		id: 'go.servers',
		title: 'Show servers',
		more: 'with the system account in full',
		short: 'servers',
		keys: ['7'],
		aliases: ['servers', 'srv'],
		...showing({ kind: 'servers' }),
	},
	{
		id: 'go.meta',
		title: 'Show the meta group',
		more: 'leader, peers, lag; step down, remove, evacuate, rescue',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['meta'],
		run: showMeta,
	},
	{
		id: 'server.meta',
		title: 'Open the meta group',
		short: 'meta group',
		keys: ['m'],
		scopes: ['servers', 'server'],
		group: 'go',
		rank: 62,
		run: showMeta,
	},
	openServer('server.open', 'Open the server', 'open', ['enter', 'l', 'right', 'd'], 100, 'overview'),
	openServer('server.links', 'Show server links', 'links', ['u'], 60, 'links', 'routes, gateways, leaf nodes'),
	openServer('server.accounts', 'Show server accounts', 'accounts', ['a'], 58, 'accounts', 'JetStream of each'),
	openServer('server.raft', 'Show server RAFT groups', 'RAFT', ['b'], 56, 'raft', 'those that are behind'),
	openServer('server.json', 'Show server JSON', 'JSON', ['y'], 50, 'json', 'of each endpoint'),
	{
		id: 'system.connect',
		title: 'Connect the system account',
		more: 'a context of the nats CLI, beside this connection',
		short: ({ system }) => (system.own === true || system.beside !== undefined ? '' : 'system account'),
		keys: [],
		scopes: ['servers', 'everywhere'],
		group: 'deck',
		aliases: ['system', 'sys'],
		argument: '[CONTEXT]',
		disabled: ({ state }) => (state.system.own === true ? 'This connection is to the system account.' : undefined),
		run: (context, argument = '') =>
			void offerContexts(context, argument.trim(), {
				title: 'Contexts of the system account',
				open: openSystem,
				choices: (found) => choicesOf(context, found),
			}),
	},
];

function showMeta({ deck, state }: CommandContext): void {
	deck.store.setState(open(state, { kind: 'meta' }));
}

function openServer(
	id: string,
	title: string,
	short: string,
	keys: readonly string[],
	rank: number,
	pane: ServerPane,
	more?: string,
): Command {
	return {
		id,
		title,
		...(more !== undefined && { more }),
		short,
		keys,
		scopes: pane === 'overview' ? ['servers', 'meta'] : ['servers', 'server', 'meta'],
		group: 'go',
		rank,
		disabled: ({ state }) => {
			if (selection(state).server === undefined) return 'No server is selected.';
			return hasSystem(state) ? undefined : 'Only the system account may ask a server: :system connects to it.';
		},
		run: ({ deck, state }) => {
			const { server } = selection(state);
			if (server !== undefined) deck.store.setState(showPane(state, { kind: 'server', server, pane }));
		},
	};
}

function choicesOf({ deck }: CommandContext, { entries }: FoundContexts): readonly Choice[] {
	const { beside } = deck.store.getState().system;
	const close: Choice = {
		id: 'close',
		label: 'disconnect',
		detail: 'close the connection to the system account',
		pick: { kind: 'system-close' },
	};
	return [
		...(beside === undefined ? [] : [close]),
		...entries.map(
			({ name, detail, production, problem }): Choice => ({
				id: `context ${name}`,
				label: name,
				detail,
				current: name === beside?.target.context?.name,
				...(production && { note: 'production', tone: 'bad' }),
				...(problem !== undefined && { disabled: problem }),
				pick: { kind: 'system-context', name },
			}),
		),
	];
}

export function openSystem(context: CommandContext, name: string): void {
	context.deck.store.setState(closeOverlay());
	void report(context, `Opening context ${name}…`, () => context.host.openSystem(name));
}

export function closeSystem({ deck }: CommandContext): void {
	deck.store.setState(closeOverlay());
	deck.disconnectSystem();
}
