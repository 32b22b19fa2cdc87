import { createInterface } from 'node:readline/promises';
import type { AskLine } from './cli/folder/agreement.ts';
import type { ApplyChoices } from './cli/folder/folder-choices.ts';
import { printApply } from './cli/folder/print-apply.ts';
import { complain } from './cli/outlet.ts';
import { createDeck } from './create-deck.ts';
import type { Settings } from './nats/settings-types.ts';
import { journalFile } from './terminal/journal-file.ts';

/**
 * Brings a server to files. Its changes go to the journal of the deck.
 * @returns the process's exit code
 */
export async function apply(settings: Settings, choices: ApplyChoices): Promise<number> {
	const stop = new AbortController();
	const onSignal = (): void => stop.abort();
	process.once('SIGINT', onSignal);
	const code = await printApply(settings, choices, {
		createDeck,
		journal: journalFile(process.env),
		out: process.stdout,
		complain,
		ask: process.stdin.isTTY && process.stderr.isTTY ? askOnTerminal(stop) : undefined,
		signal: stop.signal,
	});
	process.removeListener('SIGINT', onSignal);
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
