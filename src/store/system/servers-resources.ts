import { flagIn, integerIn, recordsIn, textIn } from '../../format/is.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import type { GatheredReplies } from '../../jetstream/system/servers.ts';
import { readStats, type ServerStats } from '../../jetstream/system/stats.ts';
import { answered } from '../datum.ts';
import type { Patch, Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { gatheredResource, statsEvery, type Wanted } from './gathered-resource.ts';
import { metasOf, othersIn, peersOf, type Told } from './meta.ts';
import { ratesOf, type ServerEntry, type ServersState, withoutGone, withReplies } from './servers.ts';

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

/** Statistics, of all servers or of some. */
export function withStatsOf(replies: readonly ServerReply[], missing: readonly string[] | undefined): Patch {
	const told = replies.map((reply): Told => ({ reply, stats: readStats(reply.value) }));
	return ({ servers, now }) => ({ servers: withStats(servers, told, missing, now) });
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
	missing: readonly string[] | undefined,
	now: number,
): ServersState {
	const statsOf = new Map<ServerReply, ServerStats>(told.map(({ reply, stats }) => [reply, stats]));
	const entries = withReplies(before, { replies: [...statsOf.keys()], missing, now }, (entry, reply) => {
		const stats = statsOf.get(reply);
		if (stats === undefined) return {};
		return { stats, statsAt: reply.at, ms: reply.ms, rates: ratesOf(entry, stats, reply.at) };
	});
	const expected = new Set(told.flatMap(peersOf));
	return { ...before, entries: withoutGone(entries, expected, now), metas: metasOf(before.metas, told) };
}

/** Numbers of streams and consumers of every server: 1.3 KB a server. */
export function countsResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'servers:counts',
		every: 4 * statsEvery(state),
		id: 'server.jsz',
		patch: merged(({ value, at }) => ({
			jsz: {
				streams: integerIn(value, 'streams'),
				consumers: integerIn(value, 'consumers'),
				messages: integerIn(value, 'messages'),
				bytes: integerIn(value, 'bytes'),
				disabled: flagIn(value, 'disabled'),
				at,
			},
		})),
	});
}

/** The health of every server. A server checks all of its streams for it. */
export function healthResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'servers:health',
		every: 4 * statsEvery(state),
		id: 'server.healthz',
		patch: merged(({ value, error, at }) => {
			const status = textIn(value, 'status') ?? 'unknown';
			return { health: { isOk: status === 'ok', status, error: textIn(value, 'error') ?? error?.description, at } };
		}),
	});
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

/** Adds to what is known of each server that replied. */
function merged(read: (reply: ServerReply) => Partial<ServerEntry>): Wanted['patch'] {
	return (replies, missing) =>
		({ servers, now }) => ({
			servers: { ...servers, entries: withReplies(servers, { replies, missing, now }, (_, reply) => read(reply)) },
		});
}
