import type { Asset } from '../../changes/asset.ts';
import type { FolderPlan, PlannedChange } from '../../changes/folder/plan-folder.ts';
import { tally } from '../../views/folder-lines.ts';

/** A plan for machines. */
export function planAsJson({ changes, unchanged, undeleted, warnings }: FolderPlan): object {
	return {
		changes: changes.map(changeAsJson),
		summary: { ...tally(changes), unchanged },
		undeleted: undeleted.map(({ asset, why }) => ({ ...named(asset), why })),
		warnings,
	};
}

function changeAsJson({ action, asset, from, difference, why, proposal }: PlannedChange): object {
	return {
		action,
		...named(asset),
		...from,
		difference: difference.map(({ path, before, after }) => ({
			field: path,
			...(before !== undefined && { before }),
			...(after !== undefined && { after }),
		})),
		...(proposal !== undefined && {
			destroys: proposal.effect === 'destroy',
			lost: proposal.lost ?? [],
			notes: proposal.consequences.map(({ text }) => text),
		}),
		...(why.length > 0 && { why }),
	};
}

export function named(asset: Asset): object {
	const { kind, stream } = asset;
	return { kind, stream, ...(asset.kind === 'consumer' && { consumer: asset.consumer }) };
}
