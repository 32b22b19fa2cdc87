import { planRestore } from '../../changes/backup/plan-restore.ts';
import { foldersAt, type ReadFolder, readFolder } from '../../changes/backup/read-folders.ts';
import { restoreAround } from '../../changes/backup/restore-around.ts';
import { resultInWords } from '../../changes/outcome/words.ts';
import type { StepResult } from '../../changes/run.ts';
import { bytes } from '../../format/bytes.ts';
import { plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { inSentences, readOnlyProblem } from '../../jetstream/problem.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { exitCodeOf, incompleteCode, refusedCode, stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { failed, type Scripted, unagreed, withDeck } from '../scripted-deck.ts';
import { followTransfer, type ProgressOutput, readingOn, transferCode } from './follow-transfer.ts';
import type { RestoreLine } from './transfer-choices.ts';

/**
 * Restores streams from folders, after it has shown what it will create.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printRestore(
	settings: Settings,
	line: RestoreLine,
	around: Scripted,
	progress: ProgressOutput,
): Promise<number> {
	const { signal } = around;
	const reads = await readAll(line.paths, around, progress);
	if (typeof reads === 'number') return reads;
	if (reads.length > 1 && line.changes.name !== undefined)
		return failed(around, wrongCommandLine, `--name is for one stream, and there are ${reads.length} backups.`);
	return withDeck(settings, line, around, async (deck) => {
		const state = deck.store.getState();
		const plan = await planRestore(reads, line.changes, await restoreAround({ api: deck.api(), state, signal }));
		if (signal.aborted) return stoppedCode;
		if ('refusal' in plan) return failed(around, refusedCode, `Nothing was sent. ${plan.refusal}`);
		const question = `Restore ${reads.length === 1 ? 'this stream' : 'these streams'}?`;
		const ends = await unagreed(deck, plan, around, { asks: true, agreed: line.yes || line.readOnly, question });
		if (ends !== undefined) return ends;
		if (line.readOnly) {
			const problem = readOnlyProblem(plural(reads.length, 'restore'));
			return failed(around, exitCodeOf(problem), inSentences(problem));
		}
		const names = plan.steps.map(({ asset }) => (asset.kind === 'stream' ? asset.stream : ''));
		const run = await followTransfer(deck, plan, around, progress, (result, at) =>
			tell(names[at] ?? '', result, around),
		);
		const left = names.filter((_, at) => isUntouched(run?.results[at]));
		if (run !== undefined && left.length > 0) around.complain(`Not restored: ${left.join(', ')}.`);
		return transferCode(run, around);
	});
}

/** Reads every archive completely first: jetdeck sends nothing if one is damaged. */
async function readAll(
	paths: readonly string[],
	around: Scripted,
	progress: ProgressOutput,
): Promise<readonly ReadFolder[] | number> {
	const folders = await foldersAt(paths);
	if ('wrong' in folders) return failed(around, wrongCommandLine, folders.wrong);
	const reads: ReadFolder[] = [];
	for (const folder of folders) {
		const reading = readingOn(progress, folder);
		const { onProgress } = reading;
		const read = await readFolder(folder, { signal: around.signal, onProgress }).catch((error: unknown) => {
			if (!around.signal.aborted) throw error;
			return undefined;
		});
		reading.end();
		if (read === undefined) return stoppedCode;
		if ('wrong' in read) return failed(around, incompleteCode, read.wrong);
		reads.push(read);
	}
	return reads;
}

const isUntouched = (result: StepResult | undefined): boolean =>
	result === undefined || (result.kind === 'stopped' && result.left === undefined);

function tell(stream: string, result: StepResult, { out, complain }: Scripted): void {
	if (isUntouched(result)) return;
	if (result.kind !== 'done') {
		const advice = 'problem' in result ? result.problem.advice : '';
		complain(`${stream}: ${inSentences({ message: resultInWords(result), advice })}`);
		return;
	}
	const { state } = result.reply as StreamInfo;
	out.write(
		`✓ ${sanitise(`${stream}: ${plural(state.messages, 'message')}, ${bytes(state.bytes)}, ${plural(state.consumer_count, 'consumer')} restored`)}\n`,
	);
	if (result.warning !== undefined) complain(`${stream}: ${result.warning}`);
}
