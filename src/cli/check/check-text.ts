import { count, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { type Checked, type Finding, type Measure, subjectInWords, worstFirst } from './finding.ts';

/** The exit codes of monitoring plugins, and their words. */
const states = { ok: [0, 'OK'], warning: [1, 'WARNING'], critical: [2, 'CRITICAL'], unknown: [3, 'UNKNOWN'] } as const;

/** A message of a thousand lines is cut by whoever sends it: the worst come first. */
const mostLines = 50;

/** The worst finding: what is wrong for certain outweighs what is not known. */
function stateOf([worst]: readonly Finding[]): keyof typeof states {
	return worst?.severity ?? 'ok';
}

export function codeOf({ findings }: Checked): number {
	return states[stateOf(worstFirst(findings))][0];
}

/** As monitoring plugins print it: the worst finding and the figures in the first line, then a line for each other finding. */
export function checkText({ about, findings, measures }: Checked): string {
	const [worst, ...others] = worstFirst(findings);
	const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'more finding', 'more findings')})`;
	const first = worst === undefined ? `OK ${subjectInWords(about)}: nothing wrong` : `${lineOf(worst)}${more}`;
	const figures = measures.length === 0 ? '' : ` | ${measures.map(measureText).join(' ')}`;
	const shown = others.slice(0, mostLines - 1).map(lineOf);
	const left = others.length - shown.length;
	return [
		plain(first) + figures,
		...shown.map(plain),
		...(left === 0 ? [] : [`${count(left)} more: --json prints all`]),
	].join('\n');
}

const lineOf = ({ severity, about, sentence }: Finding): string =>
	`${states[severity][1]} ${subjectInWords(about)}: ${sentence}`;

/** A | begins the figures, also in a name or an error of a server. */
const plain = (text: string): string => sanitise(text).replaceAll('|', '¦');

/** `messages=5;10;3`, `active=0.097s;;30.000` */
function measureText({ label, value, unit, warning, critical }: Measure): string {
	const limits = critical === undefined ? (warning ?? '') : `${warning ?? ''};${critical}`;
	return `${label.replaceAll(/[^\w-]/g, '_')}=${value}${unit ?? ''}${limits === '' ? '' : `;${limits}`}`;
}

/** The same as a value for JSON. */
export function checkValue({ about, findings, measures }: Checked): object {
	const sorted = worstFirst(findings);
	return {
		status: stateOf(sorted),
		code: states[stateOf(sorted)][0],
		check: about,
		findings: sorted.map(({ severity, about: of, short, sentence }) => ({ severity, ...of, short, sentence })),
		figures: measures.map(({ label, value, unit, warning, critical }) => ({
			label,
			value: Number(value),
			...(unit && { unit }),
			...(warning !== undefined && { warning: Number(warning) }),
			...(critical !== undefined && { critical: Number(critical) }),
		})),
	};
}
