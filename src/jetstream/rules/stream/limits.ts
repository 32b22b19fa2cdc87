import { duration } from '../../../format/duration.ts';
import type { Rule } from '../rule.ts';
import { integer, MILLISECOND, same } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

/** Most copies of a stream. */
const REPLICAS_MAX = 5;
const LEAST = 100 * MILLISECOND;

/** How much a stream stores, for how long, and in how many copies. */
export const streamLimits: readonly Rule<StreamCase>[] = [
	{
		path: 'max_age',
		// The technical preview takes any.
		since: '2.9',
		errCode: 10052,
		broken: ({ config }) =>
			integer(config.max_age) < 0 || (!same(config.max_age, 0) && integer(config.max_age) < LEAST),
		message: 'Max age must be 100ms or more, or unlimited.',
	},
	{
		path: 'duplicate_window',
		errCode: 10052,
		broken: ({ config: { duplicate_window: window } }) =>
			integer(window) < 0 || (!same(window, 0) && integer(window) < LEAST),
		message: 'Duplicate window must be 100ms or more; the default is 2m, or the max age if that is shorter.',
	},
	{
		path: 'duplicate_window',
		errCode: 10052,
		broken: ({ config: { duplicate_window: window, max_age: age } }) =>
			integer(age) >= LEAST &&
			integer(window) > integer(age) &&
			`Duplicate window must not be longer than the max age, ${duration(integer(age))}.`,
	},
	{
		path: 'discard_new_per_subject',
		errCode: 10052,
		broken: ({ config }) => config.discard_new_per_subject === true && config.discard !== 'new',
		message: 'Discard new per subject needs discard new.',
	},
	{
		path: 'discard_new_per_subject',
		errCode: 10052,
		broken: ({ config }) => config.discard_new_per_subject === true && integer(config.max_msgs_per_subject) <= 0,
		message: 'Discard new per subject needs max messages per subject.',
	},
	{
		path: 'num_replicas',
		errCode: 10133,
		broken: ({ config }) => integer(config.num_replicas) < 0,
		message: 'Replicas must not be below zero.',
	},
	{
		path: 'num_replicas',
		errCode: 10052,
		broken: ({ config }) => integer(config.num_replicas) > REPLICAS_MAX,
		message: `Replicas must be at most ${REPLICAS_MAX}.`,
	},
	{
		path: 'num_replicas',
		errCode: 10074,
		broken: ({ config, situation }) => integer(config.num_replicas) > 1 && situation.servers === 1,
		message: 'Replicas must be 1: this server runs alone, and more need a cluster.',
	},
	{
		path: 'num_replicas',
		errCode: 10005,
		broken: ({ config: { num_replicas: replicas }, situation: { servers } }) =>
			servers !== undefined &&
			servers > 1 &&
			integer(replicas) > servers &&
			integer(replicas) <= REPLICAS_MAX &&
			`Replicas must be at most ${servers}, the number of servers.`,
	},
	{
		path: 'placement.preferred',
		since: '2.11',
		errCode: 10052,
		broken: ({ config }) => Boolean(config.placement?.['preferred' as never]),
		message: 'Preferred leader is only for a step-down; leave it out of a configuration.',
	},
];
