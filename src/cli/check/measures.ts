import { serverNow } from '../../format/age.ts';
import { parseTimestamp } from '../../format/duration.ts';
import { greatest, total } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { isClustered } from '../../jetstream/peer-group.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { LagLimits } from '../../store/state.ts';
import { fullShares, usagesOf } from '../../views/health/account.ts';
import { consumerKeys, monitorOf, streamKeys } from '../../views/health/monitor/limits.ts';
import type { Measure } from './finding.ts';

/** The names are those of `nats server check`, where it has the figure. */
export function streamMeasures({ config, state, cluster, mirror, sources }: StreamInfo): readonly Measure[] {
	const { limits } = monitorOf(config.metadata, streamKeys);
	const copies = [...(mirror ? [mirror] : []), ...(sources ?? [])];
	const heard = copies.filter(({ active }) => Number(active) >= 0);
	const replicas = cluster !== undefined && isClustered(cluster) ? (cluster.replicas ?? []) : undefined;
	return [
		number('messages', state.messages, limits['msgs-warn'], limits['msgs-critical']),
		{ ...number('bytes', state.bytes), unit: 'B' },
		number('subjects', state.num_subjects ?? 0, limits['subjects-warn'], limits['subjects-critical']),
		number('consumers', state.consumer_count),
		...(copies.length === 0
			? []
			: [
					number('sources', copies.length),
					number('lag', greatest(0, ...copies.map(({ lag }) => lag)), undefined, limits['lag-critical']),
				]),
		...(heard.length === 0
			? []
			: [seconds('active', Number(greatest(0, ...heard.map(({ active }) => active))) / 1e6, limits['seen-critical'])]),
		...(replicas === undefined
			? []
			: [
					number('peers', replicas.length + 1),
					number(
						'peer_lag',
						greatest(0, ...replicas.map(({ lag = 0 }) => lag)),
						undefined,
						limits['peer-lag-critical'],
					),
				]),
	];
}

export function consumerMeasures(info: ConsumerInfo, at: number, given: LagLimits): readonly Measure[] {
	const { limits } = monitorOf(info.config.metadata, consumerKeys);
	const most = Number(info.config.max_ack_pending ?? -1);
	const acks = limits['outstanding-ack-critical'];
	const unprocessed = limits['unprocessed-critical'];
	const clock = serverNow(info.ts, at, at);
	const since = (label: string, timestamp: string | undefined, limit: Integer | undefined): readonly Measure[] => {
		const last = parseTimestamp(timestamp);
		return last === undefined ? [] : [seconds(label, Math.max(0, clock - last), limit)];
	};
	return [
		acks === undefined && most > 0
			? number('ack_pending', info.num_ack_pending, Math.ceil(most * given.ackPending), most)
			: number('ack_pending', info.num_ack_pending, undefined, acks),
		...optional('pull_waiting', info.num_waiting, undefined, limits['waiting-critical']),
		...optional('pending', info.num_pending, unprocessed === undefined ? given.pending : undefined, unprocessed),
		number('redelivered', info.num_redelivered, undefined, limits['redelivery-critical']),
		...since('last_delivery', info.delivered.last_active, limits['last-delivery-critical']),
		...since('last_ack', info.ack_floor.last_active, limits['last-ack-critical']),
	];
}

export function accountMeasures(info: AccountInfo): readonly Measure[] {
	return [
		...usagesOf(info).flatMap(([tier, { storage, memory, limits }]) => {
			const suffix = tier === undefined ? '' : `_${tier.toLowerCase()}`;
			return [
				sized(`storage${suffix}`, storage, limits.max_storage),
				sized(`memory${suffix}`, memory, limits.max_memory),
			];
		}),
		...optional('api_errors', info.api?.errors),
	];
}

/** Messages and bytes of all these streams together. */
export function totals(streams: readonly StreamInfo[]): readonly Measure[] {
	const sum = (of: (info: StreamInfo) => Integer): Integer => total(streams.map(of));
	return [
		number('streams', streams.length),
		number(
			'consumers',
			sum(({ state }) => state.consumer_count),
		),
		number(
			'messages',
			sum(({ state }) => state.messages),
		),
		{
			...number(
				'bytes',
				sum(({ state }) => state.bytes),
			),
			unit: 'B',
		},
	];
}

export function number(
	label: string,
	value: Integer,
	warning?: Integer | undefined,
	critical?: Integer | undefined,
): Measure {
	return { label, value: String(value), warning: warning?.toString(), critical: critical?.toString() };
}

function optional(
	label: string,
	value: Integer | undefined,
	...limits: readonly (Integer | undefined)[]
): readonly Measure[] {
	return value === undefined ? [] : [number(label, value, limits[0], limits[1])];
}

function sized(label: string, used: Integer, limit: Integer): Measure {
	const [warning, critical] =
		limit > 0 ? [fullShares.warning, fullShares.critical].map((share) => Math.floor(Number(limit) * share)) : [];
	return { ...number(label, used, warning, critical), unit: 'B' };
}

/** @param limit milliseconds, too */
function seconds(label: string, ms: number, limit: Integer | undefined): Measure {
	const critical = limit === undefined ? undefined : (Number(limit) / 1000).toFixed(3);
	return { label, value: (ms / 1000).toFixed(3), unit: 's', critical };
}
