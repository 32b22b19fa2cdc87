import fc from 'fast-check';
import type { Version } from '../../src/jetstream/endpoints/endpoint.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';

export type Config = Readonly<Record<string, unknown>>;
export type Supports = (since: Version) => boolean;

/**
 * Random configurations that a standalone server takes. Each is first any mixture of values, each valid for itself, and then
 * made valid as a whole by leaving out what excludes something else.
 */

const SECOND = 1_000_000_000;
const DAY = 86_400 * SECOND;

const token = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
const words = fc.oneof(
	fc.constant('Orders of the day'),
	fc.string({ unit: 'grapheme', maxLength: 40 }),
	fc.constant(''),
);
const labels = fc.dictionary(
	fc.stringMatching(/^[a-z][\w.-]{0,9}$/).filter((key) => key !== '__proto__'),
	words,
	{ maxKeys: 3 },
);
const flag = fc.boolean();
const limit = (max: number): fc.Arbitrary<number> => fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: 1, max }));
const bigLimit = fc.oneof(limit(1_000_000), fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }));
/** Nothing, or at least a tenth of a second; sometimes a number that no unit makes round. */
const span = (max: number): fc.Arbitrary<number> =>
	fc.oneof(fc.constantFrom(0, SECOND, 60 * SECOND), fc.integer({ min: SECOND / 10, max }), fc.constant(max));
const time = fc
	.date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2099-01-01T00:00:00Z'), noInvalidDate: true })
	.map((date) => date.toISOString());

/** Subjects below a prefix that do not overlap. */
const subjectsBelow = (prefix: string): fc.Arbitrary<readonly string[]> =>
	fc
		.array(fc.constantFrom('', '.*', '.>', '.*.x', '.*.>'), { minLength: 1, maxLength: 3 })
		.map((tails) => tails.map((tail, at) => `${prefix}.s${at}${tail}`));

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

/** A value for each field of a stream but its name. */
function streamValues(prefix: string, supports: Supports): Readonly<Record<string, fc.Arbitrary<unknown>>> {
	return {
		description: words,
		subjects: subjectsBelow(prefix),
		metadata: labels,
		retention: fc.constantFrom('limits', 'interest', 'workqueue'),
		discard: fc.constantFrom('old', 'new'),
		discard_new_per_subject: flag,
		storage: fc.constantFrom('file', 'memory'),
		compression: fc.constantFrom('none', 's2'),
		first_seq: fc.oneof(
			fc.constant(0),
			fc.integer({ min: 1, max: 1e9 }),
			fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }),
		),
		persist_mode: fc.constantFrom('default', 'async'),
		max_msgs: bigLimit,
		max_bytes: limit(1_000_000),
		max_age: span(400 * DAY),
		max_msgs_per_subject: bigLimit,
		max_msg_size: limit(2 ** 31 - 1),
		max_consumers: limit(1000),
		duplicate_window: span(DAY),
		consumer_limits: fc.record(
			{ inactive_threshold: span(DAY), max_ack_pending: fc.integer({ min: 0, max: 10_000 }) },
			{ requiredKeys: [] },
		),
		num_replicas: fc.constant(1),
		mirror: fc.oneof(
			{ weight: 6, arbitrary: fc.constant(undefined) },
			{ weight: 1, arbitrary: source('ORIGIN', supports) },
		),
		sources: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: sourcesOf(supports) }),
		mirror_direct: flag,
		deny_delete: flag,
		deny_purge: flag,
		allow_direct: flag,
		allow_rollup_hdrs: flag,
		no_ack: flag,
		republish: fc.record(
			{ src: fc.constantFrom('', '>'), dest: token.map((text) => `${prefix}-copy.${text}.>`), headers_only: flag },
			{ requiredKeys: ['dest'] },
		),
		subject_transform: fc.record({
			src: fc.constant(`${prefix}.s0.*`),
			dest: token.map((text) => `${prefix}.${text}.{{wildcard(1)}}`),
		}),
		allow_msg_ttl: flag,
		subject_delete_marker_ttl: fc.oneof(
			fc.constant(0),
			fc.integer({ min: 1, max: 86_400 }).map((seconds) => seconds * SECOND),
		),
		allow_atomic: flag,
		allow_msg_counter: flag,
		allow_msg_schedules: flag,
		allow_batched: flag,
	};
}

/** Any configuration of a stream of this name, which takes subjects that begin with the name in lower case. */
export function streamConfigs(name: string, fields: readonly Field[], supports: Supports): fc.Arbitrary<Config> {
	const values = offered(streamValues(name.toLowerCase(), supports), fields, supports);
	return fc
		.record(values, { requiredKeys: [] })
		.map((config) => validStream(withoutUndefined({ name, ...config }), supports));
}

/** What excludes something else is left out; the later rules lean on the earlier ones. */
export function validStream(config: Config, supports: Supports): Config {
	return repaired(config, streamRepairs, supports);
}

const positive = (value: unknown): boolean => (typeof value === 'number' || typeof value === 'bigint') && value > 0;
const on = (value: unknown): boolean => value === true;

type Repair = (config: Config, supports: Supports) => Config;

function repaired(config: Config, repairs: readonly Repair[], supports: Supports): Config {
	let rest = config;
	for (const repair of repairs) rest = { ...rest, ...repair(rest, supports) };
	return withoutUndefined(rest);
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
	({ allow_msg_schedules }) =>
		on(allow_msg_schedules) ? { discard: undefined, deny_purge: undefined, allow_rollup_hdrs: true } : {},
	({ deny_purge }) => (on(deny_purge) ? { subject_delete_marker_ttl: undefined } : {}),
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

/** A value for each field of a consumer but its names. */
function consumerValues(prefix: string): Readonly<Record<string, fc.Arbitrary<unknown>>> {
	return {
		description: words,
		metadata: labels,
		deliver_policy: fc.constantFrom('all', 'last', 'new', 'by_start_sequence', 'by_start_time', 'last_per_subject'),
		opt_start_seq: fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n })),
		opt_start_time: time,
		filter_subject: subjectsBelow(prefix).map(([first]) => first),
		filter_subjects: subjectsBelow(prefix),
		replay_policy: fc.constantFrom('instant', 'original'),
		headers_only: flag,
		deliver_subject: fc.oneof(
			fc.constant(undefined),
			token.map((text) => `push.${text}`),
		),
		deliver_group: token,
		idle_heartbeat: span(3600 * SECOND),
		flow_control: flag,
		rate_limit_bps: fc.integer({ min: 0, max: 1e9 }),
		ack_policy: fc.constantFrom('none', 'all', 'explicit'),
		ack_wait: span(DAY),
		max_deliver: limit(100),
		backoff: fc.array(fc.integer({ min: SECOND / 1000, max: DAY }), { maxLength: 4 }),
		max_ack_pending: fc.oneof(fc.constantFrom(-1, 0), fc.integer({ min: 1, max: 100_000 })),
		sample_freq: fc.integer({ min: 0, max: 100 }).chain((share) => fc.constantFrom(`${share}`, `${share}%`)),
		max_waiting: fc.integer({ min: 0, max: 10_000 }),
		max_batch: fc.integer({ min: 0, max: 10_000 }),
		max_expires: fc.oneof(fc.constant(0), fc.integer({ min: SECOND / 1000, max: DAY })),
		max_bytes: fc.integer({ min: 0, max: 1e9 }),
		inactive_threshold: fc.oneof(fc.constant(0), fc.integer({ min: 60 * SECOND, max: DAY })),
		num_replicas: fc.constantFrom(0, 1),
		mem_storage: flag,
		pause_until: time,
		priority_policy: fc.constantFrom('none', 'overflow', 'pinned_client', 'prioritized'),
		priority_groups: fc.stringMatching(/^[A-Za-z0-9/_=-]{1,16}$/).map((group) => [group]),
		priority_timeout: span(3600 * SECOND),
	};
}

/** Any configuration of a consumer of this name, durable or not, of a stream that takes `prefix.>`. */
export function consumerConfigs(
	name: string,
	prefix: string,
	fields: readonly Field[],
	supports: Supports,
): fc.Arbitrary<Config> {
	const values = offered(consumerValues(prefix), fields, supports);
	return fc
		.tuple(flag, fc.record(values, { requiredKeys: [] }))
		.map(([durable, config]) =>
			validConsumer(withoutUndefined({ name, ...(durable && { durable_name: name }), ...config }), supports),
		);
}

/** As `validStream`. */
export function validConsumer(config: Config, supports: Supports): Config {
	const { priority_policy } = config;
	const known =
		priority_policy === 'prioritized' && !supports('2.12') ? { ...config, priority_policy: 'overflow' } : config;
	return repaired(known, consumerRepairs, supports);
}

const consumerRepairs: readonly Repair[] = [
	({ deliver_policy, opt_start_seq, opt_start_time }) => ({
		opt_start_seq: deliver_policy === 'by_start_sequence' ? (opt_start_seq ?? 1) : undefined,
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

/** The values of the fields that a server of this version has. */
function offered(
	values: Readonly<Record<string, fc.Arbitrary<unknown>>>,
	fields: readonly Field[],
	supports: Supports,
): Readonly<Record<string, fc.Arbitrary<unknown>>> {
	return Object.fromEntries(
		Object.entries(values).filter(([name]) => {
			const field = fields.find((one) => one.name === name);
			return field !== undefined && supports(field.since) && !(field.gone !== undefined && supports(field.gone));
		}),
	);
}

const withoutUndefined = (config: Config): Config =>
	Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));

/** `before` with the values of `wish` for every field that this server lets an update change. */
export function edited(before: Config, wish: Config, fields: readonly Field[], supports: Supports): Config {
	const changes = fields.filter(({ update }) => update === 'yes').map(({ name }) => name);
	const known = fields.filter(({ since }) => supports(since)).map(({ name }) => name);
	const open = changes.filter((name) => known.includes(name));
	const kept = Object.entries(before).filter(([name]) => !open.includes(name));
	return Object.fromEntries([...kept, ...open.flatMap((name) => (name in wish ? [[name, wish[name]] as const] : []))]);
}
