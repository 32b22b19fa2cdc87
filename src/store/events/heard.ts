import type { ServerEvent } from '../../jetstream/events/event.ts';
import { type ConsumerKey, consumerKey } from '../view.ts';

/** An event that came; `row` numbers it among all of this connection. */
export interface NewEvent extends ServerEvent {
	readonly row: string;
}

/** An event that was heard. */
export interface HeardEvent extends NewEvent {
	readonly run: Run;
	/** Bytes that it takes. */
	readonly size: number;
}

/** Equal events that came one after the other, up to this one: the row and the time of the first, and how many. */
interface Run {
	readonly first: number;
	readonly at: number;
	readonly times: number;
}

/** What is shown of an event beside its stream or consumer, without its body. */
export type RecentEvent = Pick<HeardEvent, 'at' | 'what' | 'tone' | 'consumer' | 'who'>;

/** What was heard, bounded in events and in bytes. */
export interface Heard {
	/** The oldest first. The same array until something comes. */
	readonly ring: readonly HeardEvent[];
	/** Of all in the ring. */
	readonly bytes: number;
	/** All that came, also what is gone. */
	readonly total: number;
	/** What fell out of the ring, and what came faster than it could be read. */
	readonly dropped: number;
	/** The list as it was when somebody paused it. */
	readonly paused?: { readonly ring: readonly HeardEvent[]; readonly total: number } | undefined;
	/** The event in view, or that was last: it may have fallen out of the ring. */
	readonly opened?: HeardEvent | undefined;
	/** The last events of a stream or a consumer, the newest first, without those that come for each message. */
	readonly recent: ReadonlyMap<string | ConsumerKey, readonly RecentEvent[]>;
	/** Messages that consumers gave up since the deck listens. */
	readonly gaveUp: ReadonlyMap<ConsumerKey, { readonly count: number; readonly at: number }>;
	/** When streams and consumers last said that they have no quorum. */
	readonly lost: ReadonlyMap<string | ConsumerKey, number>;
	/** Somebody looks at events: from then on everything is listened to. */
	readonly all: boolean;
	/** Since when nothing is missing. Undefined until the server took all subscriptions, and where it refused one. */
	readonly allSince?: AllSince | undefined;
	/** The connection is to the system account. */
	readonly isSystem?: boolean | undefined;
}

interface AllSince {
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** The last row that came before. */
	readonly after: number;
}

export const mostEvents = 20_000;
const mostBytes = 24 * 1024 * 1024;
const mostRecent = 8;
const mostKeys = 1_000;
/** A loss is announced every 12 to 16 s while it lasts. */
export const lossLastsMs = 45_000;
/** What an event takes beside its texts. */
const overhead = 400;

export function nothingHeard(): Heard {
	const empty = { recent: new Map(), gaveUp: new Map(), lost: new Map() };
	return { ring: [], bytes: 0, total: 0, dropped: 0, all: false, ...empty };
}

/** @param unread how many came faster than they could be read */
export function withHeard(before: Heard, came: readonly NewEvent[], unread: number, now: number): Heard {
	const news = inRuns(came, before.ring.at(-1));
	const all = news.length === 0 ? before.ring : [...before.ring, ...news];
	let bytes = news.reduce((sum, { size }) => sum + size, before.bytes);
	let first = 0;
	for (; first < all.length && (all.length - first > mostEvents || bytes > mostBytes); first += 1)
		bytes -= all[first]?.size ?? 0;
	const { allSince } = before;
	return {
		...before,
		...(unread > 0 && allSince !== undefined && { allSince: { at: now, after: Number(all.at(-1)?.row ?? 0) } }),
		ring: first === 0 ? all : all.slice(first),
		bytes,
		total: before.total + news.length + unread,
		dropped: before.dropped + first + unread,
		recent: withRecent(before.recent, news),
		gaveUp: withGivenUp(before.gaveUp, news),
		lost: withLost(before.lost, news, now),
	};
}

function inRuns(came: readonly NewEvent[], before: HeardEvent | undefined): readonly HeardEvent[] {
	let last = before;
	return came.map((event) => {
		const run: Run =
			last !== undefined && isRepeated(last, event)
				? { ...last.run, times: last.run.times + 1 }
				: { first: Number(event.row), at: event.at, times: 1 };
		last = { ...event, run, size: sizeOf(event) };
		return last;
	});
}

/** The same happened to the same stream, consumer or account; what names a message may come from any server. */
function isRepeated(a: ServerEvent, b: ServerEvent): boolean {
	if (a.type !== b.type || a.stream !== b.stream || a.consumer !== b.consumer || a.account !== b.account) return false;
	return b.repeats ?? (a.what === b.what && a.who === b.who && a.server === b.server);
}

const texts = ['body', 'what', 'subject', 'type', 'stream', 'consumer', 'account', 'who', 'server', 'id'] as const;

function sizeOf(event: NewEvent): number {
	let length = 0;
	for (const key of texts) length += event[key]?.length ?? 0;
	return overhead + 2 * length;
}

/** What an event is said of: a consumer and its stream. */
function keysOf({ stream, consumer }: HeardEvent): readonly string[] {
	if (stream === undefined) return [];
	return consumer === undefined ? [stream] : [stream, consumerKey(stream, consumer)];
}

/** Its own: of a consumer that alone. */
const ownKey = (event: HeardEvent): string | undefined => keysOf(event).at(-1);

function withRecent(before: Heard['recent'], news: readonly HeardEvent[]): Heard['recent'] {
	const telling = news.filter(({ frequent, stream }) => frequent === undefined && stream !== undefined);
	if (telling.length === 0) return before;
	const recent = new Map(before);
	for (const event of telling) {
		const { at, what, tone, consumer, who } = event;
		for (const key of keysOf(event)) {
			const last = recent.get(key) ?? [];
			// What was said last is forgotten last.
			recent.delete(key);
			recent.set(
				key,
				[{ at, what, tone, ...(consumer && { consumer }), ...(who && { who }) }, ...last].slice(0, mostRecent),
			);
		}
	}
	return cut(recent);
}

function withGivenUp(before: Heard['gaveUp'], news: readonly HeardEvent[]): Heard['gaveUp'] {
	const given = news.filter(({ means }) => means === 'gave-up');
	if (given.length === 0) return before;
	const gaveUp = new Map(before);
	for (const event of given) {
		const key = ownKey(event);
		if (key === undefined) continue;
		const count = (gaveUp.get(key)?.count ?? 0) + 1;
		gaveUp.delete(key);
		gaveUp.set(key, { count, at: event.at });
	}
	return cut(gaveUp);
}

function withLost(before: Heard['lost'], news: readonly HeardEvent[], now: number): Heard['lost'] {
	const isOver = (at: number): boolean => now - at > lossLastsMs;
	const telling = news.filter(({ means }) => means !== undefined && means !== 'gave-up');
	if (telling.length === 0 && ![...before.values()].some(isOver)) return before;
	const lost = new Map([...before].filter(([, at]) => !isOver(at)));
	for (const event of telling) {
		const key = ownKey(event);
		if (key === undefined) continue;
		if (event.means === 'quorum-lost') lost.set(key, now);
		else lost.delete(key);
		// The consumers of a deleted stream are gone too.
		if (event.means === 'gone' && event.consumer === undefined)
			for (const each of [...lost.keys()]) if (each.startsWith(consumerKey(key, ''))) lost.delete(each);
	}
	return cut(lost);
}

/** Every user may publish there: no name fills the memory. */
function cut<Value>(map: Map<string, Value>): ReadonlyMap<string, Value> {
	for (const key of map.keys()) {
		if (map.size <= mostKeys) break;
		map.delete(key);
	}
	return map;
}
