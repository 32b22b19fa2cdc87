import { listState } from '../../store/nav.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { listId, type MessagesKey, splitMessagesKey } from '../../store/view.ts';
import { rowsOf, windowFor } from '../rows.ts';
import { keyListOf, valuesOf } from './key-list.ts';
import { keyNamesResource, nextNamesResource } from './names-resource.ts';
import { allValuesResource, followValuesResource, newValuesResource } from './values-resource.ts';
import { wantsAll } from './wanted.ts';

/** The next names are read when so few rows follow those in view. */
const ahead = 1_000;

/** What the deck must request to show the keys around the cursor, with their values. */
export function keyResources(state: DeckState, about: MessagesKey, height: number): readonly Resource[] {
	const names = keyNamesResource(state, about);
	const list = keyListOf(state, about);
	if (list === undefined) return [names];
	const id = listId('keys', about);
	const rows = rowsOf(state, id);
	const { offset, count } = windowFor(state, id, height);
	const visible = rows.slice(offset, offset + count);
	const wanted = wantsAll(state, about);
	const isNear = !list.whole && listState(state, id).filter.trim() === '' && offset + count > rows.length - ahead;
	const needsMore = wanted === 'names' || isNear;
	const around = unknownOf(state, about, rows.slice(Math.max(0, offset - count), offset + 2 * count));
	const needed = unknownOf(state, about, visible);
	return [
		names,
		...(needsMore ? [nextNamesResource(state, about, list)] : []),
		// Those around are read with those in view: the next rows are there when somebody scrolls.
		...(needed.length === 0 ? [] : [newValuesResource(state, about, [...new Set([...needed, ...around])])]),
		...(wanted === 'values' ? [allValuesResource(state, about)] : []),
		followValuesResource(state, about, visible),
	];
}

function unknownOf(state: DeckState, about: MessagesKey, keys: readonly string[]): readonly string[] {
	const { values, failed } = valuesOf(state, splitMessagesKey(about).stream);
	return keys.filter((key) => !values.entries.has(key) && !failed.has(key));
}
