import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Line } from '../../format/line.ts';
import { listHeight } from '../../views/layout.ts';
import { LineOfText, sameLine } from '../parts/line.tsx';
import { useDeck } from '../use-deck.ts';

/** A line of the body of a screen. */
export interface DrawnRow {
	readonly line: Line;
	readonly selected?: boolean;
}

export function sameRows(a: readonly DrawnRow[], b: readonly DrawnRow[]): boolean {
	return (
		a.length === b.length &&
		a.every(({ line, selected }, at) => selected === b[at]?.selected && sameLine(line, b[at]?.line ?? []))
	);
}

/** The body of a screen, always as many lines as it has room for. Lines keep their place, so that only their texts change. */
export function Rows({ rows }: { readonly rows: readonly DrawnRow[] }): ReactElement {
	const height = useDeck(listHeight);
	return (
		<Box flexDirection="column" height={height}>
			{rows.map(({ line, selected = false }, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen has no identity but its place
				<LineOfText key={at} line={line} selected={selected} />
			))}
		</Box>
	);
}
