import { flagIn, integerIn, recordsIn, textIn } from '../../format/is.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import type { GatheredReplies } from '../../jetstream/system/servers.ts';
import { readStats, type ServerStats } from '../../jetstream/system/stats.ts';
import { answered } from '../datum.ts';
import type { Patch, Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { gatheredResource, statsEvery } from './gathered-resource.ts';
import { type MetaSeen, metasOf, othersIn, peerNames, type Told, withPeersOf } from './meta.ts';
import { type Gathering, ratesOf, type ServerEntry, withoutGone, withReplies } from './server-entries.ts';
import type { ServersState } from './servers.ts';

/** Statistics of every server, for the system account. */
export function statsResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'servers:stats',
		every: statsEvery(state),
		id: 'server.statsz',
		learn: othersIn,
		patch: withStatsOf,
		outcome: (answer) => (now) => ({
			servers: { ...now.servers, gathered: answered(now.servers.gathered, summaryOf(answer)) },
		}),
	});
}

/** Statistics, of all servers; or of one, which knows less of the others. */
export function withStatsOf(
	replies: readonly ServerReply[],
	missing: readonly string[] | undefined,
	ofAll = true,
): Patch {
	const told = replies.map((reply): Told => ({ reply, stats: readStats(reply.value) }));
	return ({ servers, now }) => ({ servers: withStats(servers, told, { missing, now, ofAll }) });
}

function summaryOf(answer: Answer<GatheredReplies>): Answer<{ readonly replies: number; readonly active?: number }> {
	if (!answer.ok) return answer;
	const { replies } = answer.value;
	const active = replies.map(({ value }) => integerIn(value, 'active_servers')).filter((each) => each !== undefined);
	const value = { replies: replies.length, ...(active.length > 0 && { active: Math.max(...active.map(Number)) }) };
	return { ...answer, value };
}

function withStats(
	before: ServersState,
	told: readonly Told[],
	{ missing, now, ofAll }: Pick<Gathering, 'missing' | 'now'> & { readonly ofAll: boolean },
): ServersState {
	const statsOf = new Map<ServerReply, ServerStats>(told.map(({ reply, stats }) => [reply, stats]));
	const isWhole = ofAll && missing !== undefined;
	const metas = metasOf(before.metas, told, isWhole);
	const heardAt = (name: string): number | undefined => heardByLeader(metas, name);
	const entries = withReplies(
		before,
		{ replies: [...statsOf.keys()], missing, now, ofAll, heardAt },
		(entry, reply) => {
			const stats = statsOf.get(reply);
			if (stats === undefined) return {};
			return { stats, statsAt: reply.at, ms: reply.ms, rates: ratesOf(entry, stats, reply.at) };
		},
	);
	const expected = new Set(metas.flatMap(peerNames));
	return { ...before, entries: isWhole ? withoutGone(entries, expected, now) : entries, metas };
}

/** When a leader last heard a peer, as far as it knows. */
function heardByLeader(metas: readonly MetaSeen[], name: string): number | undefined {
	for (const { group, at, recalled } of metas) {
		const { activeMs = 0 } = group.replicas.find((peer) => peer.name === name) ?? {};
		// A peer that it never heard has the longest time there is.
		if (recalled !== true && activeMs > 0 && activeMs < at) return at - activeMs;
	}
	return undefined;
}

/** Numbers of streams and consumers of every server: 1.3 KB a server. */
export function countsResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'servers:counts',
		every: 4 * statsEvery(state),
		id: 'server.jsz',
		patch:
			(replies) =>
			({ servers, now }) => {
				const entries = withReplies(servers, { replies, missing: undefined, now }, (_, { value, at }) => ({
					jsz: {
						streams: integerIn(value, 'streams'),
						consumers: integerIn(value, 'consumers'),
						messages: integerIn(value, 'messages'),
						bytes: integerIn(value, 'bytes'),
						disabled: flagIn(value, 'disabled'),
						at,
					},
				}));
				return { servers: { ...servers, entries, metas: withPeersOf(servers.metas, replies) } };
			},
	});
}

/** The health of every server. A server checks all of its streams for it. */
export function healthResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'servers:health',
		every: 4 * statsEvery(state),
		id: 'server.healthz',
		patch: withHealthOf,
	});
}

/** A server that is slow to check its streams still answers: its health is unknown, no more. */
export function withHealthOf(replies: readonly ServerReply[], missing: readonly string[] | undefined): Patch {
	return ({ servers, now }) => {
		const entries = withReplies(servers, { replies, missing: undefined, now }, (_, { value, error, at }) => {
			const status = textIn(value, 'status') ?? 'unknown';
			return { health: { isOk: status === 'ok', status, error: textIn(value, 'error') ?? error?.description, at } };
		});
		const silent = new Set(missing);
		const known = [...entries].map(([key, entry]): [string, ServerEntry] => {
			if (!silent.has(key)) return [key, entry];
			const { health: _, ...rest } = entry;
			return [key, rest];
		});
		return { servers: { ...servers, entries: new Map(known) } };
	};
}

/** What servers tell any user: who they are, and how much of the own account is there. All versions. */
export function grantedResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'servers:granted',
		every: 2 * statsEvery(state),
		id: 'sys.account.statz',
		// Servers where the account is not active reply too.
		body: { include_unused: true },
		patch: (replies, missing) => (now) => ({
			servers: {
				...now.servers,
				entries: withReplies(now.servers, { replies, missing, now: now.now }, (_, { value, ms }) => {
					const [own = {}] = recordsIn(value, 'account_statz');
					return {
						ms,
						account: {
							connections: integerIn(own, 'conns'),
							subscriptions: integerIn(own, 'num_subscriptions'),
							slowConsumers: integerIn(own, 'slow_consumers'),
						},
					};
				}),
			},
		}),
		outcome: (answer) => (now) => ({
			servers: { ...now.servers, gathered: answered(now.servers.gathered, summaryOf(answer)) },
		}),
	});
}
