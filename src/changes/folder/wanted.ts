import type { Problem } from '../../jetstream/problem.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';

/** How the files of a folder count. */
export interface FolderChoices {
	/** Fields that a file leaves out stay as they are; without it they become what the server makes of a field that is left out. */
	readonly merge: boolean;
	/** What the files do not have is deleted. */
	readonly prune: boolean;
	/** Streams, and consumers as `STREAM > CONSUMER`, that are deleted although something else counts on them. */
	readonly named: readonly string[];
}

export const usualChoices: FolderChoices = { merge: false, prune: false, named: [] };

/** What a server has of all that the files are about. */
export interface ServerSide {
	readonly streams: ReadonlyMap<string, StreamInfo>;
	/** Streams that are there and could not be read. */
	readonly silent: ReadonlyMap<string, Problem>;
	/** By stream, of those whose consumers were asked for. */
	readonly consumers: ReadonlyMap<string, ConsumersOfStream>;
	readonly account?: AccountInfo;
	/** Servers that replicas can be on, where it is known. */
	readonly servers?: number;
	readonly features: Features;
}

export interface ConsumersOfStream {
	readonly infos: ReadonlyMap<string, ConsumerInfo>;
	/** Consumers that are there and could not be read. */
	readonly silent: ReadonlyMap<string, Problem>;
	/** Why none could be listed. */
	readonly problem?: Problem;
}

export const noConsumers: ConsumersOfStream = { infos: new Map(), silent: new Map() };
