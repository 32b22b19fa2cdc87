import { mostEntries } from '../changes/journal.ts';
import { count, plural } from '../format/integer.ts';
import { latest, unknown } from '../store/datum.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitMessagesKey } from '../store/view.ts';
import { shapeOf } from './lists.ts';
import { mostDeliveries } from './messages/fetched.ts';
import { unlistedSubjects } from './unlisted-subjects.ts';

/** That there is more than a list shows, and how to get to it. */
export interface Unlisted {
	/** After the number of rows: ` of 300,000`. */
	readonly amount?: string;
	/** For the line of the list: what is missing, and the way there. */
	readonly rest?: string;
	/** Where no row matches the filter: that, and among how many. */
	readonly none?: string;
	/** While the filter is being typed, after the number of rows. */
	readonly typing?: string;
}

export function unlistedOf(state: DeckState, id: ListId): Unlisted {
	if (id.startsWith('subjects:')) return unlistedSubjects(state, id);
	if (id.startsWith('messages:')) return unlistedMessages(state, id);
	if (id === 'consumers' || id === 'lag') return unlistedConsumers(state);
	if (id === 'journal' && state.journal.length >= mostEntries)
		return { rest: `the latest ${count(mostEntries)}${keepsAll(state) ? '; the journal file has all' : ''}` };
	if (id.startsWith('fetched:') && (shapeOf(id)?.ids(state).length ?? 0) >= mostDeliveries)
		return { rest: `the latest ${count(mostDeliveries)}` };
	return {};
}

const keepsAll = ({ journalPlace: { path, problem } }: DeckState): boolean =>
	path !== undefined && problem === undefined;

/** Of messages only a part is read. */
function unlistedMessages(state: DeckState, id: ListId): Unlisted {
	const key = id.slice('messages:'.length);
	const known = state.messages.entries.get(key);
	const page = known && latest(known.page);
	if (page === undefined || (page.atStart && page.atEnd)) return {};
	const { stream, subject } = splitMessagesKey(key);
	const info = latest(state.streams.entries.get(stream)?.info ?? unknown);
	const filter = listState(state, id).filter.trim();
	const isAll = subject === undefined && filter === '' && info !== undefined;
	return {
		amount: isAll ? ` of ${count(info.state.messages)}` : ' read',
		none: `Nothing matches /${filter} among the ${plural(page.entries.length, 'message')} read. f reads those of a subject alone, o goes to a sequence or a time.`,
		typing: ' read',
	};
}

/** Until every stream was asked there may be more. */
function unlistedConsumers({ swept, sweep }: DeckState): Unlisted {
	if (swept.consumers !== undefined) return {};
	return { amount: ' so far', ...(sweep === undefined && { rest: 'r reads all' }) };
}
