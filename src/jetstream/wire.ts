/**
 * The wire types of the JetStream API, with the server's own field names. Durations are integer nanoseconds, sizes are
 * bytes, times are RFC 3339 strings (`0001-01-01T00:00:00Z` is "never"). Optional fields may be absent on older servers;
 * since-versions: docs/api.md and jetstream/fields/. Unknown fields are kept: every object may carry more than is named here.
 */

/** A whole number as sent; a bigint only where a double could not hold it exactly. */
export type Integer = number | bigint;
export type Nanoseconds = Integer;
export type Timestamp = string;

export interface StreamConfig {
	readonly name: string;
	readonly description?: string;
	readonly subjects?: readonly string[] | null;
	readonly retention?: 'limits' | 'interest' | 'workqueue';
	readonly max_consumers?: Integer;
	readonly max_msgs?: Integer;
	readonly max_bytes?: Integer;
	readonly max_age?: Nanoseconds;
	readonly max_msgs_per_subject?: Integer;
	readonly max_msg_size?: Integer;
	readonly discard?: 'old' | 'new';
	readonly discard_new_per_subject?: boolean;
	readonly storage?: 'file' | 'memory';
	readonly num_replicas?: number;
	readonly duplicate_window?: Nanoseconds;
	readonly mirror?: StreamSource;
	readonly sources?: readonly StreamSource[] | null;
	readonly sealed?: boolean;
	readonly deny_delete?: boolean;
	readonly deny_purge?: boolean;
	readonly allow_direct?: boolean;
	readonly mirror_direct?: boolean;
	readonly allow_rollup_hdrs?: boolean;
	readonly allow_msg_ttl?: boolean;
	readonly placement?: { readonly cluster?: string; readonly tags?: readonly string[] | null };
	readonly metadata?: Readonly<Record<string, string>> | null;
	readonly [field: string]: unknown;
}

export interface StreamSource {
	readonly name: string;
	readonly opt_start_seq?: Integer;
	readonly opt_start_time?: Timestamp;
	readonly filter_subject?: string;
	readonly external?: { readonly api: string; readonly deliver?: string };
	readonly subject_transforms?: readonly { readonly src: string; readonly dest: string }[] | null;
	readonly [field: string]: unknown;
}

export interface StreamState {
	readonly messages: Integer;
	readonly bytes: Integer;
	readonly first_seq: Integer;
	readonly first_ts: Timestamp;
	readonly last_seq: Integer;
	readonly last_ts: Timestamp;
	readonly num_subjects?: number;
	readonly num_deleted?: Integer;
	/** Sequences of the gaps, with `deleted_details` only: there may be millions. */
	readonly deleted?: readonly Integer[] | null;
	readonly consumer_count: number;
	readonly lost?: { readonly msgs?: readonly Integer[] | null; readonly bytes: Integer } | null;
	readonly subjects?: Readonly<Record<string, number>> | null;
}

export interface PeerInfo {
	readonly name: string;
	readonly current: boolean;
	readonly offline?: boolean;
	/** Time since the peer was last seen, nanoseconds. */
	readonly active: Integer;
	/** Raft operations that it lags. */
	readonly lag?: Integer;
	readonly peer?: string;
	/** Assigned to the group, but not part of it yet or no longer; 2.15 and later. */
	readonly pending?: boolean;
}

export interface ClusterInfo {
	readonly name?: string;
	/** Absent or empty: no leader. */
	readonly leader?: string;
	/** The leader is not among them. */
	readonly replicas?: readonly PeerInfo[] | null;
	readonly raft_group?: string;
	/** 2.12 and later. */
	readonly leader_since?: Timestamp;
	/** Present during a move or scaling; 2.15 and later. */
	readonly desired?: unknown;
}

export interface ApiError {
	readonly code: number;
	readonly err_code?: number;
	readonly description?: string;
}

export interface StreamSourceInfo {
	readonly name: string;
	/** Messages that it lags. */
	readonly lag: Integer;
	/** Since last contact, nanoseconds; -1 is never (2.10 and later). */
	readonly active: Integer;
	readonly external?: { readonly api: string; readonly deliver?: string };
	readonly error?: ApiError;
	readonly filter_subject?: string;
	readonly subject_transforms?: readonly { readonly src: string; readonly dest: string }[] | null;
}

export interface StreamAlternate {
	readonly name: string;
	readonly domain?: string;
	readonly cluster: string;
}

export interface StreamInfo {
	readonly config: StreamConfig;
	/** Preview servers do not return it. */
	readonly created?: Timestamp;
	readonly state: StreamState;
	readonly domain?: string;
	/** From 2.10 also on a standalone server, with only `leader`. */
	readonly cluster?: ClusterInfo;
	readonly mirror?: StreamSourceInfo;
	readonly sources?: readonly StreamSourceInfo[] | null;
	readonly alternates?: readonly StreamAlternate[] | null;
	/** The server's clock when it gathered this, 2.10 and later. */
	readonly ts?: Timestamp;
}

export interface ConsumerConfig {
	readonly name?: string;
	readonly durable_name?: string;
	readonly description?: string;
	readonly deliver_policy?: 'all' | 'last' | 'new' | 'by_start_sequence' | 'by_start_time' | 'last_per_subject';
	readonly opt_start_seq?: Integer;
	readonly opt_start_time?: Timestamp;
	readonly ack_policy?: 'none' | 'all' | 'explicit' | 'flow_control';
	readonly ack_wait?: Nanoseconds;
	readonly max_deliver?: Integer;
	readonly backoff?: readonly Nanoseconds[] | null;
	readonly filter_subject?: string;
	readonly filter_subjects?: readonly string[] | null;
	readonly replay_policy?: 'instant' | 'original';
	readonly max_ack_pending?: Integer;
	readonly max_waiting?: Integer;
	readonly deliver_subject?: string;
	readonly deliver_group?: string;
	readonly idle_heartbeat?: Nanoseconds;
	readonly flow_control?: boolean;
	readonly headers_only?: boolean;
	readonly inactive_threshold?: Nanoseconds;
	readonly num_replicas?: number;
	readonly mem_storage?: boolean;
	readonly metadata?: Readonly<Record<string, string>> | null;
	readonly pause_until?: Timestamp;
	readonly priority_groups?: readonly string[] | null;
	readonly priority_policy?: string;
	readonly [field: string]: unknown;
}

export interface SequenceInfo {
	readonly consumer_seq: Integer;
	readonly stream_seq: Integer;
	readonly last_active?: Timestamp;
}

export interface ConsumerInfo {
	readonly stream_name: string;
	readonly name: string;
	/** Preview servers return neither this nor how many are pending and waiting. */
	readonly created?: Timestamp;
	readonly config: ConsumerConfig;
	readonly delivered: SequenceInfo;
	readonly ack_floor: SequenceInfo;
	readonly num_ack_pending: number;
	readonly num_redelivered: number;
	readonly num_waiting?: number;
	readonly num_pending?: Integer;
	readonly cluster?: ClusterInfo;
	readonly push_bound?: boolean;
	readonly ts?: Timestamp;
	readonly paused?: boolean;
	/** Nanoseconds. */
	readonly pause_remaining?: Integer;
	readonly priority_groups?:
		| readonly {
				readonly group: string;
				readonly pinned_client_id?: string;
				readonly pinned_ts?: Timestamp;
		  }[]
		| null;
}

/** -1 is unlimited. */
export interface AccountLimits {
	readonly max_memory: Integer;
	readonly max_storage: Integer;
	readonly max_streams: number;
	readonly max_consumers: number;
	readonly max_ack_pending?: number;
	readonly memory_max_stream_bytes?: Integer;
	readonly storage_max_stream_bytes?: Integer;
	readonly max_bytes_required?: boolean;
}

export interface AccountUsage {
	readonly memory: Integer;
	readonly storage: Integer;
	readonly reserved_memory?: Integer;
	readonly reserved_storage?: Integer;
	readonly streams: number;
	/** Preview servers do not return it. */
	readonly consumers?: number;
	readonly limits: AccountLimits;
}

export interface AccountInfo extends AccountUsage {
	readonly domain?: string;
	/** Preview servers do not return it. */
	readonly api?: {
		readonly total: Integer;
		readonly errors: Integer;
		/** API level, 2.11 and later. */
		readonly level?: number;
		readonly inflight?: number;
	};
	/** When JWT tiers are in force the top-level limits may be zero: show these. */
	readonly tiers?: Readonly<Record<string, AccountUsage>> | null;
}
