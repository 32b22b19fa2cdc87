import { describe, expect, it } from 'vitest';
import { consumerHealth } from '../../src/views/health/consumer.ts';
import { consumersUnread, verdictsOfConsumers } from '../../src/views/health/consumer-verdicts.ts';
import { streamHealth } from '../../src/views/health/stream.ts';
import type { Health } from '../../src/views/health/verdict.ts';
import { before, clusterOf, consumerInfo, now, streamInfo } from '../support/state.ts';

const monitor = (limits: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(limits).map(([key, value]) => [`io.nats.monitor.${key}`, value]));

type Limits = Readonly<Record<string, string>>;
type StreamParts = NonNullable<Parameters<typeof streamInfo>[1]>;
type ConsumerParts = NonNullable<Parameters<typeof consumerInfo>[2]>;

const ofStream = (limits: Limits, { config, ...parts }: StreamParts = {}): Health =>
	streamHealth({ info: streamInfo('S', { ...parts, config: { ...config, metadata: monitor(limits) } }) });
const ofConsumer = (limits: Limits, { config, ...parts }: ConsumerParts = {}): Health =>
	consumerHealth({
		info: consumerInfo('S', 'C', { ...parts, config: { ...config, metadata: monitor(limits) } }),
		at: now,
		now,
		limits: { pending: 1000, ackPending: 0.8, idleMs: 60_000 },
	});
const says = ({ severity, short }: Health) => `${severity} ${short}`;
const source = (more: object = {}) => ({ name: 'O', lag: 0, active: 1e6, ...more });
const r3: StreamParts = { config: { num_replicas: 3 }, info: clusterOf(['n2', 0], ['n3', 0]) };
const mirrored = (more: object): StreamParts => ({
	config: { subjects: null, mirror: { name: 'O' } },
	info: { mirror: source(more) },
});

const streams: readonly (readonly [limits: Limits, parts: StreamParts, said: string])[] = [
	[{}, {}, 'ok R1 ✓'],
	[{ 'tomorrow-critical': 'x' }, {}, 'ok R1 ✓'],
	// 812 messages: both are the least that it should hold.
	[{ 'msgs-warn': '811' }, {}, 'ok R1 ✓'],
	[{ 'msgs-warn': '812' }, {}, 'warning only 812 msgs'],
	[{ 'msgs-critical': '812' }, {}, 'critical only 812 msgs'],
	[{ 'msgs-critical': '10', 'msgs-warn': '900' }, {}, 'warning only 812 msgs'],
	[{ 'msgs-critical': '0', 'msgs-warn': '0' }, { state: { messages: 0 } }, 'ok R1 ✓'],
	// 3 subjects.
	[{ 'subjects-warn': '2', 'subjects-critical': '4' }, {}, 'warning 3 subjects'],
	[{ 'subjects-warn': '2', 'subjects-critical': '3' }, {}, 'critical 3 subjects'],
	[{ 'subjects-warn': '4', 'subjects-critical': '2' }, {}, 'warning 3 subjects'],
	[{ 'subjects-warn': '4', 'subjects-critical': '3' }, {}, 'critical 3 subjects'],
	[{ 'subjects-warn': '2' }, {}, 'ok R1 ✓'],
	[{ 'subjects-warn': '3' }, {}, 'warning 3 subjects'],
	// Without a warning the nats CLI warns always; here that is off.
	[{ 'subjects-critical': '4' }, {}, 'ok R1 ✓'],
	[{ 'subjects-critical': '3' }, {}, 'critical 3 subjects'],
	[{ 'peer-expect': '3' }, {}, 'critical not clustered'],
	[{ 'peer-expect': '3' }, r3, 'ok R3 ✓'],
	[{ 'peer-expect': '5' }, r3, 'critical 3 of 5 peers'],
	[{ 'peer-lag-critical': '12' }, { ...r3, info: clusterOf(['n2', 12], ['n3', 0]) }, 'warning n2 lag 12'],
	[{ 'peer-lag-critical': '11' }, { ...r3, info: clusterOf(['n2', 12], ['n3', 0]) }, 'critical n2 lag 12'],
	[
		// The leader was elected 40 s ago and never heard of n2.
		{ 'peer-seen-critical': '30s' },
		{
			config: { num_replicas: 3 },
			info: {
				ts: '2026-11-30T06:45:20Z',
				cluster: {
					name: 'C1',
					leader: 'n1',
					leader_since: '2026-11-30T06:44:40Z',
					replicas: [
						{ name: 'n2', current: false, active: 0, lag: 3 },
						{ name: 'n3', current: true, active: 1e8, lag: 0 },
					],
				},
			},
		},
		'critical n2 not seen 40s',
	],
	[{ 'lag-critical': '5' }, {}, 'critical not mirrored'],
	[{ 'lag-critical': '5' }, mirrored({ lag: 5 }), 'critical mirror 5 behind'],
	[{ 'lag-critical': '5000' }, mirrored({ lag: 4999 }), 'ok mirror 4,999 behind'],
	[{}, mirrored({ lag: 4999 }), 'warning mirror 4,999 behind'],
	[{ 'seen-critical': '1m' }, mirrored({ active: 59e9 }), 'ok R1 ✓'],
	[{ 'seen-critical': '1m' }, mirrored({ active: 60e9 }), 'critical mirror silent 1m'],
	// The nats CLI takes it for a contact just now.
	[{ 'seen-critical': '1m' }, mirrored({ active: -1 }), 'critical mirror no contact'],
	// The leader did not return its state.
	[{ 'lag-critical': '5' }, { config: { mirror: { name: 'O' } } }, 'critical mirror ?'],
	[{ 'seen-critical': '5m' }, { config: { mirror: { name: 'O' } } }, 'critical mirror ?'],
	[{}, { config: { mirror: { name: 'O' } } }, 'unknown mirror ?'],
	[{}, { config: { sources: [{ name: 'O' }] } }, 'unknown sources ?'],
	[{ 'min-sources': '1' }, {}, 'critical 0 sources'],
	// Those that run count, not those that are stored.
	[
		{ 'min-sources': '2' },
		{ config: { sources: [{ name: 'O' }, { name: 'P' }] }, info: { sources: [source()] } },
		'critical 1 sources',
	],
	[
		{ 'max-sources': '1' },
		{ config: { sources: [{ name: 'O' }, { name: 'P' }] }, info: { sources: [source(), source({ name: 'P' })] } },
		'critical 2 sources',
	],
	// One that cannot be read spoils all.
	[{ 'msgs-critical': '900', 'seen-critical': '5' }, {}, 'critical bad seen-critical'],
	[{ 'lag-critical': '+5' }, {}, 'critical bad lag-critical'],
	[{ 'seen-critical': '5 m' }, {}, 'critical bad seen-critical'],
	[{ enabled: 'yes' }, {}, 'critical bad enabled'],
	[{ enabled: 'f', 'min-sources': '+0' }, {}, 'ok R1 ✓'],
];

describe('the limits that metadata set for a stream', () => {
	it.each(streams)('%j', (limits, parts, said) => {
		expect(says(ofStream(limits, parts))).toBe(said);
	});

	it('are named with the figure, the bound and the key', () => {
		expect(ofStream({ 'msgs-warn': '1000' }).reasons.map(({ sentence }) => sentence)).toEqual([
			'812 messages stored, no more than 1,000 (io.nats.monitor.msgs-warn).',
		]);
		expect(ofStream({ 'msgs-warn': '1k' }).reasons[0]?.sentence).toBe(
			'io.nats.monitor.msgs-warn is "1k", which is not a whole number: jetdeck checks none of its io.nats.monitor limits.',
		);
		expect(ofStream({ 'msgs-warn': 'x'.repeat(9000) }).reasons[0]?.sentence).toHaveLength(153);
	});
});

const waits: ConsumerParts = {
	info: { num_pending: 1204, delivered: { consumer_seq: 1, stream_seq: 1, last_active: before(90_000) } },
};

const consumers: readonly (readonly [limits: Limits, parts: ConsumerParts, said: string])[] = [
	[{ 'unprocessed-critical': '1205' }, { info: { num_pending: 1204 } }, 'ok working ✓'],
	[{ 'unprocessed-critical': '1204' }, { info: { num_pending: 1204 } }, 'critical 1,204 unprocessed'],
	[{ 'unprocessed-critical': '0' }, { info: { num_pending: 1204 } }, 'warning 1,204 behind'],
	[{ 'outstanding-ack-critical': '5' }, { info: { num_ack_pending: 5 } }, 'critical 5 unacknowledged'],
	[{ 'outstanding-ack-critical': '950' }, { info: { num_ack_pending: 900 } }, 'ok working ✓'],
	// It may ask for no fewer than what stalls it.
	[{ 'outstanding-ack-critical': '2000' }, { info: { num_ack_pending: 1000 } }, 'critical stalled'],
	[{ 'redelivery-critical': '3' }, { info: { num_ack_pending: 3, num_redelivered: 2 } }, 'ok working ✓'],
	[{ 'redelivery-critical': '2' }, { info: { num_ack_pending: 3, num_redelivered: 2 } }, 'critical 2 redelivered'],
	[{ 'waiting-critical': '1' }, {}, 'critical 1 waiting pulls'],
	[{ 'last-delivery-critical': '3s' }, {}, 'critical delivery 4s ago'],
	[{ 'last-delivery-critical': '5s' }, {}, 'ok up to date ✓'],
	[{ 'last-delivery-critical': '1d12h', 'unprocessed-critical': '5000' }, waits, 'ok idle 1m'],
	[{ 'unprocessed-critical': '5000' }, waits, 'warning idle 1m'],
	[{ 'last-ack-critical': '1M' }, { info: { ack_floor: { consumer_seq: 0, stream_seq: 0 } } }, 'critical no ack yet'],
	[{ pinned: 'true' }, {}, 'critical not pinned'],
	[
		{ pinned: 't' },
		{
			config: { priority_policy: 'pinned_client', priority_groups: ['a'] },
			info: { priority_groups: [{ group: 'a', pinned_client_id: 'x' }] },
		},
		'ok up to date ✓',
	],
	[
		{ pinned: '1' },
		{
			config: { priority_policy: 'pinned_client', priority_groups: ['a'] },
			info: { priority_groups: [{ group: 'a' }] },
		},
		'critical unpinned',
	],
	[{ pinned: 'on' }, {}, 'critical bad pinned'],
];

describe('the limits that metadata set for a consumer', () => {
	it.each(consumers)('%j', (limits, parts, said) => {
		expect(says(ofConsumer(limits, parts))).toBe(said);
	});
});

describe('what a stream says of its consumers', () => {
	const judged = (name: string, parts: ConsumerParts) => ({
		name,
		health: ofConsumer({}, parts),
		pending: Number(parts.info?.num_pending ?? 0),
	});
	const stalled = { info: { num_ack_pending: 1000 } };
	const unbound = { config: { deliver_subject: 'd' }, info: { num_pending: 3, push_bound: false } };

	it('is its worst first, in few words, and each by name', () => {
		const verdicts = verdictsOfConsumers([
			judged('well', {}),
			judged('late', { info: { num_pending: 12_345 } }),
			judged('a', stalled),
			judged('b', unbound),
			{ name: 'gone', health: undefined, problem: 'No reply in time.', pending: 0 },
		]);
		const health = streamHealth({ info: streamInfo('S'), consumers: verdicts });
		expect(health.reasons.map(({ severity, short, many }) => `${severity} ${short} ${many}`)).toEqual([
			'critical 2 stuck 2',
			'critical 1 unreadable 1',
			'warning behind 12k 1',
		]);
		expect(health.reasons[1]?.sentence).toBe('Consumer gone: No reply in time.');
		expect(verdictsOfConsumers([judged('a', stalled)])[0]?.short).toBe('1 stalled');
		expect(verdictsOfConsumers([judged('well', {})])).toEqual([]);
	});

	it('is unknown, not well, until they are read', () => {
		const health = streamHealth({ info: streamInfo('S'), consumers: [consumersUnread(2)] });
		expect(says(health)).toBe('unknown consumers ?');
	});
});
