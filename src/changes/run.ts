import type { Delivered } from '../jetstream/messages/delivered.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { Message } from '../nats/link.ts';
import type { DeckState } from '../store/state.ts';
import { type Concern, touches } from './asset.ts';
import type { Configuration, Proposal } from './proposal.ts';

/** The outcome of one step. */
export type StepResult =
	/** `messages`: what a pull brought; `reply` counts them. `came`: the replies as they came. `unanswered`: no reply was requested. */
	| {
			readonly kind: 'done';
			readonly reply: unknown;
			readonly ms: number;
			readonly messages?: readonly Delivered[];
			readonly unanswered?: true;
			readonly came: readonly Message[];
			/** What it lacks although it is done, in sentences. */
			readonly warning?: string;
	  }
	/** The server refused: nothing changed. `came`: its reply, as it came. */
	| {
			readonly kind: 'refused';
			readonly problem: Problem;
			readonly ms: number;
			readonly came: readonly Message[];
	  }
	/** A transfer came to no good end by itself: a file, the content, the connection. It cleaned up, or `problem` says what is left. */
	| ({ readonly kind: 'failed'; readonly problem: Problem; readonly ms: number } & Partly)
	/** Nothing was sent: no connection, read-only, or an expectation failed. */
	| { readonly kind: 'not-sent'; readonly problem: Problem }
	/** Somebody else changed the configuration since the plan. Nothing was sent. */
	| { readonly kind: 'changed'; readonly now: Configuration }
	/** Sent without a reply: it may have been carried out. `why`: why jetdeck cannot find out, a sentence. */
	| ({ readonly kind: 'unknown'; readonly problem: Problem; readonly why?: string } & Partly)
	/** As `unknown`, but the outcome was found out later. */
	| { readonly kind: 'found'; readonly applied: boolean; readonly problem: Problem }
	/** Stopped before this step; or midway, and then `left` says what remains, in sentences. */
	| ({ readonly kind: 'stopped'; readonly left?: string } & Partly);

/** What a transfer did before it ended, as its reply would say, where an undo can take that back. */
export interface Partly {
	readonly partly?: unknown;
}

/** The progress of a transfer. */
export interface Progress {
	readonly done: number;
	/** Absent if it is unknown. */
	readonly total?: number;
	readonly unit: 'bytes' | 'messages';
	/** The approximate number of messages in those bytes. */
	readonly messages?: { readonly done: number; readonly total: number };
	/** What it is doing, for its line: `checking the archive`. Absent while it sends. */
	readonly stage?: string;
}

/** A confirmed proposal, running or finished. */
export interface Run {
	readonly id: string;
	readonly proposal: Proposal;
	/** Local time, ms since the epoch. */
	readonly startedAt: number;
	/** One for each finished step, in order. */
	readonly results: readonly StepResult[];
	/** What the step after the last result is doing. */
	readonly activity: 'checking' | 'sending' | 'finding out' | 'settling' | 'over';
	/** What the server still does although it has replied, in words. */
	readonly settles?: string;
	readonly stopping: boolean;
	/** The progress of a running transfer: its start, and its last progress, ms since the epoch. */
	readonly progress?: Progress & { readonly since: number; readonly movedAt: number };
}

export const isOver = ({ activity }: Run): boolean => activity === 'over';

/** Whether the current step can be stopped midway. */
export function isTransferring({ proposal, results }: Run): boolean {
	return proposal.steps[results.length]?.wire.kind === 'transfer';
}

/** Whether every step succeeded. */
export function succeeded({ proposal, results }: Run): boolean {
	return results.length === proposal.steps.length && results.every(wasApplied);
}

export function wasApplied(result: StepResult): boolean {
	return result.kind === 'done' || (result.kind === 'found' && result.applied);
}

/** What ends a run before its last step, by `stopsAt` of its proposal. */
const stops: Readonly<Record<NonNullable<Proposal['stopsAt']>, (result: StepResult) => boolean>> = {
	failure: (result) => !wasApplied(result),
	warning: (result) => !wasApplied(result) || (result.kind === 'done' && result.warning !== undefined),
	elsewhere: (result) => 'problem' in result && result.problem.elsewhere === true,
};

/** Whether no further step may be sent, as its proposal wants it. */
export function isAtStop({ proposal: { stopsAt }, results }: Pick<Run, 'proposal' | 'results'>): boolean {
	return stopsAt !== undefined && results.some(stops[stopsAt]);
}

/** Unfinished steps: their assets are being changed. */
function openSteps({ proposal, results, activity }: Run): readonly Concern[] {
	return activity === 'over' ? [] : proposal.steps.slice(results.length).map(({ asset }) => asset);
}

/** Those that may not be changed meanwhile: what the server only finishes, such as a move, can be cancelled. */
const unsentSteps = (run: Run): readonly Concern[] => openSteps(run).slice(run.activity === 'settling' ? 1 : 0);

/** The running run that conflicts with a proposal: two never run at once. */
export function inTheWay(state: DeckState, proposal: Proposal): Run | undefined {
	return state.runs.find((run) =>
		unsentSteps(run).some((open) => proposal.steps.some(({ asset }) => touches(open, asset))),
	);
}

/** The word for what a run does to a stream, consumer or key right now: `deleting`. */
export function doingTo(state: Pick<DeckState, 'runs'>, asset: Concern): string | undefined {
	return state.runs.find((run) => openSteps(run).some((open) => same(open, asset)))?.proposal.doing;
}

function same(a: Concern, b: Concern): boolean {
	return a.kind === b.kind && touches(a, b);
}

const kept = 20;

/** The runs with one more, or with a newer state of one. Finished runs are dropped, the oldest first. */
export function withRun(runs: readonly Run[], run: Run): readonly Run[] {
	const known = runs.some(({ id }) => id === run.id);
	const all = known ? runs.map((each) => (each.id === run.id ? run : each)) : [...runs, run];
	const over = all.filter(isOver);
	const dropped = new Set(over.slice(0, Math.max(0, over.length - kept)));
	return all.filter((each) => !dropped.has(each));
}
