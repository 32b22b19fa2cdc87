import type { Reading, Refused } from '../../changes/objects/read-bucket.ts';
import { resultInWords } from '../../changes/outcome/words.ts';
import type { Proposal } from '../../changes/proposal.ts';
import type { StepResult } from '../../changes/run.ts';
import type { Deck } from '../../commands/deck-handle.ts';
import { bytes } from '../../format/bytes.ts';
import { stringifyJson } from '../../format/json.ts';
import { sanitise } from '../../format/sanitise.ts';
import { inSentences, readOnlyProblem } from '../../jetstream/problem.ts';
import { followTransfer, type ProgressOutput, transferCode } from '../backup/follow-transfer.ts';
import { exitCodeOf, refusedCode, stoppedCode, unagreedCode } from '../exit-codes.ts';
import { failed, notAgreed, proposalText, type Scripted } from '../scripted-deck.ts';
import type { ObjectAction, ObjectLine } from './object-line.ts';

/** What an action works with. */
export interface ObjectWork {
	readonly deck: Deck;
	readonly line: ObjectLine;
	readonly around: Scripted;
	readonly progress: ProgressOutput;
	readonly reading: Reading;
}

/** Actions that only copy or show. */
export const reads: ReadonlySet<ObjectAction> = new Set(['ls', 'info', 'watch', 'get']);

/** Says why something is impossible: 3 if the bucket or the object does not exist. */
export function refuse(around: Pick<Scripted, 'complain'>, { refusal, problem }: Refused): number {
	return failed(around, problem === undefined ? refusedCode : exitCodeOf(problem), refusal);
}

/** Carries out a plan; `asks`: only after somebody agreed, or with --yes. */
export async function carryOut(work: ObjectWork, plan: Proposal | Refused, asks: boolean): Promise<number> {
	const { deck, line, around, progress } = work;
	if (around.signal.aborted) return stoppedCode;
	if ('refusal' in plan && plan.unchanged) {
		around.complain(`${plan.refusal} Nothing was sent.`);
		return 0;
	}
	if ('refusal' in plan) return refuse(around, { ...plan, refusal: `Nothing was sent. ${plan.refusal}` });
	if (asks) around.complain(proposalText(deck, plan));
	else for (const { text, tone } of plan.consequences) if (tone === 'bad' || tone === 'warn') around.complain(text);
	if (line.readOnly && !reads.has(line.what)) {
		const problem = readOnlyProblem(plan.title);
		return failed(around, exitCodeOf(problem), inSentences(problem));
	}
	const why = asks && !line.yes ? await notAgreed(around) : undefined;
	if (why !== undefined) return around.signal.aborted ? stoppedCode : failed(around, unagreedCode, why);
	const run = await followTransfer(deck, plan, around, progress, (result, at) =>
		tell(work, plan.steps.length === 1 ? plan.done : (plan.steps[at]?.title ?? plan.title), result),
	);
	return transferCode(run, around);
}

function tell({ around, line }: ObjectWork, done: string, result: StepResult): void {
	const { out, complain } = around;
	if (result.kind !== 'done' && !(result.kind === 'found' && result.applied)) {
		const advice = 'problem' in result ? result.problem.advice : '';
		complain(inSentences({ message: resultInWords(result), advice }));
		return;
	}
	const reply = result.kind === 'done' ? (result.reply as { readonly size?: number; readonly digest?: string }) : {};
	const isContent = line.what === 'get' && line.operands[1] === '-';
	if (line.json) out.write(`${stringifyJson(reply)}\n`);
	else if (!isContent) {
		const size = reply.size === undefined ? '' : ` ${bytes(reply.size)}, ${reply.digest ?? 'no digest'}.`;
		out.write(`✓ ${sanitise(`${done.replace(/\.?$/, '.')}${size}`)}\n`);
	}
	if (result.kind === 'done' && result.warning !== undefined) complain(result.warning);
}
