import { join } from 'node:path';
import { notBackedUp, planBackup, type Wanted } from '../../changes/backup/plan-backup.ts';
import { resultInWords } from '../../changes/outcome/words.ts';
import { readStreams } from '../../changes/read-assets.ts';
import type { StepResult } from '../../changes/run.ts';
import type { Deck } from '../../commands/deck-handle.ts';
import { bytes } from '../../format/bytes.ts';
import { type Integer, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { notWritable } from '../../jetstream/backup/partial-backup.ts';
import type { Pages } from '../../jetstream/pages.ts';
import { inSentences } from '../../jetstream/problem.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { collectStreams } from '../../store/collect.ts';
import { askServer } from '../../store/known-features.ts';
import { exitCodeOf, incompleteCode, refusedCode, stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { failed, type Scripted, withDeck } from '../scripted-deck.ts';
import { followTransfer, type ProgressOutput, transferCode } from './follow-transfer.ts';
import type { BackupLine } from './transfer-choices.ts';

/**
 * Backs streams up to folders, one after the other.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printBackup(
	settings: Settings,
	line: BackupLine,
	around: Scripted,
	progress: ProgressOutput,
): Promise<number> {
	const why = wrongLine(line) ?? (line.streams.length === 1 ? await notWritable(line.folder) : undefined);
	if (why !== undefined) return failed(around, wrongCommandLine, why);
	return withDeck(settings, { ...line, unkept: true }, around, async (deck) => {
		const found = await streamsOf(deck, line, around);
		if (typeof found === 'number') return found;
		const { features } = await askServer(deck.api(), deck.link(), around.signal);
		const inMemory = found.infos.flatMap((info) => notBackedUp(info, features) ?? []);
		const leftOut = [...found.leftOut, ...inMemory];
		for (const each of leftOut) around.complain(each);
		if (inMemory.length > 0 && line.streams.length > 0) return refusedCode;
		const wanted = found.infos
			.filter((info) => notBackedUp(info, features) === undefined)
			.map((info): Wanted => ({ info, folder: folderOf(info.config.name, line) }));
		if (wanted.length === 0 && leftOut.length > 0) return incompleteCode;
		const code = await backUp(deck, wanted, { line, features, around, progress });
		return code === 0 && leftOut.length > 0 ? incompleteCode : code;
	});
}

function folderOf(stream: string, { streams, folder }: BackupLine): string {
	return streams.length === 1 ? folder : join(folder, stream);
}

const isNoFolderName = (stream: string): boolean => /[/\\]/.test(stream);

/** What the command line alone shows to be wrong, as a sentence. */
function wrongLine({ streams }: BackupLine): string | undefined {
	const odd = streams.length > 1 ? streams.find(isNoFolderName) : undefined;
	return odd === undefined ? undefined : `${odd} cannot be the name of a folder: back this stream up alone.`;
}

interface FoundStreams {
	readonly infos: readonly StreamInfo[];
	/** Why jetdeck backs up the others without a stream, a sentence each. */
	readonly leftOut: readonly string[];
}

/** The streams as they are, or the exit code. With `--all` an unreadable stream does not stop the others. */
async function streamsOf(deck: Deck, { streams }: BackupLine, around: Scripted): Promise<FoundStreams | number> {
	const { signal } = around;
	if (streams.length > 0) {
		const read = await readStreams(deck.api(), streams, signal);
		if (signal.aborted) return stoppedCode;
		return 'refusal' in read ? failed(around, refusedCode, read.refusal) : { infos: read.infos, leftOut: [] };
	}
	const answer = await collectStreams(deck.api(), { signal });
	if (signal.aborted) return stoppedCode;
	if (!answer.ok) return failed(around, exitCodeOf(answer.problem), inSentences(answer.problem));
	return foundIn(answer.value);
}

/** What `--all` backs up, and what it does not. */
export function foundIn({ items, names, silent }: Pages<StreamInfo>): FoundStreams {
	const read = new Set(items.map(({ config }) => config.name));
	return {
		infos: items.filter(({ config }) => !isNoFolderName(config.name)),
		leftOut: [
			...[...names]
				.filter((name) => !read.has(name))
				.map((name) => {
					const problem = silent.get(name);
					return `Not backed up: stream ${name}. ${problem === undefined ? 'jetdeck could not read it.' : inSentences(problem)}`;
				}),
			...[...read]
				.filter(isNoFolderName)
				.map((name) => `Not backed up: stream ${name}. It cannot be the name of a folder: back it up alone.`),
		],
	};
}

interface Backing {
	readonly line: BackupLine;
	readonly features: Features;
	readonly around: Scripted;
	readonly progress: ProgressOutput;
}

async function backUp(
	deck: Deck,
	wanted: readonly Wanted[],
	{ line, features, around, progress }: Backing,
): Promise<number> {
	for (const { folder } of wanted) {
		const why = await notWritable(folder);
		if (why !== undefined) return failed(around, wrongCommandLine, why);
	}
	const plan = await planBackup(wanted, line, { api: deck.api(), features });
	if ('refusal' in plan) return failed(around, refusedCode, plan.refusal);
	for (const { text, tone } of plan.consequences) if (tone === 'warn') around.complain(text);
	const run = await followTransfer(deck, plan, around, progress, (result, at) => {
		const each = wanted[at];
		if (each !== undefined) tell(each, result, around);
	});
	return transferCode(run, around);
}

/** The reply of a backup, as its row in the table of changes makes it. */
interface BackupReply {
	readonly folder: string;
	readonly messages: Integer;
	readonly consumers: number;
	readonly bytes: number;
	readonly digest: string;
	readonly notes?: readonly string[];
}

function tell({ info: { config } }: Wanted, result: StepResult, { out, complain }: Scripted): void {
	if (result.kind !== 'done') {
		const advice = 'problem' in result ? result.problem.advice : '';
		complain(`${config.name}: ${inSentences({ message: resultInWords(result), advice })}`);
		return;
	}
	const { folder, messages, consumers, bytes: size, digest, notes = [] } = result.reply as BackupReply;
	const mark = result.warning === undefined ? '✓' : '!';
	out.write(
		`${mark} ${sanitise(`${config.name}: ${plural(messages, 'message')}, ${plural(consumers, 'consumer')}, ${bytes(size)} in ${folder} (${digest})`)}\n`,
	);
	for (const note of notes) complain(`${config.name}: ${note}`);
	if (result.warning !== undefined) complain(`${config.name}: ${result.warning}`);
}
