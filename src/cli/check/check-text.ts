import { count, type Integer, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { type Checked, type Finding, type Measure, type Range, subjectInWords, worstFirst } from './finding.ts';

/** The exit codes of monitoring plugins, and their words. */
const states = { ok: [0, 'OK'], warning: [1, 'WARNING'], critical: [2, 'CRITICAL'], unknown: [3, 'UNKNOWN'] } as const;

/** Nagios reads 8 kB. The first line has all figures, and the worst findings come first. */
const most = { lines: 50, line: 400, text: 6000 } as const;

/** The worst finding: what is wrong for certain outweighs what is not known. */
function stateOf([worst]: readonly Finding[]): keyof typeof states {
	return worst?.severity ?? 'ok';
}

export function codeOf({ findings }: Checked): number {
	return states[stateOf(worstFirst(findings))][0];
}

/** As monitoring plugins print it: the worst finding and the figures in the first line, then a line for each other finding. */
export function checkText({ about, seen, findings, measures }: Checked): string {
	const [worst, ...others] = worstFirst(findings);
	const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'more finding', 'more findings')})`;
	const first = worst === undefined ? plain(`OK ${subjectInWords(about)}: nothing wrong${seen}`) : lineOf(worst) + more;
	const figures = measures.length === 0 ? '' : ` | ${measures.map(measureText).join(' ')}`;
	const shown = linesOf(others);
	const left = others.length - shown.length;
	return [first + figures, ...shown, ...(left === 0 ? [] : [`${count(left)} more: --json prints all`])].join('\n');
}

function linesOf(findings: readonly Finding[]): readonly string[] {
	const lines: string[] = [];
	let room: number = most.text;
	for (const finding of findings.slice(0, most.lines - 1)) {
		const line = lineOf(finding);
		room -= line.length + 1;
		if (room < 0) break;
		lines.push(line);
	}
	return lines;
}

const lineOf = ({ severity, about, sentence }: Finding): string =>
	plain(`${states[severity][1]} ${subjectInWords(about)}: ${sentence}`);

/** A | begins the figures, also in a name or an error of a server. */
const plain = (text: string): string => sanitise(text, most.line).replaceAll('|', '¦');

/** `messages=5;10:;3:`, `active=0.097s;;30.000` */
function measureText({ label, value, kind, warning, critical }: Measure): string {
	const { unit, digits } = kinds[kind];
	const limits = critical === undefined ? [warning] : [warning, critical];
	const said = limits.map((range) => (range === undefined ? '' : rangeText(range, digits)));
	const tail = said.some((each) => each !== '') ? `;${said.join(';')}` : '';
	return `${label.replaceAll(/[^\w-]/g, '_')}=${digits(value)}${unit}${tail}`;
}

const kinds: Readonly<Record<Measure['kind'], { readonly unit: string; readonly digits: (value: Integer) => string }>> =
	{
		count: { unit: '', digits: String },
		bytes: { unit: 'B', digits: String },
		time: { unit: 's', digits: (ms) => (Number(ms) / 1000).toFixed(3) },
	};

/** As monitoring plugins write what is not wrong: `4:` for at least 4, `10` for at most 10, `2:4` for both. */
function rangeText({ least, most }: Range, digits: (value: Integer) => string): string {
	const from = least === undefined ? '' : `${digits(least)}:`;
	return `${from}${most === undefined ? '' : digits(most)}`;
}

/** The same as a value for JSON. */
export function checkValue({ about, findings, measures }: Checked): object {
	const sorted = worstFirst(findings);
	return {
		status: stateOf(sorted),
		code: states[stateOf(sorted)][0],
		check: about,
		findings: sorted.map(({ severity, about: of, short, sentence }) => ({ severity, ...of, short, sentence })),
		figures: measures.map(({ label, value, kind, warning, critical }) => {
			const exact = (each: Integer): Integer => (kind === 'time' ? Number(kinds.time.digits(each)) : each);
			return {
				label,
				value: exact(value),
				...(kinds[kind].unit && { unit: kinds[kind].unit }),
				...(warning && { warning: eachOf(warning, exact) }),
				...(critical && { critical: eachOf(critical, exact) }),
			};
		}),
	};
}

const eachOf = (range: Range, exact: (value: Integer) => Integer): object =>
	Object.fromEntries(Object.entries(range).map(([bound, value]: [string, Integer]) => [bound, exact(value)]));
