const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar of exactly `columns` columns, filled to `share` of one: `███▌░░░░`. A share above 0 is always visible. */
export function bar(share: number, columns: number): string {
	if (columns <= 0) return '';
	const full = Math.min(1, Math.max(0, share)) * columns;
	const steps = share > 0 ? Math.max(1, Math.round(full * 8)) : 0;
	const whole = Math.floor(steps / 8);
	const drawn = '█'.repeat(whole) + (whole < columns ? eighths[steps % 8] : '');
	return drawn + '░'.repeat(Math.max(0, columns - [...drawn].length));
}

/**
 * The newest `columns` values, oldest first, as a line of bars: `▁▂█▃`. Equal values above 0 have equal bars; unknown values are
 * blank.
 */
export function sparkline(values: readonly (number | undefined)[], columns: number): string {
	const newest = values.slice(-Math.max(0, columns));
	const highest = Math.max(0, ...newest.map((value) => value ?? 0));
	return newest
		.map((value) => {
			if (value === undefined) return ' ';
			return levels[highest === 0 ? 0 : Math.min(7, Math.floor((Math.max(0, value) / highest) * 7.999))];
		})
		.join('');
}

/** The same in ASCII, for terminals with another character set than UTF-8. */
export function barsInAscii(text: string): string {
	return text.replace(/[▁-▏░]/g, (sign) => asciiSigns[sign] ?? '#');
}

const asciiSigns: Readonly<Record<string, string>> = {
	'░': '.',
	'▏': ' ',
	'▎': ' ',
	'▍': '-',
	'▌': '-',
	'▋': '=',
	'▊': '=',
	'▁': '_',
	'▂': '.',
	'▃': ',',
	'▄': '-',
	'▅': '=',
	'▆': '+',
	'▇': '*',
};
