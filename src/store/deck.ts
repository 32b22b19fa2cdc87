import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../jetstream/request.ts';
import type { Link } from '../nats/link.ts';
import type { Settings } from '../nats/settings.ts';
import type { DeckState } from './state.ts';

/** The deck without its screen: the state, the connection behind it, and the poller that keeps it true. */
export interface Deck {
	readonly store: StoreApi<DeckState>;
	/** The present connection's; replaced by `connect`. */
	readonly api: () => Api;
	readonly link: () => Link;
	/** Leaves the present connection, forgets its data and opens another. Returns at once. */
	readonly connect: (settings: Settings) => void;
	/** Polls everything in view now, waiting for no interval and no back-off. */
	readonly refresh: () => void;
	readonly setInterval: (ms: number) => void;
	/** Stops the walk over everything that is under way; it begins again with `refresh` or for another order. */
	readonly cancelSweep: () => void;
	readonly close: () => Promise<void>;
}
