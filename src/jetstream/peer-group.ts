import { parseTimestamp } from '../format/duration.ts';
import type { ClusterInfo, PeerInfo } from './wire.ts';

/**
 * How a leader sees another server of its group. `joining`: it is not part of the group yet, or will leave it (2.15 and later).
 * `unseen`: the leader has not heard from it for so long that it does not count for the majority.
 */
export type PeerState =
	| { readonly kind: 'current' | 'behind' | 'joining' }
	| { readonly kind: 'offline' | 'unseen'; readonly ms?: number | undefined };

/** A group of servers as its leader sees it. */
export interface Group {
	readonly leader: string | undefined;
	/** Without the leader. */
	readonly peers: readonly (readonly [peer: PeerInfo, state: PeerState])[];
	/** Servers with a copy, or that will catch up with the leader, including the leader. */
	readonly size: number;
	/** Those of them that respond. */
	readonly running: number;
}

/** A leader without contact to a majority for this long steps down; heartbeats come once a second. */
const LOST_MS = 10_000;

/** @param ts the server's time of the reply; 2.10 and later */
export function groupOf(cluster: ClusterInfo, ts: string | undefined): Group {
	const leader = cluster.leader || undefined;
	const termMs = termOf(cluster, ts);
	// Just after an election the leader may still be listed among its replicas.
	const others = (cluster.replicas ?? []).filter(({ name }) => name !== leader);
	const peers = others.map((peer) => [peer, stateOf(peer, leader, termMs)] as const);
	const members = peers.filter(([, { kind }]) => kind !== 'joining');
	const lost = members.filter(([, { kind }]) => kind === 'offline' || kind === 'unseen');
	const size = members.length + (leader === undefined ? 0 : 1);
	return { leader, peers, size, running: size - lost.length };
}

/** From 2.10 on a single server also sends `cluster`, with only itself as the leader. */
export function isClustered(cluster: ClusterInfo): boolean {
	return Boolean(cluster.name) || (cluster.replicas?.length ?? 0) > 0;
}

/** Whether a server, by its name or id, leads the group or has a copy. */
export function isMember(cluster: ClusterInfo | undefined, server: string | undefined): boolean {
	const replicas = cluster?.replicas ?? [];
	return cluster?.leader === server || replicas.some(({ name, peer }) => name === server || peer === server);
}

function stateOf(peer: PeerInfo, leader: string | undefined, termMs: number | undefined): PeerState {
	const { current, offline, pending, active } = peer;
	const seenMs = active > 0 ? Number(active) / 1e6 : undefined;
	if (offline === true) return { kind: 'offline', ms: leader === undefined ? undefined : seenMs };
	if (pending === true) return { kind: 'joining' };
	if (current) return { kind: 'current' };
	// Without a leader one server of the group replies, lists itself too, and its times of last contact are not reliable.
	if (leader === undefined) return { kind: 'behind' };
	// A leader that has never heard from it returns 0: the silence lasts since it became leader, which 2.12 and later return.
	const silentMs = seenMs ?? termMs ?? 0;
	return silentMs >= LOST_MS ? { kind: 'unseen', ms: silentMs } : { kind: 'behind' };
}

function termOf({ leader_since: since }: ClusterInfo, ts: string | undefined): number | undefined {
	const [from, to] = [parseTimestamp(since), parseTimestamp(ts)];
	return from === undefined || to === undefined ? undefined : to - from;
}
