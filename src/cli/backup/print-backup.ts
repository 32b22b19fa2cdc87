import { join } from 'node:path';
import { notBackedUp, planBackup, type Wanted } from '../../changes/backup/plan-backup.ts';
import { resultInWords } from '../../changes/outcome/words.ts';
import { readStreams } from '../../changes/read-assets.ts';
import type { StepResult } from '../../changes/run.ts';
import type { Deck } from '../../commands/deck-handle.ts';
import { bytes } from '../../format/bytes.ts';
import { type Integer, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { notWritable } from '../../jetstream/backup/folder.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { type Features, featuresOf } from '../../jetstream/server-features.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { serverOf } from '../../store/known-features.ts';
import { exitCodeOf, wrongCommandLine } from '../exit-codes.ts';
import { type Scripted, stoppedCode, withDeck } from '../scripted-deck.ts';
import { followTransfer, type ProgressOutput, transferCode } from './follow-transfer.ts';
import type { BackupLine } from './transfer-choices.ts';

const refusedCode = 3;
const incompleteCode = 1;

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
	const why = await notWritable(line.folder);
	const isOne = line.streams.length === 1;
	if (isOne && why !== undefined) return failed(around, wrongCommandLine, why);
	return withDeck(settings, { ...line, unkept: true }, around, async (deck) => {
		const infos = await infosOf(deck, line, around);
		if (typeof infos === 'number') return infos;
		const features = await featuresNow(deck);
		const left = infos.flatMap((info) => notBackedUp(info, features) ?? []);
		for (const each of left) around.complain(each);
		if (left.length > 0 && line.streams.length > 0) return refusedCode;
		const wanted = infos
			.filter((info) => notBackedUp(info, features) === undefined)
			.map((info): Wanted => ({ info, folder: isOne ? line.folder : join(line.folder, info.config.name) }));
		const code = await backUp(deck, wanted, { line, features, around, progress });
		return code === 0 && left.length > 0 ? incompleteCode : code;
	});
}

function failed({ complain }: Pick<Scripted, 'complain'>, code: number, message: string): number {
	complain(message);
	return code;
}

/** The streams as they are, or the exit code. */
async function infosOf(deck: Deck, { streams }: BackupLine, around: Scripted): Promise<readonly StreamInfo[] | number> {
	const { signal } = around;
	if (streams.length > 0) {
		const read = await readStreams(deck.api(), streams, signal);
		if (signal.aborted) return stoppedCode;
		return 'refusal' in read ? failed(around, refusedCode, read.refusal) : read.infos;
	}
	const answer = await deck.api().pages('stream.list', {}, undefined, { signal });
	if (signal.aborted) return stoppedCode;
	if (!answer.ok) return failed(around, exitCodeOf(answer.problem), inSentences(answer.problem));
	const infos = answer.value.items;
	const unread = [...answer.value.names].filter((name) => !infos.some(({ config }) => config.name === name));
	if (unread.length > 0)
		return failed(
			around,
			incompleteCode,
			`jetdeck could not read ${plural(unread.length, 'stream')}: ${unread.join(', ')}.`,
		);
	const odd = infos.find(({ config }) => /[/\\]/.test(config.name));
	if (odd !== undefined)
		return failed(
			around,
			wrongCommandLine,
			`${odd.config.name} cannot be the name of a folder: back this stream up alone.`,
		);
	return infos;
}

async function featuresNow(deck: Deck): Promise<Features> {
	const answer = await deck.api().request('account.info', {});
	return featuresOf(serverOf(deck.store.getState()), answer.ok ? answer.value : undefined, deck.api().dialect());
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
	const plan = await planBackup(wanted, line, { api: deck.api(), features });
	if ('refusal' in plan) return failed(around, wrongCommandLine, plan.refusal);
	for (const { text, tone } of plan.consequences) if (tone === 'warn') around.complain(text);
	const run = await followTransfer(deck, plan, around, progress, (result, at) => {
		const each = wanted[at];
		if (each !== undefined) tell(each, result, around);
	});
	return transferCode(run, around);
}

/** The reply that the row of the change makes. */
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
