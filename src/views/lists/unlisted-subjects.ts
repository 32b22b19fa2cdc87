import { shortDuration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import { lastKnown, unknown } from '../../store/datum.ts';
import { listState } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { countsOf, isAwaited, subjectsOf } from '../../store/subjects/asked-subjects.ts';
import { isWhole, mostHeld, type SubjectCounts } from '../../store/subjects/subject-counts.ts';
import { listId } from '../../store/view.ts';
import type { Unlisted } from './row.ts';

/** Which subjects the list shows if a stream has more than jetdeck reads, and how to reach the others. */
export function unlistedSubjects(state: DeckState, stream: string): Unlisted {
	const counts = countsOf(state, stream);
	const all = subjectsOf(state, stream);
	if (counts === undefined || all <= mostHeld || isWhole(counts)) return {};
	const filter = listState(state, listId('subjects', stream)).filter.trim();
	const typing = ` read; enter searches ${count(all)}`;
	// The subjects read belong to another filter or order, or the filter is still being typed.
	if (isAwaited(state, stream) || state.overlay?.kind === 'filter') {
		const rest = filter === '' ? `reading ${count(all)}…` : `searching ${count(all)}…`;
		return { ...soFar, rest, none: `Searching ${count(all)} subjects for /${filter}…`, typing };
	}
	if (counts.reading) {
		const rest = `${count(counts.read)} of ${count(all)} read…`;
		return { ...soFar, rest, none: `Nothing matches /${filter} so far: ${rest}`, typing };
	}
	const { rest = '', ...said } = readOf(counts, all, filter);
	const line = [rest, ageOf(state, stream)].filter((text) => text !== '').join(', ');
	return { ...said, isFiltered: true, ...(line !== '' && { rest: line }), typing };
}

const soFar = { amount: ' so far', isFiltered: true } as const;

/** They are counted again only now and then. */
const oldMs = 20_000;

function ageOf({ now, subjects }: DeckState, stream: string): string {
	const at = lastKnown(subjects.entries.get(stream) ?? unknown)?.at ?? now;
	return now - at < oldMs ? '' : `counted ${shortDuration(now - at)} ago`;
}

function readOf(counts: SubjectCounts, all: number, filter: string): Unlisted {
	const { matching, total } = counts;
	const none = `Nothing matches /${filter} among ${among(counts, all)}.`;
	const lastKnown = counts.counts.length;
	if (counts.read < total)
		return {
			amount: ` of ${count(total)}`,
			rest: `! ${count(counts.read)} read; /subject:a.>`,
			none: `${none} To read others, filter on the server: /subject:orders.> reads only those below orders.`,
		};
	if (filter === '') return { amount: ` of ${count(total)}`, rest: '/ searches all', none };
	if (lastKnown < matching) return { amount: ` of ${count(matching)} that match`, rest: 'narrow the filter', none };
	return { amount: ` of ${count(all)}`, none };
}

function among({ read, total }: SubjectCounts, all: number): string {
	return read < total ? `the first ${count(read)} of ${count(total)} subjects by name` : `all ${count(all)} subjects`;
}
