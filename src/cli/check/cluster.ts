import { shortDuration } from '../../format/duration.ts';
import { plural } from '../../format/integer.ts';
import { consumerReplicas } from '../../jetstream/consumer-replicas.ts';
import { groupOf, isClustered, type PeerState } from '../../jetstream/peer-group.ts';
import type { ClusterInfo } from '../../jetstream/wire.ts';
import { clusterVerdicts, offlineVerdict } from '../../views/health/cluster.ts';
import type { Verdict } from '../../views/health/verdict.ts';
import { type Finding, findingsOf, type Measure, type Subject } from './finding.ts';
import { number } from './measures.ts';
import type { Judge } from './walk.ts';

/** A server as the leaders of streams and consumers see it. */
interface Server {
	leads: number;
	copies: number;
	/** Copies that cannot be reached, and those that are catching up. */
	lost: number;
	behind: number;
	/** Since when at least one leader has not heard from it, ms. */
	silentMs: number | undefined;
}

/** Judges the servers of every stream and consumer, and sums them up by server. */
export interface ClusterJudge extends Judge {
	readonly servers: () => readonly Finding[];
	readonly measures: () => readonly Measure[];
}

export function clusterJudge(): ClusterJudge {
	const servers = new Map<string, Server>();
	let leaderless = 0;
	const judge = (
		about: Subject,
		cluster: ClusterInfo | undefined,
		{ replicas, ts, offline }: Asset,
	): readonly Finding[] => {
		const lost = offlineVerdict(offline);
		if (cluster !== undefined && isClustered(cluster)) {
			if (!cluster.leader) leaderless += 1;
			countIn(servers, cluster, ts);
		}
		const reasons: readonly Verdict[] = [...(lost ? [lost] : []), ...clusterVerdicts(cluster, replicas, ts)];
		// Single servers are findings of their own: each would be one of hundreds of streams otherwise.
		return findingsOf(
			about,
			reasons.filter(({ trouble }) => trouble !== 'degraded'),
		);
	};
	return {
		stream: ({ config, cluster, ts }, offline) =>
			judge({ kind: 'stream', stream: config.name }, cluster, { replicas: config.num_replicas ?? 1, ts, offline }),
		consumer: ({ info, stream, offline }) =>
			judge({ kind: 'consumer', stream: stream.config.name, consumer: info.name }, info.cluster, {
				replicas: consumerReplicas(info.config, stream.config),
				ts: info.ts,
				offline,
			}),
		servers: () => [...servers].flatMap(([name, server]) => serverFindings(name, server)),
		measures: () => {
			const all = [...servers.values()];
			return [
				number('servers', servers.size),
				number('servers_lost', all.filter(({ lost }) => lost > 0).length),
				number('leaderless', leaderless),
				number(
					'copies_behind',
					all.reduce((sum, { behind }) => sum + behind, 0),
				),
			];
		},
	};
}

interface Asset {
	readonly replicas: number | undefined;
	readonly ts: string | undefined;
	readonly offline: string | undefined;
}

function countIn(servers: Map<string, Server>, cluster: ClusterInfo, ts: string | undefined): void {
	const { leader, peers } = groupOf(cluster, ts);
	if (leader !== undefined) of(servers, leader).leads += 1;
	// Without a leader no server knows how far another is behind.
	const known = leader === undefined ? peers.filter(([, { kind }]) => kind !== 'behind') : peers;
	for (const [{ name }, state] of known) add(of(servers, name), state);
}

function of(servers: Map<string, Server>, name: string): Server {
	const known = servers.get(name) ?? { leads: 0, copies: 0, lost: 0, behind: 0, silentMs: undefined };
	servers.set(name, known);
	return known;
}

function add(server: Server, state: PeerState): void {
	server.copies += 1;
	if (state.kind === 'behind') server.behind += 1;
	if (state.kind !== 'offline' && state.kind !== 'unseen') return;
	server.lost += 1;
	if (state.ms !== undefined) server.silentMs = Math.max(server.silentMs ?? 0, state.ms);
}

function serverFindings(name: string, { copies, lost, behind, silentMs }: Server): readonly Finding[] {
	const about: Subject = { kind: 'server', name };
	const seen = silentMs === undefined ? '' : `, last seen ${shortDuration(silentMs)} ago`;
	const parts: readonly (readonly [many: number, short: string, sentence: string])[] = [
		[lost, 'offline', `It does not answer for ${lost} of its ${plural(copies, 'copy', 'copies')}${seen}.`],
		[behind, 'behind', `${plural(behind, 'copy', 'copies')} on it ${behind === 1 ? 'is' : 'are'} catching up.`],
	];
	return parts.flatMap(([many, short, sentence]) =>
		many === 0 ? [] : [{ about, severity: 'warning' as const, short, sentence }],
	);
}
