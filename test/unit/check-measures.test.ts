import { describe, expect, it } from 'vitest';
import { checkText } from '../../src/cli/check/check-text.ts';
import type { Measure } from '../../src/cli/check/finding.ts';
import { accountMeasures, consumerMeasures, streamMeasures, totals } from '../../src/cli/check/measures.ts';
import { consumerKeys, streamKeys } from '../../src/views/health/monitor/limits.ts';
import { accountInfo, clusterOf, consumerInfo, now, streamInfo } from '../support/state.ts';

const text = (measures: readonly Measure[]): string =>
	checkText({ about: { kind: 'account' }, seen: '', findings: [], measures }).split(' | ')[1] ?? '';
const monitor = (limits: object) => ({
	metadata: Object.fromEntries(Object.entries(limits).map(([key, value]) => [`io.nats.monitor.${key}`, value])),
});
const given = { pending: 1000, ackPending: 0.8, idleMs: 60_000 };
const origin = (name: string, lag: number) => ({ name, lag, active: 2e9 });

describe('the figures of a stream', () => {
	it('have the limits that its metadata sets, as ranges of what is fine', () => {
		const limits = { 'msgs-warn': '4', 'msgs-critical': '3', 'subjects-warn': '5', 'subjects-critical': '2' };
		expect(text(streamMeasures(streamInfo('S', { config: monitor(limits) })))).toBe(
			'messages=812;4:;3: bytes=1153434B subjects=3;5:;2: consumers=1',
		);
		const most = { 'subjects-warn': '5', 'subjects-critical': '9' };
		expect(text(streamMeasures(streamInfo('S', { config: monitor(most) })))).toContain('subjects=3;5;9');
	});

	it('are those of its mirror, sources and servers', () => {
		const copy = monitor({ 'lag-critical': '9', 'seen-critical': '5s', 'min-sources': '2', 'max-sources': '4' });
		const sources = [origin('A', 3), origin('B', 7)];
		const config = { ...copy, sources: [{ name: 'A' }, { name: 'B' }] };
		expect(text(streamMeasures(streamInfo('S', { config, info: { sources } })))).toContain(
			'sources=2;;2:4 lag=7;;9 active=2.000s;;5.000',
		);
		const peers = monitor({ 'peer-expect': '3', 'peer-lag-critical': '50', 'peer-seen-critical': '1s' });
		const info = clusterOf(['n2', 0], ['n3', 6]);
		expect(text(streamMeasures(streamInfo('S', { config: peers, info })))).toContain(
			'peers=3;;3:3 peer_lag=6;;50 peer_seen=0.200s;;1.000',
		);
	});

	it('leave out what only a leader knows, and count a server that lists itself once', () => {
		const { cluster } = clusterOf(['n1', 0], ['n2', 0], ['n3', 0]);
		expect(text(streamMeasures(streamInfo('S', { info: { cluster: { ...cluster, leader: '' } } })))).toMatch(
			/ peers=3$/,
		);
	});

	it('have a figure for every key but switches', () => {
		const without = ['enabled'];
		const numbers = Object.keys(streamKeys).filter((key) => !without.includes(key));
		for (const key of numbers) {
			const sources = {
				config: { ...monitor({ [key]: key.includes('seen') ? '7s' : '7' }), sources: [{ name: 'A' }] },
			};
			const info = { ...clusterOf(['n2', 0]), sources: [origin('A', 1)] };
			expect(text(streamMeasures(streamInfo('S', { ...sources, info }))), key).toMatch(/;7/);
		}
	});
});

describe('the figures of a consumer', () => {
	const figures = (limits: object, info: object = {}) =>
		text(consumerMeasures(consumerInfo('S', 'C', { config: monitor(limits), info }), now, given));

	it('have the limits of jetdeck, or those of its metadata in their place', () => {
		expect(figures({})).toBe(
			'ack_pending=0;800;1000 pull_waiting=1 pending=0;1000 redelivered=0 last_delivery=3.500s last_ack=3.500s',
		);
		const limits = { 'outstanding-ack-critical': '9', 'unprocessed-critical': '8', 'last-ack-critical': '1m' };
		expect(figures(limits)).toBe(
			'ack_pending=0;;9 pull_waiting=1 pending=0;;8 redelivered=0 last_delivery=3.500s last_ack=3.500s;;60.000',
		);
		expect(figures({ 'outstanding-ack-critical': '5000' })).toContain('ack_pending=0;;1000');
	});

	it('have a figure for every key but switches', () => {
		for (const key of Object.keys(consumerKeys).filter((each) => each !== 'enabled' && each !== 'pinned'))
			expect(figures({ [key]: key.startsWith('last') ? '7s' : '7' }), key).toMatch(/;7/);
	});
});

describe('the figures of an account', () => {
	it('have the limits from which on its verdicts are worse', () => {
		const { limits } = accountInfo();
		const info = accountInfo({ storage: 10, memory: 3, limits: { ...limits, max_storage: 1000, max_memory: -1 } });
		expect(text(accountMeasures(info))).toBe('storage=10B;760;910 memory=3B api_errors=2');
	});

	it('add up exactly', () => {
		const size = { messages: 2 ** 53 - 1, bytes: 1, consumer_count: 2 };
		expect(text(totals([size, size, size]))).toBe('streams=3 consumers=6 messages=27021597764222973 bytes=3B');
	});
});
