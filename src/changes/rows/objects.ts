import { once } from 'node:events';
import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import { objectBucketOf } from '../../jetstream/buckets/object-bucket.ts';
import { line, optional } from '../../jetstream/nats-cli/command-line.ts';
import {
	type Changed,
	deleteObject,
	describeObject,
	linkObject,
	type Planned,
	renameObject,
} from '../../jetstream/objects/change-object.ts';
import { changedMeanwhile } from '../../jetstream/objects/changed-meanwhile.ts';
import { getObject } from '../../jetstream/objects/get-object.ts';
import { countChunks } from '../../jetstream/objects/list-objects.ts';
import type { ObjectLink, StoredObject } from '../../jetstream/objects/meta.ts';
import { PartialFile } from '../../jetstream/objects/partial-file.ts';
import { piecesOfFile, piecesOfStream } from '../../jetstream/objects/pieces.ts';
import { putObject } from '../../jetstream/objects/put-object.ts';
import { readObject } from '../../jetstream/objects/read-objects.ts';
import { type Removed, removeChunks, removedInWords } from '../../jetstream/objects/remove-chunks.ts';
import { isShared } from '../../jetstream/objects/shared-nuid.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import { chunkSubject, metaSubject } from '../../jetstream/objects/subjects.ts';
import { inSentences, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import { featuresOf } from '../../jetstream/server-features.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Link } from '../../nats/link.ts';
import { unlessUncommitted } from '../outcome/committed.ts';
import { applied, cannotTell, type Look, notApplied, unreadOutcome } from '../outcome/look.ts';
import type { StepResult } from '../run.ts';
import type { Sending } from '../send.ts';
import type { TransferWire } from '../wire.ts';
import type { ChangeRow } from './row.ts';

const noCommand = 'The nats CLI has no command for this.';

/** Changes of objects. Each is several messages: chunks, a meta, a purge. */
export const objectChanges = {
	'transfer.object-put': {
		plan: 'as typed',
		outcome: metaThen(({ nuid }, found) => found?.raw.nuid === nuid),
		undo: 'The content of the object that it replaced is gone. To undo a put under a new name, delete the object.',
		nats: ({ params: { stream = '', name = '', file = '' }, body }) => {
			const { about, chunk_size: size } = body as unknown as PutBody;
			// The nats CLI has no flag for metadata, and one value a header.
			if (about.metadata !== undefined || Object.values(about.headers ?? {}).some(({ length }) => length > 1))
				return undefined;
			const headers = Object.entries(about.headers ?? {}).map(([key, [value = '']]) => `--header=${key}:${value}`);
			const from = file === '-' ? [] : [file];
			return line(
				'object put',
				[bucketIn(stream), ...from],
				`--name=${name}`,
				...optional('description', about.description),
				...headers,
				...(size === 128 * 1024 ? [] : [`--chunk-size=${size}`]),
				'--force',
			);
		},
		transfer: { send: sendPut },
	},
	'transfer.object-get': {
		plan: 'as typed',
		outcome: 'A get changes nothing on the server.',
		undo: 'A get changes nothing on the server. To undo it, delete the file.',
		nats: ({ params: { stream = '', name = '', file = '' } }) =>
			file === '-' ? undefined : line('object get', [bucketIn(stream), name], `--output=${file}`, '--force'),
		transfer: { reads: true, send: sendGet, noLine: 'The nats CLI writes an object only to a file.' },
	},
	'transfer.object-delete': {
		plan: 'as typed',
		outcome: metaThen((_, found) => found === undefined || found.meta?.deleted === true),
		undo: 'The content of a deleted object is gone.',
		nats: ({ params: { stream = '', name = '' } }) => line('object del', [bucketIn(stream), name], '--force'),
		transfer: { send: (wire, around) => changing(wire, around, deleteObject) },
	},
	'transfer.object-rename': {
		plan: 'as typed',
		outcome: metaThen(
			(_, found, { nuid }) => found?.raw.nuid === nuid && found?.meta?.deleted !== true,
			({ toToken = '' }) => toToken,
		),
		undo: 'Rename it back.',
		nats: 'no command',
		transfer: {
			noLine: noCommand,
			send: (wire, around) =>
				changing(wire, around, (link, source, planned) => {
					const { replaces } = wire.body as { readonly replaces: StoredObject['seq'] };
					const { to = '', toToken = '' } = wire.params;
					return renameObject(link, source, planned, { name: to, token: toToken, replaces });
				}),
		},
	},
	'transfer.object-describe': {
		plan: 'as typed',
		outcome: metaThen((_, found, { values }) =>
			Object.entries((values ?? {}) as object).every(
				([key, value]) => stringifyJson(found?.raw[key]) === stringifyJson(value),
			),
		),
		undo: 'Describe it again as it was.',
		nats: 'no command',
		transfer: {
			noLine: noCommand,
			send: (wire, around) =>
				changing(wire, around, (link, source, planned) => {
					const { values } = wire.body as { readonly values: StoredObject['raw'] };
					return describeObject(link, source, planned, values);
				}),
		},
	},
	'transfer.object-link': {
		plan: 'as typed',
		outcome: metaThen(({ nuid }, found) => found?.raw.nuid === nuid),
		undo: 'Delete the link.',
		nats: 'no command',
		transfer: {
			noLine: noCommand,
			send: (wire, around) =>
				changing(wire, around, (link, source) => {
					const { name = '', token = '', nuid = '' } = wire.params;
					const { link: target, replaces } = wire.body as {
						readonly link: ObjectLink;
						readonly replaces: StoredObject['seq'];
					};
					return linkObject(link, source, { name, token, nuid, target, replaces });
				}),
		},
	},
	'transfer.object-orphans': {
		plan: 'as typed',
		outcome: 'Check the bucket again.',
		undo: 'Removed chunks cannot be restored.',
		nats: ({ params: { stream = '', nuid = '' } }) =>
			line('stream purge', [stream], `--subject=$O.${bucketIn(stream)}.C.${nuid}`, '--force'),
		transfer: { send: sendOrphans },
	},
} satisfies Readonly<Record<string, ChangeRow>>;

interface PutBody {
	readonly about: {
		readonly description?: string;
		readonly headers?: Readonly<Record<string, readonly string[]>>;
		readonly metadata?: object;
	};
	readonly chunk_size: number;
	readonly replaces: StoredObject['seq'];
	readonly size?: number;
}

const bucketIn = (stream: string): string => stream.slice('OBJ_'.length);

/** How to find out what became of a meta: by what is stored under its name now. */
function metaThen(
	isDone: (
		params: Readonly<Record<string, string>>,
		found: StoredObject | undefined,
		body: Readonly<Record<string, unknown>>,
	) => boolean,
	token: (params: Readonly<Record<string, string>>) => string = (params) => params.token ?? '',
): Look {
	return {
		judge: async (now, { api, meaning }) => {
			if (now.kind === 'absent') return cannotTell('The bucket no longer exists.');
			const { params, body = {} } = meaning;
			const source = await sourceOf(api, params.stream ?? '');
			if ('message' in source) return unreadOutcome(source);
			const found = await readObject(source, token(params));
			if (!found.ok) return unreadOutcome(found.problem);
			const isThere = isDone(params, found.value, body as Readonly<Record<string, unknown>>);
			return isThere ? applied : unlessUncommitted(notApplied, now.info as StreamInfo);
		},
	};
}

/** The bucket of a step, read again: its configuration decides how objects are read. */
async function sourceOf(api: Api, stream: string, link?: Link): Promise<ObjectSource | Problem> {
	const answer = await api.request('stream.info', { stream });
	if (!answer.ok) return answer.problem;
	const bucket = objectBucketOf(answer.value.config);
	const status = link?.status();
	const features = featuresOf(status !== undefined && 'server' in status ? status.server : undefined, undefined);
	return bucket === undefined
		? { kind: 'bad-input', subject: stream, message: `Stream ${stream} is no object store.`, advice: '' }
		: { api, bucket, features, domain: answer.value.domain ?? '' };
}

const came = { came: [] } as const;

async function sendPut({ params, body = {} }: TransferWire, around: Sending): Promise<StepResult> {
	const { api, link, signal, onProgress } = around;
	const source = await sourceOf(api, params.stream ?? '', link);
	if ('message' in source) return { kind: 'not-sent', problem: source };
	const { name = '', token = '', nuid = '', file = '' } = params;
	const { about, chunk_size: chunkSize, replaces, size: total } = body as unknown as PutBody;
	// A pipe that says nothing would keep the put, and the process.
	if (file === '-') signal.addEventListener('abort', () => process.stdin.destroy(), { once: true });
	const begun = Date.now();
	const put = await putObject(link, source, {
		name,
		token,
		nuid,
		about,
		chunkSize,
		replaces,
		pieces: file === '-' ? piecesOfStream(process.stdin) : piecesOfFile(file),
		onProgress: (done) => onProgress({ done, unit: 'bytes', ...(total !== undefined && { total }) }),
		signal,
	});
	const ms = Date.now() - begun;
	switch (put.kind) {
		case 'done': {
			const { size, chunks, digest, warning } = put;
			const reply = { bucket: source.bucket.bucket, name, nuid, size, chunks, digest };
			return { kind: 'done', reply, ms, ...came, ...(warning !== undefined && { warning }) };
		}
		case 'stopped':
			return { kind: 'stopped', left: `The put was stopped. ${leftInWords(put.left)}` };
		case 'failed':
			return failedPut(put.problem, put.left, ms);
		case 'damaged':
			return { kind: 'refused', problem: put.problem, ms, ...came };
		case 'unknown': {
			const { problem } = put;
			const message = inSentences({
				message: problem.message,
				advice: 'Its chunks stay, for the object may still appear.',
			});
			return { kind: 'unknown', problem: { ...problem, message } };
		}
		default:
			return put satisfies never;
	}
}

const leftInWords = (left: Removed | undefined): string =>
	left === undefined ? 'Nothing was sent.' : removedInWords(left);

function failedPut(problem: Problem, left: Removed | undefined, ms: number): StepResult {
	if (left === undefined) return { kind: 'not-sent', problem };
	const message = inSentences({ message: problem.message, advice: leftInWords(left) });
	return { kind: 'refused', problem: { ...problem, message }, ms, ...came };
}

async function sendGet({ params, body = {} }: TransferWire, around: Sending): Promise<StepResult> {
	const { api, link, signal, onProgress } = around;
	const source = await sourceOf(api, params.stream ?? '', link);
	if ('message' in source) return { kind: 'not-sent', problem: source };
	const { name = '', token = '', file = '' } = params;
	const found = await readObject(source, token);
	if (!found.ok) return { kind: 'not-sent', problem: found.problem };
	const { seq } = body as { readonly seq?: StoredObject['seq'] };
	const meta = found.value?.seq === seq ? found.value?.meta : undefined;
	if (meta === undefined)
		return { kind: 'not-sent', problem: changedMeanwhile(metaSubject(source.bucket, token), name) };
	const begun = Date.now();
	let target: Target | undefined;
	try {
		target = file === '-' ? standardOutput : await PartialFile.begin(file);
		const write = target.write.bind(target);
		const progress = (done: number): void => onProgress({ done, total: meta.size, unit: 'bytes' });
		const got = await getObject(link, source, { name, meta, write, onProgress: progress, signal });
		const ms = Date.now() - begun;
		if (got.kind === 'stopped') return { kind: 'stopped', left: 'The get was stopped: nothing is left of it.' };
		if (got.kind === 'failed') return { kind: 'refused', problem: got.problem, ms, ...came };
		await target.finish();
		target = undefined;
		const { size, digest, verified } = got;
		const warning = 'The object has no SHA-256 digest: jetdeck could not check its content.';
		return { kind: 'done', reply: { name, file, size, digest }, ms, ...came, ...(!verified && { warning }) };
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		const problem: Problem = { kind: 'other', subject: file, message, advice: 'Nothing is left of the file.' };
		return { kind: 'refused', problem, ms: Date.now() - begun, ...came };
	} finally {
		await target?.remove().catch(() => undefined);
	}
}

type Target = Pick<PartialFile, 'write' | 'finish' | 'remove'>;

const standardOutput: Target = {
	write: async (chunk) => {
		if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
	},
	finish: async () => undefined,
	remove: async () => undefined,
};

/** A change of one object as it was planned. */
async function changing(
	{ params, body = {} }: TransferWire,
	{ api, link }: Sending,
	change: (link: Link, source: ObjectSource, planned: Planned) => Promise<Changed>,
): Promise<StepResult> {
	const source = await sourceOf(api, params.stream ?? '', link);
	if ('message' in source) return { kind: 'not-sent', problem: source };
	const { name = '', token = '' } = params;
	const { seq = 0 } = body as { readonly seq?: StoredObject['seq'] };
	const begun = Date.now();
	const changed = await change(link, source, { name, token, seq });
	const ms = Date.now() - begun;
	if (changed.kind === 'unknown') return changed;
	if (changed.kind === 'refused') return { kind: 'refused', problem: changed.problem, ms, ...came };
	const { warning } = changed;
	return {
		kind: 'done',
		reply: { bucket: source.bucket.bucket, name },
		ms,
		...came,
		...(warning !== undefined && { warning }),
	};
}

/** Only if no object names the chunks by now, and no chunk was added since. */
async function sendOrphans({ params, body = {} }: TransferWire, { api, link }: Sending): Promise<StepResult> {
	const { stream = '', nuid = '' } = params;
	const source = await sourceOf(api, stream, link);
	if ('message' in source) return { kind: 'not-sent', problem: source };
	const { chunks = 0, last_seq: last } = body as { readonly chunks?: number; readonly last_seq?: Integer };
	const filter = chunkSubject(source.bucket, nuid);
	const counted = await countChunks(source, nuid);
	if (!counted.ok) return { kind: 'not-sent', problem: counted.problem };
	if (counted.value > chunks) return { kind: 'not-sent', problem: stillPut(filter) };
	const named = await isShared(link, source, nuid, '');
	if (named !== false) return { kind: 'not-sent', problem: named === true ? stillPut(filter) : named };
	const begun = Date.now();
	// Not beyond the last chunk of the plan: a put that goes on would lose more.
	const removed = await removeChunks(link, source, nuid, last === undefined ? undefined : plus(last, 1));
	const ms = Date.now() - begun;
	if (removed.kind === 'removed') return { kind: 'done', reply: { chunks: removed.chunks }, ms, ...came };
	return {
		kind: 'refused',
		problem: { kind: 'other', subject: filter, message: removed.why, advice: '' },
		ms,
		...came,
	};
}

const stillPut = (subject: string): Problem => ({
	kind: 'bad-input',
	subject,
	message: 'Somebody puts an object with these chunks: it goes on, or is complete by now.',
	advice: 'Nothing was sent. Check the bucket again.',
});
