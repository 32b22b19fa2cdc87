import { nameRule } from '../name-rule.ts';
import type { Rule } from '../rule.ts';
import type { StreamCase } from './stream-case.ts';

/** What a stream may be called. */
export const streamNames: readonly Rule<StreamCase>[] = [
	{
		path: 'name',
		errCode: 10052,
		broken: ({ config }) => {
			const rule = nameRule(config.name ?? '');
			return rule && `Name ${rule}.`;
		},
	},
	{
		path: 'name',
		errCode: 10058,
		broken: ({ config: { name }, situation: { existing, names, streams } }) =>
			existing === undefined && (names?.includes(name) || streams.some((stream) => stream.name === name)),
		message: 'Name is that of another stream of this account; choose another name, or edit that stream.',
	},
];
