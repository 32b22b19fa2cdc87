import { stringifyJson } from '../../format/json.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { openApi } from '../../jetstream/request.ts';
import { openLink } from '../../nats/open-link.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { connected } from '../connected.ts';
import { checkUnknown } from '../exit-codes.ts';
import { complain, jsonForTerminal } from '../outlet.ts';
import { orStopped } from '../run-over.ts';
import { type CheckChoices, check, subjectOf } from './check.ts';
import { checkText, checkValue, codeOf } from './check-text.ts';
import { type Checked, unknownFinding } from './finding.ts';

/**
 * Prints what a check found, closes the connection, and ends in time whatever the server does.
 * @returns the exit code of a monitoring plugin
 */
export async function printCheck(settings: Settings, choices: CheckChoices): Promise<number> {
	const out = process.stdout;
	out.on('error', endUnwritten);
	process.stderr.on('error', () => {});
	const signal = AbortSignal.timeout(choices.withinMs);
	const checked = await checkedOn(settings, choices, signal);
	const text = choices.json
		? out.isTTY
			? jsonForTerminal(checkValue(checked))
			: stringifyJson(checkValue(checked), 2)
		: checkText(checked);
	out.write(`${text}\n`);
	return codeOf(checked);
}

/** Nobody learns the verdict, whatever it is. */
function endUnwritten({ code, message }: NodeJS.ErrnoException): void {
	if (code !== 'EPIPE') complain(`jetdeck could not write its output (${code ?? message}).`);
	process.exit(checkUnknown);
}

async function checkedOn(settings: Settings, choices: CheckChoices, signal: AbortSignal): Promise<Checked> {
	const about = subjectOf(choices);
	const nothing = (message: string): Checked => ({
		about,
		findings: [unknownFinding(about, { message })],
		measures: [],
	});
	const late = nothing('No reply in time (--within).');
	const link = openLink(settings);
	try {
		const problem = await orStopped(connected(link), signal);
		if (problem !== undefined) return nothing(inSentences(problem));
		if (signal.aborted) return late;
		return await check(openApi(link, { readOnly: true }), signal, choices);
	} finally {
		await link.close();
	}
}
