import { age, shortDuration } from '../../../format/duration.ts';
import { count } from '../../../format/integer.ts';
import type { ClusterInfo, PeerInfo } from '../../../jetstream/wire.ts';
import type { Cell, Section } from '../line.ts';
import { fact, facts } from './facts.ts';

/** Where it lives: the leader and the replicas. `now` is the server's clock. */
export function clusterSections(cluster: ClusterInfo | undefined, now: number): readonly Section[] {
	if (cluster === undefined) return [];
	const replicas = cluster.replicas ?? [];
	const grouped = Boolean(cluster.name) || replicas.length > 0;
	if (!grouped) return facts('Server', fact('Server', cluster.leader));
	const since = cluster.leader_since === undefined ? '' : `, for ${age(cluster.leader_since, now)}`;
	const leader = cluster.leader ? `${cluster.leader}${since}` : 'none: it is out of order until one is elected';
	return [
		...facts('Cluster', [
			...fact('Cluster', cluster.name),
			{ label: 'Leader', value: leader, tone: cluster.leader ? 'plain' : 'bad' },
			...fact('Raft group', cluster.raft_group, { tone: 'dim' }),
		]),
		{
			kind: 'table',
			title: 'Replicas',
			columns: [
				{ title: 'NAME', align: 'left' },
				{ title: 'STATE', align: 'left' },
				{ title: 'LAG', align: 'right' },
				{ title: 'SEEN', align: 'right' },
			],
			rows: replicas.filter(({ name }) => name !== cluster.leader).map(replicaRow),
			empty: 'None besides the leader.',
		},
	];
}

function replicaRow({ name, current, offline, lag = 0, active }: PeerInfo): readonly Cell[] {
	const state: Cell = offline
		? { text: 'offline', tone: 'bad' }
		: current
			? { text: 'current ✓', tone: 'good' }
			: { text: 'behind', tone: 'warn' };
	return [{ text: name }, state, { text: count(lag) }, { text: active > 0 ? shortDuration(active / 1e6) : '-' }];
}
