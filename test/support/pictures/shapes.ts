/**
 * Letters that join those beside them, as shapes in a cell: fonts draw them of other heights and widths, and leave gaps.
 * Of lines the ways that they go from the middle; of blocks the part of the cell, from its bottom, that is filled.
 */
type Way = 'left' | 'right' | 'up' | 'down';

const lines: Readonly<Record<string, readonly Way[]>> = {
	'─': ['left', 'right'],
	'│': ['up', 'down'],
	'╭': ['right', 'down'],
	'╮': ['left', 'down'],
	'╰': ['right', 'up'],
	'╯': ['left', 'up'],
	'├': ['right', 'up', 'down'],
	'┤': ['left', 'up', 'down'],
};

const blocks: Readonly<Record<string, number>> = Object.fromEntries(
	Array.from('▁▂▃▄▅▆▇█', (block, at) => [block, (at + 1) / 8]),
);

export const cellWidth = 8.4;
export const cellHeight = 19;

/** Whether a letter is drawn as a shape. */
export const isShape = (letter: string): boolean => letter in lines || letter in blocks;

/** An SVG path of a letter in a cell whose upper left corner is here. */
export function shapeOf(letter: string, x: number, y: number): { readonly kind: 'line' | 'block'; readonly d: string } {
	const block = blocks[letter];
	if (block === undefined) return { kind: 'line', d: lineOf(lines[letter] ?? [], x, y) };
	const height = cellHeight * block;
	return { kind: 'block', d: `M${at(x)} ${at(y + cellHeight - height)}h${cellWidth}v${at(height)}h-${cellWidth}z` };
}

function lineOf(ways: readonly Way[], x: number, y: number): string {
	const middle = { x: x + cellWidth / 2, y: y + cellHeight / 2 };
	const ends: Readonly<Record<Way, string>> = {
		left: `${at(x)} ${at(middle.y)}`,
		right: `${at(x + cellWidth)} ${at(middle.y)}`,
		up: `${at(middle.x)} ${at(y)}`,
		down: `${at(middle.x)} ${at(y + cellHeight)}`,
	};
	const [across, along] = [
		ways.find((way) => way === 'left' || way === 'right'),
		ways.find((way) => way === 'up' || way === 'down'),
	];
	// Two ways around a corner are round.
	if (ways.length === 2 && across !== undefined && along !== undefined)
		return `M${ends[across]}Q${at(middle.x)} ${at(middle.y)} ${ends[along]}`;
	return ways.map((way) => `M${at(middle.x)} ${at(middle.y)}L${ends[way]}`).join('');
}

/** A length, without digits that nobody sees. */
export const at = (length: number): string => String(Math.round(length * 100) / 100);
