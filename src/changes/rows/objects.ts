import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import { line, optional } from '../../jetstream/nats-cli/command-line.ts';
import { deleteObject, describeObject, linkObject, renameObject } from '../../jetstream/objects/change-object.ts';
import { type Description, saysSo } from '../../jetstream/objects/description.ts';
import type { ObjectLink, StoredObject } from '../../jetstream/objects/meta.ts';
import { changing } from '../objects/send-change.ts';
import { sendGet } from '../objects/send-get.ts';
import { sendOrphans } from '../objects/send-orphans.ts';
import { type PutBody, sendPut } from '../objects/send-put.ts';
import { inBucket } from '../objects/source-of.ts';
import { undoDelete, undoDescribe, undoNew, undoRename } from '../objects/undo-object.ts';
import { objectStored } from '../outcome/object-stored.ts';
import type { ChangeRow } from './row.ts';

const noCommand = 'The nats CLI has no command for this.';

/** Changes of objects. Each is several messages: chunks, a meta, a purge. */
export const objectChanges = {
	'transfer.object-put': {
		plan: 'as typed',
		outcome: objectStored(({ nuid }, found) => found?.raw.nuid === nuid),
		undo: undoNew,
		nats: ({ params: { stream = '', name = '', file = '' }, body }) => {
			const { about, chunk_size: size } = body as unknown as PutBody;
			// The nats CLI has no flag for metadata, and one value a header.
			if (about.metadata !== undefined || Object.values(about.headers ?? {}).some(({ length }) => length > 1))
				return undefined;
			const headers = Object.entries(about.headers ?? {}).map(([key, [value = '']]) => `--header=${key}:${value}`);
			const from = file === '-' ? [] : [file];
			return line(
				'object put',
				[bucketNameOf(stream), ...from],
				`--name=${name}`,
				...optional('description', about.description),
				...headers,
				...(size === 128 * 1024 ? [] : [`--chunk-size=${size}`]),
				'--force',
			);
		},
		transfer: { send: inBucket(sendPut) },
	},
	'transfer.object-get': {
		plan: 'as typed',
		outcome: 'A get changes nothing on the server.',
		undo: 'A get changes nothing on the server. To undo it, delete the file.',
		nats: ({ params: { stream = '', name = '', file = '' } }) =>
			file === '-' ? undefined : line('object get', [bucketNameOf(stream), name], `--output=${file}`, '--force'),
		transfer: { reads: true, send: inBucket(sendGet), noLine: 'The nats CLI writes an object only to a file.' },
	},
	'transfer.object-delete': {
		plan: 'as typed',
		outcome: objectStored((_, found) => found === undefined || found.meta?.deleted === true),
		undo: undoDelete,
		nats: ({ params: { stream = '', name = '' } }) => line('object del', [bucketNameOf(stream), name], '--force'),
		transfer: { send: changing(deleteObject) },
	},
	'transfer.object-rename': {
		plan: 'as typed',
		outcome: objectStored(
			(_, found, { nuid }) => found?.meta?.nuid === nuid && !found?.meta?.deleted,
			({ toToken = '' }) => toToken,
		),
		undo: undoRename,
		nats: 'no command',
		transfer: {
			noLine: noCommand,
			send: changing((link, source, planned, { params: { to = '', toToken = '' }, body }) => {
				const { replaces } = body as Replacing;
				return renameObject(link, source, planned, { name: to, token: toToken, replaces });
			}),
		},
	},
	'transfer.object-describe': {
		plan: 'as typed',
		outcome: objectStored(
			(_, found, { values }) => found?.meta !== undefined && saysSo(found.meta, values as Description),
		),
		undo: undoDescribe,
		nats: 'no command',
		transfer: {
			noLine: noCommand,
			send: changing((link, source, planned, { body }) => {
				const { values } = body as { readonly values: Description };
				return describeObject(link, source, planned, values);
			}),
		},
	},
	'transfer.object-link': {
		plan: 'as typed',
		outcome: objectStored(({ nuid }, found) => found?.raw.nuid === nuid),
		undo: undoNew,
		nats: 'no command',
		transfer: {
			noLine: noCommand,
			send: changing((link, source, { name, token }, { params: { nuid = '' }, body }) => {
				const { link: target, replaces } = body as Replacing & { readonly link: ObjectLink };
				return linkObject(link, source, { name, token, nuid, target, replaces });
			}),
		},
	},
	'transfer.object-orphans': {
		plan: 'as typed',
		outcome: 'Check the bucket again.',
		undo: 'Removed chunks cannot be restored.',
		nats: ({ params: { stream = '', nuid = '' } }) =>
			line('stream purge', [stream], `--subject=$O.${bucketNameOf(stream)}.C.${nuid}`, '--force'),
		transfer: { send: inBucket(sendOrphans) },
	},
} satisfies Readonly<Record<string, ChangeRow>>;

/** What is stored under the new name. */
interface Replacing {
	readonly replaces: StoredObject['seq'];
}
