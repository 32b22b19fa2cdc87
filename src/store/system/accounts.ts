import { minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { integerIn, recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import { answered, type Datum, unknown } from '../datum.ts';
import { joined, type Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { gatheredResource, rowsEvery, statsEvery } from './gathered-resource.ts';

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
	readonly traffic?: Traffic | undefined;
	readonly rates?: { readonly [Each in keyof Traffic]?: number | undefined } | undefined;
	/** Absent without JetStream. */
	readonly jetstream?: AccountJetStream | undefined;
}

/** What clients and leaf nodes of an account have sent and received, since each server started. */
export interface Traffic {
	readonly in_msgs: Integer;
	readonly in_bytes: Integer;
	readonly out_msgs: Integer;
	readonly out_bytes: Integer;
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
	/** When so many servers told of traffic, if none was missing. */
	readonly counted?: { readonly at: number; readonly servers: number } | undefined;
	/** Of the account that was opened last. */
	readonly opened?: AccountStreams | undefined;
}

export const noAccounts = (): Accounts => ({ entries: new Map(), gathered: unknown, missing: [] });

/** Polls between two readings of every account: each server lists all of them. */
export function accountsEvery(state: DeckState): number {
	const { entries, accounts } = state.servers;
	return rowsEvery(state, entries.size * accounts.entries.size);
}

/** Connections of every account. */
export function accountsResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'accounts:statz',
		every: accountsEvery(state),
		id: 'sys.account.statz',
		body: { include_unused: true },
		patch: (replies, missing) => (now) => {
			const part = accountsIn(replies, 'account_statz', 'acc', readStatz);
			if (missing?.length !== 0) return withPart(now, part, missing, { counted: undefined });
			const counted = { at: Math.max(...replies.map(({ at }) => at)), servers: replies.length };
			return withPart(now, withRates(now.servers.accounts, part, counted), missing, { counted });
		},
		outcome: (answer) => (now) => {
			const { accounts } = now.servers;
			return {
				servers: { ...now.servers, accounts: { ...accounts, gathered: answered<object>(accounts.gathered, answer) } },
			};
		},
	});
}

/** Connections of one account. Its traffic is left to the readings of all, whose rates are taken between the same two moments. */
export function oneAccountResource(state: DeckState, id: string): Resource {
	return gatheredResource(state, {
		key: `accounts:statz:${id}`,
		every: statsEvery(state),
		id: 'sys.account.statz',
		body: { accounts: [id], include_unused: true },
		patch: (replies, missing) => (now) => {
			const entry = accountsIn(replies, 'account_statz', 'acc', readStatz).get(id);
			if (entry === undefined) return {};
			const { traffic: _, rates: __, ...counts } = entry;
			return withPart(now, new Map([[id, counts]]), missing);
		},
	});
}

/** What every account stores. */
export function accountUsageResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'accounts:jsz',
		every: 2 * accountsEvery(state),
		id: 'server.jsz',
		body: { accounts: true },
		patch: (replies, missing) => (now) =>
			withPart(now, accountsIn(replies, 'account_details', 'id', readUsage), missing),
	});
}

/** The streams and consumers of one account, and what it stores. */
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
		patch: (replies, missing) =>
			joined([
				(now) => withPart(now, accountsIn(replies, 'account_details', 'id', readUsage), missing),
				(now) =>
					put(now, {
						id,
						streams: { phase: 'ready', value: replies.flatMap((reply) => ledStreams(reply, id)), at: now.now },
						missing: missing ?? [],
					}),
			]),
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
		traffic: {
			in_msgs: plus(before.traffic?.in_msgs ?? 0, outside(recordIn(value, 'received'), 'msgs')),
			in_bytes: plus(before.traffic?.in_bytes ?? 0, outside(recordIn(value, 'received'), 'bytes')),
			out_msgs: plus(before.traffic?.out_msgs ?? 0, outside(recordIn(value, 'sent'), 'msgs')),
			out_bytes: plus(before.traffic?.out_bytes ?? 0, outside(recordIn(value, 'sent'), 'bytes')),
		},
		rates: undefined,
	};
}

/** Without what servers sent each other, which would count twice; before 2.11.5 they do not tell it apart. */
function outside(counted: Values, key: 'msgs' | 'bytes'): Integer {
	const between = ['routes', 'gateways'].map((way) => integerIn(recordIn(counted, way), key) ?? 0);
	return between.reduce<Integer>((left, each) => minus(left, each), integerIn(counted, key) ?? 0);
}

/** Only between two gatherings of the same number of servers: the figures of another one would look like traffic. */
function withRates(
	{ entries, counted: last }: Accounts,
	part: Accounts['entries'],
	counted: NonNullable<Accounts['counted']>,
): Accounts['entries'] {
	const ms = counted.at - (last?.at ?? counted.at);
	if (ms <= 0 || last?.servers !== counted.servers) return part;
	const rated = (entry: AccountEntry): AccountEntry => {
		const { traffic: now } = entry;
		const then = entries.get(entry.id)?.traffic;
		if (now === undefined || then === undefined) return entry;
		const rateOf = (key: keyof Traffic): number | undefined => {
			const grown = Number(minus(now[key], then[key]));
			// A server that was restarted counts from zero.
			return grown < 0 ? undefined : (grown * 1000) / ms;
		};
		const [in_msgs, in_bytes] = [rateOf('in_msgs'), rateOf('in_bytes')];
		return { ...entry, rates: { in_msgs, in_bytes, out_msgs: rateOf('out_msgs'), out_bytes: rateOf('out_bytes') } };
	};
	return new Map([...part].map(([id, entry]) => [id, rated(entry)]));
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
	more: Pick<Accounts, 'counted'> = {},
): Partial<DeckState> {
	const { accounts } = now.servers;
	if (missing === undefined && accounts.entries.size > 0) return {};
	const entries = new Map(accounts.entries);
	for (const [id, entry] of part) entries.set(id, { ...entries.get(id), ...entry });
	return {
		servers: { ...now.servers, accounts: { ...accounts, ...more, entries, missing: missing ?? accounts.missing } },
	};
}
