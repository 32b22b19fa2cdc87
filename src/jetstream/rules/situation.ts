import type { Features } from '../server-features.ts';
import type { AccountInfo, ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../wire.ts';

/** Why a configuration would be refused. */
export interface Fault {
	/** The key it concerns, nested ones with dots and list places as numbers: `max_age`, `mirror.name`, `sources.0.filter_subject`. */
	readonly path: string;
	/** One sentence that names the field and the rule, and what to do. */
	readonly message: string;
	/** `err_code` of the server's refusal, if there is one. */
	readonly errCode?: number;
	/** The connected server accepts it, but nobody can want the result. */
	readonly isTaken?: true;
}

/** What a configuration is checked against, as far as it is known. */
export interface StreamSituation {
	readonly features: Features;
	/** The other streams of the account whose configuration is known; never the one that is checked. */
	readonly streams: readonly StreamConfig[];
	/** Names of all streams, where the list is known; the one that is updated among them. */
	readonly names?: readonly string[];
	readonly account?: AccountInfo;
	/** Servers that replicas can be on; 1 without a cluster; absent where unknown. */
	readonly servers?: number;
	/** The stream as it is, for an update. */
	readonly existing?: StreamInfo;
	/** Configurations of its consumers, for an update. */
	readonly consumers?: readonly ConsumerConfig[];
}

export interface ConsumerSituation {
	readonly features: Features;
	/** The stream it reads. */
	readonly stream: StreamInfo;
	readonly account?: AccountInfo;
	readonly servers?: number;
	/** The other consumers of the stream whose configuration is known. */
	readonly consumers: readonly ConsumerConfig[];
	/** Names of all consumers of the stream, where the list is known. */
	readonly names?: readonly string[];
	/** The consumer as it is, for an update. */
	readonly existing?: ConsumerInfo;
}
