import { planCancelMove, planEvacuate, planPeerRemove } from '../changes/plan/move-copies.ts';
import { hasCopy, type Placed } from '../changes/plan/placed.ts';
import { planBalance } from '../changes/plan/plan-balance.ts';
import { planStepdown } from '../changes/plan/step-down.ts';
import { readPresentStreams } from '../changes/read-assets.ts';
import { count, plural } from '../format/integer.ts';
import { supports } from '../jetstream/server-features.ts';
import { serversIn, serversOfStream } from '../store/known-servers.ts';
import type { Choice, Picked, Picks } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { currentList } from '../views/places.ts';
import { choose } from './ask.ts';
import { type Assets, balancedRows, knownAssets, onAssets } from './cluster-assets.ts';
import type { Command, CommandContext } from './command.ts';
import { needsVersion } from './needs-version.ts';
import { readAccount, readBeside } from './read-leaders.ts';
import { selection } from './selection.ts';
import { consumerTargets, noConsumer, noStream, readOnly, streamTargets } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		/** In favour of `peer`; without one the cluster elects. */
		'step-down': { readonly assets: Assets; readonly peer?: string };
		evacuate: { readonly assets: Assets; readonly peer: string };
		'remove-peer': { readonly assets: Assets; readonly peer: string };
	}
}

const streamPlaces = ['streams', 'stream-text', 'subjects'] as const;
const consumerPlaces = ['consumers', 'consumer', 'lag'] as const;

const ofStreams = (state: DeckState): Assets => ({ streams: streamTargets(state), consumers: [] });
const ofConsumers = (state: DeckState): Assets => ({ streams: [], consumers: consumerTargets(state) });

const marked = 'this one, or the marked ones';
const balanced = 'of all listed ones, or the marked ones';

/** Who leads streams and consumers, and where their copies are. */
export const clusterCommands: readonly Command[] = [
	{
		id: 'stream.stepdown',
		title: 'Step down stream leaders',
		more: marked,
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['stepdown'],
		needs: ['stream.leader.stepdown'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state) ?? unreplicated(state, ofStreams(state)),
		run: (context) => chooseLeader(context, ofStreams(context.state)),
	},
	{
		id: 'consumer.stepdown',
		title: 'Step down consumer leaders',
		more: marked,
		keys: [],
		scopes: consumerPlaces,
		group: 'change',
		aliases: ['stepdown-consumer'],
		needs: ['consumer.leader.stepdown'],
		disabled: ({ state }) => readOnly(state) ?? noConsumer(state) ?? unreplicated(state, ofConsumers(state)),
		run: (context) => chooseLeader(context, ofConsumers(context.state)),
	},
	{
		id: 'stream.balance',
		title: 'Balance stream leaders',
		more: balanced,
		keys: [],
		scopes: ['streams', 'peers'],
		group: 'change',
		aliases: ['balance'],
		wholeName: true,
		disabled: ({ state }) => readOnly(state) ?? none(balancedRows(state, 'stream')),
		run: (context) => balanceThem(context, 'stream'),
	},
	{
		id: 'consumer.balance',
		title: 'Balance consumer leaders',
		more: balanced,
		keys: [],
		scopes: ['consumers', 'lag', 'peers'],
		group: 'change',
		aliases: ['balance-consumers'],
		disabled: ({ state }) => readOnly(state) ?? none(balancedRows(state, 'consumer')),
		run: (context) => balanceThem(context, 'consumer'),
	},
	{
		id: 'peer.vacate',
		title: 'Move its leaders elsewhere',
		more: 'those of streams and consumers, before maintenance',
		short: 'move leaders',
		keys: ['v'],
		scopes: ['peers'],
		group: 'change',
		rank: 60,
		aliases: ['vacate'],
		disabled: ({ state }) =>
			readOnly(state) ?? (selection(state).peer === undefined ? 'No server is selected.' : undefined),
		run: (context) => vacate(context, selection(context.state).peer ?? ''),
	},
	{
		id: 'stream.evacuate',
		title: 'Evacuate stream copies',
		more: 'from one server to spare ones',
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['evacuate'],
		needs: ['stream.peer.evacuate'],
		disabled: ({ state }) =>
			readOnly(state) ??
			noStream(state) ??
			needsVersion(state, '2.15', 'Evacuating') ??
			unclustered(state, ofStreams(state)),
		run: (context) => chooseServer(context, 'evacuate', 'Evacuate from which server?', ofStreams(context.state)),
	},
	{
		id: 'consumer.evacuate',
		title: 'Evacuate consumer copies',
		more: 'to other servers of the stream',
		keys: [],
		scopes: consumerPlaces,
		group: 'change',
		aliases: ['evacuate-consumer'],
		needs: ['consumer.peer.evacuate'],
		disabled: ({ state }) =>
			readOnly(state) ??
			noConsumer(state) ??
			needsVersion(state, '2.15', 'Evacuating') ??
			unclustered(state, ofConsumers(state)),
		run: (context) => chooseServer(context, 'evacuate', 'Evacuate from which server?', ofConsumers(context.state)),
	},
	{
		id: 'stream.peer-remove',
		title: 'Remove a stream peer',
		more: marked,
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['peer-remove'],
		needs: ['stream.peer.remove'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state) ?? unreplicated(state, ofStreams(state)),
		run: (context) => chooseServer(context, 'remove-peer', 'Choose the peer to remove', ofStreams(context.state)),
	},
	{
		id: 'stream.cancel-move',
		title: 'Cancel stream moves',
		more: marked,
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['cancel-move'],
		needs: ['stream.cancel-move'],
		disabled: ({ state }) =>
			readOnly(state) ?? noStream(state) ?? needsVersion(state, '2.15', 'Cancelling a move') ?? unmoved(state),
		run: (context) => cancelMoves(context, streamTargets(context.state)),
	},
];

const none = (rows: readonly string[]): string | undefined => (rows.length === 0 ? 'The list is empty.' : undefined);

function unclustered(state: DeckState, assets: Assets): string | undefined {
	const known = knownAssets(state, assets);
	if (known.length === 0) return 'Its configuration has not arrived yet.';
	return known.some(({ group }) => group !== undefined) ? undefined : 'A single server runs it: there is no other one.';
}

function unreplicated(state: DeckState, assets: Assets): string | undefined {
	const known = knownAssets(state, assets);
	if (known.length === 0) return 'Its configuration has not arrived yet.';
	return known.some(({ group }) => group !== undefined && group.size > 1)
		? undefined
		: 'It has one replica: no other server has a copy.';
}

function unmoved(state: DeckState): string | undefined {
	const known = knownAssets(state, ofStreams(state));
	return known.length > 0 && known.every(({ isMoving }) => !isMoving) ? 'No move is under way.' : undefined;
}

/** Leaders of others stay where they are, and count: moves among the marked rows alone could make the servers less even. */
function balanceThem({ deck, state }: CommandContext, noun: Placed['noun']): void {
	const { features } = state;
	if (currentList(state) === 'peers') {
		deck.propose(`Balance ${noun} leaders`, async (api, signal, say) => {
			const read = await readAccount({ api, signal, say }, () => noun === 'consumer');
			if ('refusal' in read) return read;
			const { placed, unread } = read;
			return planBalance(
				placed.filter((each) => each.noun === noun),
				{ features, unread },
			);
		});
		return;
	}
	const rows = balancedRows(state, noun);
	deck.propose(`Balance ${plural(rows.length, noun)}`, async (api, signal, say) => {
		const { placed, ...beside } = await readBeside({ api, signal, say }, state, noun, rows);
		return planBalance(placed, { features, ...beside });
	});
}

function vacate({ deck, state: { features } }: CommandContext, avoid: string): void {
	deck.propose(`Move leaders off ${avoid}`, async (api, signal, say) => {
		const read = await readAccount({ api, signal, say }, (stream) => hasCopy(stream, avoid));
		return 'refusal' in read ? read : planBalance(read.placed, { features, unread: read.unread, avoid });
	});
}

/** Servers before 2.11 ignore a preferred leader: there is nothing to choose. */
function chooseLeader(context: CommandContext, assets: Assets): void {
	const any = { kind: 'step-down', assets } as const;
	if (!supports(context.state.features, '2.11')) {
		stepDown(context, any);
		return;
	}
	const servers = serverChoices(context, assets, (peer) => ({ ...any, peer }), 'may lead');
	choose(context, 'Choose the next leader', [
		{ label: 'any', detail: 'the cluster elects one', pick: any },
		...servers,
	]);
}

function chooseServer(context: CommandContext, kind: 'evacuate' | 'remove-peer', title: string, assets: Assets): void {
	choose(
		context,
		title,
		serverChoices(context, assets, (peer) => ({ kind, assets, peer }), 'has a copy'),
	);
}

/** Servers with a copy of any of them; those that may lead are not leaders already. */
function serverChoices(
	{ state }: CommandContext,
	assets: Assets,
	pick: (peer: string) => Picked,
	wanted: 'may lead' | 'has a copy',
): readonly Omit<Choice, 'id'>[] {
	const known = knownAssets(state, assets);
	const names = new Set(
		known.flatMap(({ group }) => [group?.leader ?? [], ...(group?.peers ?? []).map(([{ name }]) => name)].flat()),
	);
	return [...names].toSorted().flatMap((peer) => {
		const leads = known.filter(({ group }) => group?.leader === peer).length;
		if (wanted === 'may lead' && leads === known.length) return [];
		return [{ label: peer, detail: copiesSaid(known, peer, leads), pick: pick(peer) }];
	});
}

function copiesSaid(known: readonly Placed[], peer: string, leads: number): string {
	const [only] = known;
	if (known.length > 1) {
		const copies = known.filter((each) => hasCopy(each, peer)).length;
		return `${count(copies)} of ${count(known.length)} copies, leads ${count(leads)}`;
	}
	if (leads > 0) return 'current leader';
	const state = only?.group?.peers.find(([{ name }]) => name === peer)?.[1].kind;
	return state === 'current' ? 'up to date' : state === 'unseen' ? 'not seen' : (state ?? 'behind');
}

export function stepDown(context: CommandContext, { assets, peer }: Picks['step-down']): void {
	onAssets(context, 'Step down', assets, (placed, unread) =>
		planStepdown(placed, { preferred: peer, features: context.state.features, unread }),
	);
}

export function evacuate(context: CommandContext, { assets, peer }: Picks['evacuate']): void {
	const { state } = context;
	onAssets(context, 'Evacuate', assets, (placed, unread) =>
		planEvacuate(
			placed,
			peer,
			({ noun, stream }) => (noun === 'consumer' ? serversOfStream(state, stream) : serversIn(state, stream)),
			unread,
		),
	);
}

export function removePeer({ deck }: CommandContext, { assets: { streams }, peer }: Picks['remove-peer']): void {
	deck.propose(`Remove ${peer}`, async (api, signal) => {
		const { infos, unread } = await readPresentStreams(api, streams, signal);
		return planPeerRemove(infos, peer, unread);
	});
}

function cancelMoves({ deck }: CommandContext, streams: readonly string[]): void {
	deck.propose('Cancel moves', async (api, signal) => {
		const { infos, unread } = await readPresentStreams(api, streams, signal);
		return planCancelMove(infos, unread);
	});
}
