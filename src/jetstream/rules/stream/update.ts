import type { Version } from '../../endpoints/endpoint.ts';
import { sameMeaning } from '../equal.ts';
import type { Rule } from '../rule.ts';
import { fields, integer, text } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

type UpdateRule = Omit<Rule<StreamCase>, 'broken'>;

/** A rule for updates only, given the current and the new value of the key. */
const update = (rule: UpdateRule, broken: (before: unknown, after: unknown) => boolean): Rule<StreamCase> => ({
	errCode: 10052,
	...rule,
	broken: ({ config, old }) => old !== undefined && broken(old[rule.path], config[rule.path]),
});

/** A flag that cannot be turned off again. */
const forEver = (path: string, label: string, since?: Version): Rule<StreamCase> =>
	update(
		{ path, ...(since !== undefined && { since }), message: `${label} cannot be turned off again.` },
		(before, after) => before === true && after !== true,
	);

/** A value that stays as it was created; `normal` is the server's default. */
const fixed = (rule: UpdateRule, label: string, normal: unknown): Rule<StreamCase> =>
	update(
		{ message: `${label} cannot be changed after creation.`, ...rule },
		(before, after) => !sameMeaning(before ?? normal, after ?? normal),
	);

const unlimited = (value: unknown): unknown => (integer(value) === 0 || integer(value) === 0n ? -1 : value);

/** What an update may not change. */
export const streamUpdate: readonly Rule<StreamCase>[] = [
	fixed({ path: 'name', errCode: 10056 }, 'Name', ''),
	fixed({ path: 'storage' }, 'Storage', 'file'),
	update(
		{
			path: 'max_consumers',
			gone: '2.12.5',
			message: 'Max consumers cannot be changed after creation before 2.12.5.',
		},
		(before, after) => !sameMeaning(unlimited(before), unlimited(after)),
	),
	fixed(
		{
			path: 'retention',
			gone: '2.10',
			message: 'Retention cannot be changed after creation before 2.10.',
		},
		'Retention',
		'limits',
	),
	update(
		{
			path: 'retention',
			since: '2.10',
			message: 'Retention can be changed only between limits and interest, never to or from workqueue.',
		},
		(before = 'limits', after = 'limits') => before !== after && (before === 'workqueue' || after === 'workqueue'),
	),
	forEver('sealed', 'Sealed'),
	forEver('deny_delete', 'Deny delete'),
	forEver('deny_purge', 'Deny purge'),
	update(
		{
			path: 'mirror',
			gone: '2.12',
			errCode: 10055,
			message: 'Mirror cannot be changed after creation; servers from 2.12 on can remove it.',
		},
		(before, after) => !sameMeaning(before, after),
	),
	update(
		{
			path: 'mirror',
			since: '2.12',
			errCode: 10055,
			message: 'Mirror can only be removed, which makes this a stream of its own; it cannot be set or changed.',
		},
		(before, after) => Boolean(after) && !sameMeaning(before, after),
	),
	update(
		{
			path: 'republish',
			gone: '2.10',
			message: 'Republish cannot be changed after creation before 2.10.',
		},
		(before, after) => !sameMeaning(withSource(before), withSource(after)),
	),
	update(
		{
			path: 'allow_msg_ttl',
			since: '2.11',
			gone: '2.12',
			message: 'Allow message TTL cannot be changed after creation; servers from 2.12 on can turn it on.',
		},
		(before, after) => !sameMeaning(before, after),
	),
	forEver('allow_msg_ttl', 'Allow message TTL', '2.12'),
	fixed({ path: 'allow_msg_counter', since: '2.12' }, 'Allow counters', false),
	forEver('allow_msg_schedules', 'Allow schedules', '2.12'),
	fixed({ path: 'persist_mode', since: '2.12' }, 'Persist mode', 'default'),
	{
		path: 'consumer_limits',
		since: '2.10',
		errCode: 10069,
		broken: exceedingConsumers,
	},
];

/** No source of a republish is all subjects. */
function withSource(value: unknown): unknown {
	const republish = fields(value);
	return republish === undefined ? undefined : { ...republish, src: text(republish.src) || '>' };
}

/** Which consumers exceed limits that change. */
function exceedingConsumers({ config, old, situation: { consumers = [] }, supports }: StreamCase): string | false {
	const after = fields(config.consumer_limits) ?? {};
	const before = fields(old?.consumer_limits) ?? {};
	const keys = ['inactive_threshold', 'max_ack_pending'] as const;
	// Before 2.15 a limit that is not set counts as zero once the other changes.
	const counts = (key: string): boolean => !supports('2.15') || integer(after[key]) > 0;
	const changed = keys.some((key) => counts(key) && !sameMeaning(before[key], after[key]));
	if (old === undefined || !changed) return false;
	const exceeding = consumers.filter((consumer) =>
		keys.some((key) => counts(key) && integer(consumer[key]) > integer(after[key])),
	);
	if (exceeding.length === 0) return false;
	const names = exceeding.map(({ name, durable_name: durable }) => name ?? durable).join(', ');
	const both = supports('2.15') ? '' : ' Servers before 2.15 read a limit that is left out as zero.';
	return `Consumer limits must not be below the settings of existing consumers: ${names} exceed them.${both}`;
}
