import type { ClusterInfo } from '../../jetstream/wire.ts';
import { lastKnown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { groupOf, isClustered } from '../health/peers.ts';
import type { Cell } from '../line.ts';
import { none } from './cell.ts';

interface Placed {
	readonly cluster?: ClusterInfo | undefined;
	readonly ts?: string | undefined;
}

/** Servers that hold a stream or consumer: the leader with a star, what is not current with an exclamation mark. */
export function replicasOf(info: Placed): string | undefined {
	return listed(info, '*', '!');
}

function listed({ cluster, ts }: Placed, leads: string, isLate: string): string | undefined {
	if (cluster === undefined || !isClustered(cluster)) return undefined;
	const { leader, peers } = groupOf(cluster, ts);
	const others = peers.map(([{ name }, { kind }]) => `${name}${kind === 'current' ? '' : isLate}`);
	return [...(leader === undefined ? [] : [`${leader}${leads}`]), ...others].join(', ') || undefined;
}

export function replicasCell(info: Placed): Cell {
	const text = replicasOf(info);
	const { cluster, ts } = info;
	if (text === undefined || cluster === undefined) return none;
	const isLate = groupOf(cluster, ts).peers.some(([, { kind }]) => kind !== 'current');
	return { text, spoken: listed(info, ' leader', ' not current') ?? text, tone: isLate ? 'warn' : 'plain' };
}

/** A server on its own names itself as the leader of nobody; 2.10 and later. */
export function leaderOf({ cluster }: Placed): string | undefined {
	return cluster && isClustered(cluster) ? cluster.leader || undefined : undefined;
}

/** Streams that are looked at for whether there are replicas anywhere. */
const LOOKED_AT = 64;

/** Whether the account lives in a cluster, as far as can be seen. */
export function isInCluster({ link, streams }: DeckState): boolean {
	if (link.phase === 'connected' && link.server.cluster) return true;
	let seen = 0;
	for (const { info } of streams.entries.values()) {
		const cluster = lastKnown(info)?.value.cluster;
		if (cluster !== undefined && isClustered(cluster)) return true;
		if (++seen === LOOKED_AT) return false;
	}
	return false;
}
