import { greatest, minus, plus } from '../../format/exact.ts';
import { groupBy } from '../../format/group-by.ts';
import type { Integer } from '../../format/integer.ts';
import { integerIn, isRecord, recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';

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

/** Connections and traffic of accounts: each server tells of its own clients. */
export const countsIn = (replies: readonly ServerReply[]): ReadonlyMap<string, AccountEntry> =>
	accountsIn(replies, 'account_statz', 'acc', readStatz);

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

/**
 * Every server of a cluster tells what an account uses on all of them: such replies are told apart by their domain, and the largest figure
 * is the newest. Servers without a cluster count for themselves.
 */
export function usageIn(replies: readonly ServerReply[]): ReadonlyMap<string, AccountEntry> {
	const clusters = groupBy(replies, ({ server, value }) =>
		isRecord(value.meta_cluster) ? `domain ${server.domain ?? ''}` : `server ${server.id}`,
	);
	const parts = [...clusters.values()].map((group) =>
		accountsIn(group, 'account_details', 'id', (value, { jetstream }) => ({
			jetstream: combined(usageOf(value), jetstream, greatest),
		})),
	);
	const all = new Map<string, AccountEntry>();
	for (const [id, entry] of parts.flatMap((part) => [...part])) {
		const { jetstream } = entry;
		all.set(id, { ...entry, jetstream: jetstream && combined(jetstream, all.get(id)?.jetstream, plus) });
	}
	return all;
}

/** The limit is that of the account, the same everywhere. */
function combined(
	one: AccountJetStream,
	other: AccountJetStream | undefined,
	by: (a: Integer, b: Integer) => Integer,
): AccountJetStream {
	if (other === undefined) return one;
	return {
		memory: by(one.memory, other.memory),
		storage: by(one.storage, other.storage),
		reservedMemory: one.reservedMemory ?? other.reservedMemory,
		reservedStorage: one.reservedStorage ?? other.reservedStorage,
		requests: by(one.requests, other.requests),
		errors: by(one.errors, other.errors),
	};
}

function usageOf(value: Values): AccountJetStream {
	const api = recordIn(value, 'api');
	return {
		memory: integerIn(value, 'memory') ?? 0,
		storage: integerIn(value, 'storage') ?? 0,
		reservedMemory: limitIn(value, 'reserved_memory'),
		reservedStorage: limitIn(value, 'reserved_storage'),
		requests: integerIn(api, 'total') ?? 0,
		errors: integerIn(api, 'errors') ?? 0,
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
function accountsIn(
	replies: readonly ServerReply[],
	list: string,
	key: string,
	read: Part,
): ReadonlyMap<string, AccountEntry> {
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
