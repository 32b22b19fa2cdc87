import { planMetaRescue, planMetaStepdown, planServerEvacuate, planServerRemove } from '../changes/plan/meta.ts';
import { supports } from '../jetstream/server-features.ts';
import type { Picks } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { hasSystem } from '../store/system/access.ts';
import { metaInView } from '../store/system/meta.ts';
import { metaRow } from '../views/servers/meta-row.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { selection } from './selection.ts';
import { readOnly } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		/** In favour of `peer`; without one the group elects. */
		'meta-step-down': { readonly peer?: string };
	}
}

/** Changes of the meta group: over the connection of the system account. */
export const metaCommands: readonly Command[] = [
	{
		id: 'meta.stepdown',
		title: 'Step down meta leader',
		short: 'step down',
		keys: [],
		scopes: ['meta'],
		group: 'change',
		aliases: ['meta-stepdown'],
		disabled: ({ state }) => changeable(state) ?? withoutLeader(state),
		run: (context) => {
			const any = { kind: 'meta-step-down' } as const;
			const { replicas = [] } = metaInView(context.state)?.group ?? {};
			// Before 2.11 the group chooses.
			if (!leaderHas(context.state, '2.11')) return stepDownMeta(context, {});
			choose(context, 'Choose the next meta leader', [
				{ label: 'any', detail: 'the group elects one', pick: any },
				...replicas.map(({ name }) => ({
					label: name,
					detail: metaRow(context.state, name).state.short,
					pick: { ...any, peer: name },
				})),
			]);
		},
	},
	{
		id: 'meta.remove',
		title: 'Remove the server',
		more: 'from the meta group, with what it stores',
		short: 'remove',
		keys: ['ctrl+d'],
		scopes: ['meta'],
		group: 'change',
		rank: 76,
		aliases: ['server-remove'],
		disabled: ({ state }) => changeable(state) ?? withoutLeader(state) ?? withoutPeer(state),
		run: ({ deck, state }) => {
			const { server: peer = '' } = selection(state);
			const { id } = metaRow(state, peer);
			const remove = `Remove server ${peer}`;
			deck.propose(remove, (api, signal) => planServerRemove(peer, { api, state, signal }, id), 'system');
		},
	},
	{
		id: 'meta.evacuate',
		title: 'Evacuate the server',
		more: 'move every stream and consumer off it',
		keys: [],
		scopes: ['meta'],
		group: 'change',
		aliases: ['server-evacuate'],
		disabled: ({ state }) =>
			changeable(state) ??
			withoutLeader(state) ??
			withoutPeer(state) ??
			(leaderHas(state, '2.15') ? undefined : 'Evacuating a server needs nats-server 2.15.'),
		run: ({ deck, state }) => {
			const { server: peer = '' } = selection(state);
			const evacuate = `Evacuate server ${peer}`;
			deck.propose(evacuate, (api, signal) => planServerEvacuate(peer, { api, state, signal }), 'system');
		},
	},
	{
		id: 'meta.rescue',
		title: 'Rescue the group',
		more: 'a meta group that lost its majority for good, 2.15 and later',
		keys: [],
		scopes: ['meta'],
		group: 'change',
		aliases: ['meta-rescue'],
		disabled: ({ state }) => {
			const { leader, quorum } = metaInView(state)?.group ?? {};
			return (
				changeable(state) ??
				(leader === undefined ? undefined : 'The meta group has a leader: it needs no rescue.') ??
				(quorum === undefined ? 'Rescuing the meta group needs nats-server 2.15.' : undefined)
			);
		},
		run: ({ deck, state }) =>
			void deck.propose(
				'Rescue the meta group',
				(api, signal) => planMetaRescue(undefined, { api, state, signal }),
				'system',
			),
	},
];

export function stepDownMeta({ deck, state }: CommandContext, { peer }: Picks['meta-step-down']): void {
	deck.propose('Step down the meta leader', (api, signal) => planMetaStepdown(peer, { api, state, signal }), 'system');
}

function changeable(state: DeckState): string | undefined {
	if (!hasSystem(state)) return 'Only the system account may do it: :system connects to it.';
	return readOnly(state) ?? (metaInView(state) === undefined ? 'The meta group is not known yet.' : undefined);
}

function withoutLeader(state: DeckState): string | undefined {
	return metaInView(state)?.group.leader === undefined
		? 'The meta group has no leader, which alone could do it.'
		: undefined;
}

function withoutPeer(state: DeckState): string | undefined {
	const { server } = selection(state);
	if (server === undefined) return 'No server is selected.';
	const { isLeader, peer } = metaRow(state, server);
	return isLeader || peer !== undefined ? undefined : `${server} is not a peer of the meta group.`;
}

/** Whether the meta leader has what came with a version; unknown counts as yes: the server decides. */
function leaderHas(state: DeckState, since: '2.11' | '2.15'): boolean {
	const leader = metaInView(state)?.group.leader ?? '';
	const version = state.servers.entries.get(leader)?.server?.version;
	return version === undefined || supports({ version }, since);
}
