import { wholeSeconds } from '../format/age.ts';
import { count, plural } from '../format/integer.ts';
import type { Line, Tone } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { wrapText } from '../format/width.ts';
import type { Problem } from '../jetstream/problem.ts';
import { held, problemOf } from '../store/datum.ts';
import { listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { type ListId, splitMessagesKey } from '../store/view.ts';
import { sweepNeeded } from './interests.ts';
import { datumOf } from './known.ts';
import { mostConsumers } from './messages/fetched.ts';
import { untold } from './notice.ts';
import { rowsOf } from './rows.ts';
import { unlistedOf } from './unlisted.ts';
import { untoldStreams } from './unread.ts';

/** What stands in place of a list's rows: why there are none, and what to do. Undefined when there are rows. */
export function emptyLines(state: DeckState, id: ListId): readonly Line[] | undefined {
	if (rowsOf(state, id).length > 0) return undefined;
	return missingLines(state, id) ?? noRows(state, id);
}

/** Why a view has nothing to show yet: no connection, a problem, or an answer still to come. Undefined when it has. */
export function missingLines(state: DeckState, id: ListId): readonly Line[] | undefined {
	const datum = datumOf(state, id);
	if (held(datum) !== undefined) return undefined;
	if (state.link.phase !== 'connected') return connectionLines(state);
	const problem = problemOf(datum);
	return problem === undefined
		? paragraph(waitingFor(id), 'dim', state.size.columns)
		: problemLines(problem, state.size.columns);
}

/** A problem and what to do about it. */
function problemLines(problem: Pick<Problem, 'message' | 'advice'>, columns: number): readonly Line[] {
	return [...paragraph(`! ${problem.message}`, 'bad', columns), ...paragraph(problem.advice, 'plain', columns)];
}

/** Why there is no connection, and the ways on from there. */
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
			? `Try ${attempt} failed; the next is in ${wholeSeconds(Math.max(1000, retryAt - now))}.`
			: `Try ${attempt} is under way.`;
	return [
		...paragraph(`! ${address}: ${problem.message}`, 'bad', size.columns),
		...paragraph(problem.advice, 'plain', size.columns),
		[],
		...paragraph(`${next} ${untold(link)} Connecting with ${target.identity}.`.replace('  ', ' '), 'dim', size.columns),
		...paragraph('r tries now · :context picks another context · :demo opens a demo server', 'dim', size.columns),
		...target.notes.flatMap((note) => paragraph(note, 'dim', size.columns)),
	];
}

function noRows(state: DeckState, id: ListId): readonly Line[] {
	const { filter } = listState(state, id);
	const columns = state.size.columns;
	const { none } = unlistedOf(state, id);
	if (filter.trim() !== '' && none !== undefined) return paragraph(`${none} esc clears the filter.`, 'plain', columns);
	if (filter.trim() !== '') {
		const looked = searchedSoFar(state, id);
		return paragraph(`Nothing matches /${filter.trim()}. esc clears the filter.${looked}`, 'plain', columns);
	}
	const untold = id === 'consumers' || id === 'lag' ? [...untoldStreams(state)] : [];
	const [first] = untold;
	if (first !== undefined) {
		const [name, problem] = first;
		const message = `The consumers of ${plural(untold.length, 'stream')} are not known. ${name}: ${problem.message}`;
		return problemLines({ message, advice: problem.advice }, columns);
	}
	return noneOf(id, state).flatMap((text, at) => paragraph(text, at === 0 ? 'plain' : 'dim', columns));
}

/** What a walk that is under way, or was stopped, has not read cannot match. */
function searchedSoFar(state: DeckState, id: ListId): string {
	if (state.sweep !== undefined) return ' The search is still under way.';
	const kind = id === 'streams' ? 'streams' : 'consumers';
	const isUnread = sweepNeeded(state) === kind && state.swept[kind] === undefined;
	return isUnread ? ` Not all ${kind} were read: r reads them.` : '';
}

function waitingFor(id: ListId): string {
	if (id === 'account') return 'Reading the account…';
	if (id === 'streams') return 'Reading the streams…';
	if (id.startsWith('subjects:')) return 'Reading the subjects…';
	if (id.startsWith('messages:')) return 'Reading the messages…';
	if (id.startsWith('text:')) return 'Reading…';
	return 'Reading the consumers…';
}

function noneOf(id: ListId, { fetched, journalPlace, readOnly }: DeckState): readonly string[] {
	if (id === 'streams') {
		return [
			'No streams in this account yet.',
			'n creates one, step by step; :apply creates one from a file.',
			'Another account or domain may have them: :context picks another context, :demo shows what a deck looks like.',
		];
	}
	if (id === 'journal') return ['Nothing was changed yet.', keptInWords(journalPlace, readOnly)];
	if (id.startsWith('subjects:')) return ['No subjects: the stream holds no messages.'];
	if (id.startsWith('fetched:') && fetched.size >= mostConsumers)
		return [
			`Nothing that was fetched from this consumer is kept: only that of the latest ${count(mostConsumers)} consumers is.`,
			'f fetches the next messages, which counts as delivery.',
		];
	if (id.startsWith('fetched:'))
		return ['Nothing was fetched yet.', 'f fetches the next messages, which counts as delivery.'];
	if (id.startsWith('messages:')) {
		const { subject } = splitMessagesKey(id.slice('messages:'.length));
		if (subject === undefined)
			return ['No messages in this stream.', 'New ones are shown as they come; p publishes one.'];
		return [`No messages of subject ${subject}.`, 'New ones are shown as they come; f filters by another subject.'];
	}
	if (id.startsWith('consumers:'))
		return [
			'No consumers on this stream.',
			'Nobody reads it through JetStream now; n creates a consumer, step by step.',
		];
	return ['No consumers in this account.'];
}

/** Where what is changed is kept. */
function keptInWords({ path, problem }: DeckState['journalPlace'], readOnly: boolean): string {
	if (readOnly) return 'This jetdeck is read-only: it changes nothing.';
	if (path === undefined || problem !== undefined)
		return 'Every request that changes something is kept here until the deck ends.';
	return `Every request that changes something is kept here until the deck ends, and in ${path}.`;
}

/** A text broken into lines that leave the gutter free. */
function paragraph(text: string, tone: Tone, columns: number): readonly Line[] {
	return wrapText(sanitise(text), Math.max(1, columns - 4)).map((part) => [{ text: `  ${part}`, tone }]);
}
