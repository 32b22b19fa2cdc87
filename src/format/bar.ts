const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar of exactly `columns` columns, filled to `share` of one: `███▌░░░░`. Anything above nothing shows. */
export function bar(share: number, columns: number): string {
	if (columns <= 0) return '';
	const full = Math.min(1, Math.max(0, share)) * columns;
	const steps = share > 0 ? Math.max(1, Math.round(full * 8)) : 0;
	const whole = Math.floor(steps / 8);
	const drawn = '█'.repeat(whole) + (whole < columns ? eighths[steps % 8] : '');
	return drawn + '░'.repeat(Math.max(0, columns - [...drawn].length));
}

/** The newest `columns` values, oldest first, as a line of bars: `▁▂█▃`. All the same size when all are equal and not nothing. */
export function sparkline(values: readonly number[], columns: number): string {
	const newest = values.slice(-Math.max(0, columns));
	const highest = Math.max(0, ...newest);
	return newest
		.map((value) => levels[highest === 0 ? 0 : Math.min(7, Math.floor((Math.max(0, value) / highest) * 7.999))])
		.join('');
}
