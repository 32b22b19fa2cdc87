import type { Rule } from '../rule.ts';
import { integer } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

const SECOND = 1_000_000_000;

/** Features of a stream that exclude or need each other. */
export const streamFeatureRules: readonly Rule<StreamCase>[] = [
	{
		path: 'allow_rollup_hdrs',
		errCode: 10052,
		broken: ({ config }) => config.allow_rollup_hdrs === true && config.deny_purge === true,
		message: 'Allow roll-up and deny purge exclude each other: a roll-up purges.',
	},
	{
		path: 'sealed',
		errCode: 10052,
		broken: ({ config, old }) => old === undefined && config.sealed === true,
		message: 'Sealed cannot be set when a stream is created: seal it later.',
	},
	{
		path: 'mirror_direct',
		errCode: 10052,
		broken: ({ config, old }) => old === undefined && config.mirror_direct === true && !config.mirror,
		message: 'Mirror direct is only for mirrors.',
	},
	{
		path: 'subject_delete_marker_ttl',
		since: '2.11',
		errCode: 10052,
		broken: ({ config: { subject_delete_marker_ttl: ttl } }) =>
			integer(ttl) < 0 || (integer(ttl) > 0 && integer(ttl) < SECOND),
		message: 'Delete marker TTL must be 1s or more, or off.',
	},
	{
		path: 'subject_delete_marker_ttl',
		since: '2.11',
		gone: '2.12',
		errCode: 10052,
		broken: ({ config }) => integer(config.subject_delete_marker_ttl) > 0 && config.allow_msg_ttl !== true,
		message: 'Delete marker TTL needs message TTLs to be allowed.',
	},
	{
		path: 'subject_delete_marker_ttl',
		since: '2.11',
		errCode: 10052,
		broken: ({ config }) => integer(config.subject_delete_marker_ttl) > 0 && Boolean(config.mirror),
		message: 'Delete marker TTL cannot be set on a mirror: it would no longer be an exact copy.',
	},
	{
		path: 'allow_msg_counter',
		since: '2.12',
		errCode: 10052,
		broken: ({ config }) => {
			if (config.allow_msg_counter !== true) return false;
			if (config.discard === 'new') return 'Counters cannot be combined with discard new.';
			if (config.allow_msg_ttl === true) return 'Counters cannot be combined with message TTLs.';
			return (config.retention ?? 'limits') !== 'limits' && 'Counters need the retention limits.';
		},
	},
	{
		path: 'allow_msg_counter',
		since: '2.15',
		errCode: 10052,
		broken: ({ config }) => config.allow_msg_counter === true && config.allow_msg_schedules === true,
		message: 'Counters cannot be combined with schedules.',
	},
	{
		path: 'allow_msg_schedules',
		since: '2.15',
		errCode: 10052,
		broken: ({ config }) => config.allow_msg_schedules === true && config.discard === 'new',
		message: 'Schedules cannot be combined with discard new.',
	},
	{
		path: 'allow_msg_schedules',
		since: '2.12',
		errCode: 10187,
		broken: ({ config }) => config.allow_msg_schedules === true && !config.mirror && Boolean(config.sources?.length),
		message: 'Schedules cannot be combined with sources.',
	},
	{
		path: 'persist_mode',
		since: '2.12',
		errCode: 10052,
		broken: ({ config }) => {
			if (config.persist_mode !== 'async') return false;
			if (config.storage === 'memory') return 'Persist mode async needs file storage.';
			if (integer(config.num_replicas) > 1) return 'Persist mode async needs one replica.';
			return config.allow_atomic === true && 'Persist mode async cannot be combined with atomic batches.';
		},
	},
];
