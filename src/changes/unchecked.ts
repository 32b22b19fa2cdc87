import { isRefusal } from '../jetstream/problem.ts';
import type { Features } from '../jetstream/server-features.ts';
import { type Asset, assetName } from './asset.ts';
import type { Found } from './expectation.ts';
import { warn } from './plan/wording.ts';
import type { Plan } from './proposal.ts';

/** A creation, with what a user who may create but not read cannot know of it beforehand. */
export function withUnchecked(plan: Plan, asset: Asset, found: Found, { supports }: Pick<Features, 'supports'>): Plan {
	if ('refusal' in plan || found.kind !== 'unclear' || !isRefusal(found.problem)) return plan;
	const isSafe = asset.kind === 'stream' || supports('2.10');
	const then = isSafe
		? 'The server refuses to replace one that has another configuration.'
		: 'Servers before 2.10 change one that is there already.';
	const note = `Whether the ${assetName(asset)} exists already could not be checked: you may not ask ${found.problem.subject}. ${then}`;
	return { ...plan, consequences: [warn(note), ...plan.consequences] };
}
