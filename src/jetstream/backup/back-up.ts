import { minus } from '../../format/exact.ts';
import type { Link } from '../../nats/link.ts';
import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { StreamState } from '../wire.ts';
import { Damage } from './damage.ts';
import { type Examined, examine } from './examine.ts';
import { countLacking, mostGaps } from './gaps.ts';
import { PartialBackup } from './partial-backup.ts';
import { type Snapshot, type SnapshotProgress, takeSnapshot } from './snapshot.ts';
import { systemProblem } from './system-problem.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export interface BackupOptions {
	readonly stream: string;
	/** Must not exist, or be empty. */
	readonly folder: string;
	readonly consumers: boolean;
	readonly check: boolean;
	/** Most bytes that the server sends without an acknowledgement; nats-server 2.12.5 and later. */
	readonly window?: number;
	readonly onProgress: (progress: BackupProgress) => void;
	readonly signal: AbortSignal;
}

export type BackupProgress =
	| ({ readonly stage: 'receiving' } & SnapshotProgress)
	/** jetdeck reads the archive again from the disk. */
	| { readonly stage: 'checking'; readonly read: number; readonly size: number };

export type BackedUp =
	| (Examined & Verdict & { readonly kind: 'done'; readonly size: number; readonly state: StreamState })
	/** Nothing is left on the disk. */
	| { readonly kind: 'stopped' }
	| { readonly kind: 'failed'; readonly problem: Problem };

/** Backs a stream up to a folder, and reads the archive again from there. Never rejects. Leaves nothing behind if it fails. */
export async function backUpStream(link: Link, api: Api, options: BackupOptions): Promise<BackedUp> {
	let partial: PartialBackup;
	try {
		partial = await PartialBackup.begin(options.folder);
	} catch (error) {
		return { kind: 'failed', problem: diskProblem(error, options) };
	}
	let outcome: BackedUp | undefined;
	try {
		outcome = await written(link, api, partial, options);
	} catch (error) {
		outcome = options.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', problem: diskProblem(error, options) };
	} finally {
		if (outcome?.kind !== 'done') await partial.remove().catch(() => undefined);
	}
	return outcome;
}

async function written(link: Link, api: Api, partial: PartialBackup, options: BackupOptions): Promise<BackedUp> {
	const { stream, consumers, check, window, signal, onProgress } = options;
	const taken = await takeSnapshot(link, api, {
		stream,
		consumers,
		check,
		...(window !== undefined && { window }),
		write: (chunk, written) => partial.write(chunk, written),
		onProgress: (progress) => onProgress({ stage: 'receiving', ...progress }),
		signal,
	});
	if (taken.kind === 'stopped') return taken;
	if (taken.kind === 'failed') return { kind: 'failed', problem: withCheckAdvice(taken.problem, check) };
	const { config, state, received: size } = taken;
	const digest = await partial.close();
	const examined = await examine(partial.archive, {
		signal,
		onProgress: (read) => onProgress({ stage: 'checking', read, size }),
	});
	if (examined.digest !== digest)
		throw new Damage('The archive on the disk is not what the server sent: the disk may be failing.');
	const removed = await removedMeanwhile(api, taken, examined);
	const own = { digest, ...(removed > 0 && { removed }) };
	const verdict = verdictOf(examined.contents, { state, own });
	await partial.finish({ config, state }, own);
	return { kind: 'done', ...examined, ...verdict, size, state };
}

/** Messages that the archive lacks because limits, a purge or consumers removed them during the backup; 0 if nobody can tell. */
async function removedMeanwhile(
	api: Api,
	{ config, state }: Extract<Snapshot, { kind: 'done' }>,
	{ contents }: Examined,
): Promise<number> {
	const missing = contents.messages === undefined ? 0 : Number(minus(state.messages, contents.messages));
	if (missing <= 0) return 0;
	const now = await stateWithGaps(api, config.name);
	const left = now && countLacking(contents, state, now);
	return left === undefined ? 0 : Math.max(0, missing - left);
}

async function stateWithGaps(api: Api, stream: string): Promise<StreamState | undefined> {
	const now = await api.request('stream.info', { stream });
	if (!now.ok || Number(now.value.state.num_deleted ?? 0) > mostGaps) return undefined;
	const detailed = await api.request('stream.info', { stream }, { deleted_details: true });
	return detailed.ok ? detailed.value.state : undefined;
}

/** After a failed check, nats-server before 2.15 believes that the snapshot is running until it is restarted. */
function withCheckAdvice(problem: Problem, check: boolean): Problem {
	if (problem.errCode !== 10064) return problem;
	if (/in progress/.test(problem.message))
		return {
			...problem,
			advice:
				'Another backup of the stream is running, or an earlier --check found damage. In the second case, restart nats-server and back up the stream again.',
		};
	if (!check) return problem;
	return {
		...problem,
		advice:
			'Nothing was written. nats-server before 2.15 refuses every further backup of this stream until it is restarted; then back it up without --check.',
	};
}

function diskProblem(error: unknown, { folder }: Pick<BackupOptions, 'folder'>): Problem {
	const message = error instanceof Damage ? error.message : systemProblem(error, folder);
	return { kind: 'other', subject: folder, message, advice: 'Nothing is left of the backup.' };
}
