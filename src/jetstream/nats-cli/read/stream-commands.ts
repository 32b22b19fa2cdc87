import { streamFields } from '../../fields/stream.ts';
import {
	all,
	choose,
	force,
	inCluster,
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
import { type Draft, ignored, named, subject, whole, wholeNumber, withKey, withoutTaken } from './part.ts';

const stream = ['stream', 'str', 'st', 'ms', 's'];

const sequence: ReadArgument = { name: 'the sequence', take: wholeNumber('seq', 'The sequence') };

function withName(draft: Draft): Draft {
	return { ...draft, body: { name: draft.params.stream, ...draft.body } };
}

/** The nats CLI asks for subjects if a stream has neither mirror nor sources. */
function streamToAdd(draft: Draft): Draft | string {
	const { subjects, mirror, sources } = draft.body;
	if (subjects === undefined && mirror === undefined && sources === undefined)
		return 'The line needs --subjects. For a form, press n in the list of streams.';
	return withName(withWindow(draft));
}

const twoMinutes = 120_000_000_000;

/** The nats CLI sets a window for a stream with sources too; servers from 2.14 on do not. The other defaults are equal. */
function withWindow(draft: Draft): Draft {
	const { sources, duplicate_window: window, max_age: age } = draft.body;
	if (sources === undefined || window !== undefined) return draft;
	return withKey(draft, 'duplicate_window', Number(age) > 0 && Number(age) < twoMinutes ? age : twoMinutes);
}

export const streamCommands: readonly NatsCommand[] = [
	{
		groups: stream,
		words: ['ls', 'list', 'l'],
		endpoint: 'stream.list',
		flags: [json, all, named('subject', subject('subject')), namesOnly('stream.names')],
	},
	{
		groups: stream,
		words: ['info', 'nfo', 'i', 'state'],
		endpoint: 'stream.info',
		arguments: [streamName],
		flags: [json, all, choose, ignored('--state')],
	},
	{
		groups: stream,
		words: ['subjects', 'subj'],
		title: 'Subjects with their message counts',
		endpoint: 'stream.info',
		arguments: [streamName, { ...wordFor('subjects_filter', 'a filter'), optional: true }],
		flags: [json, all, ignored('--names'), ignored('--reverse', '-R'), { ...ignored('--sort'), value: 'ORDER' }],
		finish: (draft) => (draft.body.subjects_filter === undefined ? withKey(draft, 'subjects_filter', '>') : draft),
	},
	{
		groups: stream,
		words: ['add', 'create', 'new'],
		endpoint: 'stream.create',
		arguments: [streamName],
		flags: [...fieldFlags(streamFields, 'add'), ...ofConfig],
		configures: { kind: 'stream', verb: 'add', defaults: { allow_direct: true } },
		finish: streamToAdd,
	},
	{
		groups: stream,
		words: ['edit', 'update'],
		endpoint: 'stream.update',
		arguments: [streamName],
		flags: [...fieldFlags(streamFields, 'edit'), ...ofEdit('stream')],
		configures: { kind: 'stream', verb: 'edit' },
		finish: withoutTaken,
	},
	{
		groups: stream,
		words: ['seal'],
		title: 'Seal a stream for ever',
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
		flags: [json, force, named('subject', subject('filter')), whole('seq', 'seq'), whole('keep', 'keep')],
		finish: ({ body, ...draft }) =>
			body.seq !== undefined && body.keep !== undefined
				? 'Use --seq or --keep: servers refuse both at once.'
				: { ...draft, body },
	},
	{
		groups: stream,
		words: ['get'],
		endpoint: 'stream.msg.get',
		arguments: [streamName, { ...sequence, optional: true }],
		flags: [json, { names: ['--last-for', '-S'], ...subject('last_by_subj') }],
		finish: (draft) =>
			Object.keys(draft.body).length === 0 ? 'The line needs a sequence, or --last-for SUBJECT.' : draft,
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
		groups: stream,
		words: ['report', 'find', 'query'],
		endpoint: 'stream.list',
		named: {
			by: ['go.streams', '2'],
			does: 'lists the streams; / filters them, and the letter of a column sorts them',
		},
	},
	{
		groups: stream,
		words: ['view'],
		endpoint: 'stream.msg.get',
		arguments: [streamName],
		named: { by: ['stream.messages', 'm'], does: 'shows the messages of the selected stream' },
	},
	{
		groups: stream,
		words: ['copy', 'cp'],
		endpoint: 'stream.create',
		named: {
			names: [1],
			by: ['stream.duplicate', ':duplicate'],
			does: 'opens a copy of the selected stream as a form',
		},
	},
	{
		groups: stream,
		words: ['backup', 'snapshot'],
		endpoint: 'stream.snapshot',
		arguments: [streamName],
		named: { by: ['stream.backup', ':backup'], does: 'backs the selected stream up to a folder' },
	},
	{
		groups: stream,
		words: ['restore'],
		endpoint: 'stream.restore',
		named: { by: ['stream.restore', ':restore'], does: 'restores the backups in a folder' },
	},
];
