import { duration } from '../../../format/duration.ts';
import { count, plural } from '../../../format/integer.ts';
import { subjectContains, subjectsOverlap } from '../../subject-match.ts';
import type { Finding, Rule } from '../rule.ts';
import { fields, integer } from '../values.ts';
import { type ConsumerCase, filtersOf, nameOf } from './consumer-case.ts';

const isWorkQueue = ({ stream }: ConsumerCase): boolean => stream.retention === 'workqueue';
const replicasOf = (replicas: unknown): number => Number(integer(replicas));

/** What the stream and the account still allow. */
export const consumerOfStream: readonly Rule<ConsumerCase>[] = [
	{ path: 'filter_subject', broken: sharedMessages },
	{
		path: 'num_replicas',
		errCode: 10126,
		broken: ({ config, stream }) =>
			replicasOf(config.num_replicas) > Math.max(1, replicasOf(stream.num_replicas)) &&
			`Replicas must be at most ${Math.max(1, replicasOf(stream.num_replicas))}, as many as the stream has.`,
	},
	{
		path: 'num_replicas',
		since: '2.10',
		errCode: 10134,
		broken: ({ config: { num_replicas: replicas }, stream }) =>
			(stream.retention === 'interest' || stream.retention === 'workqueue') &&
			replicasOf(replicas) > 0 &&
			replicasOf(replicas) < replicasOf(stream.num_replicas),
		message: 'Replicas must be as many as the stream has, or 0, because the stream keeps messages by interest.',
	},
	{
		path: 'num_replicas',
		errCode: 10074,
		broken: ({ config, situation }) => replicasOf(config.num_replicas) > 1 && situation.servers === 1,
		message: 'Replicas must be at most 1: this server runs alone, and more need a cluster.',
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
	{
		path: 'name',
		errCode: 10026,
		broken: ({ old, situation: { account, consumers, names }, stream }) => {
			if (old !== undefined) return false;
			const own = Number(integer(stream.max_consumers));
			const allowed = account?.limits.max_consumers ?? 0;
			const most = own <= 0 || (allowed > 0 && allowed < own) ? allowed : own;
			const present = names?.length ?? consumers.length;
			return (
				most > 0 &&
				present >= most &&
				`Name: the stream already has ${plural(most, 'consumer')}, its limit (max_consumers).`
			);
		},
	},
];

/** A message of a work queue belongs to one consumer. Updates are checked from 2.10 on, where they have filters. */
function sharedMessages(what: ConsumerCase): readonly Finding[] {
	const { config, old, situation, supports } = what;
	const filters = filtersOf(config, supports);
	if (!isWorkQueue(what) || (old !== undefined && (!supports('2.10') || filters.length === 0))) return [];
	// 2.9 allows `a.*` beside `*.b`.
	const contained = (one: string, other: string): boolean => subjectContains(one, other) || subjectContains(other, one);
	const shares = supports('2.10') ? subjectsOverlap : contained;
	const path = config.filter_subjects?.length ? 'filter_subjects' : 'filter_subject';
	for (const other of situation.consumers) {
		if (nameOf(other) === nameOf(config) && nameOf(config) !== '') continue;
		const message = sharedBy(filters, nameOf(other), filtersOf(other, supports), shares);
		if (message !== undefined) return [{ path, message, errCode: filters.length === 0 ? 10099 : 10100 }];
	}
	return [];
}

function sharedBy(
	filters: readonly string[],
	name: string,
	taken: readonly string[],
	shares: (one: string, other: string) => boolean,
): string | undefined {
	if (filters.length === 0)
		return `Filter subject must be set: the stream is a work queue, and consumer ${name} reads it too.`;
	if (taken.length === 0)
		return `Filter subject: the stream is a work queue, and consumer ${name} reads all its subjects.`;
	const shared = filters.find((filter) => taken.some((subject) => shares(filter, subject)));
	return shared === undefined
		? undefined
		: `Filter subject: ${shared} overlaps a filter of consumer ${name}; a message of a work queue goes to one consumer.`;
}
