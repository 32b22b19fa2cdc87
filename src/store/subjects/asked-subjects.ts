import { latest, unknown } from '../datum.ts';
import { listState } from '../nav.ts';
import type { DeckState } from '../state.ts';
import { listId } from '../view.ts';
import { everySubject, isSameAsk, mostHeld, type SubjectAsk, type SubjectCounts } from './subject-counts.ts';

/**
 * The subjects to request: if jetdeck can keep all subjects of the stream, all of them; otherwise the first that match the list's
 * filter, in the list's order. A filter being typed waits for enter: each look reads everything.
 */
export function askedSubjects(state: DeckState, stream: string): SubjectAsk {
	if (subjectsOf(state, stream) <= mostHeld) return everySubject;
	const list = listState(state, listId('subjects', stream));
	const { filter } = state.overlay?.kind === 'filter' ? state.overlay.before : list;
	const sort = list.sort ?? everySubject.sort;
	// A share is ordered as the messages are.
	return { filter: filter.trim(), sort: sort.column === 'share' ? { ...sort, column: 'messages' } : sort };
}

/** How many subjects the stream has; undefined if unknown. */
export function subjectsOf(state: DeckState, stream: string): number {
	const known = countsOf(state, stream);
	const entry = state.streams.entries.get(stream);
	const told = entry && latest(entry.info)?.state.num_subjects;
	return Math.max(told ?? 0, known?.total ?? 0);
}

export function countsOf(state: DeckState, stream: string): SubjectCounts | undefined {
	return latest(state.subjects.entries.get(stream) ?? unknown);
}

/** Whether the subjects read belong to another filter or order: a new read is pending. */
export function isAwaited(state: DeckState, stream: string): boolean {
	const counts = countsOf(state, stream);
	return counts !== undefined && !isSameAsk(counts.ask, askedSubjects(state, stream));
}

/** Whether more subjects will be read. */
export function isIncomplete(state: DeckState, stream: string): boolean {
	return countsOf(state, stream)?.reading === true || isAwaited(state, stream);
}
