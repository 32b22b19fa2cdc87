import fc from 'fast-check';
import type { Field } from '../../src/jetstream/fields/field.ts';
import {
	bigLimit,
	type Config,
	DAY,
	flag,
	limit,
	on,
	positive,
	type Repair,
	repaired,
	SECOND,
	type Supports,
	span,
	time,
	token,
	withoutUndefined,
} from './configs.ts';
import { fieldValues, type Values } from './field-values.ts';

const source = (name: string, supports: Supports): fc.Arbitrary<Config> =>
	fc
		.record(
			{
				opt_start_seq: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1e9 })),
				opt_start_time: time,
				filter_subject: token.map((text) => `from.${text}.>`),
				external: fc.record(
					{ api: fc.constant('$JS.hub.API'), deliver: fc.constant('hub.deliver') },
					{ requiredKeys: ['api'] },
				),
				subject_transforms: fc
					.array(token, { minLength: 1, maxLength: 2 })
					.map((dests) => dests.map((dest, at) => ({ src: `from.t${at}.*`, dest: `${dest}.{{wildcard(1)}}` }))),
			},
			{ requiredKeys: [] },
		)
		.map((all) => {
			const { opt_start_seq, filter_subject, subject_transforms, ...rest } = all;
			const transforms = supports('2.10') ? subject_transforms : undefined;
			return withoutUndefined({
				name,
				...rest,
				opt_start_seq: rest.opt_start_time === undefined ? opt_start_seq : undefined,
				filter_subject: transforms === undefined ? filter_subject : undefined,
				subject_transforms: transforms,
			});
		});

const sourcesOf = (supports: Supports): fc.Arbitrary<readonly Config[]> =>
	fc
		.integer({ min: 1, max: 3 })
		.chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => source(`ORIGIN${at}`, supports))));

/** What says more of a field than its kind. */
function ownValues(name: string, prefix: string, supports: Supports): Values {
	return {
		name: fc.constant(name),
		max_msgs: bigLimit,
		max_age: span(400 * DAY),
		max_msgs_per_subject: bigLimit,
		max_msg_size: limit(2 ** 31 - 1),
		num_replicas: fc.constant(1),
		mirror: fc.oneof(
			{ weight: 6, arbitrary: fc.constant(undefined) },
			{ weight: 1, arbitrary: source('ORIGIN', supports) },
		),
		sources: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: sourcesOf(supports) }),
		// Only an update seals.
		sealed: fc.constant(undefined),
		republish: fc.record(
			{ src: fc.constantFrom('', '>'), dest: token.map((text) => `${prefix}-copy.${text}.>`), headers_only: flag },
			{ requiredKeys: ['dest'] },
		),
		subject_transform: fc.record({
			src: fc.constant(`${prefix}.s0.*`),
			dest: token.map((text) => `${prefix}.${text}.{{wildcard(1)}}`),
		}),
		subject_delete_marker_ttl: fc.oneof(
			fc.constant(0),
			fc.integer({ min: 1, max: 86_400 }).map((seconds) => seconds * SECOND),
		),
	};
}

/** Any configuration of a stream of this name, which takes subjects that begin with the name in lower case. */
export function streamConfigs(name: string, fields: readonly Field[], supports: Supports): fc.Arbitrary<Config> {
	const prefix = name.toLowerCase();
	const values = fieldValues(fields, { prefix, supports }, ownValues(name, prefix, supports));
	return fc.record(values, { requiredKeys: ['name'] }).map((config) => validStream(withoutUndefined(config), supports));
}

/** What excludes something else is left out; the later rules lean on the earlier ones. */
export function validStream(config: Config, supports: Supports): Config {
	return repaired(config, streamRepairs, supports);
}

const streamRepairs: readonly Repair[] = [
	({ mirror }) =>
		mirror === undefined
			? { mirror_direct: undefined }
			: {
					subjects: undefined,
					sources: undefined,
					first_seq: undefined,
					subject_transform: undefined,
					allow_msg_counter: undefined,
					allow_atomic: undefined,
					allow_batched: undefined,
					allow_msg_schedules: undefined,
					subject_delete_marker_ttl: undefined,
				},
	({ deny_purge }) => (on(deny_purge) ? { subject_delete_marker_ttl: undefined, allow_msg_schedules: undefined } : {}),
	({ allow_msg_schedules }) => (on(allow_msg_schedules) ? { sources: undefined } : {}),
	// On 2.9 a republish is of subjects of the stream's own, and it cannot be changed.
	({ mirror, republish, subjects, sources }, supports) => {
		if (republish === undefined || subjects !== undefined || supports('2.10')) return {};
		if (mirror !== undefined) return { republish: undefined };
		return sources === undefined ? {} : { sources: undefined };
	},
	({ allow_msg_counter }) =>
		on(allow_msg_counter)
			? {
					retention: 'limits',
					discard: undefined,
					allow_msg_ttl: undefined,
					subject_delete_marker_ttl: undefined,
					allow_msg_schedules: undefined,
				}
			: {},
	({ allow_msg_schedules }) => (on(allow_msg_schedules) ? { discard: undefined, allow_rollup_hdrs: true } : {}),
	({ subject_delete_marker_ttl }) =>
		positive(subject_delete_marker_ttl) ? { allow_msg_ttl: true, allow_rollup_hdrs: true } : {},
	({ deny_purge, allow_rollup_hdrs }) =>
		on(deny_purge) && on(allow_rollup_hdrs) ? { allow_rollup_hdrs: undefined } : {},
	({ discard, max_msgs_per_subject, discard_new_per_subject }) =>
		on(discard_new_per_subject) && !(discard === 'new' && positive(max_msgs_per_subject))
			? { discard_new_per_subject: undefined }
			: {},
	({ storage, compression, persist_mode }) =>
		storage === 'memory'
			? {
					compression: compression === 's2' ? undefined : compression,
					persist_mode: persist_mode === 'async' ? undefined : persist_mode,
				}
			: {},
	({ persist_mode }) => (persist_mode === 'async' ? { allow_atomic: undefined } : {}),
	({ max_age, duplicate_window }) =>
		positive(max_age) && Number(duplicate_window) > Number(max_age) ? { duplicate_window: max_age } : {},
];
