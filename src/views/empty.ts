import { wholeSeconds } from '../format/age.ts';
import { plural } from '../format/integer.ts';
import type { Line, Tone } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { wrapText } from '../format/width.ts';
import { isRefusal, isWithoutJetStream, type Problem } from '../jetstream/problem.ts';
import { lastKnown, problemOf } from '../store/datum.ts';
import { currentView, listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitListId } from '../store/view.ts';
import { unknownWordSaid } from './filter-words.ts';
import { sweepNeeded } from './interests.ts';
import { listDatum } from './list-datum.ts';
import type { ListRow } from './lists/row.ts';
import { listRowOf, unlistedOf } from './lists.ts';
import { unansweredServers } from './notice.ts';
import { placeOf } from './places.ts';
import { rowsOf } from './rows.ts';

/** What an empty list shows: why it has no rows, and what to do. Undefined if it has rows. */
export function emptyLines(state: DeckState, id: ListId): readonly Line[] | undefined {
	if (rowsOf(state, id).length > 0) return undefined;
	const row = listRowOf(id);
	return missingLines(state, id) ?? (row && noRows(state, id, row));
}

/** Why a view has no data: no connection, a problem, or a pending reply. Undefined if it has data. */
export function missingLines(state: DeckState, id: ListId): readonly Line[] | undefined {
	const datum = listDatum(state, id);
	if (lastKnown(datum) !== undefined) return undefined;
	if (state.link.phase !== 'connected') return connectionLines(state);
	const problem = problemOf(datum);
	return problem === undefined
		? paragraph(waitingFor(state, id), 'dim', state.size.columns)
		: problemLines(withName(inSystemWords(state, problem), problem, listRowOf(id)), state.size.columns);
}

/** Who may not list may know a name. */
function withName(
	{ message, advice }: Pick<Problem, 'message' | 'advice'>,
	problem: Problem,
	row: ListRow | undefined,
): Pick<Problem, 'message' | 'advice'> {
	const byName = isRefusal(problem) ? row?.byName : undefined;
	return { message, advice: byName === undefined ? advice : `${advice} ${byName}` };
}

/** The system account never has JetStream: nothing is missing. */
function inSystemWords({ system }: DeckState, problem: Problem): Pick<Problem, 'message' | 'advice'> {
	if (system.own !== true || !isWithoutJetStream(problem)) return problem;
	const message = 'This is the system account: it has no streams of its own.';
	return { message, advice: 'Press 7 for the servers; :context switches to another account.' };
}

/** A problem and what to do about it. */
function problemLines(problem: Pick<Problem, 'message' | 'advice'>, columns: number): readonly Line[] {
	return [...paragraph(`! ${problem.message}`, 'bad', columns), ...paragraph(problem.advice, 'plain', columns)];
}

/** Why there is no connection, and what to do. */
function connectionLines({ link, target, now, size }: DeckState): readonly Line[] {
	if (link.phase === 'connected' || link.phase === 'closed')
		return paragraph('The connection is closed.', 'dim', size.columns);
	const { problem, retryAt, attempt } = link;
	const address = problem?.address ?? target.servers[0] ?? target.label;
	if (problem === undefined) {
		const to = link.trying !== undefined && link.trying.length > 1 ? link.trying.join(' and ') : address;
		return paragraph(`Connecting to ${to} with ${target.identity}…`, 'dim', size.columns);
	}
	const next =
		retryAt !== undefined && retryAt > now
			? `Attempt ${attempt} failed; the next one is in ${wholeSeconds(Math.max(1000, retryAt - now))}.`
			: `Attempt ${attempt} is under way.`;
	return [
		...paragraph(`! ${address}: ${problem.message}`, 'bad', size.columns),
		...paragraph(problem.advice, 'plain', size.columns),
		[],
		...paragraph(
			[next, unansweredServers(link), `Connecting with ${target.identity}.`].filter((part) => part !== '').join(' '),
			'dim',
			size.columns,
		),
		...paragraph('r tries now · :context switches the context · :demo opens a demo server', 'dim', size.columns),
		...target.notes.flatMap((note) => paragraph(note, 'dim', size.columns)),
	];
}

function noRows(state: DeckState, id: ListId, row: ListRow): readonly Line[] {
	const { filter } = listState(state, id);
	const columns = state.size.columns;
	const { none } = unlistedOf(state, id);
	if (filter.trim() !== '' && none !== undefined) return paragraph(`${none} esc clears the filter.`, 'plain', columns);
	if (filter.trim() !== '') {
		const looked = searchedSoFar(state, row);
		const unknown = unknownWordSaid(row.words, filter);
		return [
			...paragraph(`Nothing matches /${filter.trim()}. esc clears the filter.${looked}`, 'plain', columns),
			...(unknown === undefined ? [] : paragraph(unknown, 'dim', columns)),
		];
	}
	const unansweredServers = [...(row.untold?.(state) ?? [])];
	const [first] = unansweredServers;
	if (first !== undefined) {
		const [name, problem] = first;
		const message = `The consumers of ${plural(unansweredServers.length, 'stream')} are unknown. ${name}: ${problem.message}`;
		return problemLines({ message, advice: problem.advice }, columns);
	}
	return row
		.empty(state, splitListId(id).about)
		.flatMap((text, at) => paragraph(text, at === 0 ? 'plain' : 'dim', columns));
}

/** A running or stopped sweep has not read every row that may match. */
function searchedSoFar(state: DeckState, { sweep }: ListRow): string {
	if (state.sweep !== undefined) return ' The search is still under way.';
	const isUnread = sweep !== undefined && sweepNeeded(state) === sweep && state.swept[sweep] === undefined;
	return isUnread ? ` Not all ${sweep} were read: press r to read them.` : '';
}

function waitingFor(state: DeckState, id: ListId): string {
	const { body } = placeOf(currentView(state));
	return listRowOf(id)?.waiting ?? (body.kind === 'text' ? body.waiting : 'Reading…');
}

/** A wrapped text, indented by the gutter. */
function paragraph(text: string, tone: Tone, columns: number): readonly Line[] {
	return wrapText(sanitise(text), Math.max(1, columns - 4)).map((part) => [{ text: `  ${part}`, tone }]);
}
