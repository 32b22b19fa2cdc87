import { isRefusal, type Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { pause } from '../store/pause.ts';
import { assetName, assetOf } from './asset.ts';
import { lookAt } from './expectation.ts';
import { meaningOf } from './find-outcome.ts';
import { type BeforeSending, infoBefore } from './outcome/look.ts';
import type { Step } from './proposal.ts';
import type { Unsettled } from './rows/row.ts';
import type { StepResult } from './run.ts';
import { changeOf } from './table.ts';

const lookAgainMs = 500;
/** A move begins to show soon after the reply, or never. */
const idleLooks = 20;
/** Of them, once it no longer shows: an election may still be under way. */
const lastLooks = 5;

interface Watching {
	readonly api: Api;
	readonly signal: AbortSignal;
	readonly was: BeforeSending;
	/** The person waits no longer. */
	readonly isStopped: () => boolean;
	readonly say: (state: string) => void;
}

/**
 * The server has replied, but what it began takes a while, such as a move: says its state until it is done, or nobody waits any
 * more. Then the result warns that it goes on.
 */
export async function settled(
	step: Step,
	result: StepResult,
	{ api, signal, was, isStopped, say }: Watching,
): Promise<StepResult> {
	const meaning = meaningOf(step);
	const { settles } = changeOf(meaning.endpoint) ?? {};
	// What was typed ends with its reply: its line, or the script, waits for that.
	const asset = assetOf(step.asset);
	if (settles === undefined || step.wire.kind !== 'request' || asset === undefined) return result;
	let state = 'moving';
	let idle = 0;
	while (!signal.aborted && !isStopped()) {
		const found = await lookAt(api, asset, signal);
		if (found.kind === 'absent') return result;
		if (found.kind === 'unclear' && isRefusal(found.problem))
			return warned(result, `${found.problem.message} Without that jetdeck cannot see whether it is done.`);
		const left = found.kind === 'there' ? settles(found.info, meaning, infoBefore({ was })) : unseen(found.problem);
		if (left === undefined) return result;
		state = left.said;
		say(state);
		// Somebody cancelled it, or it does not begin. What could not be read says neither.
		if (left.isUnderWay) idle = found.kind === 'there' ? idleLooks - lastLooks : idle;
		else if (++idle >= idleLooks) return warned(result, `${assetName(step.asset)}: ${state}.`);
		await pause(lookAgainMs, signal);
	}
	return warned(result, `The server continues with ${assetName(step.asset)}: ${state}.`);
}

const unseen = ({ message }: Problem): Unsettled => ({ said: `its state is unknown: ${message}`, isUnderWay: true });

const warned = (result: StepResult, warning: string): StepResult =>
	result.kind === 'done' ? { ...result, warning } : result;
