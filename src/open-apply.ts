import { createInterface } from 'node:readline/promises';
import { progressOn } from './cli/backup/follow-transfer.ts';
import { printBackup } from './cli/backup/print-backup.ts';
import { printRestore } from './cli/backup/print-restore.ts';
import type { BackupLine, RestoreLine } from './cli/backup/transfer-choices.ts';
import type { ApplyChoices } from './cli/folder/folder-choices.ts';
import { printApply } from './cli/folder/print-apply.ts';
import type { KvLine } from './cli/kv/kv-line.ts';
import { printKv } from './cli/kv/print-kv.ts';
import type { ObjectLine } from './cli/objects/object-line.ts';
import { printObject } from './cli/objects/print-object.ts';
import { complain } from './cli/outlet.ts';
import type { AskLine, Scripted } from './cli/scripted-deck.ts';
import { createDeck } from './create-deck.ts';
import type { Settings } from './nats/settings-types.ts';
import { journalFile } from './terminal/journal-file.ts';

/**
 * Brings a server to files. Its changes go to the journal of the deck.
 * @returns the process's exit code
 */
export const apply = (settings: Settings, choices: ApplyChoices): Promise<number> =>
	scripted((around) => printApply(settings, choices, around));

/** Backs streams up to folders. */
export const backup = (settings: Settings, line: BackupLine): Promise<number> =>
	scripted((around) => printBackup(settings, line, around, progressOn(process.stderr)));

/** Restores streams from folders. */
export const restore = (settings: Settings, line: RestoreLine): Promise<number> =>
	scripted((around) => printRestore(settings, line, around, progressOn(process.stderr)));

/** Reads and writes keys of buckets. */
export const kv = (settings: Settings, line: KvLine): Promise<number> =>
	scripted((around) => printKv(settings, line, { ...around, input: process.stdin, progress: process.stderr }));

/** Reads and changes objects. */
export const object = (settings: Settings, line: ObjectLine): Promise<number> =>
	scripted((around) => printObject(settings, line, around, progressOn(process.stderr)));

/** What ends a program politely: ctrl-c, a supervisor or a timeout, a terminal that is closed. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** With the terminal of the process: a signal stops, and a second one ends at once. */
async function scripted(work: (around: Scripted) => Promise<number>): Promise<number> {
	const stop = new AbortController();
	const release = (): void => {
		for (const signal of endingSignals) process.removeListener(signal, onSignal);
	};
	const onSignal = (): void => {
		release();
		stop.abort();
	};
	for (const signal of endingSignals) process.on(signal, onSignal);
	const code = await work({
		createDeck,
		journal: journalFile(process.env),
		out: process.stdout,
		complain,
		ask: process.stdin.isTTY && process.stderr.isTTY ? askOnTerminal(stop) : undefined,
		signal: stop.signal,
	});
	release();
	return stop.signal.aborted ? 130 : code;
}

/** Undefined after ctrl-c or ctrl-d. */
const askOnTerminal =
	(stop: AbortController): AskLine =>
	async (question) => {
		const lines = createInterface({ input: process.stdin, output: process.stderr });
		lines.once('SIGINT', () => stop.abort());
		const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
		try {
			return await Promise.race([lines.question(question, { signal: stop.signal }), closed]);
		} catch {
			return undefined;
		} finally {
			lines.close();
		}
	};
