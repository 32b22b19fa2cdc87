import type { ExportChoices } from './cli/export/export-choices.ts';
import { printExport } from './cli/export/print-export.ts';
import { complain } from './cli/outlet.ts';
import type { Settings } from './nats/settings-types.ts';

/**
 * Writes the configurations of an account as files.
 * @returns the process's exit code
 */
export async function exportAccount(settings: Settings, choices: ExportChoices): Promise<number> {
	const stop = new AbortController();
	const onSignal = (): void => stop.abort();
	process.once('SIGINT', onSignal);
	const code = await printExport(settings, choices, {
		out: process.stdout,
		complain,
		progress: process.stderr.isTTY ? (text) => void process.stderr.write(`\r\x1b[K${text}`) : () => {},
		signal: stop.signal,
	});
	process.removeListener('SIGINT', onSignal);
	return code;
}
