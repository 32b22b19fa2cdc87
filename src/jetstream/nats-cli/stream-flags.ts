import { isRecord } from '../fields/normal.ts';
import {
	each,
	type Flag,
	type FlagRow,
	inside,
	onlyOn,
	onOrOff,
	pairs,
	size,
	text,
	time,
	whole,
	word,
} from './flag.ts';

const placement = inside({ cluster: text('cluster'), tags: each('tag') });

/** Removing a part of it takes an empty flag. */
const changedPlacement: Flag = (value, config) => {
	const { cluster = '', tags = [] } = isRecord(value) ? value : {};
	const more = isRecord(value) && Object.keys(value).some((key) => key !== 'cluster' && key !== 'tags');
	const said = each('tag')(tags, config) ?? (Array.isArray(tags) && tags.length === 0 ? ['--tag='] : undefined);
	const where = text('cluster')(cluster, config);
	return more || said === undefined || where === undefined ? undefined : [...where, ...said];
};

const republish = inside({
	src: text('republish-source'),
	dest: text('republish-destination'),
	headers_only: onlyOn('republish-headers'),
});

const transform = inside({ src: text('transform-source'), dest: text('transform-destination') });

/** The name alone; what else is said of a source is asked for, or has no flag. */
const named =
	(flag: string): Flag =>
	(value, config) => {
		if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
		return text(flag)(value.name, config);
	};

const sources: Flag = (value, config) => {
	if (!Array.isArray(value)) return undefined;
	const words = value.map((one) => named('source')(one, config));
	return words.every((said) => said !== undefined) ? words.flat() : undefined;
};

const both = (field: string, flag: Flag): FlagRow => ({ field, add: flag, edit: flag });

const hasSources = ({ sources }: Readonly<Record<string, unknown>>): boolean =>
	Array.isArray(sources) && sources.length > 0;

/** `nats stream add` and `nats stream edit`, natscli 0.5. What an edit cannot say goes through a file. */
export const streamFlags: readonly FlagRow[] = [
	{ field: 'name', add: () => [] },
	// Without it the program asks for subjects, also with --defaults.
	{ ...both('subjects', each('subjects')), always: 'add', alwaysWhen: (value) => value !== undefined },
	both('description', text('description')),
	both('metadata', pairs('metadata')),
	both('retention', word('retention', { limits: 'limits', interest: 'interest', workqueue: 'work' })),
	both('discard', word('discard', { old: 'old', new: 'new' })),
	both('discard_new_per_subject', onOrOff('discard-per-subject')),
	{ field: 'storage', add: word('storage', { file: 'file', memory: 'memory' }) },
	both('compression', word('compression', { none: 'none', s2: 's2' })),
	{ field: 'first_seq', add: whole('first-sequence') },
	{ field: 'persist_mode', add: word('persist-mode', { default: 'default', async: 'async' }) },
	both('max_msgs', whole('max-msgs')),
	both('max_bytes', size('max-bytes')),
	both('max_age', time('max-age', '0s')),
	both('max_msgs_per_subject', whole('max-msgs-per-subject')),
	both('max_msg_size', whole('max-msg-size')),
	// An edit takes -1 for not given.
	{
		field: 'max_consumers',
		add: whole('max-consumers'),
		edit: (value, config) => (value === -1 ? undefined : whole('max-consumers')(value, config)),
	},
	// The program's default is 2 minutes with sources too, for which servers from 2.14 on have none.
	{
		...both('duplicate_window', time('dupe-window', '0s')),
		always: 'add',
		alwaysWhen: (_value, config) => hasSources(config),
	},
	{
		field: 'consumer_limits',
		add: inside({
			inactive_threshold: time('limit-consumer-inactive'),
			max_ack_pending: whole('limit-consumer-max-pending'),
		}),
	},
	both('num_replicas', whole('replicas')),
	{ field: 'placement', add: placement, edit: changedPlacement },
	{ field: 'mirror', add: named('mirror'), edit: (value) => (value === undefined ? ['--no-mirror'] : undefined) },
	{ field: 'sources', add: sources },
	both('mirror_direct', onOrOff('allow-mirror-direct')),
	both('deny_delete', onOrOff('deny-delete')),
	both('deny_purge', onOrOff('deny-purge')),
	// The program's default is to allow it.
	{ ...both('allow_direct', onOrOff('allow-direct')), always: 'add' },
	both('allow_rollup_hdrs', onOrOff('allow-rollup')),
	// An edit that does not say it turns acknowledgements on.
	{ ...both('no_ack', (value) => (value === true ? ['--no-ack'] : [])), always: 'edit' },
	{
		field: 'republish',
		add: republish,
		edit: (value, config) => (value === undefined ? ['--no-republish'] : republish(value, config)),
	},
	{
		field: 'subject_transform',
		add: transform,
		edit: (value, config) => (value === undefined ? ['--no-transform'] : transform(value, config)),
	},
	both('allow_msg_ttl', onlyOn('allow-msg-ttl')),
	both('subject_delete_marker_ttl', time('subject-del-markers-ttl', '0s')),
	both('allow_atomic', onOrOff('allow-batch')),
	both('allow_msg_counter', onlyOn('allow-counter')),
	both('allow_msg_schedules', onOrOff('allow-schedules')),
	both('allow_batched', onOrOff('allow-fast')),
];
