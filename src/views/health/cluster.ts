import { shortDuration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import { desiredOf } from '../../jetstream/desired.ts';
import { type Group, groupOf, isClustered, type PeerState } from '../../jetstream/peer-group.ts';
import type { ClusterInfo, PeerInfo } from '../../jetstream/wire.ts';
import { movingVerdict } from './moving.ts';
import type { Verdict } from './verdict.ts';

/** A verdict on a group of servers, or on one of them. */
interface ClusterReason {
	readonly verdict: Verdict;
	/** The server with the copy that it concerns. */
	readonly peer?: string;
}

/**
 * What is wrong with the servers of a stream or consumer.
 * @param replicas as configured; undefined if unknown
 * @param ts the server's time of the reply; 2.10 and later
 */
export function clusterReasons(
	cluster: ClusterInfo | undefined,
	replicas: number | undefined,
	ts: string | undefined,
): readonly ClusterReason[] {
	if (cluster === undefined || !isClustered(cluster)) return [];
	const group = groupOf(cluster, ts);
	const moving = movingVerdicts(cluster, group, replicas);
	const isMoving = moving.length > 0;
	const ofGroup = (verdict: Verdict): ClusterReason => ({ verdict });
	const ofPeers = (rule: typeof lostVerdict): readonly ClusterReason[] =>
		group.peers.flatMap(([peer, state]) => rule(peer, state).map((verdict) => ({ verdict, peer: peer.name })));
	return [
		...majorityVerdict(group).map(ofGroup),
		...copiesVerdict(cluster, group, replicas).map(ofGroup),
		...ofPeers(lostVerdict),
		...moving.map(ofGroup),
		// Without a leader no replica can be behind it.
		...(group.leader === undefined ? [] : ofPeers((peer, state) => lagVerdict(peer, state, isMoving))),
	];
}

/** The same as verdicts on the stream or consumer. */
export function clusterVerdicts(...asked: Parameters<typeof clusterReasons>): readonly Verdict[] {
	return clusterReasons(...asked).map(({ verdict }) => verdict);
}

/** The majority counts the servers that it has, which may be more or fewer than `num_replicas`. */
function majorityVerdict({ leader, size, running }: Group): readonly Verdict[] {
	const needed = Math.floor(size / 2) + 1;
	if (leader === undefined) {
		const until = size > 1 ? `, for which ${needed} of its ${size} servers must run` : '';
		const sentence = `No leader: it stores and delivers nothing until the cluster elects one${until}.`;
		return [{ severity: 'critical', trouble: 'leaderless', short: 'no leader', sentence }];
	}
	if (running >= needed) return [];
	const sentence = `Its leader ${leader} has no majority: ${running} of its ${size} servers run, and it stores nothing until ${needed} do.`;
	return [{ severity: 'critical', trouble: 'no-majority', short: 'no majority', sentence }];
}

/**
 * After a server was removed or evacuated, no other may be free to replace it; a server that joins later does (2.9 and later).
 */
function copiesVerdict(
	cluster: ClusterInfo,
	{ leader, size }: Group,
	replicas: number | undefined,
): readonly Verdict[] {
	if (leader === undefined || replicas === undefined || size >= replicas) return [];
	// A scale-up is in progress.
	if ((desiredOf(cluster)?.replicasBefore ?? replicas) <= size) return [];
	const sentence = `It has ${size} of the ${replicas} copies that num_replicas asks for: add a server to the cluster, or lower num_replicas.`;
	return [{ severity: 'warning', trouble: 'degraded', short: `${size} of ${replicas} copies`, sentence }];
}

function lostVerdict({ name }: PeerInfo, state: PeerState): readonly Verdict[] {
	if (state.kind !== 'offline' && state.kind !== 'unseen') return [];
	const long = state.ms === undefined ? undefined : shortDuration(state.ms);
	if (state.kind === 'offline') {
		const seen = long === undefined ? '' : `, last seen ${long} ago`;
		return [
			{
				severity: 'warning',
				trouble: 'degraded',
				short: `${name} offline`,
				sentence: `Replica ${name} is offline${seen}.`,
			},
		];
	}
	const sentence = `Replica ${name} has not been seen for ${long}: its server is down, hangs or is unreachable.`;
	return [{ severity: 'warning', trouble: 'degraded', short: `${name} not seen ${long}`, sentence }];
}

/** While messages arrive, a healthy replica is always a few operations behind; a replica that was just added catches up first. */
function lagVerdict({ name, lag = 0 }: PeerInfo, { kind }: PeerState, isMoving: boolean): readonly Verdict[] {
	const short = lag > 0 ? `${name} lag ${count(lag)}` : `${name} behind`;
	if (kind === 'current') {
		if (lag === 0) return [];
		return [{ severity: 'ok', short, sentence: `Replica ${name} keeps up, ${plural(lag, 'operation')} behind.` }];
	}
	if (kind !== 'behind') return [];
	const far = lag > 0 ? `, ${plural(lag, 'operation')} behind its leader` : ' with its leader';
	return [
		{
			severity: isMoving ? 'ok' : 'warning',
			trouble: 'degraded',
			short,
			sentence: `Replica ${name} is catching up${far}.`,
		},
	];
}

/** Before 2.15 only the number of servers shows a move: the new ones join before the old ones leave. */
function movingVerdicts(
	cluster: ClusterInfo,
	{ size, peers }: Group,
	replicas: number | undefined,
): readonly Verdict[] {
	const desired = desiredOf(cluster);
	if (desired !== undefined) return [movingVerdict(desired, replicas)];
	if (replicas !== undefined && size > replicas) {
		const sentence = `Being moved or scaled down: it has ${size} copies, and num_replicas is ${replicas}.`;
		return [{ severity: 'ok', short: 'moving', sentence }];
	}
	const joining = peers.flatMap(([{ name }, { kind }]) => (kind === 'joining' ? [name] : []));
	if (joining.length === 0) return [];
	return [
		{
			severity: 'ok',
			short: 'moving',
			sentence: `Being moved or scaled: ${joining.join(', ')} ${joining.length === 1 ? 'joins or leaves' : 'join or leave'}.`,
		},
	];
}

/** Why the server lists it as offline; undefined if it does not. */
export function offlineVerdict(offline: string | undefined): Verdict | undefined {
	if (offline === undefined) return undefined;
	const sentence = `Offline: ${offline || 'no reason given'}`;
	return { severity: 'critical', trouble: 'offline', short: 'offline', sentence };
}
