import { isRefusal } from '../jetstream/problem.ts';
import { type Features, supports } from '../jetstream/server-features.ts';
import { type Asset, assetName } from './asset.ts';
import type { Found } from './expectation.ts';
import { warn } from './plan/wording.ts';
import type { Plan } from './proposal.ts';

/** A creation, with a warning for users who may create but not read. */
export function withExistenceUnchecked(
	plan: Plan,
	asset: Asset,
	found: Found,
	features: Pick<Features, 'version'>,
): Plan {
	if ('refusal' in plan || found.kind !== 'unclear' || !isRefusal(found.problem)) return plan;
	const isSafe = asset.kind === 'stream' || supports(features, '2.10');
	const then = isSafe
		? 'The server refuses to replace an existing one with another configuration.'
		: 'Servers before 2.10 update an existing one.';
	const note = `jetdeck could not check whether the ${assetName(asset)} already exists: you may not send ${found.problem.subject}. ${then}`;
	return { ...plan, consequences: [warn(note), ...plan.consequences] };
}
