import { describe, expect, it } from 'vitest';
import { checkText, checkValue, codeOf } from '../../src/cli/check/check-text.ts';
import type { Checked, Finding, Measure } from '../../src/cli/check/finding.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { hostileTexts, isHarmless } from '../support/state.ts';

const finding = (severity: Finding['severity'], stream = 'S', sentence = 'It is so.'): Finding => ({
	about: { kind: 'stream', stream },
	severity,
	short: 'so',
	sentence,
});
const largest = 18446744073709551615n;
const found = (...findings: readonly Finding[]): Checked => ({
	about: { kind: 'account' },
	seen: ' in 3 streams',
	findings,
	measures: [{ label: 'messages', value: largest, kind: 'count', warning: { least: 5 } }],
});
const figures = (...measures: readonly Measure[]): Checked => ({ ...found(), measures });

describe('the text of a check', () => {
	it.each([
		[[], 0, 'OK account: nothing wrong in 3 streams'],
		[['unknown'], 3, 'UNKNOWN stream S: It is so.'],
		[['unknown', 'warning'], 1, 'WARNING stream S: It is so. (and 1 more finding)'],
		[['warning', 'unknown', 'critical'], 2, 'CRITICAL stream S: It is so. (and 2 more findings)'],
	] as const)('of %j ends with %i', (severities, code, first) => {
		const checked = found(...severities.map((each) => finding(each)));
		expect(codeOf(checked)).toBe(code);
		expect(checkText(checked).split('\n')[0]).toBe(`${first} | messages=${largest};5:`);
		expect(checkValue(checked)).toMatchObject({ code, findings: { length: severities.length } });
	});

	it('is bounded, and says how much it leaves out', () => {
		const lines = checkText(found(...Array.from({ length: 1000 }, () => finding('warning')))).split('\n');
		expect([lines.length, lines.at(-1)]).toEqual([51, '950 more: --json prints all']);
	});

	it('fits into the 8 kB that Nagios reads, with the figures in its first line, however long a sentence is', () => {
		const long = 'x'.repeat(9000);
		const text = checkText(found(...Array.from({ length: 100 }, () => finding('critical', 'S', long))));
		expect(text.length).toBeLessThan(8000);
		expect(text.split('\n')[0]).toMatch(/… \(and 99 more findings\) \| messages=/);
		expect(text).toMatch(/\n\d+ more: --json prints all$/);
	});

	it.each([...hostileTexts, 'a | messages=0'])('takes no figures and no control characters from %j', (text) => {
		const lines = checkText(found(finding('critical', text, text), finding('warning', text, text))).split('\n');
		expect(lines).toHaveLength(2);
		expect(lines.every(isHarmless)).toBe(true);
		expect(lines.map((line) => line.split('|').length)).toEqual([2, 1]);
	});
});

describe('the figures of a check', () => {
	const each: readonly (readonly [Measure, text: string, value: object])[] = [
		[{ label: 'a', value: 1, kind: 'count' }, 'a=1', { value: 1 }],
		[
			{ label: 'a', value: 5, kind: 'count', warning: { least: 4 }, critical: { least: 3 } },
			'a=5;4:;3:',
			{ warning: { least: 4 }, critical: { least: 3 } },
		],
		[{ label: 'a', value: 5, kind: 'count', critical: { least: 2, most: 9 } }, 'a=5;;2:9', {}],
		[
			{ label: 'a', value: 9007199254740993n, kind: 'bytes', warning: { most: largest } },
			`a=9007199254740993B;${largest}`,
			{ unit: 'B' },
		],
		[
			{ label: 'a b|c', value: 97.4, kind: 'time', critical: { most: 30_000 } },
			'a_b_c=0.097s;;30.000',
			{ value: 0.097, unit: 's', critical: { most: 30 } },
		],
	];

	it.each(each.map(([measure, text, value]) => ({ measure, text, value })))(
		'$text, and exact in JSON',
		({ measure, text, value }) => {
			expect(checkText(figures(measure)).split(' | ')[1]).toBe(text);
			expect(checkValue(figures(measure))).toMatchObject({ figures: [value] });
		},
	);

	it('lose no digit in JSON', () => {
		expect(stringifyJson(checkValue(found()))).toContain(`"value":${largest},"warning":{"least":5}`);
	});
});
