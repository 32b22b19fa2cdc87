import { parseTimestamp } from '../../format/duration.ts';
import type { Integer } from '../../format/integer.ts';
import { flagIn, integerIn, numberIn, recordIn, recordsIn, textIn } from '../../format/is.ts';

/*
 * What the deck reads of STATSZ and JSZ. Every value may be missing: an older server does not have it, or something else replied.
 */

type Values = Readonly<Record<string, unknown>>;

export interface Traffic {
	readonly msgs?: Integer | undefined;
	readonly bytes?: Integer | undefined;
}

/** STATSZ of one server. */
export interface ServerStats {
	/** ms since the epoch. */
	readonly start?: number | undefined;
	/** Bytes. */
	readonly memory?: Integer | undefined;
	readonly cores?: number | undefined;
	/** Percent of one core: up to 100 for each core. */
	readonly cpu?: number | undefined;
	readonly connections?: Integer | undefined;
	readonly totalConnections?: Integer | undefined;
	readonly accounts?: Integer | undefined;
	readonly subscriptions?: Integer | undefined;
	readonly slowConsumers?: Integer | undefined;
	readonly staleConnections?: Integer | undefined;
	readonly stalledClients?: Integer | undefined;
	readonly sent: Traffic;
	readonly received: Traffic;
	readonly routes: number;
	readonly gateways: number;
	/** Servers that share the system account, by this server's knowledge. */
	readonly activeServers?: number | undefined;
	/** Absent where JetStream is off. */
	readonly jetstream?: JetStreamStats | undefined;
}

export interface JetStreamStats {
	readonly memory?: Integer | undefined;
	readonly storage?: Integer | undefined;
	readonly reservedMemory?: Integer | undefined;
	readonly reservedStorage?: Integer | undefined;
	readonly maxMemory?: Integer | undefined;
	readonly maxStorage?: Integer | undefined;
	readonly domain?: string | undefined;
	readonly accounts?: Integer | undefined;
	/** RAFT groups with a copy here. */
	readonly groups?: Integer | undefined;
	readonly apiLevel?: number | undefined;
	readonly apiTotal?: Integer | undefined;
	readonly apiErrors?: Integer | undefined;
	/** Absent outside of a cluster, and on a server that was removed from the group. */
	readonly meta?: MetaGroup | undefined;
}

/** The meta group as one server sees it. Only its leader knows the replicas. */
export interface MetaGroup {
	/** The cluster. */
	readonly name?: string | undefined;
	/** Absent while there is none. */
	readonly leader?: string | undefined;
	/** The hash of the leader's name. */
	readonly peer?: string | undefined;
	readonly size?: number | undefined;
	/** 2.15. */
	readonly quorum?: number | undefined;
	readonly rescue: boolean;
	/** API requests that wait, 2.10.21. */
	readonly pending?: Integer | undefined;
	/** Without the leader. */
	readonly replicas: readonly MetaPeer[];
	readonly snapshot?: MetaSnapshot | undefined;
}

/** 2.11.11. */
export interface MetaSnapshot {
	readonly pendingEntries?: Integer | undefined;
	readonly at?: number | undefined;
	/** Nanoseconds. */
	readonly took?: Integer | undefined;
}

export interface MetaPeer {
	/** May be a sentence that begins with `Server name unknown at this time`: a peer that was never met. */
	readonly name: string;
	/** The hash of its name. */
	readonly peer?: string | undefined;
	readonly current: boolean;
	/** Said by a server that stops cleanly; of one that crashed only minutes later. */
	readonly offline: boolean;
	/** ms since the leader last heard it. */
	readonly activeMs?: number | undefined;
	/** Operations behind. */
	readonly lag?: Integer | undefined;
}

/** Reads the value of STATSZ. */
export function readStats(value: Values): ServerStats {
	return {
		start: parseTimestamp(textIn(value, 'start')),
		memory: integerIn(value, 'mem'),
		cores: numberIn(value, 'cores'),
		cpu: numberIn(value, 'cpu'),
		connections: integerIn(value, 'connections'),
		totalConnections: integerIn(value, 'total_connections'),
		accounts: integerIn(value, 'active_accounts'),
		subscriptions: integerIn(value, 'subscriptions'),
		slowConsumers: integerIn(value, 'slow_consumers'),
		staleConnections: integerIn(value, 'stale_connections'),
		stalledClients: integerIn(value, 'stalled_clients'),
		sent: readTraffic(recordIn(value, 'sent')),
		received: readTraffic(recordIn(value, 'received')),
		routes: recordsIn(value, 'routes').length,
		gateways: recordsIn(value, 'gateways').length,
		activeServers: numberIn(value, 'active_servers'),
		jetstream: value.jetstream === undefined ? undefined : readJetStream(recordIn(value, 'jetstream')),
	};
}

function readTraffic(value: Values): Traffic {
	return { msgs: integerIn(value, 'msgs'), bytes: integerIn(value, 'bytes') };
}

function readJetStream(value: Values): JetStreamStats {
	const stats = recordIn(value, 'stats');
	const config = recordIn(value, 'config');
	const api = recordIn(stats, 'api');
	return {
		memory: integerIn(stats, 'memory'),
		storage: integerIn(stats, 'storage'),
		reservedMemory: integerIn(stats, 'reserved_memory'),
		reservedStorage: integerIn(stats, 'reserved_storage'),
		maxMemory: integerIn(config, 'max_memory'),
		maxStorage: integerIn(config, 'max_storage'),
		domain: textIn(config, 'domain'),
		accounts: integerIn(stats, 'accounts'),
		groups: integerIn(stats, 'ha_assets'),
		apiLevel: numberIn(api, 'level'),
		apiTotal: integerIn(api, 'total'),
		apiErrors: integerIn(api, 'errors'),
		meta: readMeta(value.meta === undefined ? undefined : recordIn(value, 'meta')),
	};
}

/** Reads `meta` of STATSZ, or `meta_cluster` of JSZ. */
export function readMeta(value: Values | undefined): MetaGroup | undefined {
	if (value === undefined) return undefined;
	const snapshot = value.snapshot === undefined ? undefined : recordIn(value, 'snapshot');
	return {
		name: textIn(value, 'name'),
		leader: textIn(value, 'leader'),
		peer: textIn(value, 'peer'),
		size: numberIn(value, 'cluster_size'),
		quorum: numberIn(value, 'quorum_needed'),
		rescue: flagIn(value, 'rescue'),
		pending: integerIn(value, 'pending'),
		replicas: recordsIn(value, 'replicas').flatMap(readPeer),
		snapshot: snapshot && {
			pendingEntries: integerIn(snapshot, 'pending_entries'),
			at: parseTimestamp(textIn(snapshot, 'last_time')),
			took: integerIn(snapshot, 'last_duration'),
		},
	};
}

function readPeer(value: Values): readonly MetaPeer[] {
	const peer = textIn(value, 'peer');
	const name = textIn(value, 'name') ?? peer;
	if (name === undefined) return [];
	const active = integerIn(value, 'active');
	return [
		{
			name,
			peer,
			current: flagIn(value, 'current'),
			offline: flagIn(value, 'offline'),
			activeMs: active === undefined ? undefined : Number(active) / 1_000_000,
			lag: integerIn(value, 'lag'),
		},
	];
}

/** A peer that the meta group has, but no server of that name was ever met. */
export const isUnmet = ({ name }: Pick<MetaPeer, 'name'>): boolean => name.startsWith('Server name unknown');
