import { shortDuration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import { consumerReplicas } from '../../jetstream/consumer-replicas.ts';
import { groupOf, isClustered, type PeerState } from '../../jetstream/peer-group.ts';
import type { ClusterInfo } from '../../jetstream/wire.ts';
import { clusterReasons } from '../../views/health/cluster.ts';
import { isWrong, severityWeights, type Wrong } from '../../views/health/verdict.ts';
import { type Finding, findingsOf, type Measure, type Subject } from './finding.ts';
import { number } from './measures.ts';
import type { Judge, Judged } from './walk.ts';

/** What the leader of a stream or consumer says of servers. */
export interface GroupSeen {
	/** Undefined without one, and for what is in no cluster. */
	readonly leader?: string | undefined;
	readonly isLeaderless: boolean;
	readonly copies: readonly CopySeen[];
}

interface CopySeen {
	readonly server: string;
	readonly state: PeerState;
	readonly wrong?: Wrong | undefined;
}

const nowhere: GroupSeen = { isLeaderless: false, copies: [] };

/** Judges the servers of every stream and consumer. A single server is a finding of its own: it would be one of hundreds of streams otherwise. */
export const clusterJudge: Judge<GroupSeen> = {
	stream: ({ config, cluster, ts }) =>
		judged({ kind: 'stream', stream: config.name }, cluster, config.num_replicas ?? 1, ts),
	consumer: ({ stream_name: stream, name: consumer, config, cluster, ts }, ofStream) =>
		judged({ kind: 'consumer', stream, consumer }, cluster, consumerReplicas(config, ofStream), ts),
	asksConsumers: ({ cluster, state }) =>
		Number(state.consumer_count) > 0 && cluster !== undefined && isClustered(cluster),
};

function judged(
	about: Subject,
	cluster: ClusterInfo | undefined,
	replicas: number | undefined,
	ts: string | undefined,
): Judged<GroupSeen> {
	if (cluster === undefined || !isClustered(cluster)) return { findings: [], kept: nowhere };
	const reasons = clusterReasons(cluster, replicas, ts);
	const wrongOf = (server: string): Wrong | undefined =>
		reasons.flatMap(({ verdict, peer }) => (peer === server && isWrong(verdict) ? [verdict] : []))[0];
	const { leader, peers } = groupOf(cluster, ts);
	return {
		findings: findingsOf(
			about,
			reasons.flatMap(({ verdict, peer }) => (peer === undefined ? [verdict] : [])),
		),
		kept: {
			leader,
			isLeaderless: leader === undefined,
			copies: peers.map(([{ name }, state]) => ({ server: name, state, wrong: wrongOf(name) })),
		},
	};
}

/** A server as the leaders of streams and consumers see it. */
export interface ServerSeen {
	readonly name: string;
	/** Streams and consumers that it leads. */
	readonly leads: number;
	/** Copies on it that it does not lead. */
	readonly copies: readonly CopySeen[];
}

/** Every server that a stream or consumer names. */
export function serversIn(groups: readonly GroupSeen[]): readonly ServerSeen[] {
	const servers = new Map<string, { leads: number; copies: CopySeen[] }>();
	const at = (name: string) => {
		const known = servers.get(name) ?? { leads: 0, copies: [] };
		servers.set(name, known);
		return known;
	};
	for (const { leader, copies } of groups) {
		if (leader !== undefined) at(leader).leads += 1;
		for (const copy of copies) at(copy.server).copies.push(copy);
	}
	return [...servers].map(([name, seen]) => ({ name, ...seen }));
}

/** Copies with something wrong: those that cannot be reached, and those that are catching up. */
function wrongOn({ copies }: Pick<ServerSeen, 'copies'>): Readonly<Record<'lost' | 'behind', readonly CopySeen[]>> {
	const wrong = copies.filter((copy) => copy.wrong !== undefined);
	const isBehind = ({ state }: CopySeen): boolean => state.kind === 'behind';
	return { lost: wrong.filter((copy) => !isBehind(copy)), behind: wrong.filter(isBehind) };
}

/** The sums of the verdicts on a server. */
export function serverFindings(server: ServerSeen): readonly Finding[] {
	const about: Subject = { kind: 'server', name: server.name };
	const all = server.leads + server.copies.length;
	const { lost, behind } = wrongOn(server);
	const silentMs = Math.max(0, ...lost.map(({ state }) => ('ms' in state ? (state.ms ?? 0) : 0)));
	const seen = silentMs === 0 ? '' : `, last seen ${shortDuration(silentMs)} ago`;
	return [
		...sumOf(about, 'offline', lost, (many) => `${partOf(many, all)} unreachable${seen}.`),
		...sumOf(about, 'behind', behind, (many) => `${partOf(many, all)} catching up.`),
	];
}

/** `2 of the 3 copies on it are`. */
function partOf(many: number, all: number): string {
	if (all === 1) return 'The copy on it is';
	const what = many === all ? `All ${count(all)} copies on it are` : undefined;
	return what ?? `${count(many)} of the ${count(all)} copies on it ${many === 1 ? 'is' : 'are'}`;
}

function sumOf(
	about: Subject,
	short: string,
	copies: readonly CopySeen[],
	said: (many: number) => string,
): readonly Finding[] {
	const [worst] = copies
		.flatMap(({ wrong }) => (wrong === undefined ? [] : [wrong.severity]))
		.toSorted((a, b) => severityWeights[b] - severityWeights[a]);
	return worst === undefined ? [] : [{ about, severity: worst, short, sentence: said(copies.length) }];
}

export function clusterMeasures(groups: readonly GroupSeen[]): readonly Measure[] {
	const servers = serversIn(groups);
	const wrong = servers.map((server) => ({ server, ...wrongOn(server) }));
	const sum = (of: 'lost' | 'behind'): number => wrong.reduce((many, each) => many + each[of].length, 0);
	// A server of which some copies can be reached is there.
	const isLost = ({ server, lost }: (typeof wrong)[number]): boolean =>
		lost.length > 0 && lost.length === server.copies.length && server.leads === 0;
	return [
		number('servers', servers.length),
		number('servers_lost', wrong.filter(isLost).length),
		number('leaderless', groups.filter(({ isLeaderless }) => isLeaderless).length),
		number('copies_lost', sum('lost')),
		number('copies_behind', sum('behind')),
	];
}

/** Most servers that are named. */
const mostNamed = 12;

/** `3 servers seen (n1, n2, n3)`. */
export function serversSaid(servers: readonly ServerSeen[]): string {
	const names = servers.map(({ name }) => name).toSorted();
	const named = names.slice(0, mostNamed).join(', ');
	return `${plural(names.length, 'server')} seen (${named}${names.length > mostNamed ? ', …' : ''})`;
}
