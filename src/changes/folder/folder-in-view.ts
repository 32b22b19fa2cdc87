import type { Proposal } from '../proposal.ts';
import type { Run, StepResult } from '../run.ts';
import type { FolderPlan, PlannedChange } from './plan-folder.ts';
import type { FolderChoices } from './wanted.ts';

/** The plan of a folder that the deck shows. */
export interface FolderInView {
	/** Files and folders, as they were named. */
	readonly paths: readonly string[];
	readonly choices: FolderChoices;
	readonly plan: FolderPlan;
	/** When it was made, ms since the epoch. */
	readonly at: number;
	/** Changes that are not to be made, by their ids. */
	readonly leftOut: ReadonlySet<string>;
	/** The proposal shown for confirmation. */
	readonly proposed?: Proposal;
}

/** The changes to make, in order. */
export function takenIn({ plan, leftOut }: FolderInView): readonly PlannedChange[] {
	return plan.changes.filter(({ id }) => !leftOut.has(id));
}

/**
 * Leaves a change out, or includes it again. Without its stream a consumer cannot be created: leaving a stream out leaves out its
 * consumers, and including a consumer includes its stream.
 */
export function toggled(folder: FolderInView, id: string): FolderInView {
	const { plan, leftOut } = folder;
	const change = plan.changes.find((each) => each.id === id);
	if (change === undefined) return folder;
	const isOut = leftOut.has(id);
	const bound = plan.changes.filter(({ action, asset }) => {
		if (asset.stream !== change.asset.stream || action === 'delete') return false;
		const makes = (other: PlannedChange): boolean => other.asset.kind === 'stream' && other.action !== 'update';
		return isOut ? makes({ ...change, action, asset }) : makes(change) && asset.kind === 'consumer';
	});
	const ids = [id, ...(change.action === 'delete' ? [] : bound.map((each) => each.id))];
	const next = new Set(leftOut);
	for (const each of ids)
		if (isOut) next.delete(each);
		else next.add(each);
	return { ...folder, leftOut: next };
}

/** The result of a change after confirmation; undefined before. */
export function resultOf(folder: FolderInView, runs: readonly Run[], id: string): StepResult | 'under way' | undefined {
	const steps = folder.proposed?.steps;
	const run = steps && runs.find(({ proposal }) => proposal.steps === steps);
	const at = takenIn(folder).findIndex((change) => change.id === id);
	if (run === undefined || at < 0) return undefined;
	return run.results[at] ?? 'under way';
}
