import { plural } from '../../format/integer.ts';
import { assetName } from '../asset.ts';
import type { Consequence, Proposal } from '../proposal.ts';
import type { PlannedChange } from './plan-folder.ts';

/** Whether messages or positions are lost. */
export const losesData = ({ proposal }: PlannedChange): boolean => proposal?.effect === 'destroy';

/** Changes as one proposal, which stops at the first failure; undefined if all are impossible. */
export function proposalOf(changes: readonly PlannedChange[], source: string): Proposal | undefined {
	const able = changes.flatMap((change) =>
		change.proposal === undefined ? [] : [{ change, proposal: change.proposal }],
	);
	if (able.length === 0) return undefined;
	const losing = changes.filter(losesData);
	const amount = plural(able.length, 'change');
	return {
		title: `Apply ${amount} of ${source}`,
		doing: 'applying',
		done: `${amount} of ${source} ${able.length === 1 ? 'is' : 'are'} applied.`,
		effect: losing.length > 0 ? 'destroy' : 'change',
		...(losing.length > 0 && { typed: typedFor(losing) }),
		consequences: able.flatMap(({ change, proposal }) => consequencesOf(change, proposal)),
		steps: able.flatMap(({ proposal }) => proposal.steps.map((step) => ({ ...step, title: proposal.title }))),
		stopsAt: 'failure',
	};
}

/** `delete 3, change 1`: deletions, and other changes that lose messages. */
function typedFor(losing: readonly PlannedChange[]): string {
	const deleted = losing.filter(({ action }) => action === 'delete').length;
	const changed = losing.length - deleted;
	return [...(deleted > 0 ? [`delete ${deleted}`] : []), ...(changed > 0 ? [`change ${changed}`] : [])].join(', ');
}

const verbs = { create: 'will be created', update: 'will be changed', delete: 'will be deleted', refused: '' } as const;

/** One line for each, with its warnings. */
function consequencesOf({ action, asset }: PlannedChange, { consequences }: Proposal): readonly Consequence[] {
	const name = assetName(asset);
	const told = consequences.filter(({ tone }) => tone === 'bad' || tone === 'warn');
	const head: Consequence = { text: `${name[0]?.toUpperCase()}${name.slice(1)} ${verbs[action]}.`, tone: 'plain' };
	return [head, ...told.map(({ text, tone }) => ({ text: `${name}: ${text}`, tone }))];
}
