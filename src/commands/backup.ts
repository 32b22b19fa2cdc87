import { join } from 'node:path';
import { withBackupFirst } from '../changes/backup/backup-first.ts';
import { backupStillThere, type KnownBackup } from '../changes/backup/latest-backup.ts';
import { planBackup } from '../changes/backup/plan-backup.ts';
import { planRestore } from '../changes/backup/plan-restore.ts';
import { foldersAt, type ReadFolder, readFolder } from '../changes/backup/read-folders.ts';
import { restoreAround } from '../changes/backup/restore-around.ts';
import type { JournalEntry } from '../changes/journal.ts';
import { planStreamDelete } from '../changes/plan/stream-delete.ts';
import { named } from '../changes/plan/wording.ts';
import type { Plan } from '../changes/proposal.ts';
import { readStreams } from '../changes/read-assets.ts';
import { doomedStreams } from '../changes/survey.ts';
import { planUndo } from '../changes/undo.ts';
import { age } from '../format/duration.ts';
import type { Api } from '../jetstream/request.ts';
import type { DeckState } from '../store/state.ts';
import { askLine, choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { pathOf } from './path-of.ts';
import { noStream, readOnly, streamTargets } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'backup-folder': { readonly streams: readonly string[]; readonly thenDelete: boolean };
		'restore-folder': object;
	}
	interface Picks {
		'undo-empty': { readonly entry: string };
		'undo-from-backup': { readonly entry: string; readonly folder: string };
	}
}

/** Backups of streams in folders. */
export const backupCommands: readonly Command[] = [
	{
		id: 'stream.backup',
		title: 'Back up streams',
		keys: [],
		scopes: ['streams', 'stream-text', 'subjects'],
		group: 'take',
		aliases: ['backup'],
		argument: 'FOLDER',
		needs: ['stream.snapshot'],
		disabled: ({ state }) => noStream(state),
		run: (context, argument) => {
			const streams = streamTargets(context.state);
			const folder = argument?.trim() ?? '';
			if (folder === '') askForBackup(context, streams, false);
			else void proposeBackup(context, { streams, thenDelete: false }, folder);
		},
	},
	{
		id: 'stream.restore',
		title: 'Restore streams',
		keys: [],
		scopes: ['everywhere'],
		group: 'change',
		aliases: ['restore'],
		argument: 'FOLDER',
		needs: ['stream.restore'],
		disabled: ({ state }) => readOnly(state),
		run: (context, argument) => {
			const folder = argument?.trim() ?? '';
			if (folder !== '') void proposeRestore(context, folder);
			else
				askLine(
					context,
					{
						title: 'Restore streams',
						help: `The folder of a backup. Relative to ${context.host.folder}.`,
						path: 'line',
					},
					{ kind: 'restore-folder' },
				);
		},
	},
	{
		id: 'confirm.backup',
		title: 'Back up first',
		short: ({ overlay }) =>
			overlay?.kind === 'confirm' && overlay.run === undefined && toBackUp(overlay.proposal.steps).length > 0
				? 'back up first'
				: '',
		keys: ['ctrl+b'],
		scopes: ['confirm-typed'],
		group: 'change',
		rank: 8,
		run: (context) => {
			const { overlay } = context.state;
			if (overlay?.kind !== 'confirm' || overlay.run !== undefined) return;
			const streams = toBackUp(overlay.proposal.steps);
			if (streams.length > 0) askForBackup(context, streams, true);
		},
	},
];

/** The streams that a proposal deletes, unless it backs them up already. */
function toBackUp(steps: Extract<Plan, { steps: unknown }>['steps']): readonly string[] {
	const deleted = steps.flatMap(({ asset, wire }) =>
		wire.endpoint === 'stream.delete' && asset.kind === 'stream' ? [asset.stream] : [],
	);
	return deleted.length === steps.length ? deleted : [];
}

function askForBackup(context: CommandContext, streams: readonly string[], thenDelete: boolean): void {
	const [first = ''] = streams;
	const title = thenDelete ? 'Back up first' : `Back up ${named(streams, 'stream')}`;
	const inside = streams.length > 1 ? ' Each stream gets a folder of its name in it.' : '';
	const day = new Date().toISOString().slice(0, 10);
	askLine(
		context,
		{
			title,
			help: `A new folder, relative to ${context.host.folder}.${inside}`,
			path: 'line',
			text: streams.length > 1 ? `backup-${day}` : `${first.replaceAll(/[/\\]/g, '_')}-${day}`,
		},
		{ kind: 'backup-folder', streams, thenDelete },
	);
}

interface Wish {
	readonly streams: readonly string[];
	readonly thenDelete: boolean;
}

export function backupAnswered(context: CommandContext, wish: Wish, typed: string): string | undefined {
	if (typed === '') return 'Type the name of a folder, or press esc.';
	void proposeBackup(context, wish, typed);
	return undefined;
}

async function proposeBackup({ deck, host, state }: CommandContext, wish: Wish, typed: string): Promise<void> {
	const folder = pathOf(host, typed);
	await deck.propose(`Back up to ${typed}`, async (api, signal) => {
		const backup = await backupPlan(api, { ...wish, folder, state, signal });
		if (!wish.thenDelete) return backup;
		const doomed = await doomedStreams(api, wish.streams, state, signal);
		return 'refusal' in doomed ? doomed : withBackupFirst(planStreamDelete(doomed.infos, true), backup, state.features);
	});
}

async function backupPlan(
	api: Api,
	{
		streams,
		folder,
		state,
		signal,
	}: Wish & { readonly folder: string; readonly state: DeckState; readonly signal: AbortSignal },
): Promise<Plan> {
	const read = await readStreams(api, streams, signal);
	if ('refusal' in read) return read;
	const odd = streams.find((name) => streams.length > 1 && /[/\\]/.test(name));
	if (odd !== undefined) return { refusal: `${odd} cannot be the name of a folder: back this stream up alone.` };
	const wanted = read.infos.map((info) => ({
		info,
		folder: streams.length > 1 ? join(folder, info.config.name) : folder,
	}));
	return planBackup(wanted, { consumers: true, check: false }, { api, features: state.features });
}

export function restoreAnswered(context: CommandContext, typed: string): string | undefined {
	if (typed === '') return 'Type the name of a folder, or press esc.';
	void proposeRestore(context, typed);
	return undefined;
}

async function proposeRestore(context: CommandContext, typed: string, undoes?: string): Promise<void> {
	const { deck, host, state } = context;
	await deck.propose(`Restore ${typed}`, async (api, signal) => {
		const reads = await readFolders(pathOf(host, typed), signal);
		if ('refusal' in reads) return reads;
		const plan = await planRestore(reads.all, {}, await restoreAround({ api, state, signal }));
		return 'refusal' in plan || undoes === undefined ? plan : { ...plan, undoes };
	});
}

/** Each archive is read whole first; closing the note over the screen ends it. */
async function readFolders(
	path: string,
	signal: AbortSignal,
): Promise<{ readonly all: readonly ReadFolder[] } | { readonly refusal: string }> {
	const folders = await foldersAt([path]);
	if ('wrong' in folders) return { refusal: folders.wrong };
	const all: ReadFolder[] = [];
	for (const folder of folders) {
		const read = await readFolder(folder, { signal });
		if ('wrong' in read) return { refusal: read.wrong };
		all.push(read);
	}
	return { all };
}

/** Undoes a change; of a deleted stream that was backed up it asks what to create again. */
export async function proposeUndo(context: CommandContext, entry: JournalEntry): Promise<void> {
	const { deck, state } = context;
	const backup = await backupFor(context, entry);
	// Somebody may have gone on meanwhile.
	if (deck.store.getState().overlay !== state.overlay) return;
	if (backup === undefined) {
		undoEmpty(context, entry);
		return;
	}
	choose(context, `Undo “${entry.title}”`, [
		{
			label: `restore the backup of ${age(backup.time, state.now)} ago`,
			detail: backup.folder,
			pick: { kind: 'undo-from-backup', entry: entry.id, folder: backup.folder },
		},
		{ label: 'create the stream again', detail: 'without messages', pick: { kind: 'undo-empty', entry: entry.id } },
	]);
}

async function backupFor(
	{ deck, state: { journal, target } }: CommandContext,
	{ endpoint, asset }: JournalEntry,
): Promise<KnownBackup | undefined> {
	if (endpoint !== 'stream.delete' || asset.kind !== 'stream') return undefined;
	return backupStillThere(journal, await deck.keptJournal(), { target: target.label, stream: asset.stream });
}

function undoEmpty({ deck, state }: CommandContext, entry: JournalEntry): void {
	void deck.propose(`Undo “${entry.title}”`, (api, signal) => planUndo(entry, { api, state, signal }));
}

export function undoEmptyPicked(context: CommandContext, { entry: id }: { readonly entry: string }): void {
	const entry = context.state.journal.find((each) => each.id === id);
	if (entry !== undefined) undoEmpty(context, entry);
}

export function undoFromBackup(
	context: CommandContext,
	{ entry, folder }: { readonly entry: string; readonly folder: string },
): void {
	void proposeRestore(context, folder, entry);
}
