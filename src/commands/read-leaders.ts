import { onePage, streamTotal } from '../changes/other-streams.ts';
import { type Placed, placedConsumer, placedStream } from '../changes/plan/placed.ts';
import type { Say } from '../changes/proposal.ts';
import { gone, type Unread, unreadAs } from '../changes/read-assets.ts';
import { count, plural } from '../format/integer.ts';
import type { Pages } from '../jetstream/pages.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { askAll, isAbsence, keepConsumers, keepStreams } from '../store/collect.ts';
import type { DeckState } from '../store/state.ts';
import { splitConsumerKey } from '../store/view.ts';
import { type Assets, knownAssets, type ReadAssets, readPlaced } from './cluster-assets.ts';

interface Reading {
	readonly api: Api;
	readonly signal: AbortSignal;
	readonly say: Say;
}

interface Refused {
	readonly refusal: string;
}

/** Some streams or consumers as they are right now, and the others of the account. */
interface Beside extends ReadAssets {
	readonly others: readonly Placed[];
	/** Which of the others do not count, or not as they are now: a sentence. */
	readonly note?: string;
}

/** Most pages of consumers that are read for those that nobody chose. */
const mostPages = 32;

/**
 * The rows as they are right now. The others too if few requests are enough; in a larger account only those count that the lists
 * of many rows contain, or that the deck has seen: all of them, after a sweep.
 */
export async function readBeside(
	reading: Reading,
	state: DeckState,
	noun: Placed['noun'],
	rows: readonly string[],
): Promise<Beside> {
	const total = await streamTotal(reading.api, state, reading.signal);
	// Of many streams the list is fewer requests than their infos.
	const isListed = (total !== undefined && total <= onePage) || (noun === 'stream' && rows.length > onePage);
	const listed = isListed ? await listedOf(reading, noun) : undefined;
	if (listed !== undefined) return splitRead(listed, noun, rows);
	const { isRead, others, ...read } = await readRows(reading, noun, rows);
	const known = knownAssets(state, othersOf(state, noun, rows)).filter((each) => !isRead(each));
	const isWhole =
		noun === 'stream'
			? total !== undefined && rows.length + known.length >= total
			: state.swept.consumers !== undefined;
	return { ...read, others: [...others, ...known], ...noteOf(noun, known.length, isWhole) };
}

/** All streams, or all consumers; undefined if the latter are too many, or the account refuses its lists. */
async function listedOf(reading: Reading, noun: Placed['noun']): Promise<ReadAssets | undefined> {
	const streams = await listStreams(reading);
	if ('refusal' in streams) return undefined;
	if (noun === 'stream') return placedOf(streams);
	const pages = streams.items.reduce((sum, { consumers }) => sum + Math.ceil(consumers / onePage), 0);
	if (pages > mostPages) return undefined;
	const { placed, unread } = await listConsumers(
		reading,
		withSome(streams, () => true),
	);
	return { placed, unread: [...streams.unread, ...unread] };
}

interface RowsRead extends Beside {
	/** Whether it was read with the rows, or would have been if it still existed. */
	readonly isRead: (other: Placed) => boolean;
}

/** The rows, and what the lists of many consumers contain beside them. */
async function readRows(reading: Reading, noun: Placed['noun'], rows: readonly string[]): Promise<RowsRead> {
	if (noun === 'stream' || rows.length <= onePage) {
		const read = await readPlaced(reading.api, assetsOf(noun, rows), reading.signal);
		return { ...read, others: [], isRead: () => false };
	}
	const streams = new Set(rows.map((row) => splitConsumerKey(row).stream));
	const listed = await listConsumers(reading, [...streams]);
	const split = splitRead(listed, noun, rows);
	const read = new Set(split.others.map(({ label }) => label));
	const isWhole = listed.unread.length === 0;
	return { ...split, isRead: ({ stream, label }) => (isWhole ? streams.has(stream) : read.has(label)) };
}

const assetsOf = (noun: Placed['noun'], rows: readonly string[]): Assets =>
	noun === 'stream' ? { streams: rows, consumers: [] } : { streams: [], consumers: rows };

function othersOf({ streams, consumers }: DeckState, noun: Placed['noun'], rows: readonly string[]): Assets {
	const chosen = new Set(rows);
	const known = noun === 'stream' ? streams.entries.keys() : consumers.entries.keys();
	return assetsOf(
		noun,
		[...known].filter((row) => !chosen.has(row)),
	);
}

/** `known`: how many of the others count without having been read now. */
function noteOf(noun: Placed['noun'], known: number, isWhole: boolean): Pick<Beside, 'note'> {
	const sentences = [
		...(known === 0 ? [] : [`The other ${noun}s count as jetdeck last read them.`]),
		...(isWhole
			? []
			: [`Other ${noun}s that jetdeck has not read do not count. To count all of them, balance from :peers.`]),
	];
	return sentences.length === 0 ? {} : { note: sentences.join(' ') };
}

/**
 * All streams and the consumers of those that are wanted, as the account's lists say right now: what the deck knows may have
 * another leader since.
 */
export async function readAccount(
	reading: Reading,
	wantsConsumers: (stream: Placed) => boolean,
): Promise<ReadAssets | Refused> {
	const streams = await listStreams(reading);
	if ('refusal' in streams) return streams;
	const consumers = await listConsumers(reading, withSome(streams, wantsConsumers));
	const { placed, unread } = placedOf(streams);
	return { placed: [...placed, ...consumers.placed], unread: [...unread, ...consumers.unread] };
}

interface ListedStreams {
	readonly items: readonly { readonly placed: Placed; readonly consumers: number }[];
	readonly unread: readonly Unread[];
}

const placedOf = ({ items, unread }: ListedStreams): ReadAssets => ({
	placed: items.map(({ placed }) => placed),
	unread,
});

/** Names of the streams that have consumers. */
const withSome = ({ items }: ListedStreams, wanted: (stream: Placed) => boolean): readonly string[] =>
	items.flatMap(({ placed, consumers }) => (consumers !== 0 && wanted(placed) ? [placed.stream] : []));

async function listStreams({ api, signal, say }: Reading): Promise<ListedStreams | Refused> {
	say('Reading the streams');
	const streams = await keepStreams(api, {
		signal,
		keep: (info) => ({ placed: placedStream(info), consumers: info.state.consumer_count }),
	});
	if (!streams.ok) return { refusal: inSentences(streams.problem) };
	return { items: streams.value.items, unread: unreadOf(streams.value) };
}

async function listConsumers({ api, signal, say }: Reading, streams: readonly string[]): Promise<ReadAssets> {
	let done = 0;
	const lists = await askAll(streams, async (stream) => {
		const answer = await keepConsumers(api, stream, { signal, keep: placedConsumer });
		done += 1;
		say(`Reading consumers: ${count(done)} of ${plural(streams.length, 'stream')}`);
		return answer;
	});
	const each = lists.map(([stream, answer]): ReadAssets => {
		if (answer.ok) return { placed: answer.value.items, unread: unreadOf(answer.value, `${stream} > `) };
		const { problem } = answer;
		return { placed: [], unread: isAbsence(problem) ? [] : [unreadAs(`the consumers of ${stream}`, problem)] };
	});
	return { placed: each.flatMap(({ placed }) => placed), unread: each.flatMap(({ unread }) => unread) };
}

/** What lists say of these rows, and of the others. */
function splitRead({ placed, unread }: ReadAssets, noun: Placed['noun'], rows: readonly string[]): Beside {
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
