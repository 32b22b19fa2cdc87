import { planPeerRemove, planSeal, planStreamStepdown } from '../changes/plan/stream-changes.ts';
import { planStreamDelete } from '../changes/plan/stream-delete.ts';
import type { Plan } from '../changes/proposal.ts';
import { readStreams } from '../changes/read-assets.ts';
import { doomedStreams } from '../changes/survey.ts';
import { supports } from '../jetstream/server-features.ts';
import type { StreamInfo } from '../jetstream/wire.ts';
import type { Choice, Picked, Picks } from '../store/overlay.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { needsVersion } from './needs-version.ts';
import { streamInfo } from './selection.ts';
import { noStream, readOnly, several, streamTargets } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		/** In favour of `peer`; without one the cluster elects. */
		'step-down': { readonly stream: string; readonly peer?: string };
		'remove-peer': { readonly stream: string; readonly peer: string };
	}
}

const streamPlaces = ['streams', 'stream-text', 'subjects'] as const;

/** What can be done to streams, but for their configuration and their messages. */
export const changeStreamCommands: readonly Command[] = [
	{
		id: 'stream.delete',
		title: 'Delete streams',
		more: 'this one, or the marked ones',
		short: 'delete',
		keys: ['ctrl+d'],
		scopes: streamPlaces,
		group: 'change',
		rank: 76,
		aliases: ['delete', 'rm'],
		needs: ['stream.delete'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state),
		run: ({ deck, state }) => {
			const names = streamTargets(state);
			deck.propose(
				names.length === 1 ? `Delete stream ${names[0]}` : `Delete ${names.length} streams`,
				async (api, signal) => {
					const doomed = await doomedStreams(api, names, state, signal);
					return 'refusal' in doomed ? doomed : planStreamDelete(doomed.infos);
				},
			);
		},
	},
	{
		id: 'stream.seal',
		title: 'Seal the stream',
		more: 'no request undoes it',
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['seal'],
		needs: ['stream.update'],
		disabled: (context) =>
			oneStream(context) ??
			needsVersion(context.state, '2.9', 'Sealing') ??
			(infoOf(context)?.config.sealed ? 'It is already sealed.' : undefined) ??
			(infoOf(context)?.config.mirror ? 'A mirror cannot be sealed: it follows its origin.' : undefined),
		run: (context) => {
			const [stream = ''] = streamTargets(context.state);
			onStream(context, stream, 'Seal', planSeal);
		},
	},
	{
		id: 'stream.stepdown',
		title: 'Step down stream leader',
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['stepdown'],
		needs: ['stream.leader.stepdown'],
		disabled: (context) => oneStream(context) ?? notReplicated(infoOf(context)),
		run: (context) => {
			const [stream = ''] = streamTargets(context.state);
			const any = { kind: 'step-down', stream } as const;
			// Servers before 2.11 ignore a preferred leader: there is nothing to choose.
			if (!supports(context.state.features, '2.11')) stepDown(context, any);
			else
				choose(context, 'Choose the next leader', [
					{ label: 'any', detail: 'the cluster elects one', pick: any },
					...replicas(context, (peer) => ({ ...any, peer })),
				]);
		},
	},
	{
		id: 'stream.peer-remove',
		title: 'Remove a stream peer',
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['peer-remove'],
		needs: ['stream.peer.remove'],
		disabled: (context) => oneStream(context) ?? notReplicated(infoOf(context)),
		run: (context) => {
			const [stream = ''] = streamTargets(context.state);
			const leader = infoOf(context)?.cluster?.leader;
			const remove = (peer: string): Picked => ({ kind: 'remove-peer', stream, peer });
			choose(context, 'Choose the peer to remove', [
				...replicas(context, remove),
				...(leader ? [{ label: leader, detail: 'current leader', pick: remove(leader) }] : []),
			]);
		},
	},
];

function infoOf({ state }: CommandContext): StreamInfo | undefined {
	const [name] = streamTargets(state);
	return name === undefined ? undefined : streamInfo(state, name);
}

function oneStream({ state }: CommandContext): string | undefined {
	return readOnly(state) ?? noStream(state) ?? several(streamTargets(state));
}

function notReplicated(info: StreamInfo | undefined): string | undefined {
	if (info === undefined) return 'Its configuration has not arrived yet.';
	return (info.config.num_replicas ?? 1) > 1 ? undefined : 'It has one replica: no other server can lead.';
}

export function stepDown(context: CommandContext, { stream, peer }: Picks['step-down']): void {
	onStream(context, stream, 'Step down', (info) => planStreamStepdown(info, peer));
}

export function removePeer(context: CommandContext, { stream, peer }: Picks['remove-peer']): void {
	onStream(context, stream, 'Remove a peer', (info) => {
		const known = (info.cluster?.replicas ?? []).find(({ name }) => name === peer);
		const leads = info.cluster?.leader === peer;
		if (known === undefined && !leads) return { refusal: `${peer} no longer stores a copy of it.` };
		return planPeerRemove(info, known ?? { name: peer, current: true, active: 0 });
	});
}

/** Plans on a stream as it is right now. */
function onStream({ deck }: CommandContext, name: string, verb: string, plan: (info: StreamInfo) => Plan): void {
	deck.propose(`${verb} stream ${name}`, async (api, signal) => {
		const read = await readStreams(api, [name], signal);
		if ('refusal' in read) return read;
		const [info] = read.infos;
		return info === undefined ? { refusal: `Stream ${name} no longer exists.` } : plan(info);
	});
}

/** The other servers with a copy. */
function replicas(context: CommandContext, pick: (peer: string) => Picked): readonly Omit<Choice, 'id'>[] {
	return (infoOf(context)?.cluster?.replicas ?? []).map(({ name, current, offline }) => ({
		label: name,
		detail: offline ? 'offline' : current ? 'up to date' : 'behind',
		pick: pick(name),
	}));
}
