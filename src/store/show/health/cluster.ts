import { count, plural } from '../../../format/integer.ts';
import type { ClusterInfo, PeerInfo } from '../../../jetstream/wire.ts';
import type { Verdict } from './verdict.ts';

/** What is wrong with the group of servers that holds a stream or consumer. `replicas` as configured. */
export function clusterVerdicts(cluster: ClusterInfo | undefined, replicas: number): readonly Verdict[] {
	if (cluster === undefined || !isClustered(cluster)) return [];
	const peers = (cluster.replicas ?? []).filter(({ name }) => name !== cluster.leader);
	return [
		...leaderVerdict(cluster),
		...peers.flatMap((peer) => peerVerdict(peer, peers, replicas)),
		...moving(cluster),
	];
}

/** From 2.10 on a server on its own also sends `cluster`, with nothing but itself as the leader. */
function isClustered(cluster: ClusterInfo): boolean {
	return Boolean(cluster.name) || (cluster.replicas?.length ?? 0) > 0;
}

function leaderVerdict({ leader }: ClusterInfo): readonly Verdict[] {
	if (leader) return [];
	return [
		{ level: 'bad', short: 'no leader', text: 'No leader: it takes nothing and answers nothing until one is elected.' },
	];
}

function peerVerdict(peer: PeerInfo, peers: readonly PeerInfo[], replicas: number): readonly Verdict[] {
	const { name, offline, current, lag = 0 } = peer;
	if (offline) {
		const lost = peers.filter((each) => each.offline).length;
		const majority = replicas - lost > replicas / 2;
		const text = `Replica ${name} is offline${majority ? '.' : ', and with it the majority.'}`;
		return [{ level: majority ? 'warn' : 'bad', short: `replica ${name} offline`, text }];
	}
	if (!current) {
		const behind = lag > 0 ? ` by ${plural(lag, 'operation')}` : '';
		const short = lag > 0 ? `R${replicas} lag ${count(lag)}` : `R${replicas} ${name} behind`;
		return [{ level: 'warn', short, text: `Replica ${name} is behind its leader${behind}.` }];
	}
	// A replica that keeps up is a few operations behind at any time while messages come in.
	if (lag === 0) return [];
	return [
		{
			level: 'ok',
			short: `R${replicas} lag ${count(lag)}`,
			text: `Replica ${name} keeps up, ${plural(lag, 'operation')} behind.`,
		},
	];
}

/** `desired` is there while it moves or is scaled, 2.15 and later. */
function moving({ desired }: ClusterInfo): readonly Verdict[] {
	if (typeof desired !== 'object' || desired === null) return [];
	const status = 'status' in desired && typeof desired.status === 'object' ? desired.status : undefined;
	const said = status && 'description' in status && typeof status.description === 'string' ? status.description : '';
	return [{ level: 'ok', short: 'moving', text: `Being moved or scaled${said === '' ? '.' : `: ${said}`}` }];
}
