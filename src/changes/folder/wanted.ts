import type { Problem } from '../../jetstream/problem.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';

/** The options for files. */
export interface FolderChoices {
	/** Keep fields that a file leaves out; without it they return to their default. */
	readonly merge: boolean;
	/** Delete what the files do not have. */
	readonly prune: boolean;
	/** Streams, and consumers as `STREAM > CONSUMER`, to delete although something else relies on them. */
	readonly named: readonly string[];
}

export const usualChoices: FolderChoices = { merge: false, prune: false, named: [] };

/** The state of a server that concerns the files. */
export interface ServerSide {
	readonly streams: ReadonlyMap<string, StreamInfo>;
	/** Existing streams that were unreadable. */
	readonly silent: ReadonlyMap<string, Problem>;
	/** By stream, for requested streams only. */
	readonly consumers: ReadonlyMap<string, ConsumersOfStream>;
	readonly account?: AccountInfo;
	/** The number of servers for replicas, if known. */
	readonly servers?: number;
	readonly features: Features;
}

export interface ConsumersOfStream {
	readonly infos: ReadonlyMap<string, ConsumerInfo>;
	/** Existing consumers that were unreadable. */
	readonly silent: ReadonlyMap<string, Problem>;
	/** Why the list failed. */
	readonly problem?: Problem;
}

export const noConsumers: ConsumersOfStream = { infos: new Map(), silent: new Map() };
