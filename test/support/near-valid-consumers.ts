import fc from 'fast-check';
import type { Field } from '../../src/jetstream/fields/field.ts';
import type { Config, Supports } from './configs.ts';
import { consumerConfigs } from './consumer-configs.ts';
import { metadataOf, oddSubjects, type Slips, slipped, someSlips } from './near-valid.ts';

const SECOND = 1_000_000_000;
const spans = [-1, 0, 1, 99_999_999, 100_000_000, SECOND, 3600 * SECOND] as const;
const flags = [true, false, undefined] as const;
const counts = [-5, -1, 0, 1, 100, 101] as const;

const slips = (prefix: string): Slips => ({
	name: ['RAN/DOM', 'OTHER', 'R'.repeat(255), undefined],
	durable_name: ['RANDOM', 'OTHER', undefined],
	description: ['x'.repeat(4096), 'x'.repeat(4097)],
	metadata: [metadataOf(131_056), metadataOf(131_057), metadataOf(131_073), { a: 1 }],
	deliver_policy: ['all', 'last', 'new', 'by_start_sequence', 'by_start_time', 'last_per_subject', 'first', undefined],
	opt_start_seq: [0, 1, -1, undefined],
	opt_start_time: ['2026-03-31T10:00:00Z', '2026-03-31', undefined],
	ack_policy: ['none', 'all', 'explicit', 'flow_control', undefined],
	ack_wait: spans,
	max_deliver: counts,
	backoff: [[], [SECOND], [SECOND, 2 * SECOND], [0], [-1], Array(101).fill(SECOND)],
	filter_subject: [
		`${prefix}.a.b`,
		`${prefix}.>`,
		'>',
		'elsewhere',
		'*',
		`${prefix}.a.*`,
		`${prefix}.*.b`,
		...oddSubjects,
	],
	filter_subjects: [
		[],
		[`${prefix}.a.b`],
		[`${prefix}.c`, `${prefix}.d`],
		[`${prefix}.c`, `${prefix}.*`],
		[`${prefix}.c`, `${prefix}.c`],
		[`${prefix}.a.*`, `${prefix}.*.b`],
		[''],
		['a b'],
		undefined,
	],
	replay_policy: ['instant', 'original', 'slow'],
	sample_freq: ['', '0', '100%', '50 %', '-1', 'all', '1.5', '+5', '500'],
	rate_limit_bps: [0, 1, -1],
	max_ack_pending: counts,
	max_waiting: counts,
	max_batch: counts,
	max_expires: [-1, 0, 1, 999_999, 1_000_000],
	max_bytes: counts,
	deliver_subject: ['', 'to.here', 'to.*', 'to.>', 'a b', 'a..b', `${prefix}.c`, undefined],
	deliver_group: ['', 'group', 'a b', undefined],
	idle_heartbeat: spans,
	flow_control: flags,
	headers_only: flags,
	inactive_threshold: [-1, 0, 60 * SECOND, 3600 * SECOND, 7200 * SECOND],
	num_replicas: [-1, 0, 1, 2, 3],
	mem_storage: flags,
	pause_until: ['2099-03-31T10:00:00Z', 'soon', undefined],
	priority_policy: ['none', 'overflow', 'pinned_client', 'prioritized', 'first', undefined],
	priority_groups: [[], ['A'], ['A', 'B'], [''], ['a b'], ['x'.repeat(17)], undefined],
	priority_timeout: [-1, 0, SECOND, undefined],
});

/** What an edit may do to a consumer of a stream that takes `prefix.>`; see `slipped`. */
export const consumerSlips = (prefix: string): fc.Arbitrary<Config> => someSlips(slips(prefix));

/** Any configuration of the consumer RANDOM that a server takes or nearly takes, of a stream that takes `prefix.>`. */
export const nearValidConsumer = (prefix: string, fields: readonly Field[], supports: Supports): fc.Arbitrary<Config> =>
	fc
		.tuple(consumerConfigs('RANDOM', prefix, fields, supports), consumerSlips(prefix))
		.map(([config, made]) => slipped(config, made));
