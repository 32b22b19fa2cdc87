import { parseLine } from '../../console/line.ts';
import type { ConsoleState } from '../../console/state.ts';
import { textOf } from '../../console/state.ts';
import { count } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import type { DeckState } from '../../store/state.ts';
import { paragraph } from '../confirm-lines.ts';
import { listHeight } from '../layout.ts';
import { cutLine, padLine, span } from '../spans.ts';
import { effectLine } from './effect-words.ts';
import { type InputRow, inputRows } from './input.ts';
import { type Transcript, transcriptOf } from './transcript.ts';

/** At this width or more the panel is beside the transcript. */
const WIDE = 120;
const PANEL = 46;
const fewestOffers = 6;

/** The console as it is drawn, from top to bottom: transcript, offers, input line, notes. */
export interface ConsoleLayout {
	/** Columns of the transcript. */
	readonly columns: number;
	/** Columns of the panel beside it; 0 if there is no room. */
	readonly panel: number;
	/** Lines of the transcript in view. */
	readonly height: number;
	readonly offers: readonly Line[];
	readonly input: readonly InputRow[];
	readonly below: readonly Line[];
	readonly transcript: Transcript;
	/** First line of the transcript in view. */
	readonly top: number;
	/** The selected line of the transcript. */
	readonly cursor: number | undefined;
}

export function consoleLayout(state: DeckState): ConsoleLayout {
	const { console, size, now } = state;
	const room = listHeight(state);
	const panel = size.columns >= WIDE ? PANEL : 0;
	// A blank separates the panel.
	const columns = panel === 0 ? size.columns : size.columns - panel - 1;
	const input = inputRows(console.typed, size.columns - 2, Math.max(1, Math.min(10, Math.floor(room / 3))));
	const below = belowLines(state, panel > 0 || console.exchanges.length === 0);
	const offers = offerLines(console, size.columns, Math.max(fewestOffers, Math.floor(room / 3))).slice(
		0,
		Math.max(0, room - input.length - below.length - 2),
	);
	const height = Math.max(1, room - input.length - below.length - offers.length);
	const transcript = transcriptOf(console, now, columns);
	const last = Math.max(0, transcript.rows - height);
	const wanted = console.top === undefined ? latestTop(console, transcript, last) : transcript.rowOf(console.top);
	const cursor = console.mode === 'replies' && console.cursor ? transcript.rowOf(console.cursor) : undefined;
	const top = Math.min(last, Math.max(0, cursor === undefined ? wanted : inView(wanted, cursor, height)));
	return { columns, panel, height, offers, input, below, transcript, top, cursor };
}

/** The beginning of the latest exchange; its end while replies arrive or were listed. */
function latestTop({ exchanges }: ConsoleState, transcript: Transcript, last: number): number {
	const latest = exchanges.at(-1);
	if (latest === undefined || latest.several) return last;
	return Math.min(last, transcript.span(latest.id)[0]);
}

function inView(top: number, row: number, height: number): number {
	if (row < top) return row;
	return row >= top + height ? row - height + 1 : top;
}

/** One or two lines below the input: the search, what is wrong, or what enter does. */
function belowLines(state: DeckState, explained: boolean): readonly Line[] {
	const { console, size } = state;
	const { search, fault, mode } = console;
	if (search !== undefined) {
		const none = search.text !== '' && search.at === undefined ? ' (not found)' : '';
		return [cutLine([span('history: ', 'dim'), span(search.text, 'accent'), span(none, 'bad')], size.columns)];
	}
	if (fault !== undefined) {
		const place = fault.column === undefined ? '' : `Column ${fault.column}: `;
		return paragraph(`✗ ${place}${fault.message}`, 'bad', size.columns, 2).slice(0, 3);
	}
	if (mode === 'replies') return [cutLine([span('esc back · i or tab: return to the line', 'dim')], size.columns)];
	const empty = textOf(console.typed) === '';
	if (empty)
		return [
			cutLine([span('SUBJECT [PAYLOAD], as for nats req; also pub and sub; tab completes.', 'dim')], size.columns),
		];
	const open = openLine(textOf(console.typed));
	return [cutLine(open ?? (explained ? undefined : effectLine(state)) ?? [], size.columns)];
}

/** Why enter started another line instead of sending. */
function openLine(text: string): Line | undefined {
	const parsed = text.includes('\n') ? parseLine(text) : undefined;
	if (parsed?.kind !== 'fault' || !parsed.unfinished) return undefined;
	return [span(`Unfinished. Column ${parsed.column}: ${parsed.message} Press enter to add a line.`, 'dim')];
}

/** Completions for the word at the cursor, a few around the selected one. */
function offerLines({ offers }: ConsoleState, columns: number, most: number): readonly Line[] {
	if (offers === undefined) return [];
	const { items, index } = offers;
	const first = Math.min(Math.max(0, index - 2), Math.max(0, items.length - most));
	const shown = items.slice(first, first + most);
	const wide = Math.min(Math.floor(columns / 2), Math.max(...shown.map(({ text }) => text.length)));
	return shown.map((item, at): Line => {
		const chosen = first + at === index;
		const name = padLine(cutLine([span(item.text, chosen ? 'strong' : 'plain')], wide), wide);
		const more = at === shown.length - 1 && first + at < items.length - 1 ? ` … ${count(items.length)} in all` : '';
		return cutLine([span(chosen ? '▸ ' : '  ', 'accent'), ...name, span(`  ${item.hint}${more}`, 'dim')], columns);
	});
}
