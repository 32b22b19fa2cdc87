import { consumerFields } from '../../fields/consumer.ts';
import {
	all,
	choose,
	consumerName,
	force,
	json,
	type NatsCommand,
	namesOnly,
	ofConfig,
	ofEdit,
	preferred,
	type ReadArgument,
	stepDown,
	streamName,
	wordFor,
} from './command.ts';
import { fieldFlags } from './field-flags.ts';
import { type Draft, elsewhere, ignored, mark, untilTime, whole, withKey } from './part.ts';

const consumer = ['consumer', 'con', 'obs', 'c'];

const until: ReadArgument = { name: 'a duration or a time', take: untilTime('pause_until') };

/** How long a pull waits for messages by default, nanoseconds. */
const pullNs = 2_000_000_000;

/** The nats CLI adds a filter for the last of each subject, ack_policy none for push consumers, and with that no max_deliver. */
function withDefaults(draft: Draft, pushes: boolean): Draft {
	const { ack_policy: ack, deliver_policy: start, filter_subject: one, filter_subjects: several } = draft.body;
	const policy = ack ?? (pushes ? 'none' : 'explicit');
	const named = withKey(draft, 'ack_policy', policy);
	const acked = policy === 'none' && named.body.max_deliver !== undefined ? withKey(named, 'max_deliver', -1) : named;
	const isBare = start === 'last_per_subject' && one === undefined && several === undefined;
	return isBare ? withKey(acked, 'filter_subject', '>') : acked;
}

function consumerToAdd(draft: Draft): Draft | string {
	const { body, marks, params } = draft;
	const pushes = body.deliver_subject !== undefined;
	if (pushes === marks.has('pull'))
		return pushes
			? 'Use --pull or --target, not both.'
			: 'The line needs --pull or --target SUBJECT. For a form, press n in the list of consumers.';
	const { consumer: name } = params;
	const acked = withDefaults(draft, pushes);
	if (name === undefined)
		return marks.has('ephemeral')
			? { ...acked, endpoint: 'consumer.create.ephemeral' }
			: 'The line needs the name of the consumer, or --ephemeral.';
	const named = withKey(acked, 'name', name);
	return marks.has('ephemeral') ? named : withKey(named, 'durable_name', name);
}

export const consumerCommands: readonly NatsCommand[] = [
	{
		groups: consumer,
		words: ['ls', 'list'],
		endpoint: 'consumer.list',
		arguments: [streamName],
		flags: [json, all, choose, namesOnly('consumer.names')],
	},
	{
		groups: consumer,
		words: ['info', 'nfo', 'state'],
		endpoint: 'consumer.info',
		arguments: [streamName, consumerName],
		flags: [json, all, choose],
	},
	{
		groups: consumer,
		words: ['add', 'create', 'new'],
		endpoint: 'consumer.create',
		arguments: [streamName, { ...consumerName, optional: true }],
		flags: [...fieldFlags(consumerFields, 'add'), mark('pull'), mark('ephemeral'), ...ofConfig],
		configures: { kind: 'consumer', verb: 'add' },
		finish: consumerToAdd,
	},
	{
		groups: consumer,
		words: ['edit', 'update'],
		title: 'Edit a consumer',
		endpoint: 'consumer.create',
		arguments: [streamName, consumerName],
		flags: [...fieldFlags(consumerFields, 'edit'), ...ofEdit('consumer')],
		configures: { kind: 'consumer', verb: 'edit' },
	},
	{
		groups: consumer,
		words: ['rm', 'delete', 'del'],
		endpoint: 'consumer.delete',
		arguments: [streamName, consumerName],
		flags: [force],
	},
	{
		groups: consumer,
		words: ['next'],
		endpoint: 'consumer.next',
		arguments: [streamName, consumerName],
		flags: [
			ignored('--no-ack'),
			ignored('--raw', '-r'),
			whole('count', 'batch'),
			elsewhere(
				'Leave it out: acknowledge with a line to the reply subject of the message.',
				'--ack',
				'--nak',
				'--term',
			),
		],
		finish: (draft) => ({ ...draft, body: { batch: 1, expires: pullNs, ...draft.body } }),
		note: 'The messages are not acknowledged: the consumer delivers them again unless you do that.',
	},
	{
		groups: consumer,
		words: ['pause'],
		endpoint: 'consumer.pause',
		arguments: [streamName, consumerName, until],
		flags: [force],
	},
	{
		groups: consumer,
		words: ['resume'],
		title: 'Resume a consumer',
		endpoint: 'consumer.pause',
		arguments: [streamName, consumerName],
		flags: [force],
	},
	{
		groups: consumer,
		words: ['reset'],
		endpoint: 'consumer.reset',
		arguments: [streamName, consumerName],
		flags: [force, whole('sequence', 'seq')],
	},
	{
		groups: consumer,
		words: ['unpin'],
		endpoint: 'consumer.unpin',
		arguments: [streamName, consumerName, wordFor('group', 'the priority group')],
		flags: [force],
	},
	{
		groups: consumer,
		words: stepDown,
		endpoint: 'consumer.leader.stepdown',
		arguments: [streamName, consumerName],
		flags: [force, preferred],
	},
	{
		groups: consumer,
		words: ['report', 'find', 'query', 'graph'],
		endpoint: 'consumer.list',
		arguments: [streamName],
		named: { by: ['go.lag', ':lag'], does: 'lists the consumers of all streams, stuck and lagging ones first' },
	},
	{
		groups: consumer,
		words: ['copy', 'cp'],
		endpoint: 'consumer.create',
		arguments: [streamName],
		named: {
			names: [0, 2],
			by: ['consumer.duplicate', ':duplicate-consumer'],
			does: 'opens a copy of the selected consumer as a form',
		},
	},
	{
		groups: consumer,
		words: ['sub'],
		endpoint: 'consumer.next',
		arguments: [streamName, consumerName],
		named: { by: ['consumer.fetch', 'f'], does: 'fetches from the selected pull consumer' },
	},
];
