import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, stringifyJson } from '../../src/format/json.ts';
import { type Difference, differences } from '../../src/jetstream/difference.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { serverFields } from '../../src/jetstream/fields/server-fields.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { features } from '../../src/jetstream/server-features.ts';

type Config = Readonly<Record<string, unknown>>;

const GIB = 1024 ** 3;
const DAY = 86_400_000_000_000;

/** `path: before → after`, `-` where there is none. */
const line = ({ path, before = '-', after = '-' }: Difference): string => `${path}: ${before} → ${after}`;
const lines = (fields: readonly Field[], before: Config, after: Config): readonly string[] =>
	differences(fields, before, after).map(line);

describe('the difference of two stream configurations', () => {
	it.each<readonly [string, Config, Config, readonly string[]]>([
		['a size', { max_bytes: -1 }, { max_bytes: 10 * GIB }, ['max_bytes: unlimited → 10 GiB']],
		['a size that is gone', { max_bytes: 10 * GIB }, {}, ['max_bytes: 10 GiB → unlimited']],
		[
			'sizes that round to the same',
			{ max_bytes: 10 * GIB + 1 },
			{ max_bytes: 10 * GIB + 2 },
			['max_bytes: 10,737,418,241 B → 10,737,418,242 B'],
		],
		[
			'integers beyond 2^53',
			{ max_msgs: 9007199254740993n },
			{ max_msgs: 9007199254740992n },
			['max_msgs: 9,007,199,254,740,993 → 9,007,199,254,740,992'],
		],
		['an age', { max_age: 0 }, { max_age: DAY * 1.5 }, ['max_age: unlimited → 1d12h']],
		['a word', { retention: 'limits' }, { retention: 'workqueue' }, ['retention: limits → work queue']],
		['a flag', {}, { deny_purge: true }, ['deny_purge: no → yes']],
		['a text that was not there', {}, { description: 'All logs' }, ['description: - → All logs']],
		[
			'subjects, one by one',
			{ subjects: ['a', 'b', 'c'] },
			{ subjects: ['c', 'd', 'a'] },
			['subjects: b → -', 'subjects: - → d'],
		],
		[
			'keys of metadata, but the server’s',
			{ metadata: { owner: 'ops', '_nats.ver': '2.15.1', old: '' } },
			{ metadata: { owner: 'dev', '_nats.ver': '2.10.27', constructor: 'x' } },
			['metadata.owner: ops → dev', 'metadata.old: "" → -', 'metadata.constructor: - → x'],
		],
		[
			'what is inside an object',
			{ placement: { cluster: 'c1', tags: ['ssd'] } },
			{ placement: { cluster: 'c2', tags: ['ssd', 'eu'], rack: 7 } },
			['placement.cluster: c1 → c2', 'placement.tags: - → eu', 'placement.rack: - → 7'],
		],
		[
			'an object that was not there',
			{ name: 'M', duplicate_window: 1e9 },
			{ name: 'M', duplicate_window: 1e9, mirror: { name: 'ORDERS', filter_subject: 'a.>' } },
			['mirror.name: - → ORDERS', 'mirror.filter_subject: all subjects → a.>'],
		],
		[
			'sources, one by one, with all that they say',
			{ sources: [{ name: 'A' }, { name: 'B', filter_subject: 'x' }] },
			{
				sources: [
					{
						name: 'B',
						filter_subject: '',
						subject_transforms: [
							{ src: 'a', dest: 'b' },
							{ src: 'c', dest: 'd' },
						],
					},
					{ name: 'A', opt_start_seq: 0 },
				],
			},
			['sources: B (filter subject x) → -', 'sources: - → B (subject transforms a → b; c → d)'],
		],
		[
			'a key of a newer server',
			{ tomorrow: { a: [1] } },
			{ tomorrow: { a: [2] } },
			['tomorrow: {"a":[1]} → {"a":[2]}'],
		],
		['a value of the wrong type', { subjects: 'a' }, { subjects: ['a'] }, ['subjects: "a" → a']],
	])('shows %s', (_what, before, after, expected) => {
		expect(
			lines(streamFields, { name: 'S', subjects: ['s'], ...before }, { name: 'S', subjects: ['s'], ...after }),
		).toEqual(expected);
	});

	it.each<readonly [string, Config, Config]>([
		[
			'nothing and the defaults',
			{},
			{ subjects: ['S'], retention: 'limits', storage: 'file', max_msgs: -1, num_replicas: 1 },
		],
		['zero and unlimited', { max_bytes: 0, max_msgs: -5 }, { max_bytes: -1 }],
		[
			'the duplicate window that follows from the age',
			{ max_age: 1_000_000_000 },
			{ max_age: 1e9, duplicate_window: 1e9 },
		],
		['the duplicate window of two minutes', { duplicate_window: 120_000_000_000 }, { duplicate_window: 0 }],
		['no window of a mirror', { mirror: { name: 'A' } }, { mirror: { name: 'A' }, duplicate_window: 0, subjects: [] }],
		['no first sequence and the first', { first_seq: 0 }, { first_seq: 1 }],
		['empty and absent', { placement: { cluster: '', tags: [] }, metadata: {}, sources: null }, { description: '' }],
		['the order of subjects', { subjects: ['a', 'b'] }, { subjects: ['b', 'a'] }],
		['the order of keys', { tomorrow: { a: 1, b: 2 } }, { tomorrow: { b: 2, a: 1 } }],
		[
			'a source of all subjects',
			{ republish: { dest: 'x.>' } },
			{ republish: { src: '>', dest: 'x.>', headers_only: false } },
		],
		['marks of the server', { metadata: { '_nats.ver': '2.15.1' } }, {}],
		['an integer in either form', { max_msgs: 5 }, { max_msgs: 5n }],
		[
			'what delete markers turn on',
			{ subject_delete_marker_ttl: 1e9 },
			{ subject_delete_marker_ttl: 1e9, allow_msg_ttl: true, allow_rollup_hdrs: true },
		],
	])('has none between %s', (_what, before, after) => {
		expect(lines(streamFields, { name: 'S', ...before }, { name: 'S', ...after })).toEqual([]);
	});

	it.each<readonly [version: string, window: number, expected: readonly string[]]>([
		['2.10.27', 120e9, []],
		['2.12.4', 120e9, []],
		['2.14.0', 120e9, ['duplicate_window: off → 2m']],
		['2.15.1', 120e9, ['duplicate_window: off → 2m']],
		['2.10.27', 0, []],
		['2.15.1', 0, []],
	])('counts the duplicate window of a stream with sources as %s does: %d', (version, duplicate_window, expected) => {
		const sources = [{ name: 'A' }];
		const fields = serverFields(streamFields, features(version, undefined));
		expect(lines(fields, { name: 'S', sources }, { name: 'S', sources, duplicate_window })).toEqual(expected);
	});
});

describe('the difference of two consumer configurations', () => {
	it.each<readonly [string, Config, Config, readonly string[]]>([
		['waiting', { ack_policy: 'explicit' }, { ack_policy: 'explicit', ack_wait: DAY }, ['ack_wait: 30s → 1d']],
		['steps', { backoff: [1e9, 2e9] }, { backoff: [2e9, 1e9] }, ['ack_wait: 1s → 2s', 'backoff: 1s, 2s → 2s, 1s']],
		[
			'times within one second',
			{ opt_start_time: '2026-03-31T10:00:00.1Z' },
			{ opt_start_time: '2026-03-31T10:00:00.2Z' },
			['opt_start_time: 2026-03-31T10:00:00.1Z → 2026-03-31T10:00:00.2Z'],
		],
		[
			'a filter that goes',
			{ filter_subjects: ['a', 'b'] },
			{ filter_subject: 'a' },
			['filter_subject: all subjects → a', 'filter_subjects: a → -', 'filter_subjects: b → -'],
		],
		['one filter in the other field', { filter_subjects: ['a'] }, { filter_subject: 'a', filter_subjects: [] }, []],
		[
			'another filter in the other field',
			{ filter_subject: 'a', filter_subjects: null },
			{ filter_subjects: ['b'] },
			['filter_subject: a → all subjects', 'filter_subjects: - → b'],
		],
		[
			'unlimited',
			{ ack_policy: 'all' },
			{ ack_policy: 'all', max_ack_pending: -1 },
			['max_ack_pending: 1,000 → unlimited'],
		],
	])('shows %s', (_what, before, after, expected) => {
		expect(lines(consumerFields, { durable_name: 'C', ...before }, { durable_name: 'C', ...after })).toEqual(expected);
	});

	it.each<readonly [string, Config, Config]>([
		['a durable with and without a name', { durable_name: 'C' }, { durable_name: 'C', name: 'C', max_waiting: 512 }],
		[
			'a push consumer',
			{ durable_name: 'C', deliver_subject: 'd' },
			{ name: 'C', durable_name: 'C', deliver_subject: 'd', max_waiting: 0 },
		],
		['an ephemeral and five seconds', { name: 'E' }, { name: 'E', inactive_threshold: 5e9 }],
		[
			'one time in two zones',
			{ pause_until: '2026-03-31T12:00:00.50+02:00' },
			{ pause_until: '2026-03-31T10:00:00.5Z' },
		],
		['no limit where nothing waits', { ack_policy: 'none' }, { max_ack_pending: -1 }],
		['the zero time', { pause_until: '0001-01-01T00:00:00Z' }, {}],
		['shares', { sample_freq: '50%' }, { sample_freq: '50' }],
		['no sampling', { sample_freq: '0%' }, {}],
		[
			'the first step of a back-off',
			{ ack_policy: 'explicit', backoff: [1e9] },
			{ ack_policy: 'explicit', backoff: [1e9], ack_wait: 1e9 },
		],
		[
			'what acknowledging by flow control sets',
			{ ack_policy: 'flow_control', deliver_subject: 'd' },
			{ ack_policy: 'flow_control', deliver_subject: 'd', flow_control: true, idle_heartbeat: 1e9 },
		],
	])('has none between %s', (_what, before, after) => {
		expect(lines(consumerFields, before, after)).toEqual([]);
	});
});

const anyConfig = (fields: readonly Field[]): fc.Arbitrary<Config> =>
	fc.dictionary(
		fc.oneof(fc.constantFrom(...fields.map(({ name }) => name)), fc.string({ maxLength: 12 })),
		fc.oneof(
			fc.jsonValue({ maxDepth: 3 }),
			fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
			fc.record({ name: fc.string(), filter_subject: fc.string(), tags: fc.array(fc.string()) }, { requiredKeys: [] }),
		),
		{ maxKeys: 12 },
	);

describe.each([
	['stream', streamFields],
	['consumer', consumerFields],
] as const)('of any two %s configurations', (_kind, fields) => {
	it('there is none to itself, however it was written', () => {
		fc.assert(
			fc.property(anyConfig(fields), (config) => {
				const again = parseJson(stringifyJson(Object.fromEntries(Object.entries(config).reverse())));
				expect(again.ok && differences(fields, config, again.value as Config)).toEqual([]);
			}),
		);
	});

	it('it reads backwards as it reads forwards, and every line says a change', () => {
		fc.assert(
			fc.property(anyConfig(fields), anyConfig(fields), (a, b) => {
				const forwards = differences(fields, a, b);
				const backwards = differences(fields, b, a).map(({ before, after, ...rest }) => ({
					...rest,
					...(after !== undefined && { before: after }),
					...(before !== undefined && { after: before }),
				}));
				expect(backwards.map(line).sort()).toEqual(forwards.map(line).sort());
				for (const one of forwards) expect(one.before, one.path).not.toBe(one.after);
			}),
		);
	});
});
