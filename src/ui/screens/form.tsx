import { Box, useIsScreenReaderEnabled } from 'ink';
import { type ReactElement, useCallback } from 'react';
import { currentForm } from '../../store/form/current.ts';
import { typeLine } from '../../store/form/edit.ts';
import { formFaults } from '../../store/form/faults.ts';
import { putForm } from '../../store/form/open.ts';
import { formRows } from '../../store/form/rows.ts';
import { type FormLine, type FormPicture, formPicture, stepLines } from '../../store/show/form-lines.ts';
import { listHeight } from '../../store/show/layout.ts';
import type { Line } from '../../store/show/line.ts';
import { cutLine, padLine } from '../../store/show/spans.ts';
import type { DeckState } from '../../store/state.ts';
import { LineOfText } from '../parts/line.tsx';
import { LineInput } from '../parts/line-input.tsx';
import { textOffset } from '../parts/position.ts';
import { useDeck, useReach } from '../use-deck.ts';

/** From here on the steps stand beside the rows. */
const WIDE = 104;
const RAIL = 28;

interface Drawn extends FormPicture {
	readonly rail: readonly Line[];
	readonly height: number;
	readonly offset: number;
}

/** A configuration being written, a step at a time. */
export function FormScreen(): ReactElement | null {
	const { deck } = useReach();
	const reader = useIsScreenReaderEnabled();
	const drawn = useDeck(pictureOf, () => false);
	const type = useCallback(
		(path: string, text: string) => {
			const state = deck.store.getState();
			const form = currentForm(state);
			const row = form && formRows(form, state.features).find((each) => each.path === path);
			if (form !== undefined && row !== undefined) deck.store.setState(putForm(state, typeLine(form, row, text)));
		},
		[deck],
	);
	if (drawn === undefined) return null;
	const { lines, below, rail, height, offset } = drawn;
	if (reader) return <Spoken lines={[...rail.map((line) => ({ line })), ...lines]} below={below} onType={type} />;
	const body = Math.max(1, height - below.length - 1);
	const shown = lines.slice(offset, offset + body);
	const blank = Array.from({ length: Math.max(0, body - shown.length) }, (): FormLine => ({ line: [] }));
	return (
		<Box flexDirection="column" height={height}>
			{[...shown, ...blank].map((line, at) => (
				<RowOfForm
					// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
					key={at}
					line={line}
					rail={rail.length === 0 ? undefined : (rail[at] ?? [])}
					onType={type}
				/>
			))}
			<LineOfText line={[]} />
			{below.map((line, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<LineOfText key={at} line={line} />
			))}
		</Box>
	);
}

function pictureOf(state: DeckState): Drawn | undefined {
	const form = currentForm(state);
	if (form === undefined) return undefined;
	const { columns } = state.size;
	const wide = columns >= WIDE;
	const picture = formPicture(form, state, wide ? columns - RAIL : columns);
	const height = listHeight(state);
	const body = Math.max(1, height - picture.below.length - 1);
	const last = Math.max(0, picture.lines.length - body);
	// The review is read by scrolling; the rows follow their cursor, which stays in the middle.
	const reading = picture.cursor === 0;
	const offset = Math.min(
		last,
		reading ? textOffset(state, picture.lines.length) : Math.max(0, picture.cursor - Math.floor(body / 2)),
	);
	return { ...picture, rail: wide ? stepLines(form, formFaults(form, state), state) : [], height, offset };
}

interface RowProps {
	readonly line: FormLine;
	/** Left of it, where there are steps to show. */
	readonly rail: Line | undefined;
	readonly onType: (path: string, text: string) => void;
}

function RowOfForm({ line: { line, input, selected = false }, rail, onType }: RowProps): ReactElement {
	return (
		<Box>
			{rail === undefined ? null : (
				<Box width={RAIL}>
					<LineOfText line={padLine(cutLine(rail, RAIL - 2), RAIL)} />
				</Box>
			)}
			{input === undefined ? (
				<LineOfText line={line} selected={selected} />
			) : (
				<>
					<LineOfText line={line} />
					<LineInput
						key={input.path}
						text={input.text}
						columns={input.columns}
						onChange={(text) => onType(input.path, text)}
					/>
					<LineOfText line={[{ text: input.after, tone: 'dim' }]} />
				</>
			)}
		</Box>
	);
}

/** Read aloud: the row under the cursor comes last, with what is typed there. */
function Spoken({
	lines,
	below,
	onType,
}: Pick<FormPicture, 'lines' | 'below'> & Pick<RowProps, 'onType'>): ReactElement {
	return (
		<Box flexDirection="column">
			{lines
				.filter(({ line }) => line.some(({ text }) => text.trim() !== ''))
				.map((line, at) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
					<RowOfForm key={at} line={line} rail={undefined} onType={onType} />
				))}
			{below.map((line, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<LineOfText key={at} line={line} />
			))}
		</Box>
	);
}
