import type { Answer } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { Servers } from '../jetstream/system/servers.ts';
import type { DeckState } from './state.ts';

/** The changes of a reply. Applied to the state at that time, not at the time of the request. */
export type Patch = (state: DeckState) => Partial<DeckState>;

/** What became of one question. */
export interface Fetched {
	readonly ok: boolean;
	readonly patch: Patch;
	/** Resources that this reply shows to be out of date. */
	readonly outdated?: readonly string[];
}

export interface Asking {
	readonly signal: AbortSignal;
	/** For requests to servers: over the connection of the system account where there is one, otherwise over the own. */
	readonly servers: Servers;
	/** Shows what has arrived of a long reply, before all of it has. */
	readonly early: (patch: Patch) => void;
}

/** Something that the poller can request, and how often. */
export interface Resource {
	/** Names it among all: `stream:ORDERS`. One that is being asked for is not asked for again. */
	readonly key: string;
	/** Polls from one time to the next, at least 1. */
	readonly every: number;
	/** It asks servers, perhaps over another connection: that its replies are seldom is no silence of the own one. */
	readonly asks?: 'servers';
	readonly fetch: (api: Api, asking: Asking) => Promise<Fetched>;
}

/**
 * All the patches of a round as one, so that the state is written once.
 * @param onFault where given, one that throws keeps none of the others from being written
 */
export function joined(patches: readonly Patch[], onFault?: (fault: unknown) => void): Patch {
	return (state) => {
		const change: Partial<DeckState> = {};
		for (const patch of patches) {
			try {
				Object.assign(change, patch({ ...state, ...change }));
			} catch (fault) {
				if (onFault === undefined) throw fault;
				onFault(fault);
			}
		}
		return change;
	};
}

/** A name that no longer exists means that the list of names is old. */
export function outdatedBy(
	answer: Answer<unknown>,
	errCode: number,
	keys: readonly string[],
): Pick<Fetched, 'outdated'> {
	return !answer.ok && answer.problem.errCode === errCode ? { outdated: keys } : {};
}
