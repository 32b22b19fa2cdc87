/**
 * What of a screen is the same in each run: its titles, names and words, in their order. Figures, ages, ports and versions differ,
 * and with them how wide a column is, what a row says of its health and in which order the rows of a list are: of these only the name stays.
 */
export function layoutOf(lines: readonly string[], rowsFrom?: RegExp): readonly string[] {
	const start = rowsFrom === undefined ? -1 : lines.findIndex((line) => rowsFrom.test(line)) + 1;
	if (start < 1) return lines.map(withoutFigures);
	const end = lines.findIndex((line, at) => at >= start && line === '');
	const names = lines.slice(start, end).map((line) => /^[▸ ] (\S+)/.exec(line)?.[1] ?? '');
	return [...lines.slice(0, start).map(withoutFigures), ...names.toSorted(), ...lines.slice(end).map(withoutFigures)];
}

/** Words with a figure in them, and what belongs to it: its unit, and the bar that draws it. */
function withoutFigures(line: string): string {
	return line
		.trim()
		.split(/\s+/)
		.map((word) => (/\d/.test(word) ? '#' : word))
		.join(' ')
		.replaceAll(/# (?:[KMG]iB|ms|s)\b/g, '#')
		.replaceAll(/[▁-█]+/g, '#');
}
