import { type FolderPlan, type FolderPlanned, planFolder } from '../../changes/folder/plan-folder.ts';
import { stringifyJson } from '../../format/json.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { openApi } from '../../jetstream/request.ts';
import { openLink } from '../../nats/open-link.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { askServer } from '../../store/known-features.ts';
import { plannedChangeLines, tally, tallyInWords, unprunedInWords } from '../../views/folder-lines.ts';
import { connected } from '../connected.ts';
import { exitCodeOf, exitCodeOfConnection, refusedCode, wrongCommandLine } from '../exit-codes.ts';
import { complain, jsonForTerminal } from '../outlet.ts';
import { planAsJson } from './as-json.ts';
import type { PlanChoices } from './folder-choices.ts';
import { readFolder, remarkInWords } from './read-files.ts';

/** There is something to do. */
const changesCode = 10;

/**
 * Prints the changes that bring a server to the files, and changes nothing.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printPlan(settings: Settings, choices: PlanChoices): Promise<number> {
	const folder = await readFolder(choices.paths);
	if ('wrong' in folder) return complained(folder.wrong, wrongCommandLine);
	const link = openLink(settings);
	try {
		const problem = await connected(link);
		if (problem !== undefined) return complained([inSentences(problem)], exitCodeOfConnection(problem));
		const api = openApi(link, { readOnly: true });
		const dialect = await api.dialectKnown();
		const { signal } = new AbortController();
		const known = await askServer(api, link, signal);
		const planned = await planFolder(folder.read(dialect), choices.folder, { api, ...known, signal });
		if (!('changes' in planned)) return complainOf(planned);
		writePlan(planned, choices, process.stdout);
		return planCode(planned);
	} finally {
		await link.close();
	}
}

function complained(messages: readonly string[], code: number): number {
	for (const message of messages) complain(message);
	return code;
}

/** Why there is no plan. */
export function complainOf(planned: Exclude<FolderPlanned, FolderPlan>): number {
	return 'faults' in planned
		? complained(planned.faults.map(remarkInWords), wrongCommandLine)
		: complained([inSentences(planned.problem)], exitCodeOf(planned.problem));
}

function planCode({ changes }: FolderPlan): number {
	if (tally(changes).refused > 0) return refusedCode;
	return changes.length > 0 ? changesCode : 0;
}

/** The plan goes to stdout, notes about the files to stderr. */
export function writePlan(plan: FolderPlan, { json }: Pick<PlanChoices, 'json'>, out: NodeJS.WriteStream): void {
	if (json) {
		const value = planAsJson(plan);
		out.write(`${out.isTTY ? jsonForTerminal(value) : stringifyJson(value, 2)}\n`);
		return;
	}
	for (const warning of plan.warnings) complain(remarkInWords(warning));
	for (const each of unprunedInWords(plan)) complain(each);
	const lines = plan.changes.flatMap((change) => plannedChangeLines(change, Number.POSITIVE_INFINITY));
	const texts = lines.map((line) => line.map(({ text }) => text).join(''));
	out.write([...texts, ...(texts.length > 0 ? [''] : []), tallyInWords(plan), ''].join('\n'));
}
