import { count } from '../../../format/integer.ts';
import { subjectContains, subjectsOverlap } from '../../subject-match.ts';
import type { Rule } from '../rule.ts';
import { integer } from '../values.ts';
import { ackPolicyOf, type ConsumerCase, filtersOf, nameOf } from './consumer-case.ts';

const isWorkQueue = ({ stream }: ConsumerCase): boolean => stream.retention === 'workqueue';
const replicasOf = (replicas: unknown): number => Number(integer(replicas));

/** What the stream asks of its consumers. */
export const consumerOfStream: readonly Rule<ConsumerCase>[] = [
	{
		path: 'ack_policy',
		errCode: 10098,
		broken: (what) =>
			isWorkQueue(what) &&
			!['explicit', ...(what.supports('2.14') ? ['flow_control'] : [])].includes(ackPolicyOf(what.config)),
		message: 'Ack policy must be explicit: the stream is a work queue.',
	},
	{
		path: 'deliver_policy',
		errCode: 10101,
		broken: (what) => isWorkQueue(what) && (what.config.deliver_policy ?? 'all') !== 'all',
		message: 'Deliver policy must be all: the stream is a work queue.',
	},
	{ path: 'filter_subject', errCode: 10100, broken: sharedMessages },
	{
		path: 'num_replicas',
		errCode: 10133,
		broken: ({ config }) => integer(config.num_replicas) < 0,
		message: 'Replicas must not be below zero.',
	},
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
		message: 'Replicas must be as many as the stream has, or 0, where the stream keeps messages by interest.',
	},
	{
		path: 'num_replicas',
		errCode: 10074,
		broken: ({ config, situation }) => replicasOf(config.num_replicas) > 1 && situation.servers === 1,
		message: 'Replicas must be at most 1: this server runs alone, and more need a cluster.',
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
			return most > 0 && present >= most && `Name: the stream may have ${count(most)} consumers, and has them.`;
		},
	},
];

/** A message of a work queue belongs to one consumer. Updates are checked from 2.10 on, where they have filters. */
function sharedMessages(what: ConsumerCase): string | false {
	const { config, old, situation, supports } = what;
	const filters = filtersOf(config);
	if (!isWorkQueue(what) || (old !== undefined && (!supports('2.10') || filters.length === 0))) return false;
	// 2.9 lets `a.*` and `*.b` stand side by side.
	const contained = (one: string, other: string): boolean => subjectContains(one, other) || subjectContains(other, one);
	const shares = supports('2.10') ? subjectsOverlap : contained;
	for (const other of situation.consumers) {
		if (nameOf(other) === nameOf(config) && nameOf(config) !== '') continue;
		const taken = filtersOf(other);
		if (filters.length === 0)
			return `Filter subject must be set: the stream is a work queue, and consumer ${nameOf(other)} takes from it too.`;
		if (taken.length === 0)
			return `Filter subject: the stream is a work queue, and consumer ${nameOf(other)} takes all of it.`;
		const shared = filters.find((filter) => taken.some((subject) => shares(filter, subject)));
		if (shared !== undefined)
			return `Filter subject: ${shared} overlaps what consumer ${nameOf(other)} takes; a work queue has one consumer for each message.`;
	}
	return false;
}
