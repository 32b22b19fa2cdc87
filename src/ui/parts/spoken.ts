import type { Line } from '../../format/line.ts';

/** Signs that a screen reader would spell out, as words or as nothing. */
const words: readonly (readonly [sign: RegExp, word: string])[] = [
	[/[●◌◐○▸]\s*/gu, ''],
	[/^[·›]\s+|\s+[·›]$/gu, ''],
	[/\s+[·›]\s+/gu, ', '],
	[/↑↓/gu, 'up, down'],
	[/(?<=^|\s)\^([A-Z])(?=\s|$)/gu, 'ctrl+$1'],
	[/\s*↓/gu, ' descending'],
	[/\s*↑/gu, ' ascending'],
	[/↵/gu, 'enter'],
	[/≤/gu, 'at most '],
	[/[█▏▎▍▌▋▊▉░▁▂▃▄▅▆▇╭╮╰╯│┃─]+/gu, ''],
	[/\s{2,}/gu, ', '],
];

/** A line as it is read aloud. */
export function spoken(line: Line): string {
	const text = line.map((span) => span.text).join('');
	return words.reduce((said, [sign, word]) => said.replace(sign, word), text.trim());
}
