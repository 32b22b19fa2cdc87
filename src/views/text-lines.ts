import { stringifyJson } from '../format/json.ts';
import type { Line } from '../format/line.ts';
import { asSent, isTranslated } from '../jetstream/preview/as-sent.ts';
import type { Target } from '../nats/link.ts';
import { held } from '../store/datum.ts';
import { currentView } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { consumerKey, listOf, type View } from '../store/view.ts';
import { paragraph } from './confirm-lines.ts';
import { accountSections, connectionSection } from './detail/account.ts';
import { consumerSections } from './detail/consumer.ts';
import { problemSection } from './detail/facts.ts';
import { streamSections } from './detail/stream.ts';
import { missingLines } from './empty.ts';
import { journalEntryLines } from './journal-lines.ts';
import { jsonViewLines } from './json-lines.ts';
import { datumOf } from './known.ts';
import type { Section } from './line.ts';
import { messageLines } from './message-lines.ts';
import { openedMessage } from './messages/opened-message.ts';
import { replicasOf } from './row.ts';
import { sectionLines, textColumns } from './section-lines.ts';

interface Made {
	readonly inputs: readonly unknown[];
	readonly lines: readonly Line[];
}

/** By connection, the latest only: one view is drawn at a time, by several readers. */
const made = new WeakMap<Target, Made>();

/** The lines of the view in place, when it is one of text; none for lists. The same array as long as nothing changed. */
export function linesOf(state: DeckState): readonly Line[] {
	const inputs = inputsOf(state);
	const before = made.get(state.target);
	if (before?.inputs.length === inputs.length && before.inputs.every((input, at) => input === inputs[at]))
		return before.lines;
	const lines = makeLines(state);
	made.set(state.target, { inputs, lines });
	return lines;
}

/** Everything the lines are made from. Ages are told in seconds. */
function inputsOf(state: DeckState): readonly unknown[] {
	const view = currentView(state);
	return [
		stringifyJson(view),
		entryOf(state, view),
		state.link,
		state.size.columns,
		Math.floor(state.now / 1000),
		state.features,
		...(view.kind === 'journal-entry' ? [state.journal] : []),
		...(view.kind === 'account' ? [state.apiRates, state.user, state.denied, state.roundTripMs, state.advisories] : []),
	];
}

function entryOf(state: DeckState, view: View): unknown {
	if (view.kind === 'account') return state.account;
	if (view.kind === 'stream') return state.streams.entries.get(view.stream);
	if (view.kind === 'message') return state.opened;
	return view.kind === 'consumer' ? state.consumers.entries.get(consumerKey(view.stream, view.consumer)) : undefined;
}

function makeLines(state: DeckState): readonly Line[] {
	const view = currentView(state);
	const id = listOf(view);
	const { columns } = state.size;
	const missing = missingLines(state, id);
	if (missing !== undefined) return view.kind === 'account' ? [...missing, [], ...withoutAccount(state)] : missing;
	const room = textColumns(columns);
	const problem = sectionLines(problemSection(datumOf(state, id), state.now, room), columns);
	const above = problem.length === 0 ? [] : [...problem, []];
	switch (view.kind) {
		case 'account':
			return [...above, ...sectionLines(accountOf(state), columns)];
		case 'stream':
			return [...above, ...streamLines(state, view, room)];
		case 'consumer':
			return [...above, ...consumerLines(state, view, room)];
		case 'journal-entry':
			return journalEntryLines(state, view.entry);
		case 'message':
			return [...above, ...messageLines(openedMessage(state, view.stream, view.seq), view.as, columns)];
		case 'streams':
		case 'fetched':
		case 'consumers':
		case 'lag':
		case 'form':
		case 'console':
		case 'journal':
			return [];
		default:
			return view satisfies never;
	}
}

/** Who we are is known also where JetStream does not answer. */
function withoutAccount(state: DeckState): readonly Line[] {
	return state.link.phase === 'connected' ? sectionLines(connectionSection(state), state.size.columns) : [];
}

function accountOf(state: DeckState): readonly Section[] {
	const info = held(state.account)?.value;
	return info === undefined ? [] : accountSections(info, state);
}

/** As the server sent it. Of one of the technical preview that is not what the other panes say it by. */
function infoLines(info: object, columns: number): readonly Line[] {
	const note = '  As the server sent it: these are the words of the technical preview of 2020.';
	return [
		...(isTranslated(info) ? [...paragraph(note, 'dim', columns, 2), []] : []),
		...jsonViewLines(asSent(info), columns),
	];
}

function streamLines(state: DeckState, view: Extract<View, { kind: 'stream' }>, columns: number): readonly Line[] {
	const entry = state.streams.entries.get(view.stream);
	const last = entry && held(entry.info);
	if (entry === undefined || last === undefined) return [];
	if (view.pane === 'json') return infoLines(last.value, state.size.columns);
	if (view.pane !== 'overview') return [];
	const { now, features } = state;
	const { rates, offline } = entry;
	return sectionLines(
		streamSections({ info: last.value, at: last.at, rates, offline, now, features, columns }),
		state.size.columns,
	);
}

function consumerLines(state: DeckState, view: Extract<View, { kind: 'consumer' }>, columns: number): readonly Line[] {
	const entry = state.consumers.entries.get(consumerKey(view.stream, view.consumer));
	const last = entry && held(entry.info);
	if (entry === undefined || last === undefined) return [];
	if (view.pane === 'json') return infoLines(last.value, state.size.columns);
	const { now, features, lagLimits: limits } = state;
	const { rates, offline } = entry;
	const replicas = replicasOf(state, last.value);
	return sectionLines(
		consumerSections({ info: last.value, at: last.at, rates, offline, limits, replicas, now, features, columns }),
		state.size.columns,
	);
}
