import type { Config } from './config.ts';
import type { Field } from './field.ts';

const SECOND = 1_000_000_000;

/**
 * What a server stores for a field that a configuration leaves out, or sets to zero, `false` or empty, which means the same to
 * it. Mostly the table's default; for some fields it follows from others. Undefined when it stores nothing. The row has the default
 * of the newest server: `serverFields` has those of another.
 */
export function serverDefault(field: Field, config: Config): unknown {
	if (field.mode !== undefined && field.mode !== modeOf(config)) return undefined;
	const rule = rules[field.name];
	return rule === undefined ? field.default : rule(config, field.default, field);
}

/** Only consumers have a mode; a stream's fields name none. */
const modeOf = (config: Config): 'pull' | 'push' => (isSet(config.deliver_subject) ? 'push' : 'pull');

const isSet = (value: unknown): boolean => Boolean(value) && !(Array.isArray(value) && value.length === 0);

const copies = (config: Config): boolean => isSet(config.mirror) || isSet(config.sources);

/** Consumers of these policies wait for acknowledgements. */
const waitsForAcks = ({ ack_policy }: Config): boolean => ack_policy === 'explicit' || ack_policy === 'all';

type Rule = (config: Config, otherwise: unknown, field: Field) => unknown;

/** Where the default depends on other fields; `otherwise` is that of the table. Observed on 2.9.10, 2.10.27 and 2.15.1. */
const rules: Readonly<Record<string, Rule>> = {
	name: ({ durable_name }) => durable_name,
	subjects: (config) => (copies(config) || !isSet(config.name) ? undefined : [config.name]),
	duplicate_window: (config, otherwise, { noDefaultWithSources }) => {
		if (isSet(config.mirror) || (isSet(config.sources) && noDefaultWithSources !== undefined)) return undefined;
		const { max_age } = config;
		const age = typeof max_age === 'bigint' || typeof max_age === 'number' ? max_age : 0;
		return age > 0 && age < Number(otherwise) ? age : otherwise;
	},
	first_seq: () => 1,
	// From 2.12 on; older servers refuse markers without them.
	allow_msg_ttl: (config) => isSet(config.subject_delete_marker_ttl),
	allow_rollup_hdrs: (config) => isSet(config.subject_delete_marker_ttl) || isSet(config.allow_msg_schedules),
	ack_wait: (config, otherwise) => {
		if (Array.isArray(config.backoff) && config.backoff.length > 0) return config.backoff[0];
		return waitsForAcks(config) ? otherwise : undefined;
	},
	max_ack_pending: ({ ack_policy = 'none' }, otherwise) => (ack_policy === 'none' ? -1 : otherwise),
	inactive_threshold: (config, otherwise) => (isSet(config.durable_name) ? otherwise : 5 * SECOND),
	flow_control: (config) => config.ack_policy === 'flow_control',
	idle_heartbeat: (config) => (config.ack_policy === 'flow_control' ? SECOND : undefined),
	priority_timeout: (config) => (config.priority_policy === 'pinned_client' ? 120 * SECOND : undefined),
};
