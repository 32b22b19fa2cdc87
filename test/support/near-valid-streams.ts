import fc from 'fast-check';
import type { Field } from '../../src/jetstream/fields/field.ts';
import type { Config, Supports } from './configs.ts';
import { metadataOf, oddSubjects, type Slips, slipped, someSlips } from './near-valid.ts';
import { streamConfigs } from './stream-configs.ts';

const SECOND = 1_000_000_000;
const spans = [-1, 0, 1, 99_999_999, 100_000_000, SECOND, 86_400 * SECOND] as const;
const flags = [true, false, undefined] as const;

const transforms = [
	{ src: '>', dest: 'moved.>' },
	{ src: '>', dest: 'moved' },
	{ src: '*', dest: 'moved.{{wildcard(1)}}' },
	{ src: '*', dest: 'moved.$1' },
	{ src: '*', dest: 'moved' },
	{ src: '*', dest: '*' },
	{ src: '*.*', dest: 'moved.$2' },
	{ src: '*.*', dest: 'moved.{{partition(4,1,2)}}' },
	{ src: '*.*', dest: 'moved.{{ partition ( 4 , 1 ) }}.$1' },
	{ src: '*', dest: 'moved.{{partition(4)}}' },
	{ src: '*', dest: 'moved.{{wildcard(2)}}' },
	{ src: '*', dest: 'moved.{{wildcard()}}' },
	{ src: '*', dest: 'moved.{{split(1,-)}}' },
	{ src: '*', dest: 'moved.{{split(1)}}' },
	{ src: '*', dest: 'moved.{{left(1,2)}}' },
	{ src: '*', dest: 'moved.{{random(5)}}' },
	{ src: '*', dest: 'moved.{{nothing(1)}}' },
	{ src: 'random.a', dest: 'moved.$1' },
	{ src: 'random.a', dest: 'moved.{{partition(4)}}' },
	{ src: 'random.a', dest: 'moved' },
	{ src: '', dest: 'moved.>' },
	{ src: 'random.a', dest: '' },
	{ src: 'a..b', dest: 'moved' },
	{ src: 'random.>', dest: 'random.>' },
	{ src: 'orders.>', dest: 'moved.>' },
] as const;

const sources: readonly Config[] = [
	{ name: 'ORDERS' },
	{ name: 'ORDERS', filter_subject: 'orders.new' },
	{ name: 'ORDERS', filter_subject: 'nothing.new' },
	{ name: 'ORDERS', filter_subject: 'a b' },
	{ name: 'COPY' },
	{ name: 'MERGE' },
	{ name: 'MERGE', filter_subject: 'merge.a' },
	{ name: 'RANDOM' },
	{ name: 'NOWHERE', opt_start_seq: 5 },
	{ name: 'NOWHERE', opt_start_time: '2026-03-31T10:00:00Z' },
	{ name: 'NOWHERE', opt_start_seq: 5, opt_start_time: '2026-03-31T10:00:00Z' },
	{ name: '' },
	{ name: 'A.B' },
	{ name: 'NOWHERE', external: { api: '$JS.hub.API' } },
	{ name: 'NOWHERE', external: {} },
	{ name: 'NOWHERE', external: { api: '$JS.API' } },
	{ name: 'NOWHERE', external: { api: '$JS.*.API' } },
	{ name: 'NOWHERE', external: { api: '$JS.hub.API', deliver: 'to.>' } },
	{ name: 'RANDOM', external: { api: '$JS.hub.API', deliver: 'to.here' } },
	...transforms.slice(0, 22).map((transform) => ({ name: 'NOWHERE', subject_transforms: [transform] })),
	{ name: 'NOWHERE', subject_transforms: [transforms[0], transforms[17]] },
	{
		name: 'NOWHERE',
		subject_transforms: [
			{ src: 'a.*', dest: 'x.$1' },
			{ src: '*.b', dest: 'y.$1' },
		],
	},
	{
		name: 'NOWHERE',
		subject_transforms: [
			{ src: 'a', dest: 'x' },
			{ src: 'b', dest: 'y' },
		],
		filter_subject: 'a',
	},
	{ name: 'NOWHERE', consumer: { name: 'C', deliver_subject: 'to.here' } },
	{ name: 'NOWHERE', consumer: { name: 'C', deliver_subject: 'to.*' } },
	{ name: 'NOWHERE', consumer: { name: 'C', deliver_subject: 'to.here' }, opt_start_seq: 5 },
];

const slips: Slips = {
	name: ['RAN/DOM', 'RAN\\DOM', 'R'.repeat(255), 'R'.repeat(256)],
	description: ['x'.repeat(4096), 'x'.repeat(4097), 'é'.repeat(2049)],
	metadata: [metadataOf(131_056), metadataOf(131_057), metadataOf(131_073), { a: 1 }],
	subjects: [
		undefined,
		[],
		['random.>'],
		['random.a', 'random.*'],
		['random.a', 'random.a'],
		['random.a.*', 'random.*.b'],
		['orders.new'],
		['random.x', 'orders.*'],
		['*.new'],
		['>'],
		['*.>'],
		['$JS.API.INFO'],
		['$JS.EVENT.>'],
		['$JS.>'],
		['$JSC.R.x'],
		['$NRG.x'],
		['$SYS.x'],
		['$SYS.ACCOUNT.x'],
		...oddSubjects.map((subject) => [subject]),
	],
	retention: ['limits', 'interest', 'workqueue', 'forever', undefined],
	discard: ['old', 'new', 'all'],
	discard_new_per_subject: flags,
	max_msgs_per_subject: [-5, -1, 0, 1],
	storage: ['file', 'memory', 'tape'],
	compression: ['none', 's2', 'zip'],
	persist_mode: ['default', 'async'],
	first_seq: [0, 1, -1, 2n ** 64n - 1n, 2n ** 64n],
	max_msgs: [-5, 0, 1.5, '5', 2n ** 63n - 1n, 2n ** 63n],
	max_bytes: [-5, 0, 1, 1.5],
	max_msg_size: [-5, 0, 500, 2000, 2 ** 31 - 1, 2 ** 31],
	max_consumers: [-5, 0, 5],
	max_age: spans,
	duplicate_window: spans,
	num_replicas: [-1, 0, 1, 2, 3, 5, 6],
	placement: [{}, { cluster: 'elsewhere' }, { tags: ['ssd'] }, { preferred: 'n1' }],
	mirror: [...sources, undefined],
	sources: [...sources.map((one) => [one]), ...sources.map((one) => [{ name: 'ORDERS' }, one]), undefined],
	republish: [...transforms, undefined],
	subject_transform: [...transforms, undefined],
	consumer_limits: [{}, { max_ack_pending: 100 }, { inactive_threshold: SECOND }, { max_ack_pending: -1 }],
	sealed: flags,
	deny_delete: flags,
	deny_purge: flags,
	allow_rollup_hdrs: flags,
	mirror_direct: flags,
	no_ack: flags,
	allow_msg_ttl: flags,
	subject_delete_marker_ttl: [-1, 0, 1, SECOND - 1, SECOND],
	allow_msg_counter: flags,
	allow_msg_schedules: flags,
	allow_atomic: flags,
	allow_batched: flags,
	template_owner: ['T'],
};

/** What an edit may do to a stream; see `slipped`. */
export const streamSlips: fc.Arbitrary<Config> = someSlips(slips);

/**
 * Any configuration of the stream RANDOM that a server takes or nearly takes, next to ORDERS, its mirror COPY, and MERGE,
 * which copies RANDOM.
 */
export const nearValidStream = (fields: readonly Field[], supports: Supports): fc.Arbitrary<Config> =>
	fc.tuple(streamConfigs('RANDOM', fields, supports), streamSlips).map(([config, slips]) => slipped(config, slips));
