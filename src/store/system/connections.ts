import { parseTimestamp } from '../../format/duration.ts';
import { minus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { integerIn, recordsIn, textIn } from '../../format/is.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import { answered, type Datum, unknown } from '../datum.ts';
import type { Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { hasSystem } from '../system/access.ts';
import { gatheredResource, rowsEvery } from './gathered-resource.ts';

/** A connection of a client or a leaf node. */
export interface Connection {
	/** Names it among those of all servers. */
	readonly key: string;
	readonly server: string;
	/** The id of the server in this life of it. */
	readonly serverId: string;
	readonly cid: Integer;
	/** `Client`, `Leafnode`. */
	readonly kind?: string | undefined;
	readonly name?: string | undefined;
	/** Told to the system account only. */
	readonly account?: string | undefined;
	readonly user?: string | undefined;
	readonly address?: string | undefined;
	/** Language and version of its library. */
	readonly library?: string | undefined;
	readonly subscriptions?: Integer | undefined;
	/** Bytes that the server has not sent yet: the client reads too slowly. */
	readonly pending?: Integer | undefined;
	readonly idleMs?: number | undefined;
	readonly rttMs?: number | undefined;
	readonly start?: string | undefined;
	readonly counts: Counts;
	/** A second, between the last two replies; as the client sees it. */
	readonly rates: Partial<Record<keyof Counts, number>>;
	readonly at: number;
}

/** What it has sent (`in…`) and received (`out…`). */
type Counts = Readonly<Record<(typeof counted)[number], Integer | undefined>>;
const counted = ['in_msgs', 'out_msgs', 'in_bytes', 'out_bytes'] as const;

/** Of a server, of an account, or all. */
export interface ConnectionsOf {
	readonly server?: string | undefined;
	readonly account?: string | undefined;
}

export interface Connections {
	/** Which, as `aboutConnections` names them. */
	readonly about: string;
	readonly entries: ReadonlyMap<string, Connection>;
	/** How many there are; of each server at most `mostOfServer` are read. */
	readonly total: number;
	/** Servers that did not reply. */
	readonly missing: readonly string[];
	readonly gathered: Datum<object>;
}

export const noConnections = (about = ''): Connections => ({
	about,
	entries: new Map(),
	total: 0,
	missing: [],
	gathered: unknown,
});

/** 350 bytes each. */
export const mostOfServer = 256;

export const aboutConnections = ({ server = '', account = '' }: ConnectionsOf): string =>
	server === '' && account === '' ? '' : `${server}\0${account}`;

/** @param sort by what the server chooses those that it sends */
export function connectionsResource(state: DeckState, of: ConnectionsOf, sort: string): Resource {
	const about = aboutConnections(of);
	const isSystem = hasSystem(state);
	const { server, account } = of;
	const body = {
		limit: mostOfServer,
		sort,
		// Before 2.12 a user that logged in with a token has the token as its name: it is asked for only where users have names.
		...(isSystem && { auth: true, ...(account !== undefined && { acc: account }) }),
		...(server !== undefined && { server_name: server }),
	};
	const ofView = ({ servers }: DeckState): Connections =>
		servers.connections.about === about ? servers.connections : noConnections(about);
	return gatheredResource(state, {
		key: `connections:${about}:${sort}`,
		every: rowsEvery(state, ofView(state).entries.size),
		id: isSystem ? 'server.connz' : 'sys.account.connz',
		body,
		...(server !== undefined && { expected: { names: [server] } }),
		patch: (replies, missing) => (now) => {
			// Before 2.12 a part of the name matches too.
			const own = replies.filter((reply) => server === undefined || reply.server.name === server);
			return { servers: { ...now.servers, connections: withReplies(ofView(now), own, missing) } };
		},
		outcome: (answer) => (now) => {
			const before = ofView(now);
			const gathered = answered<object>(before.gathered, answer);
			return { servers: { ...now.servers, connections: { ...before, gathered } } };
		},
	});
}

function withReplies(
	before: Connections,
	replies: readonly ServerReply[],
	missing: readonly string[] | undefined,
): Connections {
	const entries = new Map<string, Connection>();
	const came = new Set(replies.map(({ server }) => server.name));
	// While others are waited for, theirs stay.
	if (missing === undefined)
		for (const [key, entry] of before.entries) if (!came.has(entry.server)) entries.set(key, entry);
	for (const reply of replies) {
		for (const value of recordsIn(reply.value, 'connections')) {
			const read = readConnection(reply, value, before.entries);
			if (read !== undefined) entries.set(read.key, read);
		}
	}
	const total = replies.reduce((sum, { value }) => sum + Number(integerIn(value, 'total') ?? 0), 0);
	return { ...before, entries, total: Math.max(total, entries.size), missing: missing ?? before.missing };
}

function readConnection(
	{ server, value: { now }, at }: ServerReply,
	value: Readonly<Record<string, unknown>>,
	known: Connections['entries'],
): Connection | undefined {
	const cid = integerIn(value, 'cid');
	if (cid === undefined) return undefined;
	const key = `${server.id}\0${cid}`;
	const [ip, port] = [textIn(value, 'ip'), integerIn(value, 'port')];
	const clock = parseTimestamp(typeof now === 'string' ? now : server.time);
	const last = parseTimestamp(textIn(value, 'last_activity'));
	const counts = Object.fromEntries(counted.map((name) => [name, integerIn(value, name)])) as Counts;
	return {
		key,
		server: server.name,
		serverId: server.id,
		cid,
		kind: textIn(value, 'kind'),
		name: textIn(value, 'name'),
		account: textIn(value, 'name_tag') ?? textIn(value, 'account'),
		user: textIn(value, 'authorized_user'),
		address: ip === undefined ? undefined : `${ip.includes(':') ? `[${ip}]` : ip}:${port ?? '?'}`,
		library: [textIn(value, 'lang'), textIn(value, 'version')].filter(Boolean).join(' ') || undefined,
		subscriptions: integerIn(value, 'subscriptions'),
		pending: integerIn(value, 'pending_bytes'),
		idleMs: clock === undefined || last === undefined ? undefined : Math.max(0, clock - last),
		rttMs: readRoundTrip(textIn(value, 'rtt')),
		start: textIn(value, 'start'),
		counts,
		rates: ratesOf(known.get(key), counts, at),
		at,
	};
}

function ratesOf(before: Connection | undefined, counts: Counts, at: number): Connection['rates'] {
	const ms = at - (before?.at ?? at);
	if (before === undefined || ms <= 0) return {};
	const rates: Partial<Record<keyof Counts, number>> = {};
	for (const name of counted) {
		const [now, then] = [counts[name], before.counts[name]];
		if (now === undefined || then === undefined || now < then) continue;
		rates[name] = (Number(minus(now, then)) * 1000) / ms;
	}
	return rates;
}

const unitsMs: Readonly<Record<string, number>> = {
	ns: 1e-6,
	µs: 1e-3,
	us: 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
};

/** As Go writes a duration: `3.06047ms`, `1m2.5s`. */
function readRoundTrip(text: string | undefined): number | undefined {
	const parts = [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ns|µs|us|ms|s|m|h)/g)];
	if (parts.length === 0) return undefined;
	return parts.reduce((sum, [, amount = '', unit = '']) => sum + Number(amount) * (unitsMs[unit] ?? 0), 0);
}
