import { Text, useIsScreenReaderEnabled } from 'ink';
import { memo, type ReactElement, type ReactNode } from 'react';
import type { Line, Span } from '../../format/line.ts';
import { Inverse } from './inverse.tsx';
import { spoken } from './spoken.ts';
import { looks } from './tone.ts';

interface Props {
	/** Not wider than its place. */
	readonly line: Line;
	/** Drawn inverse and without tones, which cannot be read on an inverse background. */
	readonly selected?: boolean;
}

/** One line of the screen, drawn again only when its text changes. */
export const LineOfText = memo(function LineOfText({ line, selected = false }: Props): ReactElement {
	const reader = useIsScreenReaderEnabled();
	if (reader) return <Text>{spoken(line) + (selected ? ', selected' : '')}</Text>;
	return <Text wrap="truncate">{selected ? <Inverse>{textOf(line)}</Inverse> : drawLine(line)}</Text>;
}, sameProps);

/** Lines one below the other. */
export function LinesOfText({ lines }: { readonly lines: readonly Line[] }): ReactNode {
	// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
	return lines.map((line, at) => <LineOfText key={at} line={line} />);
}

function drawLine(line: Line): ReactNode {
	// Ink draws an empty text as no line at all.
	return line.length === 0 ? ' ' : joined(line).map(drawSpan);
}

function drawSpan({ text, tone }: Span, at: number): ReactNode {
	if (tone === 'plain') return text;
	return (
		<Text key={at} {...looks[tone]}>
			{text}
		</Text>
	);
}

export function textOf(line: Line): string {
	return line.map(({ text }) => text).join('');
}

/** Merges neighbouring spans of one tone: fewer nodes to lay out, fewer bytes to write. Blanks look the same in every tone. */
function joined(line: Line): Line {
	const spans: Span[] = [];
	for (const span of line) {
		const last = spans.at(-1);
		if (last !== undefined && (last.tone === span.tone || span.text.trim() === '')) {
			spans[spans.length - 1] = { text: last.text + span.text, tone: last.tone };
		} else spans.push(span);
	}
	return spans;
}

function sameProps(a: Props, b: Props): boolean {
	return (a.selected ?? false) === (b.selected ?? false) && sameLine(a.line, b.line);
}

export function sameLine(a: Line, b: Line): boolean {
	if (a === b) return true;
	return a.length === b.length && a.every(({ text, tone }, at) => text === b[at]?.text && tone === b[at]?.tone);
}

export function sameLines(a: readonly Line[], b: readonly Line[]): boolean {
	return a.length === b.length && a.every((line, at) => sameLine(line, b[at] ?? []));
}
