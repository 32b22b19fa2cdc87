import { conflictInWords, readConflict } from '../../changes/key-conflict.ts';
import { resultInWords } from '../../changes/outcome/words.ts';
import type { Plan, Proposal } from '../../changes/proposal.ts';
import { type Run, type StepResult, wasApplied } from '../../changes/run.ts';
import type { Deck } from '../../commands/deck-handle.ts';
import { type OpenKvBucket, openKvBucket, whereWritten } from '../../jetstream/kv/open-bucket.ts';
import { isConflict } from '../../jetstream/kv/refusals.ts';
import { inSentences, type Problem } from '../../jetstream/problem.ts';
import type { Features } from '../../jetstream/server-features.ts';
import { exitCodeOf, refusedCode, stoppedCode, unagreedCode, wrongCommandLine } from '../exit-codes.ts';
import { runOver } from '../run-over.ts';
import { failed, type Scripted, unagreed } from '../scripted-deck.ts';
import type { KvLine } from './kv-line.ts';

/** The surroundings of `jetdeck kv`. */
export interface KvAround extends Scripted {
	/** Standard input: a value, or keys to import. */
	readonly input: NodeJS.ReadStream;
	/** Where progress is shown. */
	readonly progress: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
}

/** What an action works with. */
export interface KvWork {
	readonly deck: Deck;
	readonly line: KvLine;
	readonly around: KvAround;
	readonly features: Features;
}

/** A key or a bucket that is not there. */
export const notFoundCode = refusedCode;
/** Another revision than the expected one. */
export const conflictCode = 6;

/** The bucket, or the exit code. */
export async function bucketOr({ deck, features, around }: KvWork, name: string): Promise<OpenKvBucket | number> {
	const open = await openKvBucket(deck.api(), name, features, around.signal);
	if (around.signal.aborted) return stoppedCode;
	if (!open.ok) return complained(around, open.problem);
	return (
		open.value ??
		failed(around, notFoundCode, `Key-value bucket ${name} does not exist: there is no stream KV_${name}.`)
	);
}

/** The same for a write: read where it is stored, for a mirror lags. */
export async function writtenBucketOr(work: KvWork): Promise<OpenKvBucket | number> {
	const open = await bucketOr(work, work.line.bucket);
	return typeof open === 'number' ? open : whereWritten(open);
}

/** Says what went wrong. */
export const complained = (around: Pick<Scripted, 'complain'>, problem: Problem): number =>
	failed(around, exitCodeOf(problem), inSentences(problem));

/** Carries out a plan; `asks`: only after somebody agreed, or with --yes. @returns the exit code, and each result */
export async function carryOut(
	work: KvWork,
	plan: Plan,
	{ asks, refusedAs = refusedCode }: { readonly asks: boolean; readonly refusedAs?: number },
): Promise<{ readonly code: number; readonly results: readonly StepResult[] }> {
	const { deck, line, around } = work;
	const ended = (code: number): { readonly code: number; readonly results: readonly StepResult[] } => ({
		code,
		results: [],
	});
	if (around.signal.aborted) return ended(stoppedCode);
	if ('refusal' in plan) return ended(failed(around, refusedAs, plan.refusal));
	const ends = await unagreed(deck, plan, around, {
		asks: asks || { tones: ['bad'] },
		agreed: line.yes || line.readOnly,
	});
	if (ends !== undefined) return ended(ends);
	const begun = deck.agree(plan);
	if ('refusal' in begun) return ended(failed(around, 1, begun.refusal));
	const run = await finished(work, plan, begun.id);
	const results = run?.results ?? [];
	if (results.length < plan.steps.length)
		return { code: failed(around, around.signal.aborted ? stoppedCode : 1, 'The outcome is unknown.'), results };
	return { code: await tellResults(work, plan, results), results };
}

/** A transfer stops midway, and says how far it came. */
async function finished(
	{ deck, around: { signal } }: KvWork,
	{ steps }: Proposal,
	id: string,
): Promise<Run | undefined> {
	if (steps[0]?.wire.kind !== 'transfer') return runOver(deck, id, signal);
	const stop = (): void => deck.stopRun(id);
	signal.addEventListener('abort', stop, { once: true });
	if (signal.aborted) stop();
	return runOver(deck, id, new AbortController().signal);
}

/** Of these codes the documents say that nothing was sent or stored. */
const saysNothingWasSent: ReadonlySet<number> = new Set([wrongCommandLine, unagreedCode, conflictCode]);

/** Says why steps failed. @returns the code of the first of them */
async function tellResults(work: KvWork, plan: Proposal, results: readonly StepResult[]): Promise<number> {
	let code = 0;
	for (const [at, result] of results.entries()) {
		if (result.kind === 'done' && result.warning !== undefined) work.around.complain(result.warning);
		const own = wasApplied(result) ? 0 : await tellFailure(work, plan, result, at);
		if (result.kind === 'found' && result.applied) work.around.complain(resultInWords(result));
		code = code === 0 ? own : code;
	}
	return saysNothingWasSent.has(code) && results.some(wasApplied) ? refusedCode : code;
}

async function tellFailure(
	{ deck, features, around }: KvWork,
	plan: Proposal,
	result: StepResult,
	at: number,
): Promise<number> {
	const step = plan.steps[at];
	const problem = 'problem' in result ? result.problem : undefined;
	const said = resultInWords(result);
	const advice =
		problem?.kind === 'unkept' ? 'Add --no-journal to send it without a journal.' : (problem?.advice ?? '');
	around.complain(result.kind === 'found' ? said : inSentences({ message: said, advice }));
	if (problem !== undefined && isConflict(problem)) {
		const conflict = step && (await readConflict(deck.api(), features, step, result));
		for (const text of conflict === undefined ? [] : conflictInWords(conflict)) around.complain(text);
		return conflictCode;
	}
	if (result.kind === 'stopped') return stoppedCode;
	if (result.kind === 'failed' && result.partly !== undefined) return refusedCode;
	const isUnknown = result.kind === 'unknown' || result.kind === 'found';
	return problem === undefined || isUnknown ? 1 : exitCodeOf(problem);
}
