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

/** Read again at a time, where only reading tells what was deleted: the rest comes with the next poll. */
const MOST_REREAD_BYTES = 1024 * 1024;

/** A page, and what of it is looked at. */
interface Looked {
	readonly page: MessagePage;
	/** Sequences in view. */
	readonly inView: ReadonlySet<Integer>;
	/** The cursor is on the last row, and goes along with what comes. */
	readonly atLast: boolean;
}

/** What has come, and what has gone since the last look. */
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
			// A stream in memory begins at 1 again with its server, under the same date of creation.
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

/** What was deleted: by the leader's list where it is short, else what is in view is read again. */
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
	// Cut short by its size, it says nothing of what comes after it.
	const upTo = atEnd ? last.seq : least(last.seq, entries.at(-1)?.seq ?? last.seq);
	return found([(is) => withReread(is, { from: first.seq, upTo }, again.value, state)]);
}

/** Whether the leader may yet return what a page lacks. */
const isDoubted = (source: MessageSource, page: MessagePage): boolean => !page.confirmed && asksLeader(source);

/** Whether messages have gone since one was last seen that may be it. Without gaps none has gone but the first ones. */
function mayBeGone({ seenAt }: ListedMessage, { info: { state } }: MessageSource): boolean {
	return seenAt === undefined || (gapsOf(state) > 0 && seenAt !== removedOf(state));
}

/** What has come. Of more than a page only the newest are read where the cursor goes along; otherwise it is not followed. */
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
