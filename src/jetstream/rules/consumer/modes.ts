import type { Version } from '../../endpoints/endpoint.ts';
import type { ConsumerConfig, StreamConfig } from '../../wire.ts';
import type { Rule } from '../rule.ts';
import { fields, integer, MILLISECOND, same } from '../values.ts';
import { ackPolicyOf, type ConsumerCase, isPush } from './consumer-case.ts';

interface ModeRow {
	readonly path: string;
	readonly errCode: number;
	readonly since?: Version;
	readonly gone?: Version;
	readonly message: string;
	readonly broken: (config: ConsumerConfig, stream: StreamConfig) => boolean;
}

const only = (push: boolean, rows: readonly ModeRow[]): readonly Rule<ConsumerCase>[] =>
	rows.map(({ broken, ...row }) => ({
		...row,
		broken: ({ config, stream }) => isPush(config) === push && broken(config, stream),
	}));

/** What only push or only pull consumers may have. */
export const consumerModes: readonly Rule<ConsumerCase>[] = [
	...only(true, [
		{
			path: 'max_waiting',
			gone: '2.12',
			errCode: 10080,
			broken: ({ max_waiting: waiting }) => !same(waiting, 0),
			message: 'Max waiting is only for pull consumers; leave it out, or the deliver subject.',
		},
		{
			path: 'max_waiting',
			since: '2.12',
			errCode: 10080,
			broken: ({ max_waiting: waiting }) => integer(waiting) > 0,
			message: 'Max waiting is only for pull consumers; leave it out, or the deliver subject.',
		},
		{
			path: 'max_ack_pending',
			errCode: 10082,
			broken: (config, stream) => ackPolicyOf(config) === 'none' && effectiveAckPending(config, stream) > 0,
			message:
				'Max ack pending needs an ack policy other than none. (The limit in consumer_limits of the stream counts too.)',
		},
		{
			path: 'idle_heartbeat',
			errCode: 10083,
			// With the ack policy flow_control the server puts 1s in its place.
			broken: ({ ack_policy: policy, idle_heartbeat: beat }) =>
				integer(beat) > 0 && integer(beat) < 100 * MILLISECOND && policy !== 'flow_control',
			message: 'Idle heartbeat must be 100ms or more, or off.',
		},
	]),
	...only(false, [
		{
			path: 'rate_limit_bps',
			errCode: 10086,
			broken: ({ rate_limit_bps: rate }) => integer(rate) > 0,
			message: 'Rate limit is only for push consumers; leave it out, or set a deliver subject.',
		},
		{
			path: 'idle_heartbeat',
			errCode: 10088,
			broken: ({ idle_heartbeat: beat }) => integer(beat) > 0,
			message: 'Idle heartbeat is only for push consumers; leave it out, or set a deliver subject.',
		},
		{
			path: 'flow_control',
			errCode: 10089,
			broken: ({ flow_control: on }) => on === true,
			message: 'Flow control is only for push consumers; leave it out, or set a deliver subject.',
		},
		{
			path: 'max_waiting',
			gone: '2.12',
			errCode: 10087,
			broken: ({ max_waiting: waiting }) => integer(waiting) < 0,
			message: 'Max waiting must not be below zero.',
		},
		{
			path: 'max_batch',
			gone: '2.12',
			errCode: 10114,
			broken: ({ max_batch: batch }) => integer(batch) < 0,
			message: 'Max batch must not be below zero.',
		},
		{
			path: 'max_expires',
			gone: '2.12',
			errCode: 10115,
			broken: ({ max_expires: expires }) => integer(expires) < 0,
			message: 'Max expires must not be below zero.',
		},
		{
			path: 'max_expires',
			errCode: 10115,
			broken: ({ max_expires: expires }) => integer(expires) > 0 && integer(expires) < MILLISECOND,
			message: 'Max expires must be 1ms or more, or unlimited.',
		},
	]),
	{
		path: 'flow_control',
		errCode: 10108,
		broken: ({ config, supports }) =>
			isPush(config) &&
			config.flow_control === true &&
			ackPolicyOf(config) !== 'flow_control' &&
			// From 2.12 on a heartbeat below zero means none.
			(supports('2.12') ? integer(config.idle_heartbeat) <= 0 : same(config.idle_heartbeat, 0)),
		message: 'Flow control needs an idle heartbeat, such as 5s.',
	},
	{
		path: 'priority_policy',
		since: '2.12',
		errCode: 10178,
		broken: ({ config }) => hasPriority(config) && isPush(config),
		message: 'Priority policy is only for pull consumers.',
	},
	{
		path: 'priority_groups',
		since: '2.11',
		errCode: 10159,
		broken: ({ config }) => hasPriority(config) && groupsOf(config).length === 0,
		message: 'Priority groups must name a group if there is a priority policy.',
	},
	{
		path: 'priority_groups',
		since: '2.11',
		errCode: 10162,
		broken: ({ config }) => hasPriority(config) && groupsOf(config).some((group) => !/^[\w/=-]{1,16}$/.test(group)),
		message: 'Priority groups must be 1 to 16 letters, digits, "-", "_", "/" or "=" each.',
	},
	{
		path: 'priority_groups',
		since: '2.12',
		errCode: 10196,
		broken: ({ config }) => !hasPriority(config) && groupsOf(config).length > 0,
		message: 'Priority groups need a priority policy.',
	},
	{
		path: 'priority_timeout',
		since: '2.12',
		errCode: 10197,
		broken: ({ config }) => !hasPriority(config) && integer(config.priority_timeout) > 0,
		message: 'Priority timeout needs a priority policy.',
	},
];

const hasPriority = ({ priority_policy: policy }: ConsumerConfig): boolean => (policy ?? 'none') !== 'none';
const groupsOf = ({ priority_groups: groups }: ConsumerConfig): readonly string[] => groups ?? [];

/** From 2.10 on the default is the limit that the stream sets for its consumers. */
function effectiveAckPending(
	{ max_ack_pending: own }: ConsumerConfig,
	{ consumer_limits: limits }: StreamConfig,
): number {
	return Number(same(own, 0) ? integer(fields(limits)?.max_ack_pending) : integer(own));
}
