import { describe, expect, it } from 'vitest';
import type { ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import { streamColumns } from '../../src/store/show/columns/streams.ts';
import { consumerHealth, lagScore } from '../../src/store/show/health/consumer.ts';
import { streamHealth } from '../../src/store/show/health/stream.ts';
import { streamRow } from '../../src/store/show/row.ts';
import { before, clusterOf, consumerInfo, deckState, now, streamInfo, withStreams } from '../support/state.ts';

type Said = readonly [level: string, short: string];

const peer = (name: string, more: object = {}) => ({ name, current: true, active: 1, lag: 0, ...more });
const three = { num_replicas: 3 };
const cluster = (...replicas: readonly object[]): Pick<StreamInfo, 'cluster'> => ({
	cluster: { name: 'C1', leader: 'n1', replicas: replicas as ReturnType<typeof peer>[] },
});
const source = (more: object) => ({ name: 'ORIGIN', lag: 0, active: 1_000_000, ...more });

const streams: readonly (readonly [title: string, info: StreamInfo, said: Said])[] = [
	['on one server', streamInfo('S'), ['ok', 'R1 ✓']],
	['before 2.10 without a cluster', streamInfo('S', { info: { cluster: { leader: '' } } }), ['ok', 'R1 ✓']],
	['on three', streamInfo('S', { config: three, info: clusterOf(['n2', 0], ['n3', 0]) }), ['ok', 'R3 ✓']],
	['with a replica that lags', streamInfo('S', { config: three, info: clusterOf(['n2', 12]) }), ['warn', 'R3 lag 12']],
	[
		'with a replica that keeps up',
		streamInfo('S', { config: three, info: cluster(peer('n2', { lag: 3 })) }),
		['ok', 'R3 lag 3'],
	],
	[
		'with a replica that is behind by no one knows how much',
		streamInfo('S', { config: three, info: cluster(peer('n2', { current: false })) }),
		['warn', 'R3 n2 behind'],
	],
	[
		'with one replica of three offline',
		streamInfo('S', { config: three, info: cluster(peer('n2', { offline: true }), peer('n3')) }),
		['warn', 'replica n2 offline'],
	],
	[
		'with two replicas of three offline',
		streamInfo('S', { config: three, info: cluster(peer('n2', { offline: true }), peer('n3', { offline: true })) }),
		['bad', 'replica n2 offline'],
	],
	[
		'whose leader is listed among its replicas just after an election',
		streamInfo('S', { config: three, info: cluster(peer('n1', { current: false }), peer('n2')) }),
		['ok', 'R3 ✓'],
	],
	[
		'without a leader',
		streamInfo('S', { info: { cluster: { name: 'C1', replicas: [peer('n2')] } } }),
		['bad', 'no leader'],
	],
	[
		'that is moved',
		streamInfo('S', {
			info: { cluster: { name: 'C1', leader: 'n1', desired: { status: { description: 'catching up' } } } },
		}),
		['ok', 'moving'],
	],
	['that lost messages', streamInfo('S', { state: { lost: { msgs: [4, 5], bytes: 20 } } }), ['bad', 'lost data']],
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
		['warn', 'mirror 1,204 behind'],
	],
	[
		'that mirrors, at the limit',
		streamInfo('S', { info: { mirror: source({ lag: 1000 }) } }),
		['warn', 'mirror 1,000 behind'],
	],
	[
		'that mirrors without contact',
		streamInfo('S', { info: { mirror: source({ active: -1 }) } }),
		['warn', 'mirror no contact'],
	],
	[
		'that mirrors in silence',
		streamInfo('S', { info: { mirror: source({ active: 30e9 }) } }),
		['warn', 'mirror silent 30s'],
	],
	['that mirrors, heard of lately', streamInfo('S', { info: { mirror: source({ active: 29.9e9 }) } }), ['ok', 'R1 ✓']],
	[
		'that mirrors what is not there',
		streamInfo('S', { info: { mirror: source({ error: { code: 404, description: 'stream not found' } }) } }),
		['bad', 'mirror error'],
	],
	[
		'of several sources, one in error',
		streamInfo('S', { info: { sources: [source({}), source({ error: { code: 404 } })] } }),
		['bad', 'source error'],
	],
	['that refuses soon', filled({ discard: 'new', max_msgs: 100 }, 90), ['warn', '90% full']],
	['that does not refuse yet', filled({ discard: 'new', max_msgs: 100 }, 89), ['ok', 'R1 ✓']],
	['that refuses', filled({ discard: 'new', max_msgs: 100 }, 100), ['bad', 'full']],
	['that makes room as meant', filled({ max_msgs: 100 }, 100), ['ok', 'R1 ✓']],
	['that makes room of what nobody has seen', filled({ retention: 'workqueue', max_msgs: 100 }, 100), ['bad', 'full']],
	['that soon does', filled({ retention: 'interest', max_msgs: 100 }, 92), ['warn', '92% full']],
	['without limits', filled({ discard: 'new' }, 1e9), ['ok', 'R1 ✓']],
	['that is sealed', streamInfo('S', { config: { sealed: true } }), ['ok', 'sealed']],
];

function filled(config: Partial<StreamInfo['config']>, messages: number): StreamInfo {
	return streamInfo('S', { config, state: { messages } });
}

describe('the health of a stream', () => {
	it.each(streams)('%s', (_title, info, said) => {
		const { level, short } = streamHealth({ info });
		expect([level, short]).toEqual(said);
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
		const { level, short, reasons } = streamHealth({ info: streamInfo('S'), offline: 'unsupported feature' });
		expect([level, short]).toEqual(['bad', 'offline']);
		expect(reasons[0]?.text).toBe('Offline: unsupported feature');
	});

	it('tells the worst first, and all of it', () => {
		const info = streamInfo('S', {
			config: { ...three, sealed: true },
			state: { lost: { msgs: [1], bytes: 1 } },
			info: clusterOf(['n2', 1]),
		});
		expect(streamHealth({ info }).reasons.map(({ short }) => short)).toEqual(['lost data', 'R3 lag 1', 'sealed']);
	});
});

const limits = { pending: 1000, ackPending: 0.8, idleMs: 60_000 };
type Parts = NonNullable<Parameters<typeof consumerInfo>[2]>;
const consumer = (info: Parts['info'] = {}, config: Parts['config'] = {}): ConsumerInfo =>
	consumerInfo('S', 'c', { info, config });
const delivered = (ms: number) => ({ consumer_seq: 1, stream_seq: 1, last_active: before(ms) });
const push = { deliver_subject: 'to.me' };
const pinned = { priority_policy: 'pinned_client', priority_groups: ['a'] };

const consumers: readonly (readonly [title: string, info: ConsumerInfo, said: Said])[] = [
	['that has nothing to do', consumer(), ['ok', 'up to date ✓']],
	['at work', consumer({ num_pending: 999 }), ['ok', 'working ✓']],
	['with messages unacknowledged', consumer({ num_ack_pending: 799 }), ['ok', 'working ✓']],
	['behind', consumer({ num_pending: 1000 }), ['warn', '1,000 behind']],
	['whose acks come slowly', consumer({ num_ack_pending: 800 }), ['warn', 'acks 80% full']],
	['that is stalled', consumer({ num_ack_pending: 1000 }), ['bad', 'stalled']],
	['without a limit on acks', consumer({ num_ack_pending: 5000 }, { max_ack_pending: -1 }), ['ok', 'working ✓']],
	['that redelivers', consumer({ num_redelivered: 1 }), ['warn', '1 redelivered']],
	['idle with messages', consumer({ num_pending: 5, delivered: delivered(60_500) }), ['warn', 'idle 1m']],
	['idle for less than the limit', consumer({ num_pending: 5, delivered: delivered(59_000) }), ['ok', 'working ✓']],
	['idle without messages', consumer({ delivered: delivered(1e9) }), ['ok', 'up to date ✓']],
	[
		'that never delivered anything',
		consumer({ num_pending: 5, delivered: { consumer_seq: 0, stream_seq: 0 }, created: before(120_500) }),
		['warn', 'idle 2m'],
	],
	[
		'that is paused',
		consumer({ num_pending: 5, delivered: delivered(1e9), paused: true, pause_remaining: 90e9 }),
		['warn', 'paused 1m'],
	],
	['that nobody listens to', consumer({ num_pending: 1 }, push), ['bad', 'not bound']],
	['that nobody listens to, and has nothing to say', consumer({}, push), ['warn', 'not bound']],
	['that somebody listens to', consumer({ push_bound: true }, push), ['ok', 'up to date ✓']],
	[
		'paused, with nobody listening',
		consumer({ paused: true, pause_remaining: 5e9, num_pending: 1 }, push),
		['warn', 'paused 5s'],
	],
	[
		'without a pinned client',
		consumer({ num_pending: 1, priority_groups: [{ group: 'a' }] }, pinned),
		['warn', 'unpinned'],
	],
	['without a pinned client and work', consumer({ priority_groups: [{ group: 'a' }] }, pinned), ['ok', 'unpinned']],
	[
		'with a pinned client',
		consumer({ num_pending: 1, priority_groups: [{ group: 'a', pinned_client_id: 'x' }] }, pinned),
		['ok', 'working ✓'],
	],
	['without a leader', consumer({ cluster: { name: 'C1' } }), ['bad', 'no leader']],
	[
		'whose replica lags',
		consumer({ cluster: { name: 'C1', leader: 'n1', replicas: [peer('n2', { current: false, lag: 4 })] } }),
		['warn', 'R2 lag 4'],
	],
];

describe('the health of a consumer', () => {
	it.each(consumers)('%s', (_title, info, said) => {
		const { level, short } = consumerHealth({ info, at: now - 500, now, limits });
		expect([level, short]).toEqual(said);
	});

	it('follows the clock of the server, and goes on between two polls', () => {
		const info = consumer({
			num_pending: 5,
			ts: '2020-01-01T00:01:00Z',
			delivered: { consumer_seq: 1, stream_seq: 1, last_active: '2020-01-01T00:00:30Z' },
		});
		expect(consumerHealth({ info, at: now, now, limits }).level).toBe('ok');
		expect(consumerHealth({ info, at: now - 30_000, now, limits }).short).toBe('idle 1m');
	});

	it('does not say of what a preview server leaves untold that it is well', () => {
		const { num_pending: _, ...untold } = consumer();
		const health = consumerHealth({ info: untold, at: now, now, limits });
		expect(health).toMatchObject({ level: 'ok', short: 'lag not known' });
		expect(health.reasons[0]?.text).toMatch(/^How far behind it is is not known/);
		// What is known counts more.
		expect(consumerHealth({ info: { ...untold, num_redelivered: 2 }, at: now, now, limits }).short).toBe(
			'2 redelivered',
		);
	});

	it('counts a pause down', () => {
		const info = consumer({ paused: true, pause_remaining: 90e9 });
		expect(consumerHealth({ info, at: now - 60_000, now, limits }).short).toBe('paused 30s');
	});

	it('orders by how bad it is, then by how far behind', () => {
		const score = (info: ConsumerInfo) => lagScore({ info, at: now, now, limits });
		const stalled = score(consumer({ num_ack_pending: 1000 }));
		const far = score(consumer({ num_pending: 9_000_000 }));
		const near = score(consumer({ num_pending: 2000 }));
		const working = score(consumer({ num_pending: 999, num_ack_pending: 700 }));
		const done = score(consumer());
		expect([stalled, far, near, working, done]).toEqual([stalled, far, near, working, done].toSorted((a, b) => b - a));
		expect(new Set([stalled, far, near, working, done]).size).toBe(5);
	});
});
