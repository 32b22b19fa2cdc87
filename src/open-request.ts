import { complain } from './cli/outlet.ts';
import { printRequest } from './cli/print-request.ts';
import type { RequestChoices } from './cli/request-line.ts';
import { createDeck } from './create-deck.ts';
import type { Settings } from './nats/settings-types.ts';
import { journalFile } from './terminal/journal-file.ts';

/**
 * Sends one request for a script: replies to stdout, everything else to stderr. Its changes go to the journal of the deck.
 * @returns the process's exit code
 */
export async function request(settings: Settings, choices: RequestChoices): Promise<number> {
	const stop = new AbortController();
	const onSignal = (): void => {
		stop.abort();
		// An open pipe would keep the process.
		process.stdin.destroy();
	};
	process.once('SIGINT', onSignal);
	const code = await printRequest(settings, choices, {
		createDeck,
		journal: journalFile(process.env),
		input: process.stdin,
		out: process.stdout,
		complain,
		signal: stop.signal,
	});
	process.removeListener('SIGINT', onSignal);
	return stop.signal.aborted ? 130 : code;
}
