import { parseTimestamp, shortDuration } from '../../../format/duration.ts';
import { count, percent, plural } from '../../../format/integer.ts';
import type { ConsumerInfo } from '../../../jetstream/wire.ts';
import type { LagLimits } from '../../state.ts';
import { serverNow, wholeSeconds } from '../age.ts';
import { clusterVerdicts } from './cluster.ts';
import { type Health, judge, type Rule, type Verdict, weightOf } from './verdict.ts';

/** What the health of a consumer is judged by. */
export interface ConsumerCase {
	readonly info: ConsumerInfo;
	/** When `info` came, ms since the epoch. */
	readonly at: number;
	readonly now: number;
	readonly limits: LagLimits;
	/** Why the server lists it as offline. */
	readonly offline?: string | undefined;
}

/** Every rule, the gravest first. */
const rules: readonly Rule<ConsumerCase>[] = [
	({ offline }) =>
		offline === undefined
			? undefined
			: { level: 'bad', short: 'offline', text: `Offline: ${offline || 'no reason given'}` },
	({ info }) => clusterVerdicts(info.cluster, info.config.num_replicas || 1 + (info.cluster?.replicas?.length ?? 0)),
	ackPendingVerdict,
	pausedVerdict,
	unboundVerdict,
	unpinnedVerdict,
	idleVerdict,
	({ info: { num_pending: pending = 0 }, limits }) =>
		pending >= limits.pending
			? {
					level: 'warn',
					short: `${count(pending)} behind`,
					text: `${plural(pending, 'message')} still to be delivered.`,
				}
			: undefined,
	({ info }) =>
		info.num_redelivered > 0
			? {
					level: 'warn',
					short: `${count(info.num_redelivered)} redelivered`,
					text: `${plural(info.num_redelivered, 'message')} delivered more than once and not acknowledged yet.`,
				}
			: undefined,
	({ info }) => (info.num_pending === undefined ? untold : undefined),
];

/** Nothing speaks against it, which is not the same as being well. */
const untold: Verdict = {
	level: 'ok',
	short: 'lag not known',
	text: 'How far behind it is is not known: a preview server does not tell what is still to be delivered.',
};

export function consumerHealth(consumer: ConsumerCase): Health {
	const { num_pending: pending = 0, num_ack_pending: unacknowledged } = consumer.info;
	return judge(rules, consumer, pending + unacknowledged === 0 ? 'up to date ✓' : 'working ✓');
}

/** Orders consumers by how far behind or stuck they are, the worst first: first by level, then by messages to go. */
export function lagScore(consumer: ConsumerCase): number {
	const { num_pending: pending = 0, num_ack_pending: unacknowledged } = consumer.info;
	return weightOf(consumerHealth(consumer).level) * 1e15 + Math.min(1e15 - 1, pending + unacknowledged);
}

/** Milliseconds since the last delivery; undefined when there was none. */
export function idleMs({ info, at, now }: Pick<ConsumerCase, 'info' | 'at' | 'now'>): number | undefined {
	const last = parseTimestamp(info.delivered.last_active);
	return last === undefined ? undefined : Math.max(0, serverNow(info.ts, at, now) - last);
}

/** Milliseconds until a paused consumer goes on; undefined when it is not paused. */
export function pausedMs({ info, at, now }: Pick<ConsumerCase, 'info' | 'at' | 'now'>): number | undefined {
	if (!info.paused) return undefined;
	return Math.max(0, (info.pause_remaining ?? 0) / 1e6 - (now - at));
}

/** Share of `max_ack_pending` in use; undefined where there is no limit. */
export function ackPendingShare({ config, num_ack_pending: used }: ConsumerInfo): number | undefined {
	const limit = Number(config.max_ack_pending ?? -1);
	return limit > 0 ? used / limit : undefined;
}

function ackPendingVerdict({ info, limits }: ConsumerCase): Verdict | undefined {
	const share = ackPendingShare(info);
	const limit = count(info.config.max_ack_pending ?? 0);
	if (share === undefined) return undefined;
	if (share >= 1) {
		const text = `Stalled: ${limit} messages wait for their acknowledgement, the most it allows; nothing is delivered meanwhile.`;
		return { level: 'bad', short: 'stalled', text };
	}
	if (share < limits.ackPending) return undefined;
	return {
		level: 'warn',
		short: `acks ${percent(share)} full`,
		text: `${count(info.num_ack_pending)} of at most ${limit} messages wait for their acknowledgement.`,
	};
}

/** A push consumer delivers only while somebody listens on its deliver subject. */
function unboundVerdict({ info }: ConsumerCase): Verdict | undefined {
	// A preview server does not tell who listens.
	if (!info.config.deliver_subject || info.push_bound || info.num_waiting === undefined) return undefined;
	const text = `Nobody listens on ${info.config.deliver_subject}.`;
	return { level: (info.num_pending ?? 0) > 0 && !info.paused ? 'bad' : 'warn', short: 'not bound', text };
}

function pausedVerdict(consumer: ConsumerCase): Verdict | undefined {
	const left = pausedMs(consumer);
	if (left === undefined) return undefined;
	const until = consumer.info.config.pause_until;
	const text = `Paused for ${wholeSeconds(left)} more${until === undefined ? '' : `, until ${until}`}.`;
	return { level: 'warn', short: `paused ${shortDuration(left)}`, text };
}

/** With the policy pinned_client one client at a time is served (2.11 and later). */
function unpinnedVerdict({ info }: ConsumerCase): Verdict | undefined {
	if (info.config.priority_policy !== 'pinned_client') return undefined;
	if (info.priority_groups?.some(({ pinned_client_id: pinned }) => Boolean(pinned))) return undefined;
	return {
		level: (info.num_pending ?? 0) > 0 ? 'warn' : 'ok',
		short: 'unpinned',
		text: 'No client is pinned: nobody is served now.',
	};
}

function idleVerdict(consumer: ConsumerCase): Verdict | undefined {
	const { info, at, now, limits } = consumer;
	const { num_pending: pending = 0 } = info;
	if (pending === 0 || info.paused) return undefined;
	const created = parseTimestamp(info.created);
	const idle = idleMs(consumer) ?? (created === undefined ? undefined : serverNow(info.ts, at, now) - created);
	if (idle === undefined || idle < limits.idleMs) return undefined;
	const nobody = !info.config.deliver_subject && info.num_waiting === 0 ? ', and nobody pulls' : '';
	return {
		level: 'warn',
		short: `idle ${shortDuration(idle)}`,
		text: `${plural(pending, 'message')} to deliver, but none delivered for ${shortDuration(idle)}${nobody}.`,
	};
}
