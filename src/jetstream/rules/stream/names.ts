import { nameRule } from '../name-rule.ts';
import type { Rule } from '../rule.ts';
import { text } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

/** Rules about a stream's name. */
export const streamNames: readonly Rule<StreamCase>[] = [
	{
		path: 'name',
		broken: ({ config }) => {
			const name = text(config.name);
			const rule = nameRule(name);
			if (rule === undefined) return [];
			return [{ path: 'name', message: `Name ${rule}.`, errCode: /[\\/]/.test(name) ? 10128 : 10052 }];
		},
	},
	{
		path: 'name',
		errCode: 10058,
		broken: ({ config: { name }, old, situation: { names, streams } }) =>
			old === undefined && (names?.includes(name) || streams.some((stream) => stream.name === name)),
		message: 'Name: another stream of this account has it; choose another name, or edit that stream.',
	},
];
