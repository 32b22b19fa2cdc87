import type { ChangingEndpointId } from '../../jetstream/endpoints.ts';
import { configured, deleted } from './configured.ts';
import { ephemeralCreated } from './ephemeral.ts';
import type { Look } from './look.ts';
import { paused, peerRemoved, pulled, reset, steppedDown, unpinned } from './moved.ts';
import { purged } from './purged.ts';
import { acknowledged, messageDeleted, published } from './sent.ts';

const moving = 'A move goes on for a while; the replicas of the stream show how far it is.';
const servers = 'Only the system account sees the servers: nats server report jetstream lists them.';
const templates = 'Ask $JS.API.STREAM.TEMPLATE.NAMES which templates there are.';

/**
 * For everything that changes something: how to see, after a reply that never came, whether it was carried out; or a sentence
 * that says why nothing shows it, with what to look at.
 */
export const looks = {
	'account.purge': 'The account is purged in the background; the list of streams shows how far it is.',
	'account.stream.move': moving,
	'account.stream.cancel-move': moving,
	'meta.leader.stepdown': servers,
	'meta.rescue': servers,
	'server.remove': servers,
	'server.evacuate': servers,
	'stream.create': configured,
	'stream.update': configured,
	'stream.delete': deleted,
	'stream.purge': purged,
	'stream.leader.stepdown': steppedDown,
	'stream.peer.remove': peerRemoved,
	'stream.peer.evacuate': peerRemoved,
	'stream.cancel-move': moving,
	'stream.msg.delete': messageDeleted,
	'stream.restore': 'A restore only begins with this request: there is no stream before its last chunk has come.',
	'stream.template.create': templates,
	'stream.template.delete': templates,
	'consumer.create': configured,
	'consumer.create.filtered': configured,
	'consumer.create.ephemeral': ephemeralCreated,
	'consumer.create.durable': configured,
	'consumer.delete': deleted,
	'consumer.next': pulled,
	'consumer.pause': paused,
	'consumer.reset': reset,
	'consumer.unpin': unpinned,
	'consumer.leader.stepdown': steppedDown,
	'consumer.peer.evacuate': peerRemoved,
	'consumer.ack': acknowledged,
	raw: published,
	subscribe: 'The transcript shows what comes.',
} as const satisfies Readonly<Record<ChangingEndpointId | 'consumer.ack' | 'raw' | 'subscribe', Look | string>>;
