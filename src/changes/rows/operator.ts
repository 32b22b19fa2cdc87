import { integerIn, recordIn, textIn } from '../../format/is.ts';
import { line } from '../../jetstream/nats-cli/command-line.ts';
import { metaInView } from '../../store/system/meta.ts';
import type { PlanContext } from '../configure.ts';
import { emptied, ledByAnother, rescued, withoutPeer } from '../outcome/meta.ts';
import { planMetaRescue, planMetaStepdown, planServerEvacuate, planServerRemove } from '../plan/meta.ts';
import { moving, noLeaderBack } from './of-asset.ts';
import type { Body, ChangeRow } from './row.ts';

/** The name of a peer: its id wins. */
function peerIn(body: Body, { state }: PlanContext): string {
	const id = textIn(body, 'peer_id');
	const { leader, peer, replicas = [] } = metaInView(state)?.group ?? {};
	const found = id === peer ? leader : replicas.find((each) => each.peer === id)?.name;
	return (id === undefined ? undefined : found) ?? textIn(body, 'peer') ?? id ?? '';
}

/** Requests for operators of servers. */
export const operatorChanges = {
	'account.purge': {
		plan: 'as typed',
		outcome: 'The server purges the account in the background; the list of streams shows its progress.',
		undo: 'Purged messages cannot be restored.',
		nats: ({ params: { account = '' } }) => line('server account purge', [account], '--force'),
	},
	'account.stream.move': {
		plan: 'as typed',
		outcome: moving,
		undo: 'Move the stream back with another request.',
		nats: 'no command',
	},
	'account.stream.cancel-move': {
		plan: 'as typed',
		outcome: moving,
		undo: 'Move the stream again with another request.',
		nats: 'no command',
	},
	'meta.leader.stepdown': {
		plan: (_, body, around) => planMetaStepdown(textIn(recordIn(body, 'placement'), 'preferred'), around),
		outcome: ledByAnother,
		undo: noLeaderBack,
		nats: 'no command',
	},
	'meta.rescue': {
		plan: (_, body, around) => planMetaRescue(Number(integerIn(body, 'quorum_needed') ?? 0), around),
		outcome: rescued,
		undo: 'No request restores the quorum.',
		nats: 'no command',
	},
	'server.remove': {
		plan: (_, body, around) => planServerRemove(peerIn(body, around), around),
		outcome: withoutPeer,
		undo: 'A server that was removed joins again when it is restarted.',
		nats: ({ body }) =>
			typeof body.peer === 'string' && body.peer_id === undefined
				? line('server cluster peer-remove', [body.peer], '--force')
				: undefined,
	},
	'server.evacuate': {
		plan: (_, body, around) => planServerEvacuate(peerIn(body, around), around),
		outcome: emptied,
		undo: 'Streams and consumers do not return by themselves: move them.',
		nats: 'no command',
	},
} satisfies Readonly<Record<string, ChangeRow>>;
