import { serverNow } from '../../format/age.ts';
import { bar } from '../../format/bar.ts';
import { count } from '../../format/integer.ts';
import { memo } from '../../format/memo.ts';
import { storedSubject } from '../../jetstream/kv/key.ts';
import { markOf } from '../../jetstream/kv/key-names.ts';
import { unaddressable } from '../../jetstream/unaddressable.ts';
import { lastKnown, unknown } from '../../store/datum.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState, Table } from '../../store/state.ts';
import { listId, type MessagesKey, splitMessagesKey } from '../../store/view.ts';
import { type KeyRow, keyColumns } from '../columns/keys.ts';
import { keysDatum } from '../datums.ts';
import { keyListOf, kvBucketIn, shownKeys, valuesOf } from '../keys/key-list.ts';
import type { ShownValue } from '../keys/shown-value.ts';
import { timeLeft } from '../keys/time-left.ts';
import { isTooLarge, mostSorted, sortsByValue, unreadKeys, wantsAll, wasStopped } from '../keys/wanted.ts';
import { isStale } from '../row.ts';
import { listRow, noneUnread, type Unlisted } from './row.ts';

/** A longer list keeps its order until all values were read again. */
const large = 2_000;

/** The keys of a bucket, with the values of those in view. */
export const keyList = listRow<KeyRow>({
	columns: keyColumns,
	defaultSort: { column: 'key', descending: false },
	datum: keysDatum,
	waiting: 'Reading the keys…',
	ids: shownKeys,
	sortedBy: 'key',
	isTooLong: (state, about) => sortsByValue(state, about) && isTooLarge(state, about),
	sources: (state, about) => {
		const { values, sweptAt } = valuesOf(state, splitMessagesKey(about).stream);
		return (keyListOf(state, about)?.names.length ?? 0) > large ? [sweptAt] : [values];
	},
	row: keyRow,
	stale: ({ stale }) => stale,
	acts: (key) => ({ key }),
	searchesIds: true,
	filterable: (_, key) => ({ texts: [key], subjects: [key] }),
	empty: (_, about) => {
		const { subject } = splitMessagesKey(about);
		return subject === undefined
			? ['No keys in this bucket.', 'Press n to put one.']
			: [`No keys match ${subject}.`, 'Press f to filter by another pattern.'];
	},
	unlisted,
	report: 'not printed',
	unread: noneUnread,
});

function keyRow(state: DeckState, key: string, about: MessagesKey): KeyRow {
	const { stream } = splitMessagesKey(about);
	const { values, failed } = valuesOf(state, stream);
	const value = values.entries.get(key);
	const entry = state.streams.entries.get(stream);
	const last = lastKnown(entry?.info ?? unknown);
	const info = last?.value;
	const now = serverNow(info?.ts, last?.at ?? state.now, state.now);
	// What was read in the present state of the bucket is current, however long ago that was.
	const isCurrent = last !== undefined && value?.mark === markOf(last.value) && !isStale(state, last.at);
	return {
		key,
		value,
		unreadable: value === undefined ? (failed.get(key) ?? unreadableName(state, stream, key)) : undefined,
		left: value && info && timeLeft(value, info.config, now),
		stale: value !== undefined && !isCurrent && isStale(state, value.at),
		now,
	};
}

/** Servers store any subject; some cannot be selected alone. */
function unreadableName(state: DeckState, stream: string, key: string): string | undefined {
	const bucket = kvBucketIn(state, stream);
	const why = bucket && unaddressable(storedSubject(bucket, key));
	return why && words[why];
}

const words = {
	pattern: 'its name is a pattern: no request selects it alone',
	bytes: 'its name is not UTF-8: no request selects it',
} as const;

/** Names that were not read yet, and keys that are hidden because they are deleted. */
function unlisted(state: DeckState, about: MessagesKey): Unlisted {
	const list = keyListOf(state, about);
	if (list === undefined) return {};
	const { stream } = splitMessagesKey(about);
	const { values, deleted } = valuesOf(state, stream);
	const hidden = state.deletedShown.has(stream) ? 0 : deleted.size;
	const read = list.names.length;
	const { filter } = listState(state, listId('keys', about));
	const isFiltered = filter.trim() !== '';
	const all = !isFiltered && !list.whole ? ` of ${count(list.total)}` : '';
	// Deleted keys are listed among the others until their values are read.
	const isDoubted = !isFiltered && hasUnread(list.names, values, deleted);
	const searched = list.whole ? `all ${count(read)} names` : `${count(read)} of ${count(list.total)} names read`;
	const rest = [readingInWords(state, about), hidden > 0 ? `${count(hidden)} deleted hidden; X shows them` : ''];
	return {
		amount: isDoubted ? `${all} names` : all,
		...(rest.some((part) => part !== '') && { rest: rest.filter((part) => part !== '').join(' · ') }),
		none: `Nothing matches /${filter.trim()} among ${searched}.`,
		...(!list.whole && { typing: `; enter searches ${count(list.total)}` }),
	};
}

const BAR = 10;

/** How far it is that all names, or all values, are read for a filter or an order. */
function readingInWords(state: DeckState, about: MessagesKey): string {
	const { names, total, whole } = keyListOf(state, about) ?? { names: [], total: 0, whole: true };
	const wanted = wantsAll(state, about);
	if (wanted === undefined) {
		if (sortsByValue(state, about) && isTooLarge(state, about))
			return `! more than ${count(mostSorted)} keys: f narrows them, to sort by values`;
		const isStopped =
			wasStopped(state, about) && (!whole || (sortsByValue(state, about) && unreadKeys(state, about).length > 0));
		return isStopped ? 'stopped; r reads on' : '';
	}
	const done = wanted === 'names' ? names.length : names.length - unreadKeys(state, about).length;
	const share = total === 0 ? 1 : done / total;
	return `reading all ${wanted}: ${count(done)} of ${count(total)} ${bar(share, BAR)} esc stops`;
}

/** Whether the value of some key is not known. */
const hasUnread = memo(
	(names: readonly string[], { entries }: Table<string, ShownValue>, deleted: ReadonlySet<string>): boolean =>
		names.some((name) => !entries.has(name) && !deleted.has(name)),
);
