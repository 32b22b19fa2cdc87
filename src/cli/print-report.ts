import { openApi } from '../jetstream/request.ts';
import { openLink } from '../nats/open-link.ts';
import type { Settings } from '../nats/settings-types.ts';
import { connected } from './connected.ts';
import type { ReportChoices } from './program.ts';
import { report } from './report.ts';

/**
 * Prints one report and leaves the server again. Data goes to stdout, what is wrong to stderr.
 * @returns the process's exit code: 0, or 1 when the server could not be asked
 */
export async function printReport(settings: Settings, choices: ReportChoices): Promise<number> {
	const link = openLink(settings);
	try {
		const problem = await connected(link);
		if (problem !== undefined) return complain(problem);
		const made = await report(openApi(link, { readOnly: true }), link, choices);
		if (!made.ok) return complain(made.message);
		process.stdout.write(made.text.endsWith('\n') ? made.text : `${made.text}\n`);
		return 0;
	} finally {
		await link.close();
	}
}

function complain(message: string): number {
	process.stderr.write(`jetdeck: ${message}\n`);
	return 1;
}
