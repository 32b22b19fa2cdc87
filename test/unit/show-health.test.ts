import { describe, expect, it } from 'vitest';
import type { ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import { streamColumns } from '../../src/views/columns/streams.ts';
import { consumerHealth, lagScore } from '../../src/views/health/consumer.ts';
import { streamHealth } from '../../src/views/health/stream.ts';
import { streamRow } from '../../src/views/row.ts';
import { before, clusterOf, consumerInfo, deckState, now, streamInfo, withStreams } from '../support/state.ts';

type Said = readonly [severity: string, short: string];

const peer = (name: string, more: object = {}) => ({ name, current: true, active: 1, lag: 0, ...more });
const three = { num_replicas: 3 };
const cluster = (...replicas: readonly object[]): Pick<StreamInfo, 'cluster'> => ({
	cluster: { name: 'C1', leader: 'n1', replicas: replicas as ReturnType<typeof peer>[] },
});
/** An R3 stream led by n1 for 40 s. */
const group = (...replicas: readonly object[]): StreamInfo => group3(undefined, ...replicas);
const group3 = (desired: unknown, ...replicas: readonly object[]): StreamInfo => {
	const { cluster: members } = cluster(...replicas);
	const info = {
		ts: '2026-11-30T06:45:20Z',
		cluster: { ...members, leader_since: '2026-11-30T06:44:40Z', ...(desired !== undefined && { desired }) },
	};
	return streamInfo('S', { config: three, info });
};
const moving = (desired: unknown): StreamInfo =>
	streamInfo('S', { info: { cluster: { name: 'C1', leader: 'n1', desired } } });
const source = (more: object) => ({ name: 'ORIGIN', lag: 0, active: 1_000_000, ...more });

const streams: readonly (readonly [title: string, info: StreamInfo, said: Said])[] = [
	['on one server', streamInfo('S'), ['ok', 'R1 ✓']],
	['before 2.10 without a cluster', streamInfo('S', { info: { cluster: { leader: '' } } }), ['ok', 'R1 ✓']],
	['on three', streamInfo('S', { config: three, info: clusterOf(['n2', 0], ['n3', 0]) }), ['ok', 'R3 ✓']],
	[
		'with a replica that lags',
		streamInfo('S', { config: three, info: clusterOf(['n2', 12], ['n3', 0]) }),
		['warning', 'n2 lag 12'],
	],
	['with a replica that keeps up', group(peer('n2', { lag: 3 }), peer('n3')), ['ok', 'n2 lag 3']],
	[
		'with a replica that is behind by no one knows how much',
		group(peer('n2', { current: false }), peer('n3')),
		['warning', 'n2 behind'],
	],
	['with one replica of three offline', group(peer('n2', { offline: true }), peer('n3')), ['warning', 'n2 offline']],
	[
		'with two replicas of three offline',
		group(peer('n2', { offline: true }), peer('n3', { offline: true })),
		['critical', 'no majority'],
	],
	// What 2.10 and 2.15 answer three minutes after n2 was killed, and before they call it offline.
	[
		'with a replica that was last seen minutes ago',
		group(peer('n2', { current: false, active: 180e9, lag: 22 }), peer('n3')),
		['warning', 'n2 not seen 3m'],
	],
	[
		'with a replica that stands still since a moment ago',
		group(peer('n2', { current: false, active: 9.9e9, lag: 22 }), peer('n3')),
		['warning', 'n2 lag 22'],
	],
	// 2.15: it died before its leader was elected.
	[
		'with a replica that its leader never saw',
		group(peer('n2', { current: false, active: 0, lag: 24 }), peer('n3')),
		['warning', 'n2 not seen 40s'],
	],
	[
		'whose leader heard of neither replica lately, just before it steps down',
		group(peer('n2', { current: false, offline: true, active: 274e9 }), peer('n3', { current: false, active: 14e9 })),
		['critical', 'no majority'],
	],
	['with two copies of three', group(peer('n2')), ['warning', '2 of 3 copies']],
	[
		'with two copies of three, one of them lost',
		group(peer('n2', { current: false, active: 1e12 })),
		['critical', 'no majority'],
	],
	['with one copy of three', group(), ['warning', '1 of 3 copies']],
	[
		'with five copies while it moves, two of them lost',
		group(peer('n2', { offline: true }), peer('n3', { offline: true }), peer('n4'), peer('n5')),
		['warning', 'n2 offline'],
	],
	[
		'whose leader is listed among its replicas just after an election',
		group(peer('n1', { current: false }), peer('n2'), peer('n3')),
		['ok', 'R3 ✓'],
	],
	[
		'without a leader',
		streamInfo('S', { info: { cluster: { name: 'C1', replicas: [peer('n2')] } } }),
		['critical', 'no leader'],
	],
	// The server that answers lists itself, and when it was last seen by itself is an old story.
	[
		'without a leader, in the words of a server of the group',
		streamInfo('S', {
			config: three,
			info: {
				cluster: {
					name: 'C1',
					replicas: ['n1', 'n2', 'n3'].map((name) => peer(name, { current: false, active: 3e11 })),
				},
			},
		}),
		['critical', 'no leader'],
	],
	// 2.10, R1 to another server: the new one joins before the old one leaves.
	[
		'with more copies than it is to have',
		streamInfo('S', { info: cluster(peer('n2', { current: false, lag: 46_416 })) }),
		['ok', 'moving'],
	],
	[
		'that is moved',
		moving({
			replicas: [{ name: 'n2' }],
			origin: { replicas: 1 },
			status: { description: 'adding peer n2', type: 'membership' },
		}),
		['ok', 'moving'],
	],
	[
		'that is scaled',
		group3(
			{ replicas: [{ name: 'n1' }], origin: { replicas: 1 }, status: { description: 'waiting', type: 'catchup' } },
			peer('n2', { current: false, active: 0, pending: true }),
			peer('n3', { current: false, active: 0, pending: true }),
		),
		['ok', 'scaling R1→R3'],
	],
	[
		'that is scaled and catches up',
		group3(
			{ origin: { replicas: 1 } },
			peer('n2', { current: false, lag: 139_246 }),
			peer('n3', { current: false, lag: 4 }),
		),
		['ok', 'scaling R1→R3'],
	],
	[
		'that cannot be scaled any further',
		moving({ origin: { replicas: 3 }, status: { description: 'adding peer n2', type: 'membership', err: 'no space' } }),
		['warning', 'scaling R3→R1, stuck'],
	],
	[
		'that waits for more servers',
		moving({ status: { description: 'waiting for quorum', type: 'quorum' } }),
		['warning', 'moving, stuck'],
	],
	[
		'whose removed server nobody replaces',
		group3(
			{ replicas: [{ name: 'n1' }, { name: 'n2' }], status: { description: 'removing evicted peer n3' } },
			peer('n2'),
		),
		['warning', '2 of 3 copies'],
	],
	['with a server that joins', group(peer('n2'), peer('n3'), peer('n4', { pending: true })), ['ok', 'moving']],
	['that says what cannot be read of its move', moving(7), ['ok', 'R1 ✓']],
	['that lost messages', streamInfo('S', { state: { lost: { msgs: [4, 5], bytes: 20 } } }), ['critical', 'lost data']],
	['that lost nothing', streamInfo('S', { state: { lost: { msgs: [], bytes: 0 } } }), ['ok', 'R1 ✓']],
	['that mirrors, up to date', streamInfo('S', { info: { mirror: source({}) } }), ['ok', 'R1 ✓']],
	[
		'that mirrors, 999 behind',
		streamInfo('S', { info: { mirror: source({ lag: 999 }) } }),
		['ok', 'mirror 999 behind'],
	],
	[
		'that mirrors, 1,204 behind',
		streamInfo('S', { info: { mirror: source({ lag: 1204 }) } }),
		['warning', 'mirror 1,204 behind'],
	],
	[
		'that mirrors, at the limit',
		streamInfo('S', { info: { mirror: source({ lag: 1000 }) } }),
		['warning', 'mirror 1,000 behind'],
	],
	[
		'that mirrors without contact',
		streamInfo('S', { info: { mirror: source({ active: -1 }) } }),
		['warning', 'mirror no contact'],
	],
	[
		'that mirrors in silence',
		streamInfo('S', { info: { mirror: source({ active: 30e9 }) } }),
		['warning', 'mirror silent 30s'],
	],
	['that mirrors, heard of lately', streamInfo('S', { info: { mirror: source({ active: 29.9e9 }) } }), ['ok', 'R1 ✓']],
	[
		'that mirrors what is not there',
		streamInfo('S', { info: { mirror: source({ error: { code: 404, description: 'stream not found' } }) } }),
		['critical', 'mirror error'],
	],
	[
		'of several sources, one in error',
		streamInfo('S', { info: { sources: [source({}), source({ error: { code: 404 } })] } }),
		['critical', 'source error'],
	],
	['that refuses soon', filled({ discard: 'new', max_msgs: 100 }, 90), ['warning', '90% full']],
	['that does not refuse yet', filled({ discard: 'new', max_msgs: 100 }, 89), ['ok', 'R1 ✓']],
	['that refuses', filled({ discard: 'new', max_msgs: 100 }, 100), ['critical', 'full']],
	['that makes room as meant', filled({ max_msgs: 100 }, 100), ['ok', 'R1 ✓']],
	[
		'that makes room of what nobody has seen',
		filled({ retention: 'workqueue', max_msgs: 100 }, 100),
		['critical', 'full'],
	],
	['that soon does', filled({ retention: 'interest', max_msgs: 100 }, 92), ['warning', '92% full']],
	['without limits', filled({ discard: 'new' }, 1e9), ['ok', 'R1 ✓']],
	['that is sealed', streamInfo('S', { config: { sealed: true } }), ['ok', 'sealed']],
];

function filled(config: Partial<StreamInfo['config']>, messages: number): StreamInfo {
	return streamInfo('S', { config, state: { messages } });
}

describe('the health of a stream', () => {
	it.each(streams)('%s', (_title, info, said) => {
		const { severity, short } = streamHealth({ info });
		expect([severity, short]).toEqual(said);
	});

	it('says the same share of a limit as the column beside it', () => {
		const full = streamColumns.find(({ id }) => id === 'full');
		for (let messages = 9000; messages < 10_000; messages += 1) {
			const info = filled({ discard: 'new', max_msgs: 10_000 }, messages);
			const row = streamRow(deckState(withStreams([info])), 'S');
			expect(streamHealth({ info }).short).toBe(`${full?.cell(row, now).text} full`);
		}
	});

	it('that the server lists as offline says why', () => {
		const { severity, short, reasons } = streamHealth({ info: streamInfo('S'), offline: 'unsupported feature' });
		expect([severity, short]).toEqual(['critical', 'offline']);
		expect(reasons[0]?.sentence).toBe('Offline: unsupported feature');
	});

	it('tells the worst first, and all of it', () => {
		const info = streamInfo('S', {
			config: { ...three, sealed: true },
			state: { lost: { msgs: [1], bytes: 1 } },
			info: clusterOf(['n2', 1]),
		});
		expect(streamHealth({ info }).reasons.map(({ short }) => short)).toEqual([
			'lost data',
			'2 of 3 copies',
			'n2 lag 1',
			'sealed',
		]);
	});
});

const limits = { pending: 1000, ackPending: 0.8, idleMs: 60_000 };
type Parts = NonNullable<Parameters<typeof consumerInfo>[2]>;
const consumer = (info: Parts['info'] = {}, config: Parts['config'] = {}): ConsumerInfo =>
	consumerInfo('S', 'c', { info, config });
const delivered = (ms: number) => ({ consumer_seq: 1, stream_seq: 1, last_active: before(ms) });
/** After ten deliveries, none of which is under way. */
const gaveUp = (state: {
	readonly num_redelivered: number;
	readonly floor: number;
	readonly num_ack_pending?: number;
}) => ({
	num_redelivered: state.num_redelivered,
	num_ack_pending: state.num_ack_pending ?? 0,
	delivered: { ...delivered(4000), consumer_seq: 10, stream_seq: 10 },
	ack_floor: { consumer_seq: state.floor, stream_seq: state.floor },
	ts: new Date(now - 500).toISOString(),
});
const withoutTs = ({ ts: _, ...info }: ConsumerInfo): ConsumerInfo => info;
const push = { deliver_subject: 'to.me' };
const pinned = { priority_policy: 'pinned_client', priority_groups: ['a'] };

const consumers: readonly (readonly [title: string, info: ConsumerInfo, said: Said])[] = [
	['that has nothing to do', consumer(), ['ok', 'up to date ✓']],
	['at work', consumer({ num_pending: 999 }), ['ok', 'working ✓']],
	['with messages unacknowledged', consumer({ num_ack_pending: 799 }), ['ok', 'working ✓']],
	['behind', consumer({ num_pending: 1000 }), ['warning', '1,000 behind']],
	['whose acks come slowly', consumer({ num_ack_pending: 800 }), ['warning', 'acks 80% full']],
	['that is stalled', consumer({ num_ack_pending: 1000 }), ['critical', 'stalled']],
	['without a limit on acks', consumer({ num_ack_pending: 5000 }, { max_ack_pending: -1 }), ['ok', 'working ✓']],
	['that redelivers', consumer({ num_redelivered: 1 }), ['warning', '1 redelivered']],
	['idle with messages', consumer({ num_pending: 5, delivered: delivered(60_500) }), ['warning', 'idle 1m']],
	['idle for less than the limit', consumer({ num_pending: 5, delivered: delivered(59_000) }), ['ok', 'idle 59s']],
	['between two pulls', consumer({ num_pending: 5, num_waiting: 0, delivered: delivered(4900) }), ['ok', 'working ✓']],
	[
		'that somebody may still acknowledge',
		consumer({ num_pending: 5, num_ack_pending: 10, num_waiting: 0, delivered: delivered(29_000) }),
		['ok', 'working ✓'],
	],
	[
		'whose ack_wait is over while nobody pulls',
		consumer({ num_ack_pending: 10, num_waiting: 0, delivered: delivered(35_000) }),
		['ok', 'idle 35s'],
	],
	[
		'whose ack_wait is long over while nobody pulls',
		consumer({ num_ack_pending: 10, num_waiting: 0, delivered: delivered(65_000) }),
		['warning', 'idle 1m'],
	],
	[
		'that may take long over a message',
		consumer(
			{ num_ack_pending: 1, num_waiting: 0, delivered: delivered(65_000) },
			{ ack_wait: 30e9, backoff: [1e9, 600e9] },
		),
		['ok', 'working ✓'],
	],
	['idle without messages', consumer({ delivered: delivered(1e9) }), ['ok', 'up to date ✓']],
	[
		'that never delivered anything',
		consumer({ num_pending: 5, delivered: { consumer_seq: 0, stream_seq: 0 }, created: before(120_500) }),
		['warning', 'idle 2m'],
	],
	[
		'that is paused',
		consumer({ num_pending: 5, delivered: delivered(1e9), paused: true, pause_remaining: 90e9 }),
		['warning', 'paused 1m'],
	],
	['that nobody listens to', consumer({ num_pending: 1 }, push), ['critical', 'not bound']],
	['that nobody listens to, and has nothing to say', consumer({}, push), ['warning', 'not bound']],
	['that somebody listens to', consumer({ push_bound: true }, push), ['ok', 'up to date ✓']],
	[
		'paused, with nobody listening',
		consumer({ paused: true, pause_remaining: 5e9, num_pending: 1 }, push),
		['warning', 'paused 5s'],
	],
	[
		'without a pinned client',
		consumer({ num_pending: 1, priority_groups: [{ group: 'a' }] }, pinned),
		['warning', 'unpinned'],
	],
	['without a pinned client and work', consumer({ priority_groups: [{ group: 'a' }] }, pinned), ['ok', 'unpinned']],
	[
		'with a pinned client',
		consumer({ num_pending: 1, priority_groups: [{ group: 'a', pinned_client_id: 'x' }] }, pinned),
		['ok', 'working ✓'],
	],
	['without a leader', consumer({ cluster: { name: 'C1' } }), ['critical', 'no leader']],
	[
		'whose replica lags',
		consumer({ cluster: { name: 'C1', leader: 'n1', replicas: [peer('n2', { current: false, lag: 4 })] } }),
		['warning', 'n2 lag 4'],
	],
	// As 2.10 answers after ten messages were delivered once and not acknowledged in time, and as 2.15 does.
	['that gave up', consumer(gaveUp({ num_redelivered: 10, floor: 10 }), { max_deliver: 1 }), ['warning', '10 gave up']],
	[
		'that gave up, on 2.15',
		consumer(gaveUp({ num_redelivered: 0, floor: 0 }), { max_deliver: 1 }),
		['warning', 'up to 10 gave up'],
	],
	[
		'that gave up one, on 2.15',
		consumer(gaveUp({ num_redelivered: 0, floor: 9 }), { max_deliver: 1 }),
		['warning', '1 gave up'],
	],
	[
		'that may still give up, on 2.15',
		consumer(gaveUp({ num_redelivered: 0, floor: 0, num_ack_pending: 10 }), { max_deliver: 1 }),
		['ok', 'working ✓'],
	],
	[
		'that gave up after the second time',
		consumer(gaveUp({ num_redelivered: 10, floor: 0 }), { max_deliver: 2 }),
		['warning', '10 gave up'],
	],
	[
		'that gave some up and waits for others',
		consumer(gaveUp({ num_redelivered: 10, floor: 0, num_ack_pending: 7 }), { max_deliver: 2 }),
		['warning', 'at least 3 gave up'],
	],
	// 2.9 goes on counting what was purged.
	[
		'that gave up or was purged, on 2.9',
		withoutTs(consumer(gaveUp({ num_redelivered: 3, floor: 10 }), { max_deliver: 3 })),
		['warning', 'up to 3 gave up'],
	],
	['that never gives up', consumer(gaveUp({ num_redelivered: 10, floor: 0 })), ['warning', '10 redelivered']],
	[
		'that is not acknowledged',
		consumer(gaveUp({ num_redelivered: 0, floor: 0 }), { max_deliver: 1, ack_policy: 'none' }),
		['ok', 'up to date ✓'],
	],
];

describe('the health of a consumer', () => {
	it.each(consumers)('%s', (_title, info, said) => {
		const { severity, short } = consumerHealth({ info, at: now - 500, now, limits });
		expect([severity, short]).toEqual(said);
	});

	it('follows the clock of the server, and goes on between two polls', () => {
		const info = consumer({
			num_pending: 5,
			ts: '2020-01-01T00:01:00Z',
			delivered: { consumer_seq: 1, stream_seq: 1, last_active: '2020-01-01T00:00:30Z' },
		});
		expect(consumerHealth({ info, at: now, now, limits }).severity).toBe('ok');
		expect(consumerHealth({ info, at: now - 30_000, now, limits }).short).toBe('idle 1m');
	});

	it('does not say of what a preview server leaves untold that it is well', () => {
		const { num_pending: _, ...untold } = consumer();
		const health = consumerHealth({ info: untold, at: now, now, limits });
		expect(health).toMatchObject({ severity: 'unknown', short: 'lag unknown' });
		expect(health.reasons[0]?.sentence).toMatch(/^The lag is unknown/);
		// What is known counts more.
		expect(consumerHealth({ info: { ...untold, num_redelivered: 2 }, at: now, now, limits }).short).toBe(
			'2 redelivered',
		);
	});

	it('counts a pause down', () => {
		const info = consumer({ paused: true, pause_remaining: 90e9 });
		expect(consumerHealth({ info, at: now - 60_000, now, limits }).short).toBe('paused 30s');
	});

	it('orders by how bad it is, then by how far behind; what cannot be read comes first', () => {
		const score = (info: ConsumerInfo | undefined, unread = false) =>
			lagScore(info && { info, at: now, now, limits }, unread) ?? -1;
		const scores = [
			score(consumer({ num_pending: 9 }), true),
			score(undefined, true),
			score(consumer({ num_ack_pending: 1000 })),
			score(consumer({ num_pending: 9_000_000 })),
			score(consumer({ num_pending: 2000 })),
			score(consumer({ num_pending: 999, num_ack_pending: 700 })),
			score(consumer()),
			score(undefined),
		];
		expect(scores).toEqual(scores.toSorted((a, b) => b - a));
		expect(new Set(scores).size).toBe(scores.length);
	});

	it('says how many messages it gave up, and which are under way', () => {
		const says = (info: ConsumerInfo) =>
			consumerHealth({ info, at: now, now, limits }).reasons.map(({ sentence }) => sentence);
		expect(says(consumer(gaveUp({ num_redelivered: 10, floor: 0, num_ack_pending: 7 }), { max_deliver: 2 }))).toEqual([
			'At least 3 messages delivered 2 times (max_deliver) and not acknowledged: the consumer gave up and will not deliver them again.',
			'10 messages delivered more than once and not acknowledged yet.',
		]);
		expect(says(consumer(gaveUp({ num_redelivered: 1, floor: 10 }), { max_deliver: 1 }))).toEqual([
			'1 message delivered once (max_deliver) and not acknowledged: the consumer gave up and will not deliver it again.',
		]);
		expect(says(consumer({ num_ack_pending: 10, num_waiting: 0, delivered: delivered(35_500) }))).toEqual([
			'10 messages not acknowledged, the last delivered 35s ago (ack_wait is 30s), and nobody pulls.',
		]);
	});

	it('counts as idle what had been so when the server answered', () => {
		const info = consumer({ num_pending: 5, delivered: delivered(4000), ts: new Date(now).toISOString() });
		expect(consumerHealth({ info, at: now - 20_000, now, limits }).short).toBe('working ✓');
	});

	it('asks for as many copies of a consumer as are known to be due', () => {
		const info = consumer({ cluster: { name: 'C1', leader: 'n1', replicas: [peer('n2')] } });
		const says = (replicas: number | undefined) => consumerHealth({ info, at: now, now, limits, replicas }).short;
		expect([says(undefined), says(2), says(3), says(1)]).toEqual([
			'up to date ✓',
			'up to date ✓',
			'2 of 3 copies',
			'moving',
		]);
	});
});

describe('the group of a stream', () => {
	it.each([
		[peer('n2', { current: false, offline: true, active: 200e9 }), 'Replica n2 is offline, last seen 3m ago.'],
		[
			peer('n2', { current: false, active: 20e9 }),
			'Replica n2 has not been seen for 20s: its server is down, hangs or is unreachable.',
		],
		[peer('n2', { current: false, lag: 1 }), 'Replica n2 is catching up, 1 operation behind its leader.'],
	])('%j', (replica, text) => {
		expect(streamHealth({ info: group(replica, peer('n3')) }).reasons.map((reason) => reason.sentence)).toEqual([text]);
	});

	it('without a leader names only who is offline', () => {
		const replicas = [
			peer('n1', { current: false, offline: true }),
			peer('n2', { current: false, lag: 22, active: 3e11 }),
			peer('n3'),
		];
		const info = streamInfo('S', { config: three, info: { cluster: { name: 'C1', replicas } } });
		expect(streamHealth({ info }).reasons.map(({ sentence }) => sentence)).toEqual([
			'No leader: it stores and delivers nothing until the cluster elects one, for which 2 of its 3 servers must run.',
			'Replica n1 is offline.',
		]);
	});

	it('loses its majority as the number of its servers has it', () => {
		expect(
			streamHealth({ info: group(peer('n2', { offline: true, active: 90e9 })) }).reasons.map(
				({ sentence }) => sentence,
			),
		).toEqual([
			'Its leader n1 has no majority: 1 of its 2 servers run, and it stores nothing until 2 do.',
			'It has 2 of the 3 copies that num_replicas asks for: add a server to the cluster, or lower num_replicas.',
			'Replica n2 is offline, last seen 1m ago.',
		]);
	});
});
