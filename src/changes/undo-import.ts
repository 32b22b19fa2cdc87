import { count, type Integer, plural } from '../format/integer.ts';
import { type OpenBucket, openBucket, whereWritten } from '../jetstream/kv/open-bucket.ts';
import { readHistory } from '../jetstream/kv/read-key.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { PlanContext } from './configure.ts';
import { planKvDelete } from './plan/kv-delete.ts';
import { planKvRevert } from './plan/kv-put.ts';
import { plain, warn } from './plan/wording.ts';
import type { Plan, Step } from './proposal.ts';
import type { Undoable } from './rows/row.ts';

/** What the journal keeps of an import that was carried out. */
export interface ImportReply {
	readonly stored: number;
	readonly skipped: number;
	/** Which revision each key got; absent if they are too many to undo. */
	readonly keys?: readonly (readonly [key: string, revision: Integer])[];
}

/** Most keys that an undo writes: each is a request, and is read before. */
const mostKeys = 1_000;

/** The keys that an import stores, as long as they are few enough to undo. */
export class KeptKeys {
	readonly #keys = new Map<string, Integer>();
	#isOver = false;

	note(key: string, revision: Integer): void {
		if (this.#isOver) return;
		this.#keys.set(key, revision);
		this.#isOver = this.#keys.size > mostKeys;
		if (this.#isOver) this.#keys.clear();
	}

	keys(): ImportReply['keys'] {
		return this.#isOver ? undefined : [...this.#keys];
	}
}

/** From the history of the bucket each key gets its value before, or is deleted again; what somebody wrote since stays. */
export async function undoImport(entry: Undoable, around: PlanContext): Promise<Plan> {
	const { outcome, payload, title } = entry;
	const { bucket = '', replaced } = payloadOf(payload);
	if (outcome.kind !== 'done') return { refusal: 'No reply said which keys were stored.' };
	const { keys } = outcome.reply as ImportReply;
	if (keys === undefined)
		return { refusal: `It stored more than ${count(mostKeys)} keys: an undo would be as many requests.` };
	const opened = await openBucket(around.api, bucket, around.state.features, around.signal);
	if (!opened.ok) return { refusal: inSentences(opened.problem) };
	if (opened.value === undefined) return { refusal: `There is no bucket ${bucket}.` };
	const open = whereWritten(opened.value);
	if (open.target?.config.max_msgs_per_subject === 1 && replaced !== 0)
		return {
			refusal: `The bucket keeps one value a key, and jetdeck did not keep ${replaced === undefined ? 'the values' : plural(replaced, 'value')} that the import replaced.`,
		};
	const steps: Step[] = [];
	let changed = 0;
	for (const [key, revision] of keys) {
		const step = await stepBack(open, key, revision);
		if (step === 'changed') changed += 1;
		else if ('refusal' in step) return step;
		else steps.push(...step.steps);
	}
	if (steps.length === 0) return { refusal: 'Somebody else has changed all of its keys since.' };
	return {
		title: `Undo: ${title}`,
		doing: 'undoing',
		done: `${plural(steps.length, 'key')} of bucket ${bucket} ${steps.length === 1 ? 'is' : 'are'} as before the import.`,
		effect: 'change',
		consequences: [
			...tally(steps),
			...(changed === 0 ? [] : [warn(`${plural(changed, 'key')} changed since the import: they stay as they are.`)]),
		],
		stopsAt: 'elsewhere',
		steps,
	};
}

function payloadOf(payload: object | undefined): { readonly bucket?: string; readonly replaced?: number } {
	return payload ?? {};
}

function tally(steps: readonly Step[]) {
	const deleted = steps.filter(({ wire }) => wire.endpoint === 'kv.delete').length;
	const restored = steps.length - deleted;
	return [
		...(restored === 0 ? [] : [plain(`${plural(restored, 'key')} will get the value from before the import again.`)]),
		...(deleted === 0 ? [] : [plain(`${plural(deleted, 'key')} that did not exist will be deleted; markers stay.`)]),
	];
}

/** Only while the key is as the import left it. */
async function stepBack(open: OpenBucket, key: string, revision: Integer): Promise<Plan | 'changed'> {
	const history = await readHistory(open, key);
	if (!history.ok) return { refusal: inSentences(history.problem) };
	const { entries } = history.value;
	const now = entries.at(-1);
	if (now === undefined || now.revision !== revision || history.value.more) return 'changed';
	const before = entries.at(-2);
	return before?.operation === 'put' ? planKvRevert(open, before, now) : planKvDelete(open, [{ key, now, revision }]);
}
