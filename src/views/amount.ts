import { count } from '../format/integer.ts';
import { latest } from '../store/datum.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitMessagesKey } from '../store/view.ts';
import { shapeOf } from './lists.ts';
import { rowsOf } from './rows.ts';
import { unlistedOf } from './unlisted-subjects.ts';

/** How many of these rows count: what is between messages does not. */
export function countRows(id: ListId, rows: readonly string[]): number {
	const { counts } = shapeOf(id) ?? {};
	return counts === undefined ? rows.length : rows.filter(counts).length;
}

/** How many rows a list has, and with a filter of how many: `12`, `3 of 12`. */
export function amountOf(state: DeckState, id: ListId): string {
	const shown = countRows(id, rowsOf(state, id));
	const unlisted = unlistedOf(state, id);
	if (unlisted !== undefined) return `${count(shown)}${unlisted.amount}`;
	const isFiltered = listState(state, id).filter.trim() !== '';
	const all = isFiltered ? countRows(id, shapeOf(id)?.ids(state) ?? []) : shown;
	const amount = isFiltered ? `${count(shown)} of ${count(all)}` : count(shown);
	return `${amount}${restOf(state, id, isFiltered)}`;
}

/** Of messages only a part is read: how many the stream has, where that is known. */
function restOf(state: DeckState, id: ListId, isFiltered: boolean): string {
	if (!id.startsWith('messages:')) return '';
	const key = id.slice('messages:'.length);
	const known = state.messages.entries.get(key);
	const page = known && latest(known.page);
	if (page === undefined || (page.atStart && page.atEnd)) return '';
	const { stream, subject } = splitMessagesKey(key);
	const entry = state.streams.entries.get(stream);
	const info = entry && latest(entry.info);
	return subject === undefined && !isFiltered && info !== undefined ? ` of ${count(info.state.messages)}` : ' read';
}
