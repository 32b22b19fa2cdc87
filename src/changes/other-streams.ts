import { count } from '../format/integer.ts';
import type { Api } from '../jetstream/request.ts';
import type { StreamConfig } from '../jetstream/wire.ts';
import { latest } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';

/** The other streams of the account, which may copy a stream to delete. */
export interface OtherStreams {
	readonly configs: readonly StreamConfig[];
	/** If not all of them were read, how to read them: a sentence. */
	readonly unread?: string;
}

/** Entries of one page of STREAM.LIST and CONSUMER.LIST, fixed by the servers. */
export const onePage = 256;

/**
 * Asks for every stream if one request is enough. In a larger account only the streams that the deck has seen count: all of them,
 * after a sweep.
 */
export async function otherStreams(api: Api, state: DeckState, signal: AbortSignal): Promise<OtherStreams> {
	const total = await streamTotal(api, state, signal);
	const seen = [...state.streams.entries.values()].flatMap(({ info }) => latest(info)?.config ?? []);
	if (total !== undefined && seen.length >= total) return { configs: seen };
	if (total !== undefined && total <= onePage) {
		const listed = await api.pages('stream.list', {}, undefined, { signal });
		if (listed.ok) return { configs: listed.value.items.map(({ config }) => config) };
	}
	const of = total === undefined ? 'not all streams' : `only ${count(seen.length)} of ${count(total)} streams`;
	return {
		configs: seen,
		unread: `jetdeck has read ${of}: whether another stream mirrors or sources this one is unknown. Sort the streams by messages to read them all.`,
	};
}

/** How many streams there are; undefined if nothing says so. */
export async function streamTotal(api: Api, state: DeckState, signal: AbortSignal): Promise<number | undefined> {
	const known = latest(state.streamNames)?.length;
	if (known !== undefined) return known;
	const answer = await api.request('account.info', {}, undefined, { signal });
	return answer.ok ? answer.value.streams : undefined;
}
