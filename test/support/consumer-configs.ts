import fc from 'fast-check';
import type { Field } from '../../src/jetstream/fields/field.ts';
import {
	type Config,
	DAY,
	on,
	positive,
	type Repair,
	repaired,
	SECOND,
	type Supports,
	token,
	withoutUndefined,
} from './configs.ts';
import { fieldValues, type Values } from './field-values.ts';

/** What says more of a field than its kind. */
const ownValues = (name: string): Values => ({
	name: fc.constant(name),
	durable_name: fc.constantFrom(undefined, name),
	deliver_subject: fc.oneof(
		fc.constant(undefined),
		token.map((text) => `push.${text}`),
	),
	deliver_group: token,
	max_expires: fc.oneof(fc.constant(0), fc.integer({ min: SECOND / 1000, max: DAY })),
	// One that nobody uses does not go while a test looks at it.
	inactive_threshold: fc.oneof(fc.constant(0), fc.integer({ min: 60 * SECOND, max: DAY })),
	num_replicas: fc.constantFrom(0, 1),
	priority_groups: fc.stringMatching(/^[A-Za-z0-9/_=-]{1,16}$/).map((group) => [group]),
});

/** Any configuration of a consumer of this name, durable or not, of a stream that takes `prefix.>`. */
export function consumerConfigs(
	name: string,
	prefix: string,
	fields: readonly Field[],
	supports: Supports,
): fc.Arbitrary<Config> {
	const values = fieldValues(fields, { prefix, supports }, ownValues(name));
	return fc
		.record(values, { requiredKeys: ['name', 'durable_name'] })
		.map((config) => validConsumer(withoutUndefined(config), supports));
}

/** As `validStream`. */
export function validConsumer(config: Config, supports: Supports): Config {
	return repaired(config, consumerRepairs, supports);
}

const consumerRepairs: readonly Repair[] = [
	({ deliver_policy, opt_start_seq, opt_start_time }) => ({
		opt_start_seq: deliver_policy === 'by_start_sequence' ? opt_start_seq || 1 : undefined,
		opt_start_time: deliver_policy === 'by_start_time' ? (opt_start_time ?? '2026-03-31T10:00:00Z') : undefined,
	}),
	({ filter_subject, filter_subjects }) =>
		filter_subject !== undefined && filter_subjects !== undefined ? { filter_subject: undefined } : {},
	({ deliver_policy, filter_subject, filter_subjects }) =>
		deliver_policy === 'last_per_subject' && filter_subject === undefined && filter_subjects === undefined
			? { filter_subject: '>' }
			: {},
	({ deliver_subject }) =>
		deliver_subject === undefined
			? { deliver_group: undefined, idle_heartbeat: undefined, flow_control: undefined, rate_limit_bps: undefined }
			: {
					max_waiting: undefined,
					max_batch: undefined,
					max_expires: undefined,
					max_bytes: undefined,
					priority_policy: undefined,
					priority_groups: undefined,
					priority_timeout: undefined,
				},
	({ ack_policy, deliver_subject, max_ack_pending }) => {
		if (ack_policy !== 'flow_control') return {};
		if (deliver_subject === undefined) return { ack_policy: 'explicit' };
		return {
			// A server turns these on by itself.
			flow_control: undefined,
			idle_heartbeat: undefined,
			ack_wait: undefined,
			backoff: undefined,
			max_deliver: undefined,
			max_ack_pending: positive(max_ack_pending) ? max_ack_pending : undefined,
		};
	},
	({ flow_control, idle_heartbeat }) =>
		on(flow_control) && !positive(idle_heartbeat) ? { idle_heartbeat: SECOND } : {},
	({ priority_policy, priority_groups }) =>
		priority_policy === undefined || priority_policy === 'none'
			? { priority_groups: undefined, priority_timeout: undefined }
			: { priority_groups: priority_groups ?? ['A'] },
	({ priority_policy, priority_timeout }) =>
		priority_policy === 'pinned_client' ? {} : { priority_timeout: priority_timeout === undefined ? undefined : 0 },
	({ ack_policy, max_ack_pending, backoff, max_deliver }) =>
		ack_policy === undefined || ack_policy === 'none'
			? {
					max_ack_pending: max_ack_pending === undefined ? undefined : 0,
					backoff: backoff === undefined ? undefined : [],
					ack_wait: undefined,
					max_deliver: max_deliver === undefined ? undefined : -1,
				}
			: {},
	// On 2.9 unlimited deliveries count as fewer than any back-off.
	({ backoff, max_deliver }, supports) =>
		Array.isArray(backoff) &&
		backoff.length > 0 &&
		(positive(max_deliver) ? Number(max_deliver) <= backoff.length : !supports('2.10'))
			? { max_deliver: backoff.length + 1 }
			: {},
	// A server lets the first step win, and says so back.
	({ backoff, ack_wait }) =>
		Array.isArray(backoff) && backoff.length > 0 && positive(ack_wait) ? { ack_wait: backoff[0] } : {},
];
