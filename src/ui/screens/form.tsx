import { Box, useIsScreenReaderEnabled } from 'ink';
import { type ReactElement, useCallback } from 'react';
import type { Line } from '../../format/line.ts';
import { currentForm } from '../../forms/current.ts';
import { typeText } from '../../forms/edit.ts';
import { putForm } from '../../forms/open.ts';
import { formRows } from '../../forms/rows.ts';
import type { FormLine, FormPicture } from '../../views/form-lines.ts';
import { formView, RAIL } from '../../views/form-view.ts';
import { cutLine, padLine } from '../../views/spans.ts';
import { LineOfText, LinesOfText } from '../parts/line.tsx';
import { LineInput } from '../parts/line-input.tsx';
import { useDeck, useReach } from '../use-deck.ts';

/** A form, one step at a time. */
export function FormScreen(): ReactElement | null {
	const { deck } = useReach();
	const reader = useIsScreenReaderEnabled();
	const drawn = useDeck(formView, () => false);
	// An overlay over the form receives all keys.
	const active = useDeck(({ overlay }) => overlay === undefined);
	const type = useCallback(
		(path: string, text: string) => {
			const state = deck.store.getState();
			// An overlay may have opened since the form was drawn.
			if (state.overlay !== undefined) return;
			const form = currentForm(state);
			const row = form && formRows(form, state.features).find((each) => each.path === path);
			if (form !== undefined && row !== undefined) deck.store.setState(putForm(state, typeText(form, row.path, text)));
		},
		[deck],
	);
	if (drawn === undefined) return null;
	const { lines, below, rail, body, offset } = drawn;
	const typing = { active, onType: type };
	if (reader) return <Spoken lines={[...rail.map((line) => ({ line })), ...lines]} below={below} {...typing} />;
	const shown = lines.slice(offset, offset + body);
	const blank = Array.from({ length: Math.max(0, body - shown.length) }, (): FormLine => ({ line: [] }));
	return (
		<Box flexDirection="column" height={body + below.length + 1}>
			{[...shown, ...blank].map((line, at) => (
				<RowOfForm
					// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
					key={at}
					line={line}
					rail={rail.length === 0 ? undefined : (rail[at] ?? [])}
					{...typing}
				/>
			))}
			<LineOfText line={[]} />
			<LinesOfText lines={below} />
		</Box>
	);
}

interface RowProps {
	readonly line: FormLine;
	/** Left of the rows, if the form has several steps. */
	readonly rail: Line | undefined;
	readonly active: boolean;
	readonly onType: (path: string, text: string) => void;
}

function RowOfForm({ line: { line, input, selected = false }, rail, active, onType }: RowProps): ReactElement {
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
						isPrefilled={input.isPrefilled}
						columns={input.columns}
						active={active}
						onChange={(text) => onType(input.path, text)}
					/>
					<LineOfText line={[{ text: input.after, tone: 'dim' }]} />
				</>
			)}
		</Box>
	);
}

/** Read aloud: the row under the cursor comes last, with its typed text. */
function Spoken({
	lines,
	below,
	...typing
}: Pick<FormPicture, 'lines' | 'below'> & Pick<RowProps, 'active' | 'onType'>): ReactElement {
	return (
		<Box flexDirection="column">
			{lines
				.filter(({ line }) => line.some(({ text }) => text.trim() !== ''))
				.map((line, at) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
					<RowOfForm key={at} line={line} rail={undefined} {...typing} />
				))}
			<LinesOfText lines={below} />
		</Box>
	);
}
