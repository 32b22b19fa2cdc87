import { assetName } from '../changes/asset.ts';
import type { FolderPlan, PlannedChange } from '../changes/folder/plan-folder.ts';
import { count } from '../format/integer.ts';
import type { Line, Tone } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { pad, width } from '../format/width.ts';
import type { Difference } from '../jetstream/difference.ts';
import { paragraph, signs } from './confirm-lines.ts';

/** The mark of a planned change, as other tools write it. */
export const changeMarks: Readonly<Record<PlannedChange['action'], { readonly mark: string; readonly tone: Tone }>> = {
	create: { mark: '+', tone: 'good' },
	update: { mark: '~', tone: 'warn' },
	delete: { mark: '-', tone: 'bad' },
	refused: { mark: '!', tone: 'bad' },
};

const widestName = 28;
const indent = '    ';

/** One planned change: its stream or consumer, the difference, what is lost, and why it is impossible. */
export function plannedChangeLines(change: PlannedChange, columns: number): readonly Line[] {
	const { action, asset, from, difference, why, proposal } = change;
	const isNew = difference.every(({ before }) => before === undefined) && action !== 'update';
	const { mark, tone } = changeMarks[action];
	const where = from === undefined ? '' : ` (${sanitise(from.file)}:${from.line})`;
	const told = (proposal?.consequences ?? []).filter(({ tone: each }) => each === 'bad' || each === 'warn');
	return [
		[
			{ text: `${mark} ${sanitise(assetName(asset))}`, tone },
			{ text: where, tone: 'dim' },
		],
		...fieldLines(difference, isNew, columns),
		...told.flatMap((each) =>
			paragraph(`${indent}${signs[each.tone] ?? ''}${each.text}`, each.tone, columns, indent.length + 2),
		),
		...why.flatMap((text) => paragraph(`${indent}✗ ${text}`, 'bad', columns, indent.length + 2)),
	];
}

/** One field a line: old → new; `+` and `-` for added and removed entries of a list. */
function fieldLines(difference: readonly Difference[], isNew: boolean, columns: number): readonly Line[] {
	const widest = Math.min(widestName, Math.max(0, ...difference.map(({ path }) => width(sanitise(path)))));
	return difference.flatMap(({ path, before, after }) =>
		paragraph(
			`${indent}${pad(sanitise(path), widest)}  ${isNew ? (after ?? '') : changeInWords(before, after)}`,
			'plain',
			columns,
			indent.length + widest + 2,
		),
	);
}

function changeInWords(before: string | undefined, after: string | undefined): string {
	if (before === undefined) return `+ ${after ?? ''}`;
	return after === undefined ? `- ${before}` : `${before} → ${after}`;
}

/** Number of changes of each kind. */
export function tally(changes: readonly PlannedChange[]): Readonly<Record<PlannedChange['action'], number>> {
	const of = (action: PlannedChange['action']): number => changes.filter((change) => change.action === action).length;
	return { create: of('create'), update: of('update'), delete: of('delete'), refused: of('refused') };
}

/** The last line of a plan. */
export function tallyInWords({ changes, unchanged }: Pick<FolderPlan, 'changes' | 'unchanged'>): string {
	const { create, update, delete: deleted, refused } = tally(changes);
	const rest = `${count(unchanged)} unchanged`;
	if (changes.length === 0) return `Nothing to change: ${rest}.`;
	const parts = [
		...(create > 0 ? [`${count(create)} to create`] : []),
		...(update > 0 ? [`${count(update)} to change`] : []),
		...(deleted > 0 ? [`${count(deleted)} to delete`] : []),
		...(refused > 0 ? [`${count(refused)} impossible`] : []),
	];
	return `${parts.join(', ')}; ${rest}.`;
}

/** What stays on the server although no file has it, one sentence each. */
export function unprunedInWords({ undeleted }: Pick<FolderPlan, 'undeleted'>): readonly string[] {
	return undeleted.map(({ asset, why }) => `Not deleted: ${assetName(asset)}. ${why}`);
}
