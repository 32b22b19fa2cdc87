import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { integerIn, recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import { answered, type Datum, unknown } from '../datum.ts';
import type { Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { gatheredResource, statsEvery } from './gathered-resource.ts';

type Values = Readonly<Record<string, unknown>>;

/** An account, as all servers together tell of it. */
export interface AccountEntry {
	/** Its name, or with operator mode its public key. */
	readonly id: string;
	readonly name: string;
	readonly connections?: Integer | undefined;
	readonly leafNodes?: Integer | undefined;
	readonly subscriptions?: Integer | undefined;
	readonly slowConsumers?: Integer | undefined;
	/** Absent without JetStream. */
	readonly jetstream?: AccountJetStream | undefined;
}

export interface AccountJetStream {
	/** Bytes of all copies. */
	readonly memory: Integer;
	readonly storage: Integer;
	/** Undefined without a limit. */
	readonly reservedMemory?: Integer | undefined;
	readonly reservedStorage?: Integer | undefined;
	readonly requests: Integer;
	readonly errors: Integer;
}

/** The streams of one account, each from the server that leads it. */
export interface AccountStreams {
	readonly id: string;
	readonly streams: Datum<readonly Values[]>;
	/** Servers that did not reply. */
	readonly missing: readonly string[];
}

export interface Accounts {
	readonly entries: ReadonlyMap<string, AccountEntry>;
	readonly gathered: Datum<object>;
	/** Servers that did not reply. */
	readonly missing: readonly string[];
	/** Of the account that was opened last. */
	readonly opened?: AccountStreams | undefined;
}

export const noAccounts = (): Accounts => ({ entries: new Map(), gathered: unknown, missing: [] });

/** Connections of every account: 0.35 KB an account and server. */
export function accountsResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'accounts:statz',
		every: statsEvery(state),
		id: 'sys.account.statz',
		body: { include_unused: true },
		patch: (replies, missing) => (now) =>
			withPart(now, accountsIn(replies, 'account_statz', 'acc', readStatz), missing),
		outcome: (answer) => (now) => {
			const { accounts } = now.servers;
			return {
				servers: { ...now.servers, accounts: { ...accounts, gathered: answered<object>(accounts.gathered, answer) } },
			};
		},
	});
}

/** What every account stores. */
export function accountUsageResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'accounts:jsz',
		every: 2 * statsEvery(state),
		id: 'server.jsz',
		body: { accounts: true },
		patch: (replies, missing) => (now) =>
			withPart(now, accountsIn(replies, 'account_details', 'id', readUsage), missing),
	});
}

/** The streams and consumers of one account. */
export function accountStreamsResource(state: DeckState, id: string): Resource {
	const of = ({ servers }: DeckState): AccountStreams =>
		servers.accounts.opened?.id === id ? servers.accounts.opened : { id, streams: unknown, missing: [] };
	const put = (now: DeckState, opened: AccountStreams): Partial<DeckState> => ({
		servers: { ...now.servers, accounts: { ...now.servers.accounts, opened } },
	});
	return gatheredResource(state, {
		key: `accounts:streams:${id}`,
		every: 5 * statsEvery(state),
		id: 'server.jsz',
		body: { account: id, streams: true, consumer: true, stream_leader_only: true },
		patch: (replies, missing) => (now) =>
			put(now, {
				id,
				streams: { phase: 'ready', value: replies.flatMap((reply) => ledStreams(reply, id)), at: now.now },
				missing: missing ?? [],
			}),
		outcome: (answer) => (now) => {
			if (answer.ok) return {};
			const before = of(now);
			return put(now, { ...before, streams: answered(before.streams, answer) });
		},
	});
}

/** Followers are wrong about other followers: each stream comes from its leader. Servers before 2.10.19 send all of theirs. */
function ledStreams({ server, value }: ServerReply, id: string): readonly Values[] {
	const account = recordsIn(value, 'account_details').find(
		(each) => textIn(each, 'id') === id || textIn(each, 'name') === id,
	);
	return recordsIn(account ?? {}, 'stream_detail').filter((stream) => {
		const cluster = recordIn(stream, 'cluster');
		const leader = textIn(cluster, 'leader');
		return stream.cluster === undefined || leader === server.name;
	});
}

function readStatz(value: Values, before: Partial<AccountEntry>): Partial<AccountEntry> {
	return {
		connections: sum(before.connections, integerIn(value, 'conns')),
		leafNodes: sum(before.leafNodes, integerIn(value, 'leafnodes')),
		subscriptions: sum(before.subscriptions, integerIn(value, 'num_subscriptions')),
		slowConsumers: sum(before.slowConsumers, integerIn(value, 'slow_consumers')),
	};
}

function readUsage(value: Values, { jetstream: before }: Partial<AccountEntry>): Partial<AccountEntry> {
	const api = recordIn(value, 'api');
	return {
		jetstream: {
			memory: plus(before?.memory ?? 0, integerIn(value, 'memory') ?? 0),
			storage: plus(before?.storage ?? 0, integerIn(value, 'storage') ?? 0),
			// The same on each server: the limit of the account.
			reservedMemory: limitIn(value, 'reserved_memory') ?? before?.reservedMemory,
			reservedStorage: limitIn(value, 'reserved_storage') ?? before?.reservedStorage,
			requests: plus(before?.requests ?? 0, integerIn(api, 'total') ?? 0),
			errors: plus(before?.errors ?? 0, integerIn(api, 'errors') ?? 0),
		},
	};
}

/** -1 as an unsigned number means none. */
function limitIn(value: Values, key: string): Integer | undefined {
	const limit = integerIn(value, key);
	return limit === undefined || limit <= 0 || limit >= 2 ** 63 ? undefined : limit;
}

const sum = (a: Integer | undefined, b: Integer | undefined): Integer | undefined =>
	a === undefined || b === undefined ? (a ?? b) : plus(a, b);

type Part = (value: Values, before: Partial<AccountEntry>) => Partial<AccountEntry>;

/** What the servers say of each account, added up. */
function accountsIn(replies: readonly ServerReply[], list: string, key: string, read: Part): Accounts['entries'] {
	const found = new Map<string, AccountEntry>();
	for (const { value } of replies) {
		for (const each of recordsIn(value, list)) {
			const id = textIn(each, key);
			if (id === undefined) continue;
			const before = found.get(id);
			found.set(id, { id, name: textIn(each, 'name') ?? id, ...before, ...read(each, before ?? {}) });
		}
	}
	return found;
}

/** An account without JetStream is in one part only. While servers are waited for, only larger figures are news. */
function withPart(
	now: DeckState,
	part: Accounts['entries'],
	missing: readonly string[] | undefined,
): Partial<DeckState> {
	const { accounts } = now.servers;
	if (missing === undefined && accounts.entries.size > 0) return {};
	const entries = new Map(accounts.entries);
	for (const [id, entry] of part) entries.set(id, { ...entries.get(id), ...entry });
	return { servers: { ...now.servers, accounts: { ...accounts, entries, missing: missing ?? accounts.missing } } };
}
