import { each, type Flag, type FlagRow, onlyOn, onOrOff, pairs, text, time, whole, word } from './flag.ts';

/** A start time has only a flag for how long ago it was. */
const deliver: Flag = (value, config) => {
	if (value === 'by_start_sequence') return whole('deliver')(config.opt_start_seq, config);
	return word('deliver', { all: 'all', last: 'last', new: 'new', last_per_subject: 'subject' })(value, config);
};

/** A whole share of a hundred; by 0 the program says none. */
const sample: Flag = (value) => {
	const share = value === undefined ? '0' : String(value).replace(/%$/, '');
	return /^\d+$/.test(share) && (value === undefined || Number(share) > 0) ? [`--sample=${share}`] : undefined;
};

const both = (field: string, flag: Flag): FlagRow => ({ field, add: flag, edit: flag });

/** -1 is "not given" to the program. */
const pending: Flag = (value, config) => (value === -1 ? undefined : whole('max-pending')(value, config));

/** `nats consumer add` and `nats consumer edit`, natscli 0.5. What they cannot say goes through a file. */
export const consumerFlags: readonly FlagRow[] = [
	{ field: 'name', add: () => [] },
	{ field: 'durable_name', add: () => [] },
	both('description', text('description')),
	both('metadata', pairs('metadata')),
	{
		field: 'deliver_subject',
		add: (value, config) => (value === undefined ? ['--pull'] : text('target')(value, config)),
		edit: text('target'),
		always: 'add',
	},
	// The program's default depends on the mode.
	{ field: 'ack_policy', add: word('ack', { none: 'none', all: 'all', explicit: 'explicit' }), always: 'add' },
	{ field: 'deliver_policy', add: deliver },
	{
		field: 'opt_start_seq',
		add: (_value, { deliver_policy }) => (deliver_policy === 'by_start_sequence' ? [] : undefined),
	},
	both('filter_subject', text('filter')),
	// A single one would become filter_subject.
	both('filter_subjects', (value, config) =>
		Array.isArray(value) && value.length > 1 ? each('filter')(value, config) : undefined,
	),
	// With --defaults a push consumer is always instant.
	{
		field: 'replay_policy',
		add: (value, config) =>
			config.deliver_subject ? undefined : word('replay', { instant: 'instant', original: 'original' })(value, config),
	},
	both('headers_only', onOrOff('headers-only')),
	{ field: 'deliver_group', add: text('deliver-group') },
	{ field: 'idle_heartbeat', add: time('heartbeat') },
	{ field: 'flow_control', add: onlyOn('flow-control') },
	{ field: 'rate_limit_bps', add: whole('bps') },
	// The program refuses to edit it next to a back-off.
	{
		field: 'ack_wait',
		add: time('wait'),
		edit: (value, config) =>
			Array.isArray(config.backoff) && config.backoff.length > 0 ? undefined : time('wait')(value, config),
	},
	// Without acknowledgements the program says that it is unlimited.
	{
		field: 'max_deliver',
		add: (value, config) =>
			config.ack_policy === undefined || config.ack_policy === 'none' ? undefined : whole('max-deliver')(value, config),
		edit: whole('max-deliver'),
	},
	{ field: 'backoff', edit: (value) => (value === undefined ? ['--backoff=none'] : undefined) },
	both('max_ack_pending', pending),
	both('sample_freq', sample),
	{ field: 'max_waiting', add: whole('max-waiting') },
	both('max_batch', whole('max-pull-batch')),
	both('max_expires', time('max-pull-expire')),
	both('max_bytes', whole('max-pull-bytes')),
	both('inactive_threshold', time('inactive-threshold')),
	both('num_replicas', whole('replicas')),
	{ field: 'mem_storage', add: onlyOn('memory') },
	{ field: 'priority_policy', add: (value) => (value === 'pinned_client' ? [] : undefined) },
	{
		field: 'priority_groups',
		add: (value, config) =>
			config.priority_policy === 'pinned_client' ? each('pinned-groups')(value, config) : undefined,
	},
	{ field: 'priority_timeout', add: time('pinned-ttl') },
];
