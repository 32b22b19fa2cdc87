import { assetName } from '../../changes/asset.ts';
import { type FolderPlan, type PlannedChange, planFolder } from '../../changes/folder/plan-folder.ts';
import { proposalOf } from '../../changes/folder/proposal-of.ts';
import { notWritableInWords } from '../../changes/journal.ts';
import { resultInWords } from '../../changes/outcome/words.ts';
import type { Proposal } from '../../changes/proposal.ts';
import { type Run, type StepResult, succeeded, wasApplied } from '../../changes/run.ts';
import { storedNote } from '../../changes/stored-differently.ts';
import type { Deck } from '../../commands/deck-handle.ts';
import { count, plural } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import { sanitise } from '../../format/sanitise.ts';
import { inSentences, readOnlyProblem } from '../../jetstream/problem.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { askServer, withFeatures } from '../../store/known-features.ts';
import { tally } from '../../views/folder-lines.ts';
import { exitCodeOf, refusedCode, stoppedCode, unagreedCode, wrongCommandLine } from '../exit-codes.ts';
import { jsonForTerminal } from '../outlet.ts';
import { runOver } from '../run-over.ts';
import { failed, type Scripted, withDeck } from '../scripted-deck.ts';
import { notAgreed } from './agreement.ts';
import { named, planAsJson } from './as-json.ts';
import type { ApplyChoices } from './folder-choices.ts';
import { complainOf, writePlan } from './print-plan.ts';
import { readFolder } from './read-files.ts';

/**
 * Brings a server to the files, through the door of every change, and stops at the first failure.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printApply(settings: Settings, choices: ApplyChoices, around: Scripted): Promise<number> {
	const { signal } = around;
	const folder = await readFolder(choices.paths);
	if ('wrong' in folder) return failed(around, wrongCommandLine, ...folder.wrong);
	return withDeck(settings, choices, around, async (deck) => {
		const dialect = deck.api().dialect();
		const planned = await planFolder(folder.read(dialect), choices.folder, await planAround(deck, signal));
		if (signal.aborted) return stoppedCode;
		if (!('changes' in planned)) return complainOf(planned);
		if (!choices.json) writePlan(planned, choices, around.out);
		return apply(deck, planned, choices, around);
	});
}

async function planAround(deck: Deck, signal: AbortSignal): Promise<Parameters<typeof planFolder>[2]> {
	const api = deck.api();
	const known = await askServer(api, deck.link(), signal);
	deck.store.setState((state) => withFeatures(state, known.features.dialect));
	return { api, ...known, signal };
}

async function apply(deck: Deck, plan: FolderPlan, choices: ApplyChoices, around: Scripted): Promise<number> {
	const { changes } = plan;
	const { refused } = tally(changes);
	const proposal = proposalOf(changes, choices.paths.join(' '));
	const end = (code: number, results: readonly StepResult[], ...messages: readonly string[]): number => {
		if (choices.json) tellJson(plan, results, around.out);
		return failed(around, code, ...messages);
	};
	if (refused > 0)
		return end(
			refusedCode,
			[],
			`Nothing was sent: ${plural(refused, 'change')} ${refused === 1 ? 'is' : 'are'} impossible, see ! above.`,
		);
	if (proposal === undefined) return end(0, []);
	if (choices.readOnly) {
		const problem = readOnlyProblem(plural(changes.length, 'change'));
		return end(exitCodeOf(problem), [], inSentences(problem));
	}
	const why = await notAgreed(changes, proposal, choices, around.ask);
	if (why !== undefined) return end(unagreedCode, [], why);
	if (around.signal.aborted) return stoppedCode;
	const begun = deck.agree(proposal);
	if ('refusal' in begun) return end(1, [], begun.refusal);
	const run = await follow(deck, begun.id, { changes, json: choices.json }, around);
	const kept = notWritableInWords(deck.store.getState().journalPlace);
	const notes = [kept, run && storedNote(run)].flatMap((each) => each ?? []);
	return end(codeOf(run, around), run?.results ?? [], ...notes, ...summary(run, proposal, changes));
}

/** Prints each step when it is over; ctrl-c lets the one under way finish. */
async function follow(
	deck: Deck,
	id: string,
	{ changes, json }: { readonly changes: readonly PlannedChange[]; readonly json: boolean },
	{ out, signal }: Scripted,
): Promise<Run | undefined> {
	let told = 0;
	const stop = (): void => deck.stopRun(id);
	signal.addEventListener('abort', stop, { once: true });
	return runOver(deck, id, new AbortController().signal, ({ results }) => {
		for (; told < results.length; told += 1) {
			const [change, result] = [changes[told], results[told]];
			if (json || change === undefined || result === undefined || !wasApplied(result)) continue;
			out.write(`✓ ${sanitise(change.proposal?.done ?? '')}\n`);
		}
	});
}

/** What was done and what was not, if it stopped half-way. */
function summary(run: Run | undefined, proposal: Proposal, changes: readonly PlannedChange[]): readonly string[] {
	if (run === undefined) return ['The outcome is unknown: read the journal.'];
	if (succeeded(run)) return [];
	const { results } = run;
	const failures = results.flatMap((result, at) =>
		wasApplied(result) || result.kind === 'stopped'
			? []
			: [`${nameAt(changes, at)}: ${resultInWords(result)}${advice(result)}`],
	);
	const done = results.flatMap((result, at) => (wasApplied(result) ? [nameAt(changes, at)] : []));
	const left = proposal.steps.flatMap((_, at) => {
		const result = results[at];
		return result === undefined || result.kind === 'stopped' ? [nameAt(changes, at)] : [];
	});
	return [
		...failures,
		`${count(done.length)} of ${plural(proposal.steps.length, 'change')} done${done.length > 0 ? `: ${done.join(', ')}` : ''}.`,
		...(left.length > 0 ? [`Not sent: ${left.join(', ')}. Apply again to continue.`] : []),
	];
}

const nameAt = (changes: readonly PlannedChange[], at: number): string => {
	const asset = changes[at]?.asset;
	return asset === undefined ? '' : assetName(asset);
};

function advice(result: StepResult): string {
	return 'problem' in result && result.problem.advice !== '' ? ` ${result.problem.advice}` : '';
}

function codeOf(run: Run | undefined, { signal }: Scripted): number {
	if (run === undefined) return 1;
	if (succeeded(run)) return 0;
	if (signal.aborted) return stoppedCode;
	if (run.results.some(wasApplied)) return refusedCode;
	const [first] = run.results.filter((result) => !wasApplied(result));
	if (first?.kind === 'changed') return refusedCode;
	if (first?.kind !== 'refused' && first?.kind !== 'not-sent') return 1;
	// A changed server is no mistake of the command line.
	return first.problem.kind === 'bad-input' ? refusedCode : exitCodeOf(first.problem);
}

function tellJson(plan: FolderPlan, results: readonly StepResult[], out: NodeJS.WriteStream): void {
	const outcomes = results.map((result, at) => {
		const asset = plan.changes[at]?.asset;
		return {
			...(asset && named(asset)),
			outcome: result.kind,
			applied: wasApplied(result),
			message: resultInWords(result),
		};
	});
	const value = { ...planAsJson(plan), results: outcomes };
	out.write(`${out.isTTY ? jsonForTerminal(value) : stringifyJson(value, 2)}\n`);
}
