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
	/** What was put to somebody to agree to. */
	readonly proposed?: Proposal;
}

/** Changes that are to be made, in their order. */
export function takenIn({ plan, leftOut }: FolderInView): readonly PlannedChange[] {
	return plan.changes.filter(({ id }) => !leftOut.has(id));
}

/**
 * Leaves a change out, or takes it in again. The consumers of a stream that is not made cannot be made either, and one of them brings its
 * stream with it.
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

/** What became of a change, once somebody agreed; undefined before. */
export function resultOf(folder: FolderInView, runs: readonly Run[], id: string): StepResult | 'under way' | undefined {
	const steps = folder.proposed?.steps;
	const run = steps && runs.find(({ proposal }) => proposal.steps === steps);
	const at = takenIn(folder).findIndex((change) => change.id === id);
	if (run === undefined || at < 0) return undefined;
	return run.results[at] ?? 'under way';
}
