import { serverNow, wholeSeconds } from '../../format/age.ts';
import { dateTime, parseTimestamp, shortDuration } from '../../format/duration.ts';
import { count, percent, plural } from '../../format/integer.ts';
import type { ConsumerInfo } from '../../jetstream/wire.ts';
import type { LagLimits } from '../../store/state.ts';
import { clusterVerdicts, offlineVerdict } from './cluster.ts';
import { beyondMaxDeliver, maxDeliverVerdict, redeliveredOf } from './max-deliver.ts';
import { consumerLimitRules } from './monitor/consumer.ts';
import { type ConsumerLimits, consumerKeys, monitorOf } from './monitor/limits.ts';
import { type Health, judge, type Rule, urgency, type Verdict } from './verdict.ts';

/** The input of the health rules of a consumer. */
export interface ConsumerCase {
	readonly info: ConsumerInfo;
	/** When `info` was received, ms since the epoch. */
	readonly at: number;
	readonly now: number;
	readonly limits: LagLimits;
	/** Configured replicas; undefined if unknown. */
	readonly replicas?: number | undefined;
	/** Why the server lists it as offline. */
	readonly offline?: string | undefined;
}

/** A limit in its metadata replaces jetdeck's limit on the same figure. */
interface Judged extends ConsumerCase {
	readonly monitor: ReturnType<typeof monitorOf<keyof typeof consumerKeys>>;
	/** The limits of jetdeck that apply. */
	readonly own: Partial<LagLimits>;
}

/** The limits of jetdeck without those on figures that a limit in the metadata is set for. */
export function ownLimits(limits: LagLimits, monitor: ConsumerLimits): Partial<LagLimits> {
	return {
		...(monitor['outstanding-ack-critical'] === undefined && { ackPending: limits.ackPending }),
		...(monitor['unprocessed-critical'] === undefined && { pending: limits.pending }),
		...(monitor['last-delivery-critical'] === undefined && { idleMs: limits.idleMs }),
	};
}

/** Every rule, the gravest first. */
const rules: readonly Rule<Judged>[] = [
	({ offline }) => offlineVerdict(offline),
	({ info, replicas }) => clusterVerdicts(info.cluster, replicas, info.ts),
	ackPendingVerdict,
	pausedVerdict,
	unboundVerdict,
	({ monitor }) => monitor.faults,
	...consumerLimitRules.map(
		(rule): Rule<Judged> =>
			(judged) =>
				rule({ ...judged, limits: judged.monitor.limits }),
	),
	unpinnedVerdict,
	idleVerdict,
	behindVerdict,
	({ info }) => maxDeliverVerdict(info),
	redeliveredVerdict,
	({ info }) => (info.num_pending === undefined ? untold : undefined),
];

/** Nothing is known to be wrong, which is not the same as healthy. */
const untold: Verdict = {
	severity: 'unknown',
	short: 'lag unknown',
	sentence: 'The lag is unknown: preview servers do not return the number of pending messages.',
};

export function consumerHealth(consumer: ConsumerCase): Health {
	const { num_pending: pending = 0, num_ack_pending: unacknowledged } = consumer.info;
	const monitor = monitorOf(consumer.info.config.metadata, consumerKeys);
	const own = ownLimits(consumer.limits, monitor.limits);
	return judge(
		rules,
		{ ...consumer, monitor, own },
		pending === 0 && unacknowledged === 0 ? 'up to date ✓' : 'working ✓',
	);
}

/**
 * Orders consumers by how far behind or stuck they are, the worst first: unreadable ones, then by severity, then by pending
 * messages. Undefined if nothing is known.
 */
export function lagScore(consumer: ConsumerCase | undefined, unread: boolean): number | undefined {
	const weight = urgency(consumer && consumerHealth(consumer), unread);
	if (weight === undefined) return undefined;
	const toGo = consumer === undefined ? 0 : Number(consumer.info.num_pending ?? 0) + consumer.info.num_ack_pending;
	return weight * 1e15 + Math.min(1e15 - 1, toGo);
}

/** Milliseconds since the last delivery; undefined if there was none. */
export function idleMs({ info, at, now }: Pick<ConsumerCase, 'info' | 'at' | 'now'>): number | undefined {
	const last = parseTimestamp(info.delivered.last_active);
	return last === undefined ? undefined : Math.max(0, serverNow(info.ts, at, now) - last);
}

/** Milliseconds until a paused consumer resumes; undefined if it is not paused. */
export function pausedMs({ info, at, now }: Pick<ConsumerCase, 'info' | 'at' | 'now'>): number | undefined {
	if (!info.paused) return undefined;
	return Math.max(0, Number(info.pause_remaining ?? 0) / 1e6 - (now - at));
}

/** The used share of `max_ack_pending`; undefined without a limit. */
export function ackPendingShare({ config, num_ack_pending: used }: ConsumerInfo): number | undefined {
	const limit = Number(config.max_ack_pending ?? -1);
	return limit > 0 ? used / limit : undefined;
}

function ackPendingVerdict({ info, own }: Judged): Verdict | undefined {
	const share = ackPendingShare(info);
	const limit = plural(info.config.max_ack_pending ?? 0, 'message');
	if (share === undefined) return undefined;
	if (share >= 1) {
		const sentence = `Stalled: ${limit} ${Number(info.config.max_ack_pending) === 1 ? 'waits' : 'wait'} for acknowledgement, the limit (max_ack_pending); it delivers nothing meanwhile.`;
		return { severity: 'critical', trouble: 'stuck', short: 'stalled', sentence };
	}
	if (own.ackPending === undefined || share < own.ackPending) return undefined;
	return {
		severity: 'warning',
		trouble: 'nearly-stalled',
		short: `acks ${percent(share)} full`,
		sentence: `${count(info.num_ack_pending)} of at most ${limit} wait for acknowledgement.`,
	};
}

/** A push consumer delivers only while somebody subscribes to its deliver subject. */
function unboundVerdict({ info }: ConsumerCase): Verdict | undefined {
	// A preview server does not return whether somebody listens.
	if (!info.config.deliver_subject || info.push_bound || info.num_waiting === undefined) return undefined;
	const sentence = `Nobody listens on ${info.config.deliver_subject}.`;
	if ((info.num_pending ?? 0) > 0 && !info.paused)
		return { severity: 'critical', trouble: 'stuck', short: 'not bound', sentence };
	return { severity: 'warning', trouble: 'unbound', short: 'not bound', sentence };
}

function pausedVerdict(consumer: ConsumerCase): Verdict | undefined {
	const left = pausedMs(consumer);
	if (left === undefined) return undefined;
	const until = consumer.info.config.pause_until;
	const sentence = `Paused for ${wholeSeconds(left)} more${until === undefined ? '' : `, until ${dateTime(until)}`}.`;
	return { severity: 'warning', trouble: 'paused', short: `paused ${shortDuration(left)}`, sentence };
}

/** The policy pinned_client serves one client at a time (2.11 and later). */
function unpinnedVerdict({ info, monitor }: Judged): Verdict | undefined {
	if (info.config.priority_policy !== 'pinned_client' || monitor.limits.pinned !== undefined) return undefined;
	if (info.priority_groups?.some(({ pinned_client_id: pinned }) => Boolean(pinned))) return undefined;
	return {
		severity: (info.num_pending ?? 0) > 0 ? 'warning' : 'ok',
		trouble: 'unpinned',
		short: 'unpinned',
		sentence: 'No client is pinned: nobody gets messages now.',
	};
}

/** Idle times from here on are shown, ms: half of the time for a warning, if that is sooner. */
const RESTING_MS = 30_000;

/**
 * Messages wait but none is delivered: undelivered ones, and delivered ones past `ack_wait`, which a pull consumer delivers again
 * only on a pull. While a delivered message may still be acknowledged, some client is working.
 */
function idleVerdict(consumer: Judged): Verdict | undefined {
	const { info, at, limits, own } = consumer;
	const { num_pending: pending = 0, num_ack_pending: unacknowledged } = info;
	const idle = restingMs(consumer);
	if (idle === undefined || info.paused || (pending === 0 && unacknowledged === 0)) return undefined;
	// As of the reply: later deliveries are unknown.
	const asked = restingMs({ info, at, now: at }) ?? idle;
	const isLate = unacknowledged > 0 && asked >= ackWaitMs(info.config);
	const isPast = own.idleMs !== undefined && idle >= own.idleMs;
	const severity = isPast && (pending > 0 || isLate) ? 'warning' : 'ok';
	const isWorkedOn = unacknowledged > 0 && !isLate;
	if (severity === 'ok' && (isWorkedOn || asked < Math.min(RESTING_MS, limits.idleMs / 2))) return undefined;
	if (pending === 0 && !isLate) return undefined;
	const nobody = !info.config.deliver_subject && info.num_waiting === 0 ? ', and nobody pulls' : '';
	const long = shortDuration(idle);
	const sentence =
		pending > 0
			? `${plural(pending, 'message')} to deliver, but none delivered for ${long}${nobody}.`
			: `${plural(unacknowledged, 'message')} not acknowledged, the last delivered ${long} ago (ack_wait is ${shortDuration(ackWaitMs(info.config))})${nobody}.`;
	return { severity, trouble: 'stuck', short: `idle ${long}`, sentence };
}

/** Milliseconds since the last delivery; before the first one since the creation. */
function restingMs({ info, at, now }: Pick<ConsumerCase, 'info' | 'at' | 'now'>): number | undefined {
	const created = parseTimestamp(info.created);
	return idleMs({ info, at, now }) ?? (created === undefined ? undefined : serverNow(info.ts, at, now) - created);
}

/** The longest that a message may stay unacknowledged before it counts as late. */
function ackWaitMs({ ack_wait: wait, backoff }: ConsumerInfo['config']): number {
	const steps = (backoff ?? []).map(Number);
	return Math.max(Number(wait ?? 0) || DEFAULT_ACK_WAIT, ...steps) / 1e6;
}

const DEFAULT_ACK_WAIT = 30e9;

function behindVerdict(consumer: Judged): Verdict | undefined {
	const { info, own } = consumer;
	const { num_pending: pending = 0 } = info;
	if (own.pending === undefined || pending < own.pending) return undefined;
	// The sentence of an idle one has the number already.
	if (idleVerdict(consumer)?.severity === 'warning') return undefined;
	return {
		severity: 'warning',
		trouble: 'behind',
		short: `${count(pending)} behind`,
		sentence: `${plural(pending, 'message')} to deliver.`,
	};
}

function redeliveredVerdict({ info, monitor }: Judged): Verdict | undefined {
	const messages = redeliveredOf(info);
	if (monitor.limits['redelivery-critical'] !== undefined) return undefined;
	// Given up messages have their own verdict.
	if (messages === 0 || (beyondMaxDeliver(info) !== undefined && info.num_ack_pending === 0)) return undefined;
	const sentence = `${plural(messages, 'message')} delivered more than once and not acknowledged yet.`;
	return { severity: 'warning', trouble: 'redelivering', short: `${count(messages)} redelivered`, sentence };
}
