import { age, shortDuration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import { groupOf, isClustered, type PeerState } from '../../jetstream/peer-group.ts';
import type { ClusterInfo, PeerInfo } from '../../jetstream/wire.ts';
import type { Cell, Section } from '../line.ts';
import { fact, facts } from './facts.ts';

/**
 * The leader and the replicas.
 * @param ts the server's time of the reply
 * @param now the server's clock
 */
export function clusterSections(
	cluster: ClusterInfo | undefined,
	ts: string | undefined,
	now: number,
): readonly Section[] {
	if (cluster === undefined) return [];
	if (!isClustered(cluster)) return facts('Server', fact('Server', cluster.leader));
	const group = groupOf(cluster, ts);
	const since = cluster.leader_since === undefined ? '' : `, for ${age(cluster.leader_since, now)}`;
	const leader =
		group.leader === undefined ? 'none: unavailable until the cluster elects one' : `${group.leader}${since}`;
	return [
		...facts('Cluster', [
			...fact('Cluster', cluster.name),
			{ label: 'Leader', value: leader, tone: group.leader === undefined ? 'bad' : 'plain' },
			...fact('Raft group', cluster.raft_group, { tone: 'dim' }),
		]),
		{
			kind: 'table',
			title: group.leader === undefined ? 'Servers' : 'Replicas',
			columns: [
				{ title: 'NAME', align: 'left' },
				{ title: 'STATE', align: 'left' },
				{ title: 'LAG', align: 'right' },
				{ title: 'SEEN', align: 'right' },
			],
			rows: group.peers.map(([peer, state]) => replicaRow(peer, state, group.leader !== undefined)),
			empty: 'None besides the leader.',
		},
	];
}

const stateCells: Readonly<Record<PeerState['kind'], Cell>> = {
	offline: { text: 'offline', tone: 'bad' },
	unseen: { text: 'not seen', tone: 'bad' },
	behind: { text: 'behind', tone: 'warn' },
	joining: { text: 'joining or leaving', tone: 'warn' },
	current: { text: 'current ✓', tone: 'good' },
};

/** Without a leader no server knows the lag of another or when it was seen. */
function replicaRow({ name, lag = 0, active }: PeerInfo, { kind }: PeerState, isLed: boolean): readonly Cell[] {
	const state: Cell = isLed || kind === 'offline' ? stateCells[kind] : { text: 'without a leader', tone: 'warn' };
	const seen = isLed && active > 0 ? shortDuration(Number(active) / 1e6) : '-';
	return [{ text: name }, state, { text: isLed ? count(lag) : '-' }, { text: seen }];
}
