import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { Line } from '../../format/line.ts';
import { pad, truncate, width } from '../../format/width.ts';
import { type PanelPlace, panelPlace } from '../../views/panel-place.ts';
import { cutLine, padLine } from '../../views/spans.ts';
import { LineOfText } from '../parts/line.tsx';
import { LineInput } from '../parts/line-input.tsx';
import { useDeck } from '../use-deck.ts';

export function usePlace(): PanelPlace {
	return useDeck(panelPlace, (a, b) => a.columns === b.columns && a.left === b.left && a.lines === b.lines);
}

/** A titled box over the screen. Its rows draw the sides, so that nothing below shows through. */
export function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
	const { left, top, columns } = usePlace();
	if (useIsScreenReaderEnabled()) {
		return (
			<Box flexDirection="column">
				<Text>{title}</Text>
				{children}
			</Box>
		);
	}
	const shown = truncate(title, columns - 6);
	return (
		<Box position="absolute" left={left} top={top} width={columns} flexDirection="column">
			<LineOfText
				line={[
					{ text: '╭─ ', tone: 'dim' },
					{ text: shown, tone: 'strong' },
					{ text: ` ${'─'.repeat(Math.max(0, columns - width(shown) - 5))}╮`, tone: 'dim' },
				]}
			/>
			{children}
			<LineOfText line={[{ text: `╰${'─'.repeat(columns - 2)}╯`, tone: 'dim' }]} />
		</Box>
	);
}

interface RowProps {
	readonly line: Line;
	readonly selected?: boolean;
}

export function PanelRow({ line, selected = false }: RowProps): ReactElement {
	const { inner } = usePlace();
	const reader = useIsScreenReaderEnabled();
	if (reader) return <LineOfText line={line} selected={selected} />;
	const cut = padLine(cutLine([{ text: selected ? '▸ ' : '  ', tone: 'plain' }, ...line], inner), inner);
	return (
		<PanelSides>
			<LineOfText line={cut} selected={selected} />
		</PanelSides>
	);
}

/** Content exactly as wide as the inside of a panel, between its sides. */
export function PanelSides({ children }: { readonly children: ReactNode }): ReactElement {
	if (useIsScreenReaderEnabled()) return <Box>{children}</Box>;
	return (
		<Box>
			<Text dimColor>{'│ '}</Text>
			{children}
			<Text dimColor>{' │'}</Text>
		</Box>
	);
}

interface InputProps {
	/** Before the text, one column. */
	readonly sign: string;
	readonly text: string;
	/** Shown after the cursor while nothing is typed. */
	readonly empty?: string;
	readonly onChange: (text: string) => void;
}

/** The input line of a panel. */
export function PanelInput({ sign, text, empty = '', onChange }: InputProps): ReactElement {
	const { inner } = usePlace();
	const columns = inner - 1;
	const hint = text === '' ? ` ${truncate(empty, columns - 2)}` : '';
	return (
		<PanelSides>
			<Text bold>{sign}</Text>
			<LineInput text={text} columns={hint === '' ? columns : columns - width(hint)} onChange={onChange} />
			{hint === '' ? null : <Text dimColor>{hint}</Text>}
		</PanelSides>
	);
}

/** Text in a column of a panel: cut or padded, followed by a blank. */
export function column(text: string, columns: number): string {
	return columns <= 0 ? '' : pad(text, columns);
}
