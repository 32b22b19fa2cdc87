import { stringifyJson } from '../format/json.ts';
import { inSentences } from '../jetstream/problem.ts';
import { openApi } from '../jetstream/request.ts';
import { openLink } from '../nats/open-link.ts';
import type { Settings } from '../nats/settings-types.ts';
import { connected } from './connected.ts';
import { exitCodeOfConnection } from './exit-codes.ts';
import { complain, jsonForTerminal } from './outlet.ts';
import { report } from './report.ts';
import type { Report, ReportChoices } from './report-of.ts';

/**
 * Prints one report and closes the connection. Data goes to stdout, errors to stderr.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printReport(settings: Settings, choices: ReportChoices): Promise<number> {
	const link = openLink(settings);
	try {
		const problem = await connected(link);
		if (problem !== undefined) {
			complain(inSentences(problem));
			return exitCodeOfConnection(problem);
		}
		const made = await report(openApi(link, { readOnly: true }), link, choices);
		process.stdout.write(printed(made, process.stdout.isTTY));
		for (const complaint of made.complaints) complain(complaint);
		return made.code;
	} finally {
		await link.close();
	}
}

/** A pipe or a file gets JSON with the characters that the server sent. */
function printed({ text, value }: Report, isTTY: boolean): string {
	if (text !== undefined) return `${text}\n`;
	if (value === undefined) return '';
	return `${isTTY ? jsonForTerminal(value) : stringifyJson(value, 2)}\n`;
}
