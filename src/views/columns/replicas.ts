import { groupOf, isClustered } from '../../jetstream/peer-group.ts';
import type { ClusterInfo } from '../../jetstream/wire.ts';
import { lastKnown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import type { Cell } from '../line.ts';
import { none } from './cell.ts';

interface Placed {
	readonly cluster?: ClusterInfo | undefined;
	readonly ts?: string | undefined;
}

/** Servers with a copy of a stream or consumer: `*` marks the leader, `!` a replica that is not current. */
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

/** The leader. From 2.10 on a single server names itself, which counts as none. */
export function leaderOf({ cluster }: Placed): string | undefined {
	return cluster && isClustered(cluster) ? cluster.leader || undefined : undefined;
}

/** Most streams checked for replicas. */
const LOOKED_AT = 64;

/** Whether the account runs in a cluster, as far as jetdeck knows. */
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
