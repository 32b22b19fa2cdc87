import { Box, Text, useIsScreenReaderEnabled, usePaste } from 'ink';
import { type ReactElement, useCallback } from 'react';
import { plural } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import type { DeckState } from '../../store/state.ts';
import type { InputRow } from '../../views/console/input.ts';
import { type ConsoleLayout, consoleLayout } from '../../views/console/layout.ts';
import { panelLines } from '../../views/console/panel.ts';
import { cutLine, padLine } from '../../views/spans.ts';
import { Inverse } from '../parts/inverse.tsx';
import { LineOfText, LinesOfText } from '../parts/line.tsx';
import { useDeck, useReach } from '../use-deck.ts';
import { pasteInConsole } from './console-typing.ts';

interface Drawn {
	readonly lines: readonly { readonly line: Line; readonly selected: boolean }[];
	readonly layout: ConsoleLayout;
	readonly typing: boolean;
}

/** The transcript over the input line. Only the lines in view are made. */
export function ConsoleScreen(): ReactElement {
	const reader = useIsScreenReaderEnabled();
	const { lines, layout, typing } = useDeck(reader ? spokenPicture : picture, () => false);
	return (
		<Box flexDirection="column">
			<Pasting />
			{lines.map(({ line, selected }, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<LineOfText key={at} line={line} selected={selected} />
			))}
			<LinesOfText lines={layout.offers} />
			{layout.input.map((row, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<InputLine key={at} row={row} typing={typing} />
			))}
			<LinesOfText lines={layout.below} />
		</Box>
	);
}

function picture(state: DeckState): Drawn {
	const layout = consoleLayout(state);
	const { transcript, top, height, cursor, panel, columns } = layout;
	// Without room beside the transcript, the panel takes the place of an empty transcript.
	const instead = panel === 0 && transcript.rows === 0 ? panelLines(state, columns, height) : undefined;
	const beside = panel === 0 ? [] : panelLines(state, panel - 3, height);
	// A short transcript is drawn right above the input line.
	const blank = Math.max(0, height - (transcript.rows - top));
	const lines = Array.from({ length: height }, (_, at) => {
		if (instead !== undefined) return { line: instead[at] ?? [], selected: false };
		const row = at < blank ? undefined : top + at - blank;
		const line = row === undefined ? [] : transcript.line(row);
		const selected = row !== undefined && row === cursor;
		if (panel === 0)
			return { line: line.length === 0 && selected ? [{ text: ' ', tone: 'plain' as const }] : line, selected };
		const left = padLine(cutLine(line, columns), columns + 1);
		const mark = selected ? [{ text: '▸', tone: 'accent' as const }, ...withoutFirst(left)] : left;
		return { line: [...mark, { text: '│ ', tone: 'dim' as const }, ...(beside[at] ?? [])], selected: false };
	});
	return { lines, layout, typing: state.console.mode === 'line' };
}

/** Beside a panel a selected line is marked at its beginning: inverse it would run into the panel. */
function withoutFirst(line: Line): Line {
	const [first, ...rest] = line;
	return first === undefined ? [] : [{ ...first, text: first.text.slice(1) }, ...rest];
}

/** Most lines read aloud: the beginning of the latest exchange, and the line under the cursor. */
const mostSpoken = 40;

function spokenPicture(state: DeckState): Drawn {
	const layout = consoleLayout(state);
	const { transcript, cursor, height, columns } = layout;
	if (transcript.rows === 0) {
		const lines = panelLines(state, columns, height).filter((line) => line.length > 0);
		return { lines: lines.map((line) => ({ line, selected: false })), layout, typing: true };
	}
	const latest = state.console.exchanges.at(-1);
	const [from, to] = latest === undefined ? [0, 0] : transcript.span(latest.id);
	const first = cursor ?? from;
	const last = cursor === undefined ? Math.min(to, from + mostSpoken) : cursor + 1;
	const lines = Array.from({ length: Math.max(0, last - first) }, (_, at) => transcript.line(first + at));
	const left = cursor === undefined ? to - last : 0;
	const rest: Line = [{ text: `${plural(left, 'more line')}: press esc, then j.`, tone: 'dim' }];
	const said = [...lines.filter((line) => line.some(({ text }) => text.trim() !== '')), ...(left > 0 ? [rest] : [])];
	return { lines: said.map((line) => ({ line, selected: false })), layout, typing: state.console.mode === 'line' };
}

interface InputProps {
	readonly row: InputRow;
	readonly typing: boolean;
}

function InputLine({ row: { lead, before, under, after }, typing }: InputProps): ReactElement {
	return (
		<Text wrap="truncate">
			<Text bold>{lead}</Text>
			{before}
			{under === undefined ? null : typing ? <Inverse>{under}</Inverse> : under}
			{after}
		</Text>
	);
}

/** Handles pastes. Typed keys come through app.tsx, after the keys of commands. */
function Pasting(): null {
	const { deck } = useReach();
	const active = useDeck(({ overlay }) => overlay === undefined);
	const onPaste = useCallback((pasted: string) => pasteInConsole(deck, pasted), [deck]);
	usePaste(onPaste, { isActive: active });
	return null;
}
