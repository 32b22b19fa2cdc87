import { count, type Integer, plural } from '../format/integer.ts';
import type { ImportFigures } from '../jetstream/kv/count-import.ts';
import { type OpenKvBucket, openKvBucket, whereWritten } from '../jetstream/kv/open-bucket.ts';
import { readHistory } from '../jetstream/kv/read-key.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { PlanContext } from './configure.ts';
import { planKvDelete } from './plan/kv-delete.ts';
import { planKvRevert } from './plan/kv-put.ts';
import { plain, warn } from './plan/wording.ts';
import type { Plan, Step } from './proposal.ts';
import type { Undoable } from './rows/row.ts';

/** What the journal keeps of an import that was carried out, or of its part that was. */
export interface ImportReply {
	readonly stored: number;
	readonly skipped: number;
	/** Which revision each key got, and the first of several; absent if they are too many to undo. */
	readonly keys?: readonly StoredKey[];
}

type StoredKey = readonly [key: string, revision: Integer, first?: Integer];

/** Most keys that an undo writes: each is a request, and is read before. */
const mostKeys = 1_000;

/** The keys that an import stores, as long as they are few enough to undo. */
export class KeptKeys {
	readonly #keys = new Map<string, StoredKey>();
	#isOver = false;

	note(key: string, revision: Integer): void {
		if (this.#isOver) return;
		const [, before, first = before] = this.#keys.get(key) ?? [];
		this.#keys.set(key, first === undefined ? [key, revision] : [key, revision, first]);
		this.#isOver = this.#keys.size > mostKeys;
		if (this.#isOver) this.#keys.clear();
	}

	keys(): ImportReply['keys'] {
		return this.#isOver ? undefined : [...this.#keys.values()];
	}
}

/** From the history of the bucket each key gets its value before, or is deleted again; what somebody wrote since stays. */
export async function undoImport(entry: Undoable, around: PlanContext): Promise<Plan> {
	const { outcome, payload, title } = entry;
	const { bucket = '', absent, replaced, equal } = payloadOf(payload);
	const part = 'partly' in outcome ? outcome.partly : undefined;
	const reply = outcome.kind === 'done' ? outcome.reply : part;
	if (reply === undefined) return { refusal: 'No reply said which keys were stored.' };
	const { keys } = reply as ImportReply;
	if (keys === undefined)
		return { refusal: `It stored more than ${count(mostKeys)} keys: an undo would be as many requests.` };
	const opened = await openKvBucket(around.api, bucket, around.state.features, around.signal);
	if (!opened.ok) return { refusal: inSentences(opened.problem) };
	if (opened.value === undefined) return { refusal: `There is no bucket ${bucket}.` };
	const open = whereWritten(opened.value);
	if (open.target?.config.max_msgs_per_subject === 1 && replaced !== 0)
		return {
			refusal: `The bucket keeps one value a key, and jetdeck did not keep ${replaced === undefined ? 'the values' : plural(replaced, 'value')} that the import replaced.`,
		};
	const steps: Step[] = [];
	const areNew = absent === true || (replaced === 0 && equal === 0);
	const left = { changed: 0, unknown: 0 };
	for (const stored of keys) {
		const step = await stepBack(open, stored, areNew);
		if (typeof step === 'string') left[step] += 1;
		else if ('refusal' in step) return step;
		else steps.push(...step.steps);
	}
	const { changed, unknown } = left;
	const unknownInWords = `Of ${plural(unknown, 'key')} the bucket no longer keeps what was before the import`;
	if (steps.length === 0 && unknown > 0) return { refusal: `${unknownInWords}.` };
	if (steps.length === 0) return { refusal: 'Somebody else has changed all of its keys since.' };
	return {
		title: `Undo: ${title}`,
		doing: 'undoing',
		done: `${plural(steps.length, 'key')} of bucket ${bucket} ${steps.length === 1 ? 'is' : 'are'} as before the import.`,
		effect: 'change',
		consequences: [
			...tally(steps),
			...(outcome.kind === 'unknown'
				? [warn('Keys that it stored without a reply are not known: they stay as they are.')]
				: []),
			...(changed === 0 ? [] : [warn(`${plural(changed, 'key')} changed since the import: they stay as they are.`)]),
			...(unknown === 0 ? [] : [warn(`${unknownInWords}: they stay as they are.`)]),
		],
		stopsAt: 'elsewhere',
		steps,
	};
}

interface Payload extends Partial<Pick<ImportFigures, 'replaced' | 'equal'>> {
	readonly bucket?: string;
	readonly absent?: boolean;
}

const payloadOf = (payload: object | undefined): Payload => payload ?? {};

function tally(steps: readonly Step[]) {
	const deleted = steps.filter(({ wire }) => wire.endpoint === 'kv.delete').length;
	const restored = steps.length - deleted;
	return [
		...(restored === 0 ? [] : [plain(`${plural(restored, 'key')} will get the value from before the import again.`)]),
		...(deleted === 0 ? [] : [plain(`${plural(deleted, 'key')} that did not exist will be deleted; markers stay.`)]),
	];
}

/**
 * Only while the key is as the import left it. Its revisions before the import may be gone: the bucket keeps few, and the file may
 * have several of the key.
 */
async function stepBack(
	open: OpenKvBucket,
	[key, revision, first = revision]: StoredKey,
	areNew: boolean,
): Promise<Plan | 'changed' | 'unknown'> {
	const history = await readHistory(open, key);
	if (!history.ok) return { refusal: inSentences(history.problem) };
	const { entries } = history.value;
	const now = entries.at(-1);
	if (now === undefined || now.revision !== revision || history.value.more) return 'changed';
	const before = entries.findLast((each) => each.revision < first);
	if (before?.operation === 'put') return planKvRevert(open, before, now);
	const kept = Number(open.source.info.config.max_msgs_per_subject ?? -1);
	if (before === undefined && !areNew && kept > 0 && entries.length >= kept) return 'unknown';
	return planKvDelete(open, [{ key, now, revision }]);
}
