import { minus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { ServerId, ServerReply } from '../../jetstream/system/server-reply.ts';
import type { ServerStats } from '../../jetstream/system/stats.ts';

/** What one server is known to be, by its name. */
export interface ServerEntry {
	readonly name: string;
	/** Absent for a peer of the meta group that never replied. */
	readonly server?: ServerId | undefined;
	/** Local time of its last reply; of one that never replied, when the leader last heard it, if that is known. */
	readonly heardAt?: number | undefined;
	/** From the request for its statistics to the reply, ms. */
	readonly ms?: number | undefined;
	/** It was expected to reply and did not: since it was last heard, or without `heardAt` since the deck expects it. */
	readonly missingSince?: number | undefined;
	/** With the system account. */
	readonly stats?: ServerStats | undefined;
	readonly statsAt?: number | undefined;
	readonly rates?: ServerRates | undefined;
	readonly jsz?: JszSummary | undefined;
	readonly health?: HealthReply | undefined;
	/** What it says of the own account, without the system account. */
	readonly account?: AccountCounts | undefined;
}

/** Of the last two replies of the same life of a server. */
export interface ServerRates {
	readonly api?: number | undefined;
	readonly apiErrors?: number | undefined;
	readonly messagesIn?: number | undefined;
	readonly messagesOut?: number | undefined;
	readonly bytesIn?: number | undefined;
	readonly bytesOut?: number | undefined;
}

export interface JszSummary {
	readonly streams?: Integer | undefined;
	readonly consumers?: Integer | undefined;
	readonly messages?: Integer | undefined;
	readonly bytes?: Integer | undefined;
	/** JetStream is off, or the server was removed from the meta group. */
	readonly disabled: boolean;
	readonly at: number;
}

export interface HealthReply {
	readonly isOk: boolean;
	/** `ok`, `unavailable`, `error`. */
	readonly status: string;
	readonly error?: string | undefined;
	readonly at: number;
}

export interface AccountCounts {
	readonly connections?: Integer | undefined;
	readonly subscriptions?: Integer | undefined;
	readonly slowConsumers?: Integer | undefined;
}

/** A server that stopped, and that no other expects any more, is forgotten after this time. */
const forgetMs = 600_000;

/** Two servers may have one name: the second is told apart by its id, and each keeps the name that it has here. */
function byName(
	before: ReadonlyMap<string, ServerEntry>,
	replies: readonly ServerReply[],
): ReadonlyMap<string, ServerReply> {
	const keys = new Map([...before.values()].map(({ name, server }) => [server?.id, name]));
	const named = new Map<string, ServerReply>();
	const strangers: ServerReply[] = [];
	for (const reply of replies) {
		const key = keys.get(reply.server.id);
		if (key === undefined) strangers.push(reply);
		else named.set(key, reply);
	}
	for (const reply of strangers.toSorted((a, b) => (a.server.id < b.server.id ? -1 : 1))) {
		const { name, id } = reply.server;
		named.set(named.has(name) ? `${name} ${id.slice(0, 8)}` : name, reply);
	}
	return named;
}

/** Their name is no longer missing once one of them replies; the others are. */
function silentTwins(entries: ReadonlyMap<string, ServerEntry>, named: ReadonlyMap<string, ServerReply>): string[] {
	const names = new Set([...named.values()].map(({ server }) => server.name));
	return [...entries.values()].flatMap(({ name, server }) =>
		server !== undefined && names.has(server.name) && !named.has(name) ? [name] : [],
	);
}

export interface Gathering {
	readonly replies: readonly ServerReply[];
	/** Undefined while it is under way, and where silence says nothing. */
	readonly missing: readonly string[] | undefined;
	readonly now: number;
	/** Not one server alone, whose twin may have been asked too and be slower. */
	readonly ofAll?: boolean;
	/** When others last heard one that never replied. */
	readonly heardAt?: (name: string) => number | undefined;
}

/** What each server said is merged into what is known of it; who is missing keeps what was known. */
export function withReplies(
	before: { readonly entries: ReadonlyMap<string, ServerEntry> },
	{ replies, missing, now, ofAll = true, heardAt }: Gathering,
	read: (entry: ServerEntry, reply: ServerReply) => Partial<ServerEntry>,
): ReadonlyMap<string, ServerEntry> {
	const entries = new Map(before.entries);
	const named = byName(before.entries, replies);
	for (const [name, reply] of named) {
		const known: ServerEntry = entries.get(name) ?? { name };
		// Another life of it has nothing of the former one.
		const same: ServerEntry = known.server?.id === reply.server.id ? known : { name };
		const { missingSince: _, ...rest } = { ...same, ...read(same, reply) };
		entries.set(name, { ...rest, server: reply.server, heardAt: reply.at });
	}
	const twins = ofAll && missing !== undefined ? silentTwins(entries, named) : [];
	for (const name of [...(missing ?? []), ...twins]) {
		const known: ServerEntry = entries.get(name) ?? { name };
		if (known.missingSince !== undefined && known.heardAt !== undefined) continue;
		const last = known.heardAt ?? heardAt?.(name);
		const missingSince = last ?? known.missingSince ?? now;
		entries.set(name, { ...known, ...(last !== undefined && { heardAt: last }), missingSince });
	}
	return entries;
}

/** Without those that stopped a while ago and are expected by nobody. */
export function withoutGone(
	entries: ReadonlyMap<string, ServerEntry>,
	expected: ReadonlySet<string>,
	now: number,
): ReadonlyMap<string, ServerEntry> {
	const isGone = ({ name, missingSince }: ServerEntry): boolean =>
		missingSince !== undefined && !expected.has(name) && now - missingSince > forgetMs;
	return [...entries.values()].some(isGone) ? new Map([...entries].filter(([, entry]) => !isGone(entry))) : entries;
}

/** Rates between two samples of one life of a server; the former ones if they are too close. */
export function ratesOf(before: ServerEntry, stats: ServerStats, at: number): ServerRates | undefined {
	const last = before.stats;
	const ms = at - (before.statsAt ?? at);
	if (last === undefined || last.start !== stats.start) return undefined;
	if (ms < shortestMs) return before.rates;
	const rate = (now: Integer | undefined, then: Integer | undefined): number | undefined => {
		const grown = now === undefined || then === undefined ? undefined : Number(minus(now, then));
		return grown === undefined || grown < 0 ? undefined : (grown * 1000) / ms;
	};
	return {
		api: rate(stats.jetstream?.apiTotal, last.jetstream?.apiTotal),
		apiErrors: rate(stats.jetstream?.apiErrors, last.jetstream?.apiErrors),
		messagesIn: rate(stats.received.msgs, last.received.msgs),
		messagesOut: rate(stats.sent.msgs, last.sent.msgs),
		bytesIn: rate(stats.received.bytes, last.received.bytes),
		bytesOut: rate(stats.sent.bytes, last.sent.bytes),
	};
}

const shortestMs = 500;
