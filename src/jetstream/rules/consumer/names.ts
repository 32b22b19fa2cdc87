import { nameRule } from '../name-rule.ts';
import type { Rule } from '../rule.ts';
import type { ConsumerCase } from './consumer-case.ts';

/** What a consumer may be called. */
export const consumerNames: readonly Rule<ConsumerCase>[] = [
	{
		path: 'name',
		errCode: 10132,
		broken: ({ config: { name, durable_name: durable } }) => Boolean(name) && Boolean(durable) && name !== durable,
		message: 'Name and durable name must be the same when both are set.',
	},
	{
		path: 'name',
		broken: ({ config: { name } }) => {
			const rule = name ? nameRule(name) : undefined;
			return rule && `Name ${rule}.`;
		},
	},
	{
		path: 'durable_name',
		broken: ({ config: { durable_name: name } }) => {
			const rule = name ? nameRule(name) : undefined;
			return rule && `Durable name ${rule}.`;
		},
	},
];
