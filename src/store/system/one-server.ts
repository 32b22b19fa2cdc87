import type { ServersReadId } from '../../jetstream/endpoints/system.ts';
import { type Answer, failed } from '../../jetstream/problem.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import { answered, type Datum, unknown } from '../datum.ts';
import type { Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { sameAccess } from './access.ts';
import { gatheredResource } from './gathered-resource.ts';
import type { ServersState } from './servers.ts';
import { withStatsOf } from './servers-resources.ts';

/** What one server is asked for, and how it is called where its JSON is shown. */
export const serverAsks = {
	stats: { id: 'server.statsz' },
	variables: { id: 'server.varz' },
	health: { id: 'server.healthz', body: { details: true } },
	jetstream: { id: 'server.jsz', body: { accounts: true } },
	routes: { id: 'server.routez' },
	gateways: { id: 'server.gatewayz' },
	leafs: { id: 'server.leafz' },
	accounts: { id: 'server.accountz' },
	subscriptions: { id: 'server.subsz' },
	runtime: { id: 'server.expvarz' },
} as const satisfies Readonly<Record<string, { readonly id: ServersReadId; readonly body?: object }>>;

export type ServerAsk = keyof typeof serverAsks;

/** Replies of servers that nobody looks at any more. */
const mostKept = 64;

/** What a server last said to a question. */
export function askedOf({ servers }: DeckState, name: string, ask: ServerAsk | `raft ${string}`): Datum<ServerReply> {
	return servers.asked.get(keyOf(name, ask)) ?? unknown;
}

const keyOf = (name: string, ask: string): string => `${name}\0${ask}`;

/** Asks one server, by the id of its present life. */
export function serverResource(state: DeckState, name: string, ask: ServerAsk, every: number): Resource {
	return askingOne(state, name, { ask, ...serverAsks[ask] }, every);
}

/** The RAFT groups of an account: may be a megabyte. */
export function raftResource(state: DeckState, name: string, account: string, every: number): Resource {
	return askingOne(state, name, { ask: `raft ${account}`, id: 'server.raftz', body: { account } }, every);
}

interface Question {
	readonly ask: string;
	readonly id: ServersReadId;
	readonly body?: object;
}

function askingOne(state: DeckState, name: string, { ask, id, body }: Question, every: number): Resource {
	const server = state.servers.entries.get(name)?.server?.id ?? '';
	const key = keyOf(name, ask);
	return {
		// Another life of it is asked at once.
		key: `server:${key}:${server}`,
		every,
		fetch: async (_, { servers: door, signal }) => {
			const answer = await door.ask(id, server, { ...(body !== undefined && { body }), signal });
			const told = errorAsFailure(id, answer);
			return {
				ok: told.ok,
				patch: (now) => (sameAccess(state, now) ? { servers: withAsked(now.servers, key, told) } : {}),
			};
		},
	};
}

/** A server that refuses has no value. */
function errorAsFailure(subject: string, answer: Answer<ServerReply>): Answer<ServerReply> {
	if (!answer.ok || answer.value.error === undefined) return answer;
	const { description, code } = answer.value.error;
	return failed({ kind: 'api', subject, message: description, advice: '', code }, answer.ms);
}

function withAsked(servers: ServersState, key: string, answer: Answer<ServerReply>): ServersState {
	const asked = new Map(servers.asked);
	const before = asked.get(key) ?? unknown;
	asked.delete(key);
	asked.set(key, answered(before, answer));
	for (const oldest of asked.keys()) {
		if (asked.size <= mostKept) break;
		asked.delete(oldest);
	}
	return { ...servers, asked };
}

/** The statistics of one server: also tells that it does not reply, or that it started anew. */
export function oneStatsResource(state: DeckState, name: string): Resource {
	const called = state.servers.entries.get(name)?.server?.name ?? name;
	return gatheredResource(state, {
		key: `server:${name}:stats`,
		every: 2,
		id: 'server.statsz',
		// Before 2.12 a server whose name has this one in it replies too.
		body: { server_name: called, exact_match: true },
		expected: { names: [called], count: 1 },
		patch: (replies, missing) => withStatsOf(replies, missing, false),
	});
}
