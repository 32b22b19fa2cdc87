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
	/** The connected server accepts it, but nobody wants the result. */
	readonly isTaken?: true;
}

/** What a configuration is checked against, as far as it is known. */
export interface StreamSituation {
	readonly features: Features;
	/** The other streams of the account with a known configuration; never the checked one. */
	readonly streams: readonly StreamConfig[];
	/** Names of all streams, if the list is known, including the updated one. */
	readonly names?: readonly string[];
	readonly account?: AccountInfo;
	/** Servers available for replicas; 1 without a cluster; absent if unknown. */
	readonly servers?: number;
	/** The current stream, for an update. */
	readonly existing?: StreamInfo;
	/** Configurations of its consumers, for an update. */
	readonly consumers?: readonly ConsumerConfig[];
}

export interface ConsumerSituation {
	readonly features: Features;
	/** The stream of the consumer. */
	readonly stream: StreamInfo;
	readonly account?: AccountInfo;
	readonly servers?: number;
	/** The other consumers of the stream with a known configuration. */
	readonly consumers: readonly ConsumerConfig[];
	/** Names of all consumers of the stream, if the list is known. */
	readonly names?: readonly string[];
	/** The current consumer, for an update. */
	readonly existing?: ConsumerInfo;
}
