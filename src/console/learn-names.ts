import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../jetstream/request.ts';
import { consumerNamesResource } from '../store/consumer-resources.ts';
import { latest, unknown } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import { streamNamesResource } from '../store/stream-resources.ts';

/** Somebody waits for a completion meanwhile. */
const patienceMs = 2_000;

/**
 * Asks for the unknown names that may complete a line: of streams, and of the consumers of the stream
 * in the line. Resolves with whether there are new ones.
 */
export async function learnNames(store: StoreApi<DeckState>, api: Api, before: string): Promise<boolean> {
	const signal = AbortSignal.timeout(patienceMs);
	const asking = { signal, early: () => {}, servers: api.servers };
	const state = store.getState();
	const streams = latest(state.streamNames);
	if (streams === undefined) {
		const { patch, ok } = await streamNamesResource(1).fetch(api, asking);
		store.setState(patch(store.getState()));
		if (!ok) return false;
	}
	const known = latest(store.getState().streamNames) ?? [];
	const stream = before.split(/[\s.'"|]+/).findLast((token) => known.includes(token));
	if (stream === undefined || latest(store.getState().consumerNames.entries.get(stream) ?? unknown) !== undefined)
		return streams === undefined;
	const { patch, ok } = await consumerNamesResource(stream, 1).fetch(api, asking);
	store.setState(patch(store.getState()));
	return ok;
}
