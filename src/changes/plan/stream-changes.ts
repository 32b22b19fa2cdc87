import { plural } from '../../format/integer.ts';
import type { PeerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { Proposal } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** Seals a stream for ever: no message is lost, none can be added or removed. */
export function planSeal(info: StreamInfo): Proposal {
	const { config, state } = info;
	const { name } = config;
	const step = streamStep(info, 'stream.update', { ...config, sealed: true });
	return {
		title: `Seal stream ${name}`,
		doing: 'sealing',
		done: `Stream ${name} is sealed.`,
		effect: 'change',
		// Sealing cannot be undone, so a yes is not enough.
		typed: name,
		consequences: [
			bad('This cannot be undone: a sealed stream can only be deleted.'),
			warn('Nobody can publish to it, delete from it or purge it; limits no longer remove messages.'),
			plain(`It keeps its ${plural(state.messages, 'message')}, and consumers can still read them.`),
			...((config.max_age ?? 0) !== 0 ? [warn('The server removes max_age: messages no longer expire.')] : []),
		],
		steps: [{ ...step, expects: { ...step.expects, config } }],
	};
}

/** Makes the leader of a stream step down. `preferred`: the server to become leader, 2.11 and later. */
export function planStreamStepdown(info: StreamInfo, preferred?: string): Proposal {
	const { name } = info.config;
	const leader = info.cluster?.leader;
	return {
		title: `Step down the leader of stream ${name}`,
		doing: 'stepping down',
		done: `The leader of stream ${name} has stepped down.`,
		effect: 'change',
		lossless: true,
		consequences: [
			plain(`${leader ?? 'The leader'} will hand over${preferred === undefined ? '' : ` to ${preferred}`}.`),
			warn('The stream stores no messages until the cluster has elected a new leader.'),
		],
		steps: [
			streamStep(info, 'stream.leader.stepdown', preferred === undefined ? undefined : { placement: { preferred } }),
		],
	};
}

/** Removes the copy on one server. */
export function planPeerRemove(info: StreamInfo, peer: PeerInfo): Proposal {
	const { name } = info.config;
	return {
		title: `Remove peer ${peer.name} from stream ${name}`,
		doing: 'removing a peer',
		done: `Peer ${peer.name} is removed from stream ${name}.`,
		effect: 'destroy',
		typed: peer.name,
		consequences: [
			bad(`The copy on ${peer.name} will be deleted.`),
			warn(
				'A spare server of the cluster will create a new copy; until it is up to date, the stream has one copy fewer.',
			),
			...(peer.offline ? [] : [warn(`${peer.name} is online: check that it is the right one.`)]),
		],
		steps: [streamStep(info, 'stream.peer.remove', { peer: peer.name })],
	};
}
