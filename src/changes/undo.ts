import { assetOf } from './asset.ts';
import type { PlanContext } from './configure.ts';
import type { JournalEntry } from './journal.ts';
import { plain } from './plan/wording.ts';
import type { Plan } from './proposal.ts';
import { replacedSince } from './replaced-since.ts';
import { changeOf } from './table.ts';

/** The latest request that changed something, is no undo itself and was not undone. */
export function lastUndoable(journal: readonly JournalEntry[], target: string): JournalEntry | undefined {
	const undone = new Set(journal.filter(wasDone).flatMap(({ undoes }) => undoes ?? []));
	return journal.findLast(
		(entry) =>
			isUndoable(entry) &&
			entry.target === target &&
			entry.undoes === undefined &&
			!undone.has(entry.id) &&
			!changeOf(entry.endpoint)?.transfer?.reads,
	);
}

function wasDone({ outcome }: JournalEntry): boolean {
	return outcome.kind === 'done' || (outcome.kind === 'found' && outcome.applied);
}

/** A part of it may be. */
const isUndoable = (entry: JournalEntry): boolean =>
	wasDone(entry) || ('partly' in entry.outcome && entry.outcome.partly !== undefined);

/** Why there is nothing to undo, as a sentence. */
function notDone({ title, outcome }: JournalEntry): string {
	switch (outcome.kind) {
		case 'sent':
		case 'unknown':
			return `Whether “${title}” was carried out is not known: it cannot be undone.`;
		case 'failed':
			return `“${title}” cannot be undone: it ended before it was done. ${outcome.message}`;
		default:
			return `“${title}” was not carried out: there is nothing to undo.`;
	}
}

/** The opposite of an edit is an edit: the journal would have two that look alike. */
const undoTitle = (title: string): string =>
	title.startsWith('Undo: ') ? title.replace('Undo: ', 'Redo: ') : `Undo: ${title.replace(/^Redo: /, '')}`;

/** The plan to undo an entry, if possible. */
export async function planUndo(entry: JournalEntry, around: PlanContext): Promise<Plan> {
	if (!isUndoable(entry)) return { refusal: notDone(entry) };
	const { asset } = entry;
	const way = changeOf(entry.endpoint)?.undo;
	if (typeof way === 'string') return { refusal: `“${entry.title}” cannot be undone. ${way}` };
	const stored = assetOf(asset);
	if (way === undefined || stored === undefined || asset.kind === 'subject')
		return { refusal: `“${entry.title}” cannot be undone.` };
	const plan = (await replacedSince(entry, stored, around)) ?? (await way({ ...entry, asset }, around));
	if ('refusal' in plan) return plan;
	return {
		...plan,
		...(entry.title.endsWith(plan.title) && { title: undoTitle(entry.title) }),
		undoes: entry.id,
		consequences: [plain(`This undoes “${entry.title}”.`), ...plan.consequences],
	};
}
