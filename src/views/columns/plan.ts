import type { PlannedChange } from '../../changes/folder/plan-folder.ts';
import { resultInWords } from '../../changes/outcome/words.ts';
import { type StepResult, wasApplied } from '../../changes/run.ts';
import { sanitise } from '../../format/sanitise.ts';
import { changeMarks } from '../folder-lines.ts';
import type { Cell, Column } from '../line.ts';

/** A planned change with its outcome. */
export interface PlannedRow {
	readonly change: PlannedChange;
	/** From 1. */
	readonly at: number;
	readonly leftOut: boolean;
	readonly result?: StepResult | 'under way';
}

/** The most important first: changed fields, why the change is impossible, or what is lost. */
function summary({ action, difference, why, proposal }: PlannedChange): Cell {
	if (action === 'refused') return { text: why.join(' '), tone: 'bad' };
	const worst = proposal?.consequences.find(({ tone }) => tone === 'bad');
	if (worst !== undefined) return { text: worst.text, tone: 'bad' };
	const said = difference.map(({ path, before, after }) => {
		if (before === undefined) return `${path} ${after ?? ''}`;
		return after === undefined ? `${path} without ${before}` : `${path} ${before} → ${after}`;
	});
	return { text: said.join(', ') };
}

function outcome({ change, leftOut, result }: PlannedRow): Cell {
	if (leftOut) return { text: 'left out', tone: 'dim' };
	if (result === undefined) return change.action === 'refused' ? { text: 'impossible', tone: 'bad' } : { text: '' };
	if (result === 'under way') return { text: 'waiting…', tone: 'dim' };
	if (wasApplied(result)) return { text: 'done', tone: 'good' };
	return { text: result.kind === 'stopped' ? 'not sent' : resultInWords(result), tone: 'bad' };
}

/** The changes that would make the server match the files. */
export const planColumns: readonly Column<PlannedRow>[] = [
	{
		id: 'step',
		title: '#',
		align: 'right',
		width: 4,
		rank: 20,
		needs: 'name',
		value: ({ at }) => at,
		cell: ({ at }) => ({ text: String(at), tone: 'dim' }),
	},
	{
		id: 'change',
		title: 'CHANGE',
		align: 'left',
		width: 24,
		grow: 2,
		rank: 0,
		needs: 'name',
		value: ({ change }) => change.id,
		cell: ({ change: { id, action } }) => {
			const { mark, tone } = changeMarks[action];
			return { text: `${mark} ${sanitise(id)}`, tone };
		},
	},
	{
		id: 'difference',
		title: 'WHAT',
		align: 'left',
		width: 20,
		grow: 3,
		rank: 90,
		needs: 'name',
		value: ({ change }) => summary(change).text,
		cell: ({ change }) => {
			const { text, tone } = summary(change);
			return { text: sanitise(text), ...(tone && { tone }) };
		},
	},
	{
		id: 'outcome',
		title: 'OUTCOME',
		align: 'left',
		width: 14,
		grow: 1,
		rank: 100,
		needs: 'name',
		value: (row) => outcome(row).text,
		cell: (row) => outcome(row),
	},
	{
		id: 'file',
		title: 'FILE',
		align: 'left',
		width: 16,
		grow: 1,
		rank: 50,
		needs: 'name',
		value: ({ change: { from } }) => (from === undefined ? '' : `${from.file}:${from.line}`),
		cell: ({ change: { from } }) => ({
			text: from === undefined ? '' : sanitise(`${from.file}:${from.line}`),
			tone: 'dim',
		}),
	},
];
