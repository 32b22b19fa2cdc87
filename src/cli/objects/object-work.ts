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
import { exitCodeOf, refusedCode, stoppedCode } from '../exit-codes.ts';
import { failed, type Scripted, unagreed } from '../scripted-deck.ts';
import { type ObjectLine, objectActions } from './object-line.ts';

/** What an action works with. */
export interface ObjectWork {
	readonly deck: Deck;
	readonly line: ObjectLine;
	readonly around: Scripted;
	readonly progress: ProgressOutput;
	readonly reading: Reading;
}

/** Others only copy or show. */
export const isWrite = ({ what }: ObjectLine): boolean => 'writes' in objectActions[what];

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
	if ('refusal' in plan)
		return refuse(around, { ...plan, refusal: `${isWrite(line) ? 'Nothing was sent. ' : ''}${plan.refusal}` });
	const ends = await unagreed(deck, plan, around, {
		asks: asks || { tones: ['bad', 'warn'] },
		agreed: line.yes || line.readOnly,
	});
	if (ends !== undefined) return ends;
	if (line.readOnly && isWrite(line)) {
		const problem = readOnlyProblem(plan.title);
		return failed(around, exitCodeOf(problem), inSentences(problem));
	}
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
