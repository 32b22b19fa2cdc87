import type { Rule } from '../rule.ts';
import { integer } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

/** Most copies of a stream. */
const REPLICAS_MAX = 5;

/** In how many copies a stream is stored. */
export const streamReplicas: readonly Rule<StreamCase>[] = [
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
];
