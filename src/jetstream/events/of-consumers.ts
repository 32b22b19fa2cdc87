import * as v from 'valibot';
import { dateTime, spanOfTime } from '../../format/duration.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import { acted } from './of-streams.ts';
import { type EventRow, eventRow, maybeText, members, offlineOf, whole } from './row.ts';

const delivered = v.object({ stream_seq: whole, deliveries: whole });
type Delivered = v.InferOutput<typeof delivered>;

const message = (seq: Integer): string => `message ${count(seq)}`;
const delivery = ({ deliveries }: Delivered): string => `delivery ${count(deliveries)}`;

const unpinned: Readonly<Record<string, string>> = { admin: 'somebody unpinned it', timeout: 'it was silent too long' };

/** What happens to a consumer. No server announces an update. */
export const consumerEvents: readonly EventRow[] = [
	eventRow({
		type: 'consumer_action',
		fields: v.object({ action: v.string() }),
		says: ({ action }) => acted('Consumer', action),
	}),
	eventRow({
		type: 'consumer_pause',
		fields: v.object({ paused: v.boolean(), pause_until: maybeText }),
		says: ({ paused, pause_until: until }) =>
			paused ? { what: `Consumer paused until ${dateTime(until)}`, tone: 'warn' } : { what: 'Consumer resumed' },
	}),
	eventRow({
		type: 'consumer_group_pinned',
		fields: v.object({ group: v.string(), pinned_id: v.string() }),
		says: ({ group, pinned_id: id }) => ({ what: `Group ${group} pinned client ${id}` }),
	}),
	eventRow({
		type: 'consumer_group_unpinned',
		fields: v.object({ group: v.string(), reason: maybeText }),
		says: ({ group, reason }) => ({
			what: `Group ${group} lost its pinned client: ${(unpinned[reason] ?? reason) || 'no reason'}`,
			tone: 'warn',
		}),
	}),
	eventRow({
		type: 'max_deliver',
		repeats: true,
		means: 'gave-up',
		fields: delivered,
		says: ({ stream_seq: seq, deliveries }) => ({
			what: `Consumer gave up ${message(seq)} after ${plural(deliveries, 'delivery', 'deliveries')}`,
			tone: 'bad',
		}),
	}),
	eventRow({
		type: 'nak',
		frequent: true,
		repeats: true,
		fields: delivered,
		says: (it) => ({ what: `Client rejected ${message(it.stream_seq)} (-NAK), ${delivery(it)}` }),
	}),
	eventRow({
		type: 'terminated',
		frequent: true,
		repeats: true,
		// `reason` comes with 2.10.4.
		fields: v.object({ ...delivered.entries, reason: maybeText }),
		says: ({ reason, ...it }) => ({
			what:
				reason === ''
					? `Client terminated ${message(it.stream_seq)} (+TERM), ${delivery(it)}`
					: `Delivery of ${message(it.stream_seq)} ended: ${reason}`,
			tone: 'warn',
		}),
	}),
	eventRow({
		type: 'consumer_ack',
		frequent: true,
		repeats: true,
		fields: v.object({ ...delivered.entries, ack_time: whole }),
		says: ({ ack_time: ns, ...it }) => ({
			what: `Client acknowledged ${message(it.stream_seq)} in ${spanOfTime(Number(ns) / 1e6)}, ${delivery(it)}`,
		}),
	}),
	eventRow({
		type: 'consumer_leader_elected',
		means: 'led',
		fields: v.object({ leader: maybeText, replicas: members }),
		says: ({ leader, replicas }) => ({ what: `${leader || 'A server'} leads the consumer now${offlineOf(replicas)}` }),
	}),
	eventRow({
		type: 'consumer_quorum_lost',
		means: 'quorum-lost',
		fields: v.object({ replicas: members }),
		says: ({ replicas }) => ({ what: `Consumer lost its quorum${offlineOf(replicas)}`, tone: 'bad' }),
	}),
];
