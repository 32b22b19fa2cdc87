import type { EndpointId, SubjectParam } from '../../endpoints.ts';
import { nameProblem } from '../../subject.ts';
import { addConsumerFlags, editConsumerFlags } from './consumer-flags.ts';
import {
	type Config,
	type Draft,
	elsewhere,
	idle,
	type ReadFlag,
	type Take,
	text,
	untilTime,
	whole,
	wholeNumber,
	withKey,
} from './part.ts';
import { addStreamFlags, editStreamFlags } from './stream-flags.ts';

/** A word behind a command, in its order. */
export interface ReadArgument {
	/** As a sentence says it: `the name of the stream`. */
	readonly name: string;
	readonly optional?: true;
	/** It stands in the subject. */
	readonly param?: SubjectParam['name'];
	readonly take: Take;
}

/** A command of the nats CLI and the request behind it. Words and short forms as in natscli 0.1 and later. */
export interface NatsCommand {
	readonly groups: readonly string[];
	/** Its own words; those of a command inside of another have a blank. */
	readonly words: readonly string[];
	readonly endpoint: EndpointId;
	/** What it does, where its request says less. */
	readonly title?: string;
	readonly arguments?: readonly ReadArgument[];
	readonly flags?: readonly ReadFlag[];
	/** What it describes; it may come from a file with `--config`. */
	readonly configures?: {
		readonly kind: 'stream' | 'consumer';
		readonly verb: 'add' | 'edit';
		/** What the program takes where nothing is said, and servers do not. */
		readonly defaults?: Config;
	};
	/** What only all words together say, and what the program itself takes where they say nothing. */
	readonly finish?: (draft: Draft) => Draft | string;
	/** What the program does besides, in a sentence. */
	readonly note?: string;
	/** It is more than one request, or no request at all: only the one behind it is named. */
	readonly named?: true;
}

const nameOf = (param: 'stream' | 'consumer' | 'account'): ReadArgument => ({
	name: `the name of the ${param}`,
	param,
	take: (draft, [name = '']) => {
		const rule = nameProblem(name);
		return rule === undefined
			? { ...draft, params: { ...draft.params, [param]: name } }
			: `The name of the ${param} ${rule}.`;
	},
});

const streamName = nameOf('stream');
const consumerName = nameOf('consumer');

/** A word that is a key of the body as it stands. */
const wordFor = (key: string, name: string): ReadArgument => ({
	name,
	take: (draft, [said]) => withKey(draft, key, said),
});

const sequence: ReadArgument = { name: 'the sequence', take: wholeNumber('seq', 'The sequence') };

const until: ReadArgument = { name: 'for how long, or until when', take: untilTime };

const json = idle('--json', '-j');
const force = idle('--force', '-f');
const all = idle('--all', '-a');
const choose = idle('--no-select');

/** Names alone are another request. */
const namesOnly = (endpoint: EndpointId): ReadFlag => ({
	names: ['--names', '-n'],
	take: (draft) => ({ ...draft, endpoint }),
});

const ofConfig = [
	json,
	elsewhere('Leave it out: what is wrong is said before anything is sent.', '--validate'),
	elsewhere('Leave it out: w, where it is shown, saves the configuration as a file.', '--output'),
	idle('--defaults'),
];

const account = ['account', 'a'];
const stream = ['stream', 'str', 'st', 'ms', 's'];
const consumer = ['consumer', 'con', 'obs', 'c'];
const stepDown = ['step-down', 'stepdown', 'sd', 'elect', 'down', 'd'].flatMap(inCluster);
const preferred: ReadFlag = {
	names: ['--preferred'],
	value: 'SERVER',
	take: (draft, [server]) => withKey(draft, 'placement', { preferred: server }),
};

function inCluster(word: string): readonly string[] {
	return [`cluster ${word}`, `c ${word}`];
}

/** How long a pull waits for messages where the line does not say, nanoseconds. */
const pullNs = 2_000_000_000;

function withName(draft: Draft): Draft {
	return { ...draft, body: { name: draft.params.stream, ...draft.body } };
}

/** The program asks for subjects where a stream gets its messages from nowhere else. */
function streamToAdd(draft: Draft): Draft | string {
	const { subjects, mirror, sources } = draft.body;
	if (subjects === undefined && mirror === undefined && sources === undefined)
		return '--subjects is missing. To be asked step by step: n, where the streams are listed.';
	return withName(draft);
}

/** The last one of each subject wants a filter, and without acknowledgements a push consumer needs none. */
function withDefaults(draft: Draft, pushes: boolean): Draft {
	const { ack_policy: ack, deliver_policy: start, filter_subject: one, filter_subjects: several } = draft.body;
	const acked = ack === undefined ? withKey(draft, 'ack_policy', pushes ? 'none' : 'explicit') : draft;
	const isBare = start === 'last_per_subject' && one === undefined && several === undefined;
	return isBare ? withKey(acked, 'filter_subject', '>') : acked;
}

function consumerToAdd(draft: Draft): Draft | string {
	const { body, marks, params } = draft;
	const pushes = body.deliver_subject !== undefined;
	if (pushes === marks.has('pull'))
		return pushes
			? 'Either --pull or --target: a consumer has one of them.'
			: 'Either --pull or --target SUBJECT is missing. To be asked step by step: n, where the consumers are listed.';
	const { consumer: name } = params;
	const acked = withDefaults(draft, pushes);
	if (name === undefined)
		return marks.has('ephemeral')
			? { ...acked, endpoint: 'consumer.create.ephemeral' }
			: 'The name of the consumer is missing; without one it is --ephemeral.';
	const named = withKey(acked, 'name', name);
	return marks.has('ephemeral') ? named : withKey(named, 'durable_name', name);
}

export const natsCommands: readonly NatsCommand[] = [
	{ groups: account, words: ['info', 'nfo'], endpoint: 'account.info', flags: [json] },
	{
		groups: stream,
		words: ['ls', 'list', 'l'],
		endpoint: 'stream.list',
		flags: [json, all, text('subject', 'subject', 'SUBJECT'), namesOnly('stream.names')],
	},
	{
		groups: stream,
		words: ['info', 'nfo', 'i', 'state'],
		endpoint: 'stream.info',
		arguments: [streamName],
		flags: [json, all, choose, idle('--state')],
	},
	{
		groups: stream,
		words: ['subjects', 'subj'],
		title: 'Subjects, and how many messages each has',
		endpoint: 'stream.info',
		arguments: [streamName, { ...wordFor('subjects_filter', 'a filter'), optional: true }],
		flags: [json, all, idle('--names'), idle('--reverse', '-R'), { ...idle('--sort'), value: 'ORDER' }],
		finish: (draft) => (draft.body.subjects_filter === undefined ? withKey(draft, 'subjects_filter', '>') : draft),
	},
	{
		groups: stream,
		words: ['add', 'create', 'new'],
		endpoint: 'stream.create',
		arguments: [streamName],
		flags: [...addStreamFlags, ...ofConfig],
		configures: { kind: 'stream', verb: 'add', defaults: { allow_direct: true } },
		finish: streamToAdd,
	},
	{
		groups: stream,
		words: ['edit', 'update'],
		endpoint: 'stream.update',
		arguments: [streamName],
		flags: [...editStreamFlags, json, force],
		configures: { kind: 'stream', verb: 'edit' },
	},
	{
		groups: stream,
		words: ['seal'],
		title: 'Seal a stream for ever: nothing is added or removed any more',
		endpoint: 'stream.update',
		arguments: [streamName],
		flags: [force],
		configures: { kind: 'stream', verb: 'edit' },
		finish: (draft) => withKey(draft, 'sealed', true),
	},
	{
		groups: stream,
		words: ['rm', 'delete', 'del'],
		endpoint: 'stream.delete',
		arguments: [streamName],
		flags: [force],
	},
	{
		groups: stream,
		words: ['purge'],
		endpoint: 'stream.purge',
		arguments: [streamName],
		flags: [json, force, text('subject', 'filter', 'SUBJECT'), whole('seq', 'seq'), whole('keep', 'keep')],
		finish: ({ body, ...draft }) =>
			body.seq !== undefined && body.keep !== undefined
				? 'Either --seq or --keep: servers refuse both at once.'
				: { ...draft, body },
	},
	{
		groups: stream,
		words: ['get'],
		endpoint: 'stream.msg.get',
		arguments: [streamName, { ...sequence, optional: true }],
		flags: [json, { ...text('last-for', 'last_by_subj', 'SUBJECT'), names: ['--last-for', '-S'] }],
		finish: (draft) =>
			Object.keys(draft.body).length === 0 ? 'The sequence is missing, or --last-for SUBJECT.' : draft,
	},
	{
		groups: stream,
		words: ['rmm'],
		endpoint: 'stream.msg.delete',
		arguments: [streamName, sequence],
		flags: [force],
	},
	{
		groups: stream,
		words: stepDown,
		endpoint: 'stream.leader.stepdown',
		arguments: [streamName],
		flags: [force, preferred],
	},
	{
		groups: stream,
		words: ['peer-remove', 'pr'].flatMap(inCluster),
		endpoint: 'stream.peer.remove',
		arguments: [streamName, wordFor('peer', 'the name of the server')],
		flags: [force],
	},
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
		flags: [...addConsumerFlags, ...ofConfig],
		configures: { kind: 'consumer', verb: 'add' },
		finish: consumerToAdd,
	},
	{
		groups: consumer,
		words: ['edit', 'update'],
		title: 'Edit a consumer',
		endpoint: 'consumer.create',
		arguments: [streamName, consumerName],
		flags: [...editConsumerFlags, json, force],
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
			idle('--no-ack'),
			idle('--raw', '-r'),
			whole('count', 'batch'),
			elsewhere(
				'Leave it out: acknowledge by a line to the subject that the message shows.',
				'--ack',
				'--nak',
				'--term',
			),
		],
		finish: (draft) => ({ ...draft, body: { batch: 1, expires: pullNs, ...draft.body } }),
		note: 'What comes is not acknowledged: it is delivered again unless you do that.',
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
		groups: ['server', 'srv'],
		words: ['account purge'],
		endpoint: 'account.purge',
		arguments: [nameOf('account')],
		flags: [force],
	},
	{
		groups: ['server', 'srv'],
		words: ['cluster peer-remove'],
		endpoint: 'server.remove',
		arguments: [wordFor('peer', 'the name of the server')],
		flags: [force],
	},
	{ groups: stream, words: ['report', 'find', 'query'], endpoint: 'stream.list', named: true },
	{ groups: stream, words: ['view'], endpoint: 'stream.msg.get', arguments: [streamName], named: true },
	{ groups: stream, words: ['copy', 'cp'], endpoint: 'stream.create', named: true },
	{ groups: stream, words: ['backup', 'snapshot'], endpoint: 'stream.snapshot', arguments: [streamName], named: true },
	{ groups: stream, words: ['restore'], endpoint: 'stream.restore', named: true },
	{
		groups: consumer,
		words: ['report', 'find', 'query', 'graph'],
		endpoint: 'consumer.list',
		arguments: [streamName],
		named: true,
	},
	{ groups: consumer, words: ['copy', 'cp'], endpoint: 'consumer.create', arguments: [streamName], named: true },
	{
		groups: consumer,
		words: ['sub'],
		endpoint: 'consumer.next',
		arguments: [streamName, consumerName],
		named: true,
	},
];
