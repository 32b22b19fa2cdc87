import { describe, expect, it } from 'vitest';
import { checkText, checkValue, codeOf } from '../../src/cli/check/check-text.ts';
import { clusterJudge } from '../../src/cli/check/cluster.ts';
import type { Checked, Finding } from '../../src/cli/check/finding.ts';
import { clusterOf, hostileTexts, isHarmless, streamInfo } from '../support/state.ts';

const finding = (severity: Finding['severity'], stream = 'S', sentence = 'It is so.'): Finding => ({
	about: { kind: 'stream', stream },
	severity,
	short: 'so',
	sentence,
});
const found = (...findings: readonly Finding[]): Checked => ({
	about: { kind: 'account' },
	findings,
	measures: [{ label: 'messages', value: '18446744073709551615', warning: '5' }],
});

describe('the text of a check', () => {
	it.each([
		[[], 0, 'OK account: nothing wrong'],
		[['unknown'], 3, 'UNKNOWN stream S: It is so.'],
		[['unknown', 'warning'], 1, 'WARNING stream S: It is so. (and 1 more finding)'],
		[['warning', 'unknown', 'critical'], 2, 'CRITICAL stream S: It is so. (and 2 more findings)'],
	] as const)('of %j ends with %i', (severities, code, first) => {
		const checked = found(...severities.map((each) => finding(each)));
		expect(codeOf(checked)).toBe(code);
		expect(checkText(checked).split('\n')[0]).toBe(`${first} | messages=18446744073709551615;5`);
		expect(checkValue(checked)).toMatchObject({ code, findings: { length: severities.length } });
	});

	it('is bounded, and says how much it leaves out', () => {
		const lines = checkText(found(...Array.from({ length: 1000 }, () => finding('warning')))).split('\n');
		expect([lines.length, lines.at(-1)]).toEqual([51, '950 more: --json prints all']);
	});

	it.each([...hostileTexts, 'a | messages=0'])('takes no figures and no control characters from %j', (text) => {
		const lines = checkText(found(finding('critical', text, text), finding('warning', text, text))).split('\n');
		expect(lines).toHaveLength(2);
		expect(lines.every(isHarmless)).toBe(true);
		expect(lines.map((line) => line.split('|').length)).toEqual([2, 1]);
	});
});

describe('a check of a cluster', () => {
	const infoOf = (name: string, parts: object) => streamInfo(name, { config: { num_replicas: 3 }, info: parts });
	const lost = { name: 'n3', current: false, offline: true, active: 60e9, peer: 'c' };

	it('sums up by server what its leaders say, and names what has none', () => {
		const judge = clusterJudge();
		const { cluster } = clusterOf(['n2', 0]);
		const degraded = { cluster: { ...cluster, replicas: [...(cluster?.replicas ?? []), lost] } };
		expect(judge.stream(infoOf('A', degraded), undefined)).toEqual([]);
		expect(judge.stream(infoOf('B', degraded), undefined)).toEqual([]);
		expect(judge.stream(infoOf('C', clusterOf(['n2', 7], ['n3', 0])), undefined)).toEqual([]);
		const [leaderless] = judge.stream(infoOf('D', { cluster: { ...cluster, leader: '' } }), undefined);
		expect(leaderless).toMatchObject({ severity: 'critical', about: { stream: 'D' }, short: 'no leader' });
		expect(judge.servers().map(({ about, sentence }) => [about, sentence])).toEqual([
			[{ kind: 'server', name: 'n2' }, '1 copy on it is catching up.'],
			[{ kind: 'server', name: 'n3' }, 'It does not answer for 2 of its 3 copies, last seen 1m ago.'],
		]);
		expect(judge.measures().map(({ label, value }) => `${label}=${value}`)).toEqual([
			'servers=3',
			'servers_lost=1',
			'leaderless=1',
			'copies_behind=1',
		]);
	});
});
