import { least, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { gapsOf, readDeleted, removedOf } from '../../jetstream/messages/deleted.ts';
import { readWindow } from '../../jetstream/messages/read-window.ts';
import { asksLeader, type MessageSource } from '../../jetstream/messages/source.ts';
import type { Answer } from '../../jetstream/problem.ts';
import { listState } from '../../store/nav.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { listId, messagesKey } from '../../store/view.ts';
import { rowsOf, windowFor } from '../rows.ts';
import { isConfirmed } from './confirm.ts';
import { type Change, changePage, dropPage, type Shown } from './page-patch.ts';
import { seqOf } from './rows.ts';
import { failedToRead, keyOf, readFrom, sourceOf } from './source.ts';
import {
	fromFirst,
	type ListedMessage,
	type MessagePage,
	type MessagesWish,
	PAGE,
	pageOf,
	reopened,
	withNewer,
	withoutDeleted,
	withReread,
} from './stream-messages.ts';

/** Most bytes read again at a time if only reading shows what was deleted: the rest follows with the next poll. */
const MOST_REREAD_BYTES = 1024 * 1024;

/** A page, and what of it is in view. */
interface Looked {
	readonly page: MessagePage;
	/** Sequences in view. */
	readonly inView: ReadonlySet<Integer>;
	/** The cursor is on the last row and follows new messages. */
	readonly atLast: boolean;
}

/** Messages that came or were deleted since the last read. */
export function followResource(state: DeckState, shown: Shown, page: MessagePage): Resource {
	const { stream, wish, height } = shown;
	const id = listId('messages', messagesKey(stream, wish.subject));
	const { features } = state;
	const { offset, count } = windowFor(state, id, height);
	const rows = rowsOf(state, id);
	const { cursor } = listState(state, id);
	const looked: Looked = {
		page,
		inView: new Set(rows.slice(offset, offset + count).flatMap((row) => seqOf(row) ?? [])),
		atLast: cursor === undefined || cursor === rows.at(-1),
	};
	return {
		key: keyOf(stream, wish, 'follow'),
		every: 1,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			if (!source.ok) return failedToRead(stream, wish, source.problem);
			// A memory stream starts at 1 again when its server restarts, with the same creation time.
			if (source.value.info.state.last_seq < page.upTo)
				return readFrom(source, (now) => dropPage(now, stream, wish, page));
			const changes = await readChanges(source.value, wish, looked);
			if (!changes.ok) return failedToRead(stream, wish, changes.problem);
			const change: Change = (is) => changes.value.reduce((made, each) => each(made), is);
			const confirmed = await isConfirmed(source.value, wish, change(page));
			return readFrom(source, (now) =>
				changePage(now, shown, (is) => {
					const made = change(is);
					return made.confirmed === confirmed ? made : { ...made, confirmed };
				}),
			);
		},
	};
}

async function readChanges(
	source: MessageSource,
	wish: MessagesWish,
	looked: Looked,
): Promise<Answer<readonly Change[]>> {
	const { state } = source.info;
	const changes: Change[] = [(page) => fromFirst(page, state.first_seq)];
	if (isDoubted(source, looked.page)) changes.push((page) => reopened(page, state));
	const gone = await readGone(source, wish, looked);
	if (!gone.ok) return gone;
	const before = [...changes, ...gone.value].reduce((page, change) => change(page), looked.page);
	const newer = before.atEnd ? await readNewer(source, wish, before, looked.atLast) : undefined;
	if (newer !== undefined && !newer.ok) return newer;
	return { ...gone, value: [...changes, ...gone.value, ...(newer === undefined ? [] : [newer.value])] };
}

/** Deleted messages: from the leader's list if it is short, otherwise by reading again what is in view. */
async function readGone(source: MessageSource, wish: MessagesWish, looked: Looked): Promise<Answer<readonly Change[]>> {
	const { state } = source.info;
	const { page, inView } = looked;
	const found = (value: readonly Change[]): Answer<readonly Change[]> => ({ ok: true, value, at: Date.now(), ms: 0 });
	const visible = page.entries.filter(({ seq }) => inView.has(seq) && seq >= state.first_seq);
	const readAll = isDoubted(source, page);
	const doubted = readAll ? visible : visible.filter((entry) => mayBeGone(entry, source));
	const [first, last] = [doubted[0], doubted.at(-1)];
	if (first === undefined || last === undefined) return found([]);
	const isAsked = doubted.some(({ seenAt }) => seenAt === undefined);
	const deleted = readAll || isAsked ? undefined : await readDeleted(source);
	if (deleted !== undefined) return found([(is) => withoutDeleted(is, deleted)]);
	const again = await readWindow(source, {
		from: { seq: first.seq },
		subject: wish.subject,
		count: inView.size,
		direction: 'forward',
		maxBytes: MOST_REREAD_BYTES,
	});
	if (!again.ok) return again;
	const { entries, atEnd } = again.value;
	// A reply cut short by its size says nothing about what follows.
	const upTo = atEnd ? last.seq : least(last.seq, entries.at(-1)?.seq ?? last.seq);
	return found([(is) => withReread(is, { from: first.seq, upTo }, again.value, state)]);
}

/** Whether the leader may still return what a page lacks. */
const isDoubted = (source: MessageSource, page: MessagePage): boolean => !page.confirmed && asksLeader(source);

/** Whether a message may have been deleted since it was last seen. Without gaps only the first messages were. */
function mayBeGone({ seenAt }: ListedMessage, { info: { state } }: MessageSource): boolean {
	return seenAt === undefined || (gapsOf(state) > 0 && seenAt !== removedOf(state));
}

/**
 * New messages. If there are more than a page, only the newest are read if the cursor follows; otherwise the page stops
 * following.
 */
async function readNewer(
	source: MessageSource,
	{ subject }: MessagesWish,
	{ upTo }: MessagePage,
	atLast: boolean,
): Promise<Answer<Change>> {
	const { state } = source.info;
	const changed = (value: Change): Answer<Change> => ({ ok: true, value, at: Date.now(), ms: 0 });
	if (state.last_seq <= upTo) return changed((page) => page);
	const behind = minus(state.last_seq, upTo) > PAGE;
	if (behind && !atLast) return changed((page) => (page.upTo === upTo ? { ...page, atEnd: false } : page));
	const read = await readWindow(
		source,
		behind
			? { from: 'last', subject, count: PAGE, direction: 'backward' }
			: { from: { seq: plus(upTo, 1) }, subject, count: PAGE, direction: 'forward' },
	);
	if (!read.ok) return read;
	const window = { ...read.value, atEnd: true };
	return changed((page) => {
		if (page.upTo !== upTo) return page;
		return behind && window.entries.length > 0 ? pageOf(window, state) : withNewer(page, window, state);
	});
}
