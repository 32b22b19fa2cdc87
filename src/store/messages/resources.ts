import { type MessageWindow, readWindow, type WindowWish } from '../../jetstream/messages/read-window.ts';
import type { MessageSource } from '../../jetstream/messages/source.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import { answered, latest, loading, unknown } from '../datum.ts';
import { mapAnswer } from '../entries.ts';
import { listState } from '../nav.ts';
import type { Fetched, Resource } from '../resource.ts';
import { rowsOf, windowFor } from '../show/rows.ts';
import type { DeckState } from '../state.ts';
import { type Change, changePage, cursorAt, writePage } from './page-patch.ts';
import { seqOf } from './rows.ts';
import {
	gapsOf,
	type MessagePage,
	type MessagesWish,
	newest,
	pageOf,
	type StreamMessages,
	sinceFirst,
	withNewer,
	withOlder,
	withReread,
} from './stream-messages.ts';

/** Messages that are read at a time: more than a screen has rows. */
const PAGE = 100;
/** What is looked at is read again for a deletion as long as that is little. */
const MOST_REREAD_BYTES = 1024 * 1024;

/** What has to be asked for to show the messages of a stream around the cursor, and those that come. */
export function messageResources(state: DeckState, stream: string): readonly Resource[] {
	const known = state.messages.entries.get(stream) ?? { wish: newest, page: unknown };
	const page = latest(known.page);
	// All that was known may be gone: begin again.
	if (page === undefined || (page.entries.length === 0 && !page.atEnd))
		return [startResource(state, stream, known.wish)];
	return [followResource(state, stream, known), ...edges(state, stream, known.wish, page)];
}

/** Older and newer messages as the cursor comes near the first and the last that are known. */
function edges(state: DeckState, stream: string, wish: MessagesWish, page: MessagePage): readonly Resource[] {
	const id = `messages:${stream}` as const;
	// A filter chooses among what is known: it does not walk the stream.
	if (listState(state, id).filter.trim() !== '') return [];
	const { offset, count } = windowFor(state, id);
	const first = page.entries[0]?.seq;
	const last = page.entries.at(-1)?.seq;
	const older = !page.atStart && first !== undefined && offset < PAGE / 2;
	const newer = !page.atEnd && last !== undefined && offset + count > rowsOf(state, id).length - PAGE / 2;
	return [
		...(older ? [edgeResource(state, stream, wish, 'older', first)] : []),
		...(newer ? [edgeResource(state, stream, wish, 'newer', last)] : []),
	];
}

function keyOf(stream: string, wish: MessagesWish, what: string): string {
	return `messages:${stream}:${JSON.stringify(wish)}:${what}`;
}

function startResource({ features }: DeckState, stream: string, wish: MessagesWish): Resource {
	return {
		key: keyOf(stream, wish, 'start'),
		every: 1,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			if (!source.ok) return failedToRead(stream, wish, source);
			const answer = await readStart(source.value, wish);
			const page = mapAnswer(answer, (window) => pageOf(window, source.value.info.state));
			return {
				ok: answer.ok,
				patch: (state) => {
					const change = writePage(state, stream, wish, (before) => answered(loading(before), page));
					return { ...change, ...cursorAt({ ...state, ...change }, stream, wish.from === 'last' ? 'last' : 'first') };
				},
			};
		},
	};
}

/** Where there is nothing to begin with, what is before it. */
async function readStart(source: MessageSource, { from, subject }: MessagesWish): Promise<Answer<MessageWindow>> {
	const fromEnd: WindowWish = { from: 'last', subject, count: PAGE, direction: 'backward' };
	if (from === 'last') return readWindow(source, fromEnd);
	const answer = await readWindow(source, { from, subject, count: PAGE, direction: 'forward' });
	return answer.ok && answer.value.entries.length === 0 ? readWindow(source, fromEnd) : answer;
}

function edgeResource(
	{ features }: DeckState,
	stream: string,
	wish: MessagesWish,
	side: 'older' | 'newer',
	seq: number,
): Resource {
	const direction = side === 'older' ? 'backward' : 'forward';
	const from = { seq: side === 'older' ? seq - 1 : seq + 1 };
	return {
		key: keyOf(stream, wish, `${side} ${seq}`),
		every: 1,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			if (!source.ok) return failedToRead(stream, wish, source);
			const answer = await readWindow(source.value, { from, subject: wish.subject, count: PAGE, direction });
			if (!answer.ok) return failedToRead(stream, wish, answer);
			const add: Change = (page) => {
				const edge = side === 'older' ? page.entries[0] : page.entries.at(-1);
				if (edge?.seq !== seq) return page;
				return side === 'older'
					? withOlder(page, answer.value)
					: withNewer(page, answer.value, source.value.info.state.last_seq);
			};
			return { ok: true, patch: (state) => changePage(state, stream, wish, add) };
		},
	};
}

/** What has come, and what has gone since the last look. */
function followResource(state: DeckState, stream: string, { wish, page }: StreamMessages): Resource {
	const id = `messages:${stream}` as const;
	const { features } = state;
	const { offset, count } = windowFor(state, id);
	const seen = rowsOf(state, id)
		.slice(offset, offset + count)
		.flatMap((row) => seqOf(row) ?? []);
	const before = latest(page);
	const { cursor } = listState(state, id);
	const atLast = cursor === undefined || cursor === rowsOf(state, id).at(-1);
	return {
		key: keyOf(stream, wish, 'follow'),
		every: 1,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			if (!source.ok || before === undefined) return source.ok ? nothing : failedToRead(stream, wish, source);
			const changes = await readChanges(source.value, wish, before, seen, atLast);
			if (!changes.ok) return failedToRead(stream, wish, changes);
			return {
				ok: true,
				patch: (now) => changePage(now, stream, wish, (is) => changes.value.reduce((made, change) => change(made), is)),
			};
		},
	};
}

async function readChanges(
	source: MessageSource,
	{ subject }: MessagesWish,
	before: MessagePage,
	seen: readonly number[],
	atLast: boolean,
): Promise<Answer<readonly Change[]>> {
	const { state } = source.info;
	const changes: Change[] = [(page) => sinceFirst(page, state.first_seq)];
	const [from, upTo] = [Math.max(state.first_seq, seen[0] ?? 0), seen.at(-1) ?? 0];
	const gaps = gapsOf(state);
	if (gaps !== before.gaps && seen.length > 0 && isLittle(source, seen.length)) {
		const again = await readWindow(source, { from: { seq: from }, subject, count: seen.length, direction: 'forward' });
		if (!again.ok) return again;
		const entries = again.value.entries.filter(({ seq }) => seq <= upTo);
		// Cut short by its size, it says nothing of what is behind it.
		const end = again.value.atEnd ? upTo : Math.min(upTo, again.value.entries.at(-1)?.seq ?? upTo);
		changes.push((page) => ({ ...withReread(page, from, end, { ...again.value, entries }), gaps }));
	}
	const newer = before.atEnd ? await readNewer(source, subject, before, atLast) : undefined;
	if (newer !== undefined && !newer.ok) return newer;
	if (newer !== undefined) changes.push(newer.value);
	return { ok: true, value: changes, at: Date.now(), ms: 0 };
}

/** What has come. Of more than a page only the newest are read where the cursor goes along; otherwise it is not followed. */
async function readNewer(
	source: MessageSource,
	subject: string | undefined,
	{ upTo }: MessagePage,
	atLast: boolean,
): Promise<Answer<Change>> {
	const { state } = source.info;
	const changed = (value: Change): Answer<Change> => ({ ok: true, value, at: Date.now(), ms: 0 });
	if (state.last_seq <= upTo) return changed((page) => page);
	const behind = state.last_seq - upTo > PAGE;
	if (behind && !atLast) return changed((page) => (page.upTo === upTo ? { ...page, atEnd: false } : page));
	const read = await readWindow(
		source,
		behind
			? { from: 'last', subject, count: PAGE, direction: 'backward' }
			: { from: { seq: upTo + 1 }, subject, count: PAGE, direction: 'forward' },
	);
	if (!read.ok) return read;
	const window = { ...read.value, atEnd: true };
	return changed((page) => {
		if (page.upTo !== upTo) return page;
		const none = window.entries.length === 0;
		return behind && !none ? pageOf(window, state) : withNewer(page, window, state.last_seq);
	});
}

function isLittle({ info: { state } }: MessageSource, rows: number): boolean {
	return state.messages === 0 || (state.bytes / state.messages) * rows <= MOST_REREAD_BYTES;
}

async function sourceOf(
	api: Api,
	stream: string,
	features: MessageSource['features'],
	signal: AbortSignal,
): Promise<Answer<MessageSource>> {
	const info = await api.request('stream.info', { stream }, undefined, { signal });
	return mapAnswer(info, (value) => ({ api, info: value, features, signal }));
}

const nothing: Fetched = { ok: true, patch: () => ({}) };

function failedToRead(stream: string, wish: MessagesWish, answer: Answer<unknown>): Fetched {
	if (answer.ok) return nothing;
	return { ok: false, patch: (state) => writePage(state, stream, wish, (before) => answered(loading(before), answer)) };
}
