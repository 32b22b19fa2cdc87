import { plural } from '../../format/integer.ts';
import type { PeerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { Proposal } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** Closes a stream for ever. It loses nothing, and takes and loses nothing any more. */
export function planSeal(info: StreamInfo): Proposal {
	const { config, state } = info;
	const { name } = config;
	const step = streamStep(info, 'stream.update', { ...config, sealed: true });
	return {
		title: `Seal stream ${name}`,
		doing: 'sealing',
		done: `Stream ${name} is sealed.`,
		effect: 'change',
		// It cannot be taken back, which a yes does not weigh enough.
		typed: name,
		consequences: [
			bad('It cannot be undone: a sealed stream can only be deleted.'),
			warn('Nothing can be published to it, deleted from it or purged; limits no longer remove anything.'),
			plain(`${plural(state.messages, 'message')} stay as they are, and consumers go on reading.`),
			...((config.max_age ?? 0) !== 0 ? [warn('max_age goes: its messages no longer expire.')] : []),
		],
		steps: [{ ...step, expects: { ...step.expects, config } }],
	};
}

/** Hands the lead of a stream over. `preferred`: the server to become leader, 2.11 and later. */
export function planStreamStepdown(info: StreamInfo, preferred?: string): Proposal {
	const { name } = info.config;
	const leader = info.cluster?.leader;
	return {
		title: `Step down the leader of stream ${name}`,
		doing: 'stepping down',
		done: `The leader of stream ${name} has stepped down.`,
		effect: 'change',
		consequences: [
			plain(
				`${leader ?? 'The leader'} hands over${preferred === undefined ? '' : ` to ${preferred}`}; no message is lost.`,
			),
			warn('The stream takes no messages for a moment, until the new leader is there.'),
		],
		steps: [
			streamStep(info, 'stream.leader.stepdown', preferred === undefined ? undefined : { placement: { preferred } }),
		],
	};
}

/** Takes the copy that one server holds away. */
export function planPeerRemove(info: StreamInfo, peer: PeerInfo): Proposal {
	const { name } = info.config;
	return {
		title: `Remove peer ${peer.name} from stream ${name}`,
		doing: 'removing a peer',
		done: `Peer ${peer.name} is removed from stream ${name}.`,
		effect: 'destroy',
		typed: peer.name,
		consequences: [
			bad(`The copy on ${peer.name} is dropped.`),
			warn('A spare server of the cluster makes a new copy; until it has caught up the stream has one fewer.'),
			...(peer.offline ? [] : [warn(`${peer.name} is there and answers: is it the right one?`)]),
		],
		steps: [streamStep(info, 'stream.peer.remove', { peer: peer.name })],
	};
}
