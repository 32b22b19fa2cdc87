import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Line, Tone } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { wrapText } from '../../format/width.ts';
import { faultText } from '../../store/fault.ts';
import type { DeckState } from '../../store/state.ts';
import { layoutOf } from '../../views/layout.ts';
import { LineOfText, LinesOfText, sameLines } from '../parts/line.tsx';
import { useDeck } from '../use-deck.ts';

/** Replaces a screen that cannot be drawn. */
export function BrokenScreen({ fault }: { readonly fault: unknown }): ReactElement {
	const lines = useDeck((state) => linesFor(state, faultText(fault)), sameLines);
	return (
		<Box flexDirection="column" height={lines.length}>
			<LinesOfText lines={lines} />
		</Box>
	);
}

function linesFor(state: DeckState, message: string): readonly Line[] {
	const { heading, body } = layoutOf(state);
	const said = [
		[],
		...paragraph(state, '✗ A bug of jetdeck broke this screen:', 'bad'),
		...paragraph(state, sanitise(message, 500), 'plain'),
		[],
		...paragraph(
			state,
			'Press esc to leave it; the rest of jetdeck still works. jetdeck draws it again with each poll.',
			'plain',
		),
		...paragraph(state, 'Please report it: JETDECK_LOG=FILE writes its stack trace.', 'dim'),
	];
	return Array.from({ length: heading + body }, (_, at) => said[at] ?? []);
}

function paragraph({ size }: DeckState, text: string, tone: Tone): readonly Line[] {
	return wrapText(text, Math.max(1, size.columns - 4)).map((part): Line => [{ text: `  ${part}`, tone }]);
}

/** Replaces a line or two around a screen that cannot be drawn. */
export function BrokenLine({ what, lines = 1 }: { readonly what: string; readonly lines?: number }): ReactElement {
	const text = `${what} cannot be drawn: a bug of jetdeck.`;
	return (
		<Box flexDirection="column" height={lines}>
			<LineOfText line={[{ text, tone: 'bad' }]} />
		</Box>
	);
}
