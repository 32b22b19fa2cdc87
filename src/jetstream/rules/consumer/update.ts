import { isNever } from '../../../format/duration.ts';
import { readTime } from '../../../format/read-time.ts';
import type { Version } from '../../endpoints/endpoint.ts';
import { sameMeaning } from '../equal.ts';
import type { Rule } from '../rule.ts';
import { integer, text } from '../values.ts';
import { type ConsumerCase, isPush } from './consumer-case.ts';

interface FixedRow {
	readonly path: string;
	readonly label: string;
	/** The server's default for a missing key. */
	readonly normal: unknown;
	readonly since?: Version;
	/** With the ack policy flow_control the server sets it itself. */
	readonly set?: true;
}

const fixed: readonly FixedRow[] = [
	{ path: 'deliver_policy', label: 'Deliver policy', normal: 'all' },
	{ path: 'opt_start_seq', label: 'Start sequence', normal: 0 },
	{ path: 'ack_policy', label: 'Ack policy', normal: 'none' },
	{ path: 'replay_policy', label: 'Replay policy', normal: 'instant' },
	{ path: 'idle_heartbeat', label: 'Idle heartbeat', normal: 0, set: true },
	{ path: 'flow_control', label: 'Flow control', normal: false, set: true },
	{ path: 'mem_storage', label: 'Memory storage', normal: false, since: '2.15' },
	{ path: 'direct', label: 'Direct', normal: false, since: '2.15' },
	{ path: 'sourcing', label: 'Sourcing', normal: false, since: '2.15' },
];

/** What an update may not change. */
export const consumerUpdate: readonly Rule<ConsumerCase>[] = [
	...fixed.map(
		({ path, label, normal, since, set }): Rule<ConsumerCase> => ({
			path,
			errCode: 10012,
			...(since !== undefined && { since }),
			broken: ({ config, old, supports }) =>
				old !== undefined &&
				!(set && config.ack_policy === 'flow_control') &&
				!sameMeaning(
					old[path] ?? normal,
					(supports('2.12') && integer(config[path]) < 0 ? normal : config[path]) ?? normal,
				),
			message: `${label} cannot be changed after creation.`,
		}),
	),
	{
		path: 'opt_start_time',
		errCode: 10012,
		broken: ({ config, old }) => old !== undefined && !sameTime(old.opt_start_time, config.opt_start_time),
		message: 'Start time cannot be changed after creation.',
	},
	{
		path: 'opt_start_time',
		gone: '2.10',
		errCode: 10012,
		broken: ({ config, old }) => old?.opt_start_time !== undefined && !sameMeaning(old, config),
		message: 'Start time: servers before 2.10 cannot update a consumer that has one; create it again.',
	},
	{
		path: 'max_waiting',
		errCode: 10012,
		broken: ({ config, old }) =>
			old !== undefined && !isPush(config) && !sameMeaning(waiting(old.max_waiting), waiting(config.max_waiting)),
		message: 'Max waiting cannot be changed after creation.',
	},
	{
		path: 'deliver_subject',
		errCode: 10012,
		broken: ({ config, old }) =>
			old !== undefined &&
			isPush(old) !== isPush(config) &&
			`Deliver subject: a ${isPush(old) ? 'push consumer cannot become a pull consumer' : 'pull consumer cannot become a push consumer'}.`,
	},
	{
		path: 'deliver_subject',
		errCode: 10013,
		broken: ({ config, old, situation: { existing } }) =>
			old !== undefined &&
			isPush(old) &&
			isPush(config) &&
			existing?.push_bound === true &&
			old.deliver_subject !== config.deliver_subject,
		message: 'Deliver subject cannot be changed while somebody listens on the current one.',
	},
	{
		path: 'name',
		broken: ({ config, situation: { existing } }) =>
			existing !== undefined && text(config.name) !== '' && config.name !== existing.name,
		message: 'Name cannot be changed after creation.',
	},
	{
		path: 'durable_name',
		broken: ({ config, old }) => old !== undefined && text(old.durable_name) !== text(config.durable_name),
		message: 'Durable name cannot be changed after creation.',
	},
	{
		path: 'pause_until',
		since: '2.11',
		broken: ({ config, old }) => old !== undefined && !sameTime(old.pause_until, config.pause_until),
		message: 'Paused until: an update does not change it; pause or resume the consumer instead.',
	},
];

/** The default is 512, from 2.12 on also for values below zero. */
const waiting = (value: unknown): unknown => (integer(value) > 0 ? value : 512);

/** The nats CLI writes the zero time for none. */
function sameTime(one: unknown, other: unknown): boolean {
	if (isNever(text(one)) || isNever(text(other))) return isNever(text(one)) && isNever(text(other));
	return one === other || instant(text(one)) === instant(text(other));
}

/** Nanoseconds since the epoch. */
function instant(time: string): bigint | string {
	const known = readTime(time, 0);
	const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
	const whole = Date.parse(time.replace(/\.\d+/, ''));
	return known === undefined || Number.isNaN(whole)
		? time
		: BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
}
