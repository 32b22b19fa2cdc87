import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Dated } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { allowance } from './allowance.ts';
import type { Step } from './reading-order.ts';
import type { Watched } from './watch.ts';

/** What one look at the account has found so far. */
export interface Walked {
	readonly found: Map<string, Watched>;
	/** Infos of the next streams of the walk, until their consumers are read. */
	readonly ahead: Map<string, Dated<StreamInfo>>;
	/** Streams of the page that this look read. */
	readonly covered: Set<string>;
	/** That page, once requested: whether it was read. */
	page?: Promise<boolean>;
	/** The walk goes no further with this look. */
	isOver: boolean;
	/** The last stream of the walk through all of them. */
	next: string | undefined;
	/** Bytes that may still be requested. */
	credit: number;
	/** Bytes of pages that the looks to come pay for. */
	debt: number;
}

export interface Looking extends Step {
	readonly signal: AbortSignal;
}

export function startWalk(state: DeckState, rows: number): Walked {
	const { next, ahead, askedAt = 0 } = state.watch;
	return {
		found: new Map(),
		ahead: new Map([...ahead].filter(([, { at }]) => at >= askedAt)),
		covered: new Set(),
		isOver: false,
		next,
		...allowance(state, rows),
	};
}

/** Bytes of a reply's subject and of the protocol line before it. */
const overhead = 100;

export function costOf({ data }: { readonly data: Uint8Array }): number {
	return data.length + overhead;
}
