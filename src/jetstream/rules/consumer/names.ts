import { nameRule } from '../name-rule.ts';
import type { Rule } from '../rule.ts';
import { text } from '../values.ts';
import { type ConsumerCase, nameOf } from './consumer-case.ts';

/** Rules about a consumer's name. */
export const consumerNames: readonly Rule<ConsumerCase>[] = [
	{
		path: 'name',
		errCode: 10017,
		broken: ({ config: { name, durable_name: durable }, old }) =>
			old === undefined && text(name) !== '' && text(durable) !== '' && name !== durable,
		message: 'Name and durable name must be the same when both are set.',
	},
	{
		path: 'name',
		errCode: 10127,
		broken: ({ config, old }) => (old === undefined ? nameFault('Name', text(config.name)) : undefined),
	},
	{
		path: 'durable_name',
		errCode: 10103,
		broken: ({ config }) => nameFault('Durable name', text(config.durable_name)),
	},
	{
		path: 'name',
		errCode: 10148,
		broken: ({ config, old, situation: { names, consumers } }) =>
			old === undefined &&
			nameOf(config) !== '' &&
			(names?.includes(nameOf(config)) || consumers.some((consumer) => nameOf(consumer) === nameOf(config))),
		message: 'Name: another consumer of this stream has it; choose another name, or edit that consumer.',
	},
];

function nameFault(label: string, name: string): string | undefined {
	const rule = name === '' ? undefined : nameRule(name);
	return rule && `${label} ${rule}.`;
}
