import { Box, useIsScreenReaderEnabled } from 'ink';
import type { ReactElement } from 'react';
import type { Line, Tone } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { wrapText } from '../../format/width.ts';
import type { DeckState, Toast } from '../../store/state.ts';
import { liveToasts } from '../../store/toast.ts';
import { consoleLayout } from '../../views/console/layout.ts';
import { formView } from '../../views/form-view.ts';
import { layoutOf } from '../../views/layout.ts';
import { isLine } from '../../views/overlay-line.ts';
import { bodyInView } from '../../views/places.ts';
import { padLine } from '../../views/spans.ts';
import { useDeck } from '../use-deck.ts';
import { LinesOfText, sameLines } from './line.tsx';

const tones: Readonly<Record<Toast['tone'], { readonly tone: Tone; readonly sign: string }>> = {
	good: { tone: 'good', sign: '✓' },
	info: { tone: 'accent', sign: 'i' },
	warn: { tone: 'warn', sign: '!' },
	bad: { tone: 'bad', sign: '✗' },
};

/** Toasts must not cover the console's input and its notes, nor the help of a form's field. */
function typedRows(state: DeckState): number {
	const body = bodyInView(state);
	if (body === 'form') return formView(state)?.below.length ?? 0;
	if (body !== 'console') return 0;
	const { input, below, offers } = consoleLayout(state);
	return input.length + below.length + offers.length;
}

/** Most lines of the screen that toasts may cover. */
const mostLines = 6;

/** A panel may be as high as the screen: then toasts cover the header and the crumbs. */
const linesAbove = 2;

const hasPanel = ({ overlay }: DeckState): boolean => overlay !== undefined && !isLine(overlay);

/** What has just happened, over the lowest rows of the screen, the newest lowest. */
export function Toasts(): ReactElement | null {
	const reader = useIsScreenReaderEnabled();
	const lines = useDeck(toastLines, sameLines);
	const bottom = useDeck((state) => layoutOf(state).footer + typedRows(state));
	const rows = useDeck((state) => state.size.rows);
	const above = useDeck(hasPanel);
	if (lines.length === 0) return null;
	const drawn = <LinesOfText lines={lines} />;
	if (reader) return <Box flexDirection="column">{drawn}</Box>;
	return (
		<Box position="absolute" left={0} top={above ? 0 : rows - bottom - lines.length} flexDirection="column">
			{drawn}
		</Box>
	);
}

function toastLines(state: DeckState): readonly Line[] {
	const { columns } = state.size;
	const toasts = liveToasts(state.toasts, state.now);
	const newest = toasts.at(-1);
	if (hasPanel(state) && newest !== undefined) return linesOfToast(newest, columns).slice(0, linesAbove);
	return toasts.flatMap((toast) => linesOfToast(toast, columns)).slice(-mostLines);
}

function linesOfToast({ text, tone: kind }: Toast, columns: number): readonly Line[] {
	const { tone, sign } = tones[kind];
	return wrapText(sanitise(text), Math.max(1, columns - 6)).map((part, at) =>
		padLine(
			[
				{ text: at === 0 ? `┃ ${sign} ` : '┃   ', tone },
				{ text: part, tone: kind === 'info' ? 'plain' : tone },
			],
			columns,
		),
	);
}
