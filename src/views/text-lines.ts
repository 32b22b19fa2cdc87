import { stringifyJson } from '../format/json.ts';
import type { Line } from '../format/line.ts';
import type { Target } from '../nats/link.ts';
import { currentView, listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { View } from '../store/view.ts';
import { problemSection } from './detail/facts.ts';
import { missingLines } from './empty.ts';
import { listHeight } from './layout.ts';
import type { TextBody } from './places/row.ts';
import { listOf, placeOf } from './places.ts';
import { sectionLines, textColumns } from './section-lines.ts';

interface Made {
	readonly inputs: readonly unknown[];
	readonly lines: readonly Line[];
}

/** By connection, only the latest: one view is drawn at a time, by several readers. */
const made = new WeakMap<Target, Made>();

/** The lines of the text in view; none for lists. The same array while nothing changed. */
export function linesOf(state: DeckState): readonly Line[] {
	const view = currentView(state);
	const { body } = placeOf(view);
	if (body.kind !== 'text') return none;
	const inputs = inputsOf(state, view, body);
	const before = made.get(state.target);
	if (before?.inputs.length === inputs.length && before.inputs.every((input, at) => input === inputs[at]))
		return before.lines;
	const lines = makeLines(state, view, body);
	made.set(state.target, { inputs, lines });
	return lines;
}

const none: readonly Line[] = [];

/** Everything the lines depend on. Ages are shown in seconds. */
function inputsOf(state: DeckState, view: View, { inputs }: TextBody<View>): readonly unknown[] {
	return [
		stringifyJson(view),
		state.link,
		state.size.columns,
		Math.floor(state.now / 1000),
		state.features,
		...inputs(state, view),
	];
}

/** First visible line of the text in view: never past its last full page, however it shrank. */
export function textOffset(state: DeckState): number {
	const last = Math.max(0, linesOf(state).length - listHeight(state));
	return Math.min(last, Math.max(0, listState(state, listOf(currentView(state))).offset));
}

function makeLines(state: DeckState, view: View, { datum, lines, without }: TextBody<View>): readonly Line[] {
	const { columns } = state.size;
	const missing = missingLines(state, listOf(view));
	if (missing !== undefined) return without === undefined ? missing : [...missing, [], ...without(state)];
	const problem = sectionLines(problemSection(datum(state, view), state.now, textColumns(columns)), columns);
	return [...problem, ...(problem.length === 0 ? [] : [[]]), ...lines(state, view)];
}
