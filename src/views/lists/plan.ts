import { type FolderInView, resultOf } from '../../changes/folder/folder-in-view.ts';
import { plural } from '../../format/integer.ts';
import type { DeckState } from '../../store/state.ts';
import { type PlannedRow, planColumns } from '../columns/plan.ts';
import { journalDatum } from '../datums.ts';
import { tallyInWords } from '../folder-lines.ts';
import { listRow, noneUnread } from './row.ts';

function rowOf({ folderPlan, runs }: DeckState, id: string): PlannedRow {
	const at = folderPlan?.plan.changes.findIndex((change) => change.id === id) ?? -1;
	const change = folderPlan?.plan.changes[at];
	if (folderPlan === undefined || change === undefined) throw new Error(`no planned change ${id}`);
	const result = resultOf(folderPlan, runs, id);
	return { change, at: at + 1, leftOut: folderPlan.leftOut.has(id), ...(result !== undefined && { result }) };
}

/** The changes that would make the server match the files, in their order. */
export const planList = listRow<PlannedRow>({
	columns: planColumns,
	defaultSort: { column: 'step', descending: false },
	datum: journalDatum,
	waiting: 'Reading…',
	ids: ({ folderPlan }) => folderPlan?.plan.changes.map(({ id }) => id) ?? [],
	sources: ({ folderPlan, runs }) => [folderPlan, runs],
	whole: true,
	row: rowOf,
	stale: ({ leftOut }) => leftOut,
	acts: (change) => ({ change }),
	filterable: (_, id) => ({ texts: [id], subjects: undefined }),
	empty: ({ folderPlan }) =>
		folderPlan === undefined
			? ['No plan yet.', ':plan FOLDER compares its files with the server.']
			: [tallyInWords(folderPlan.plan), 'The server equals the files.'],
	unlisted: ({ folderPlan }) => (folderPlan === undefined ? {} : { rest: restOf(folderPlan) }),
	report: 'not printed',
	unread: noneUnread,
});

function restOf({ plan, leftOut }: FolderInView): string {
	const out = leftOut.size === 0 ? '' : `${plural(leftOut.size, 'change')} left out · `;
	return `${out}${tallyInWords(plan)}`;
}
