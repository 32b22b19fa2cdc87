import { type Placed, placedConsumer, placedStream } from '../changes/plan/placed.ts';
import type { Plan } from '../changes/proposal.ts';
import { readPresent, readPresentStreams, type Unread } from '../changes/read-assets.ts';
import { count, plural } from '../format/integer.ts';
import type { Api } from '../jetstream/request.ts';
import type { DeckState } from '../store/state.ts';
import { type ConsumerKey, splitConsumerKey } from '../store/view.ts';
import { allRows } from '../views/lists.ts';
import { currentList } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';
import type { CommandContext } from './command.ts';
import { consumerInfo, streamInfo } from './selection.ts';
import { markedRows } from './targets.ts';

/** What a change of leaders or copies is about. */
export interface Assets {
	readonly streams: readonly string[];
	readonly consumers: readonly ConsumerKey[];
}

/** The marked rows of the list in view, else all of its rows; of the list of servers everything in the account. */
export function balancedRows(state: DeckState, noun: Placed['noun']): readonly string[] {
	const list = currentList(state);
	if (list === 'peers') return allRows(state, `${noun}s`);
	const marked = markedRows(state, noun);
	return marked.length > 0 ? marked : rowsOf(state, list);
}

/** As far as the deck knows them: what a choice of servers is made from. Plans read them again. */
export function knownAssets(state: DeckState, { streams, consumers }: Assets): readonly Placed[] {
	return [
		...streams.flatMap((name) => {
			const info = streamInfo(state, name);
			return info === undefined ? [] : [placedStream(info)];
		}),
		...consumers.flatMap((key) => {
			const { stream, consumer } = splitConsumerKey(key);
			const info = consumerInfo(state, stream, consumer);
			return info === undefined ? [] : [placedConsumer(info)];
		}),
	];
}

/** Plans on streams and consumers as they are right now. `unread`: what does not answer, or is gone. */
export function onAssets(
	{ deck }: CommandContext,
	verb: string,
	assets: Assets,
	plan: (placed: readonly Placed[], unread: readonly Unread[]) => Plan,
): void {
	deck.propose(`${verb} ${amount(assets)}`, async (api, signal) => {
		const read = await readPlaced(api, assets, signal);
		return plan(read.placed, read.unread);
	});
}

export async function readPlaced(api: Api, { streams, consumers }: Assets, signal: AbortSignal): Promise<ReadAssets> {
	const [ofStreams, ofConsumers] = await Promise.all([
		readPresentStreams(api, streams, signal),
		readPresent(consumers, (key) => api.request('consumer.info', splitConsumerKey(key), undefined, { signal })),
	]);
	return {
		placed: [...ofStreams.infos.map(placedStream), ...ofConsumers.infos.map(placedConsumer)],
		unread: [...ofStreams.unread, ...ofConsumers.unread],
	};
}

export interface ReadAssets {
	readonly placed: readonly Placed[];
	readonly unread: readonly Unread[];
}

function amount({ streams, consumers }: Assets): string {
	const [stream] = streams;
	const [key = ''] = consumers;
	if (streams.length === 1 && consumers.length === 0) return `stream ${stream}`;
	if (streams.length === 0 && consumers.length === 1) return `consumer ${splitConsumerKey(key).consumer}`;
	if (streams.length === 0) return `${count(consumers.length)} consumers`;
	return consumers.length === 0
		? `${count(streams.length)} streams`
		: `${plural(streams.length, 'stream')} and ${plural(consumers.length, 'consumer')}`;
}
