import type { ServersReadId } from '../../jetstream/endpoints/system.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import type { Expected, GatherChoices, GatheredReplies } from '../../jetstream/system/servers.ts';
import { latest } from '../datum.ts';
import { joined, type Patch, type Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { sameAccess } from './access.ts';
import { withReplies } from './server-entries.ts';
import type { ServersState } from './servers.ts';

/** Servers whose replies come with each poll; more are asked more seldom, so that the bytes a second stay the same. */
const eachPoll = 10;
/** Polls between two statistics of few servers. */
const fewest = 2;

/** Polls between two gatherings of statistics: 2 to 3 KB a server. */
export function statsEvery({ servers }: DeckState): number {
	return Math.max(fewest, Math.ceil(servers.entries.size / eachPoll));
}

/** Rows of all servers whose bytes come with each poll: accounts and connections take 350 bytes each, and compressed a third of it. */
const rowsEachPoll = 700;

/** Polls between two gatherings of so many rows, of all servers together. */
export function rowsEvery(state: DeckState, rows: number): number {
	return Math.max(statsEvery(state), Math.ceil(rows / rowsEachPoll));
}

/** Who is expected to reply: all that replied before. */
export function expectedOf({ entries, gathered }: ServersState): Expected {
	const names = new Set([...entries.values()].map(({ name, server }) => server?.name ?? name));
	return { names: [...names], count: latest(gathered)?.active };
}

/** The replies of servers that are wanted, and what becomes of them. */
export interface Wanted {
	readonly key: string;
	readonly every: number;
	readonly id: ServersReadId;
	readonly body?: object;
	/** By default all that replied before. */
	readonly expected?: Expected;
	readonly learn?: GatherChoices['learn'];
	/** `missing`: undefined while the gathering is under way. */
	readonly patch: (replies: readonly ServerReply[], missing: readonly string[] | undefined) => Patch;
	/** What the outcome of the whole changes besides. */
	readonly outcome?: (answer: Answer<GatheredReplies>) => Patch;
}

/**
 * Something that every server is asked for. What came is shown as soon as only servers are missing that do not reply; those are
 * waited for, and then named.
 */
export function gatheredResource(state: DeckState, wanted: Wanted): Resource {
	const { key, every, id, body, expected, learn, patch, outcome = () => () => ({}) } = wanted;
	return {
		key,
		every,
		asks: 'servers',
		fetch: async (_, { servers, signal, early }) => {
			const still =
				(change: Patch): Patch =>
				(now) =>
					sameAccess(state, now) ? change(now) : {};
			const answer = await servers.gather(id, {
				...(body !== undefined && { body }),
				...(learn !== undefined && { learn }),
				expected: expected ?? expectedOf(state.servers),
				early: (replies) => early(still(patch(replies, undefined))),
				signal,
			});
			if (!answer.ok) return { ok: false, patch: still(outcome(answer)) };
			const { replies, missing } = answer.value;
			return { ok: true, patch: still(joined([patch(replies, missing), withServersOf(replies), outcome(answer)])) };
		},
	};
}

/** Whoever replied is expected to reply the next time, whatever it was asked. */
function withServersOf(replies: readonly ServerReply[]): Patch {
	return ({ servers, now }) => {
		const isKnown = replies.every(({ server }) => servers.entries.get(server.name)?.server?.id === server.id);
		if (isKnown) return {};
		const entries = withReplies(servers, { replies, missing: undefined, now }, () => ({}));
		return { servers: { ...servers, entries } };
	};
}
