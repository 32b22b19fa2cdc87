import type { Confirm } from '../../src/changes/confirm.ts';
import type { Plan } from '../../src/changes/proposal.ts';
import { isOver, type Run, type StepResult } from '../../src/changes/run.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { seen } from './decks.ts';

/** The dialog that a plan comes to. */
export async function proposed(deck: Deck, plan: Parameters<Deck['propose']>[1]): Promise<Confirm> {
	deck.propose('a proposal', plan);
	return seen(deck, 'the dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
}

/** Agrees to a plan and waits until it is over. */
export async function carriedOut(deck: Deck, plan: Plan): Promise<readonly StepResult[]> {
	return (await over(deck, begun(deck, plan))).results;
}

/** Agrees to a plan. */
export function begun(deck: Deck, plan: Plan): string {
	if ('refusal' in plan) throw new Error(plan.refusal);
	const started = deck.agree(plan);
	if ('refusal' in started) throw new Error(started.refusal);
	return started.id;
}

export function over(deck: Deck, id: string): Promise<Run> {
	return seen(deck, 'the end of a run', ({ runs }) => runs.find((run) => run.id === id && isOver(run)));
}
