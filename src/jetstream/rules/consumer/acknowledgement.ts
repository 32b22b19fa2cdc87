import { duration } from '../../../format/duration.ts';
import { count } from '../../../format/integer.ts';
import type { Rule } from '../rule.ts';
import { fields, integer, same, text } from '../values.ts';
import { ackPolicyOf, type ConsumerCase, isPush } from './consumer-case.ts';

const backoffOf = ({ config }: ConsumerCase): readonly unknown[] => config.backoff ?? [];

/** Acknowledgements by flow control, from 2.14 on. */
const byFlowControl = (
	path: string,
	errCode: number,
	message: string,
	broken: (what: ConsumerCase) => boolean,
): Rule<ConsumerCase> => ({
	path,
	errCode,
	message,
	since: '2.14',
	broken: (what: ConsumerCase) => ackPolicyOf(what.config) === 'flow_control' && broken(what),
});

/** How messages are acknowledged and delivered again. */
export const consumerAcknowledgement: readonly Rule<ConsumerCase>[] = [
	{
		path: 'max_deliver',
		gone: '2.10',
		errCode: 10116,
		broken: (what) => backoffOf(what).length > 0 && integer(what.config.max_deliver) <= backoffOf(what).length,
		message: 'Max deliver must be set and larger than the number of back-off steps; from 2.10 on it may be unlimited.',
	},
	{
		path: 'max_deliver',
		since: '2.10',
		errCode: 10116,
		broken: (what) => {
			const most = integer(what.config.max_deliver);
			return (
				backoffOf(what).length > 0 &&
				backoffOf(what).length > most &&
				!same(most, 0) &&
				!same(most, -1) &&
				(most > 0 || !what.supports('2.12')) &&
				`Max deliver must be at least ${backoffOf(what).length}, the number of back-off steps, or unlimited.`
			);
		},
	},
	{
		path: 'backoff',
		errCode: 10184,
		broken: (what) => backoffOf(what).some((step) => integer(step) < 0),
		message: 'Back-off must not be below zero.',
	},
	{
		path: 'ack_wait',
		errCode: 10183,
		broken: ({ config }) => integer(config.ack_wait) < 0 && !config.backoff?.length,
		message: 'Ack wait must not be below zero.',
	},
	{
		path: 'sample_freq',
		errCode: 10095,
		broken: ({ config: { sample_freq: share } }) => text(share) !== '' && !/^\+?\d{1,18}%?$/.test(text(share)),
		message: 'Sample frequency must be a percentage such as 50%.',
	},
	{
		path: 'max_ack_pending',
		errCode: 10121,
		broken: ({ config, stream, situation, supports }) => {
			const own = integer(config.max_ack_pending);
			const most = supports('2.10') ? integer(fields(stream.consumer_limits)?.max_ack_pending) : 0;
			if (most > 0 && own > most)
				return `Max ack pending must be at most ${count(most)}, the stream's limit for consumers.`;
			const account = integer(situation.account?.limits.max_ack_pending);
			return (
				account > 0 && own > account && `Max ack pending must be at most ${count(account)}, the limit of the account.`
			);
		},
	},
	{
		path: 'inactive_threshold',
		since: '2.10',
		errCode: 10153,
		broken: ({ config, stream }) => {
			const most = integer(fields(stream.consumer_limits)?.inactive_threshold);
			return (
				most > 0 &&
				integer(config.inactive_threshold) > most &&
				`Inactive threshold must be at most ${duration(most)}, the stream's limit for consumers.`
			);
		},
	},
	byFlowControl(
		'ack_policy',
		10218,
		'Ack policy flow_control is only for push consumers.',
		({ config }) => !isPush(config),
	),
	byFlowControl(
		'max_ack_pending',
		10220,
		'Max ack pending must not be unlimited with the ack policy flow_control.',
		({ config }) => integer(config.max_ack_pending) < 0,
	),
	byFlowControl(
		'ack_wait',
		10221,
		'Ack wait must be left out with the ack policy flow_control.',
		({ config }) => !same(config.ack_wait, 0),
	),
	byFlowControl(
		'backoff',
		10221,
		'Back-off must be left out with the ack policy flow_control.',
		(what) => backoffOf(what).length > 0,
	),
	byFlowControl(
		'max_deliver',
		10222,
		'Max deliver must be unlimited with the ack policy flow_control.',
		({ config }) => integer(config.max_deliver) > 0,
	),
];
