import { type Placed, placedConsumer, placedStream } from '../changes/plan/placed.ts';
import type { Plan } from '../changes/proposal.ts';
import { gone, readPresent, readPresentStreams, type Unread, unreadAs } from '../changes/read-assets.ts';
import { count, plural } from '../format/integer.ts';
import type { Pages } from '../jetstream/pages.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { askAll, isAbsence, keepConsumers, keepStreams } from '../store/collect.ts';
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

async function readPlaced(api: Api, { streams, consumers }: Assets, signal: AbortSignal): Promise<ReadAssets> {
	const [ofStreams, ofConsumers] = await Promise.all([
		readPresentStreams(api, streams, signal),
		readPresent(consumers, (key) => api.request('consumer.info', splitConsumerKey(key), undefined, { signal })),
	]);
	return {
		placed: [...ofStreams.infos.map(placedStream), ...ofConsumers.infos.map(placedConsumer)],
		unread: [...ofStreams.unread, ...ofConsumers.unread],
	};
}

interface ReadAssets {
	readonly placed: readonly Placed[];
	readonly unread: readonly Unread[];
}

/**
 * All streams and the consumers of those that are wanted, as the account's lists say right now: what the deck knows may have
 * another leader since.
 */
export async function readAccount(
	api: Api,
	signal: AbortSignal,
	wantsConsumers: (stream: Placed) => boolean,
): Promise<ReadAssets | { readonly refusal: string }> {
	const streams = await keepStreams(api, {
		signal,
		keep: (info) => ({ placed: placedStream(info), consumers: info.state.consumer_count }),
	});
	if (!streams.ok) return { refusal: inSentences(streams.problem) };
	const { items } = streams.value;
	const wanted = items.filter(({ placed, consumers }) => consumers !== 0 && wantsConsumers(placed));
	const lists = await askAll(
		wanted.map(({ placed: { stream } }) => stream),
		(stream) => keepConsumers(api, stream, { signal, keep: placedConsumer }),
	);
	const consumers = lists.map(([stream, answer]): ReadAssets => {
		if (answer.ok) return { placed: answer.value.items, unread: unreadOf(answer.value, `${stream} > `) };
		const { problem } = answer;
		return { placed: [], unread: isAbsence(problem) ? [] : [unreadAs(`the consumers of ${stream}`, problem)] };
	});
	return {
		placed: [...items.map(({ placed }) => placed), ...consumers.flatMap(({ placed }) => placed)],
		unread: [...unreadOf(streams.value), ...consumers.flatMap(({ unread }) => unread)],
	};
}

/** What the account's lists say of these rows, and of the others. */
export function splitRead({ placed, unread }: ReadAssets, noun: Placed['noun'], rows: readonly string[]) {
	const chosen = new Set(rows.map(labelOf));
	const known = new Set([...placed.map(({ label }) => label), ...unread.map(({ name }) => name)]);
	const missing = [...chosen].filter((label) => !known.has(label));
	// A list that was not read whole does not say what is gone.
	const why = unread.length === 0 ? { why: gone } : {};
	const ofNoun = placed.filter((each) => each.noun === noun);
	return {
		placed: ofNoun.filter(({ label }) => chosen.has(label)),
		others: ofNoun.filter(({ label }) => !chosen.has(label)),
		unread: [...unread, ...missing.map((name) => ({ name, ...why }))],
	};
}

/** `ORDERS`, `ORDERS > billing`, of a row. */
const labelOf = (row: string): string => row.replace('\0', ' > ');

function unreadOf({ silent, nameless }: Pages<unknown>, before = ''): readonly Unread[] {
	const named = [...silent].map(([name, problem]) => unreadAs(`${before}${name}`, problem));
	return nameless === 0 ? named : [...named, { name: `${before}${count(nameless)} more` }];
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
