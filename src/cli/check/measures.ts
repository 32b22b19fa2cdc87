import { serverNow } from '../../format/age.ts';
import { parseTimestamp } from '../../format/duration.ts';
import { greatest, least, total } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { groupOf, isClustered } from '../../jetstream/peer-group.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { LagLimits } from '../../store/state.ts';
import { usageLimits, usagesOf } from '../../views/health/account.ts';
import { ownLimits } from '../../views/health/consumer.ts';
import { consumerKeys, type Limits, monitorOf, streamKeys } from '../../views/health/monitor/limits.ts';
import { areSubjectsMost } from '../../views/health/monitor/stream.ts';
import type { Measure, Range } from './finding.ts';

/** The figure that a key in the metadata limits, and how. */
interface Limited<Key extends string> {
	readonly label: string;
	readonly as: 'warning' | 'critical';
	readonly bound: Bound | ((limits: Limits<Key>) => Bound);
}

type Bound = keyof Range | 'exactly';
type LimitedBy<Key extends string> = Readonly<Record<Key, Limited<Key> | undefined>>;

const critical = (label: string, bound: Bound = 'most') => ({ label, as: 'critical', bound }) as const;

const subjects = (as: Limited<keyof typeof streamKeys>['as']): Limited<keyof typeof streamKeys> => ({
	label: 'subjects',
	as,
	bound: (limits) => (areSubjectsMost(limits) ? 'most' : 'least'),
});

/** Every key: the compiler names a missing one. */
const streamLimits: LimitedBy<keyof typeof streamKeys> = {
	enabled: undefined,
	'lag-critical': critical('lag'),
	'seen-critical': critical('active'),
	'min-sources': critical('sources', 'least'),
	'max-sources': critical('sources'),
	'peer-expect': critical('peers', 'exactly'),
	'peer-lag-critical': critical('peer_lag'),
	'peer-seen-critical': critical('peer_seen'),
	'msgs-critical': critical('messages', 'least'),
	'msgs-warn': { label: 'messages', as: 'warning', bound: 'least' },
	'subjects-critical': subjects('critical'),
	'subjects-warn': subjects('warning'),
};

const consumerLimits: LimitedBy<keyof typeof consumerKeys> = {
	enabled: undefined,
	'outstanding-ack-critical': critical('ack_pending'),
	'waiting-critical': critical('pull_waiting'),
	'unprocessed-critical': critical('pending'),
	'redelivery-critical': critical('redelivered'),
	'last-delivery-critical': critical('last_delivery'),
	'last-ack-critical': critical('last_ack'),
	pinned: undefined,
};

/** Adds the limits in the metadata to their figures. */
function limitedBy<Key extends string>(
	rows: LimitedBy<Key>,
	limits: Limits<Key>,
	measures: readonly Measure[],
): readonly Measure[] {
	const set = (Object.entries(rows) as [Key, Limited<Key> | undefined][]).flatMap(([key, row]) => {
		const limit = limits[key];
		return row === undefined || limit === undefined ? [] : [{ ...row, limit }];
	});
	return measures.map((measure) => {
		const ranged = (as: 'warning' | 'critical'): Partial<Measure> => {
			const ranges = set.filter((row) => row.label === measure.label && row.as === as).map(rangeOf(limits));
			return ranges.length === 0 ? {} : { [as]: ranges.reduce(narrowed, measure[as] ?? {}) };
		};
		return { ...measure, ...ranged('warning'), ...ranged('critical') };
	});
}

function rangeOf<Key extends string>(limits: Limits<Key>) {
	return ({ bound, limit }: Limited<Key> & { readonly limit: Integer }): Range => {
		const of = typeof bound === 'function' ? bound(limits) : bound;
		return of === 'exactly' ? { least: limit, most: limit } : { [of]: limit };
	};
}

/** What both ranges allow. */
function narrowed(a: Range, b: Range): Range {
	return { ...a, ...b, ...(a.most !== undefined && b.most !== undefined && { most: least(a.most, b.most) }) };
}

/** The names are those of `nats server check`, where it has the figure. What is not in the info has no figure. */
export function streamMeasures(info: StreamInfo): readonly Measure[] {
	const { config, state } = info;
	return limitedBy(streamLimits, monitorOf(config.metadata, streamKeys).limits, [
		number('messages', state.messages),
		sized('bytes', state.bytes),
		number('subjects', state.num_subjects ?? 0),
		number('consumers', state.consumer_count),
		...originMeasures(info),
		...peerMeasures(info),
	]);
}

function originMeasures({ config, mirror, sources }: StreamInfo): readonly Measure[] {
	const copies = [...(mirror ? [mirror] : []), ...(sources ?? [])];
	const heard = copies.flatMap(({ active }) => (Number(active) >= 0 ? [active] : []));
	return [
		...(config.sources?.length ? [number('sources', sources?.length ?? 0)] : []),
		...(copies.length === 0 ? [] : [number('lag', greatest(0, ...copies.map(({ lag }) => lag)))]),
		...(heard.length === 0 ? [] : [time('active', Number(greatest(0, ...heard)) / 1e6)]),
	];
}

/** Only the leader knows how far the others are. */
function peerMeasures({ cluster, ts }: StreamInfo): readonly Measure[] {
	if (cluster === undefined || !isClustered(cluster)) return [];
	const { leader, size, peers } = groupOf(cluster, ts);
	if (leader === undefined) return [number('peers', size)];
	const seen = peers.flatMap(([{ active }]) => (Number(active) > 0 ? [active] : []));
	return [
		number('peers', size),
		number('peer_lag', greatest(0, ...peers.map(([{ lag = 0 }]) => lag))),
		...(seen.length === 0 ? [] : [time('peer_seen', Number(greatest(0, ...seen)) / 1e6)]),
	];
}

export function consumerMeasures(info: ConsumerInfo, at: number, given: LagLimits): readonly Measure[] {
	const { limits } = monitorOf(info.config.metadata, consumerKeys);
	const own = ownLimits(given, limits);
	const most = Number(info.config.max_ack_pending ?? -1);
	const clock = serverNow(info.ts, at, at);
	const since = (label: string, timestamp: string | undefined): readonly Measure[] => {
		const last = parseTimestamp(timestamp);
		return last === undefined ? [] : [time(label, Math.max(0, clock - last))];
	};
	const acks: Partial<Measure> =
		most > 0
			? {
					...(own.ackPending !== undefined && { warning: { most: Math.ceil(most * own.ackPending) } }),
					critical: { most },
				}
			: {};
	return limitedBy(consumerLimits, limits, [
		{ ...number('ack_pending', info.num_ack_pending), ...acks },
		...known('pull_waiting', info.num_waiting),
		...known('pending', info.num_pending).map((measure) => ({
			...measure,
			...(own.pending !== undefined && { warning: { most: own.pending } }),
		})),
		number('redelivered', info.num_redelivered),
		...since('last_delivery', info.delivered.last_active),
		...since('last_ack', info.ack_floor.last_active),
	]);
}

export function accountMeasures(info: AccountInfo): readonly Measure[] {
	return [
		...usagesOf(info).flatMap(([tier, { storage, memory, limits }]) => {
			const suffix = tier === undefined ? '' : `_${tier.toLowerCase()}`;
			return [
				used(`storage${suffix}`, storage, limits.max_storage),
				used(`memory${suffix}`, memory, limits.max_memory),
			];
		}),
		...known('api_errors', info.api?.errors),
	];
}

function used(label: string, bytes: Integer, limit: Integer): Measure {
	const from = usageLimits(limit);
	return {
		...sized(label, bytes),
		...(from && { warning: { most: from.warning }, critical: { most: from.critical } }),
	};
}

/** What the sums of an account need of a stream. */
export type StreamSize = Pick<StreamInfo['state'], 'messages' | 'bytes' | 'consumer_count'>;

/** Messages and bytes of all these streams together. */
export function totals(streams: readonly StreamSize[]): readonly Measure[] {
	const sum = (key: keyof StreamSize): Integer => total(streams.map((each) => each[key]));
	return [
		number('streams', streams.length),
		number('consumers', sum('consumer_count')),
		number('messages', sum('messages')),
		sized('bytes', sum('bytes')),
	];
}

export function number(label: string, value: Integer): Measure {
	return { label, value, kind: 'count' };
}

const sized = (label: string, value: Integer): Measure => ({ label, value, kind: 'bytes' });
const time = (label: string, ms: number): Measure => ({ label, value: ms, kind: 'time' });

function known(label: string, value: Integer | undefined): readonly Measure[] {
	return value === undefined ? [] : [number(label, value)];
}
