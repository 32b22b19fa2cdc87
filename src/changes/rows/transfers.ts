import { count, type Integer, plural } from '../../format/integer.ts';
import { type BackupProgress, backUpStream } from '../../jetstream/backup/back-up.ts';
import type { Held } from '../../jetstream/backup/contents.ts';
import { readBackup, unknownState } from '../../jetstream/backup/folder.ts';
import { type Restored, restoreStream } from '../../jetstream/backup/restore.ts';
import type { Remains } from '../../jetstream/backup/restore-remains.ts';
import { piecesOfFile } from '../../jetstream/file-pieces.ts';
import { type Call, type Line, line, optional } from '../../jetstream/nats-cli/command-line.ts';
import { inSentences, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { StreamConfig, StreamInfo, StreamState } from '../../jetstream/wire.ts';
import { pause } from '../../store/pause.ts';
import type { Progress, StepResult } from '../run.ts';
import { endedBy, type Sending } from '../sending.ts';
import type { TransferWire } from '../wire.ts';
import type { ChangeRow } from './row.ts';
import { streamChanges } from './streams.ts';

/** Changes and one copy that consist of many messages: with progress, and stoppable midway. */
export const transferChanges = {
	'transfer.backup': {
		plan: 'as typed',
		outcome: 'A backup changes nothing on the server.',
		undo: 'A backup changes nothing on the server. To undo it, delete its folder.',
		nats: ({ params: { stream = '', folder = '' }, body }) =>
			line(
				'stream backup',
				[stream, folder],
				...(body.no_consumers === true ? ['--no-consumers'] : []),
				...(body.jsck === true ? ['--check'] : []),
			),
		transfer: { reads: true, send: sendBackup },
	},
	'transfer.restore': {
		plan: 'as typed',
		outcome: 'Check whether the stream exists.',
		undo: streamChanges['stream.create'].undo,
		nats: restoreLine,
		transfer: { send: sendRestore, noLine: 'The nats CLI restores a stream only under its own name.' },
	},
} satisfies Readonly<Record<string, ChangeRow>>;

/** The nats CLI has flags for replicas and placement; anything else goes through a file, and a name not even so. */
function restoreLine({ params: { folder = '', changed = '' }, body }: Call): Line | undefined {
	const paths = changed === '' ? [] : changed.split(',');
	const { name, num_replicas: replicas, placement } = body.config as StreamConfig;
	if (paths.includes('name')) return undefined;
	if (!paths.every((path) => /^(num_replicas|placement(\..*)?)$/.test(path))) {
		const file = `${name}-config.json`;
		return {
			...line('stream restore', [folder], `--config=${file}`),
			comment: `${file} is the config of this request`,
		};
	}
	const { cluster, tags } = placement ?? {};
	return line(
		'stream restore',
		[folder],
		...optional('replicas', paths.includes('num_replicas') ? replicas : undefined),
		...(paths.some((path) => path.startsWith('placement'))
			? [...optional('cluster', cluster), ...(tags ?? []).flatMap((tag) => optional('tag', tag))]
			: []),
	);
}

async function sendBackup(
	{ params: { stream = '', folder = '' }, body = {} }: TransferWire,
	{ api, link, signal, onProgress }: Sending,
): Promise<StepResult> {
	const {
		no_consumers: without,
		jsck: check,
		window_size: window,
	} = body as { readonly no_consumers?: true; readonly jsck?: true; readonly window_size?: number };
	const begun = Date.now();
	const backed = await backUpStream(link, api, {
		stream,
		folder,
		consumers: without !== true,
		check: check === true,
		...(window !== undefined && { window }),
		onProgress: (progress) => onProgress(progressOf(progress)),
		signal,
	});
	const ms = Date.now() - begun;
	if (backed.kind === 'stopped') return { kind: 'stopped', left: 'The backup was stopped: nothing is left of it.' };
	if (backed.kind === 'failed') return endedBy(backed.problem, ms);
	const { contents, digest, size, state, lacks, notes } = backed;
	const reply = {
		folder,
		messages: contents.messages ?? state.messages,
		consumers: contents.consumers.length,
		bytes: size,
		digest,
		...(lacks.length > 0 && { incomplete: true }),
		...(notes.length > 0 && { notes }),
	};
	const warning = lacks.length === 0 ? {} : { warning: `The backup in ${folder} is incomplete. ${lacks.join(' ')}` };
	return { kind: 'done', reply, ms, came: [], ...warning };
}

function progressOf(progress: BackupProgress): Progress {
	if (progress.stage === 'checking')
		return { done: progress.read, total: progress.size, unit: 'bytes', stage: 'checking the archive' };
	const { unpacked, state } = progress;
	return withMessages(Math.min(unpacked, Number(state.bytes)), Number(state.bytes), state);
}

/** Nothing counts the transferred messages, so the share of bytes estimates them. */
function withMessages(done: number, all: number, { messages }: Pick<StreamState, 'messages'>): Progress {
	const total = Number(messages);
	return {
		done,
		total: all,
		unit: 'bytes',
		messages: { done: all === 0 ? 0 : Math.round((done / all) * total), total },
	};
}

/** A server that unpacks says how many messages the stream has; before 2.15 there is none until the end. */
function restoring(
	sent: number,
	size: number,
	state: StreamState,
	unpacking: { readonly messages: Integer | undefined } | undefined,
): Progress {
	if (sent < size && unpacking === undefined) return withMessages(sent, size, state);
	const stage = 'waiting for the server to unpack';
	if (sent >= size) return { done: sent, unit: 'bytes', stage };
	if (unpacking?.messages === undefined) return { done: sent, unit: 'bytes', stage: 'waiting for the server' };
	return { done: Number(unpacking.messages), total: Number(state.messages), unit: 'messages', stage };
}

async function sendRestore(
	{ subject, params: { folder = '' }, body = {}, holds = unknownHeld }: TransferWire,
	{ api, link, signal, onProgress }: Sending,
): Promise<StepResult> {
	const found = await readBackup(folder);
	if ('wrong' in found) return { kind: 'not-sent', problem: fileProblem(subject, found.wrong) };
	const { config, state = unknownState } = body as { readonly config: StreamConfig; readonly state?: StreamState };
	const begun = Date.now();
	const restored = await restoreStream(link, api, {
		config,
		state,
		holds,
		pieces: piecesOfFile(found.archive),
		onProgress: (sent, unpacking) => onProgress(restoring(sent, found.size, state, unpacking)),
		signal,
	});
	const ms = Date.now() - begun;
	if (restored.kind !== 'done') return notRestored(subject, restored, ms);
	const info = await withConsumers(api, restored.info, holds.consumers, signal);
	const warning = lackingIn(info.state, found.state, holds);
	return { kind: 'done', reply: info, ms, came: [], ...(warning !== '' && { warning }) };
}

/** The journal may not call a restore refused after which a stream is there. */
export function notRestored(subject: string, restored: Exclude<Restored, { kind: 'done' }>, ms: number): StepResult {
	if (restored.kind === 'refused') return { kind: 'refused', problem: restored.problem, ms, came: [] };
	const { left } = restored;
	const why = leftInWords(left);
	const message = `The restore was stopped. ${why}`;
	if (restored.kind === 'stopped' && left.kind !== 'there') return { kind: 'stopped', left: message };
	const problem: Problem =
		restored.kind === 'failed'
			? { ...restored.problem, message: inSentences({ message: restored.problem.message, advice: why }) }
			: { kind: 'cancelled', subject, message, advice: '' };
	return left.kind === 'there' ? { kind: 'unknown', problem } : endedBy(problem, ms);
}

/** Of a restore that nobody has planned: no stream is certainly left by it. */
const unknownHeld: Held = { format: 'v1', consumers: 0 };

const fileProblem = (subject: string, message: string): Problem => ({
	kind: 'bad-input',
	subject,
	message,
	advice: 'Nothing was sent.',
});

/** What a failed restore leaves on the server. */
function leftInWords(left: Remains): string {
	switch (left.kind) {
		case 'nothing':
			return 'Nothing of the stream is left on the server.';
		case 'removed':
			return `The half stream, with ${plural(left.messages, 'message')}, was removed.`;
		case 'there':
			return left.why;
		default:
			return left satisfies never;
	}
}

const consumersLookMs = 300;
const consumersLooks = 10;

/** In a cluster the consumers follow their stream. */
async function withConsumers(
	api: Api,
	restored: StreamInfo,
	consumers: number,
	signal: AbortSignal,
): Promise<StreamInfo> {
	let info = restored;
	for (let looks = 0; looks < consumersLooks && !signal.aborted; looks += 1) {
		if (Number(info.state.consumer_count) >= consumers) break;
		await pause(consumersLookMs, signal);
		const now = await api.request('stream.info', { stream: info.config.name });
		if (now.ok) info = now.value;
	}
	return info;
}

/** What a restored stream lacks of its backup, as sentences. Where the archive does not count its messages, the stream did when the backup began. */
export function lackingIn(now: StreamState, then: StreamState | undefined, { messages, consumers }: Held): string {
	const wanted = messages ?? then?.messages ?? 0;
	const had = messages === undefined ? 'the stream had' : 'the backup has';
	return [
		...(BigInt(now.messages) < BigInt(wanted)
			? [
					`The restored stream has ${plural(now.messages, 'message')}, and ${had} ${count(wanted)}: its limits may have removed the others${messages === undefined ? ', or the backup lacks them' : ''}.`,
				]
			: []),
		...(Number(now.consumer_count) < consumers
			? [`The restored stream has ${plural(now.consumer_count, 'consumer')}, and the backup has ${count(consumers)}.`]
			: []),
	].join(' ');
}
