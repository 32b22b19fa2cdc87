import type { Integer } from '../format/integer.ts';
import type { KvEntry } from '../jetstream/kv/entry.ts';
import { type OpenKvBucket, openKvBucket, whereWritten } from '../jetstream/kv/open-bucket.ts';
import { readLatest, readRevision } from '../jetstream/kv/read-key.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { StoredAt } from '../jetstream/store-message.ts';
import type { PlanContext } from './configure.ts';
import { journalDigest } from './journal-values.ts';
import { planKvDelete } from './plan/kv-delete.ts';
import { planKvRevert } from './plan/kv-put.ts';
import { plain } from './plan/wording.ts';
import type { Plan } from './proposal.ts';
import type { Undoable, UndoPlanner } from './rows/row.ts';

/** After a put: the value before comes back, or the key is deleted again. */
export const undoKeyWrite: UndoPlanner = (entry, around) =>
	undone(entry, around, (open, now) => {
		const before = beforeIn(entry);
		if (before?.operation === 'put') return backTo(open, entry, before.revision, now);
		const plan = planKvDelete(open, [{ key: now.key, now, revision: now.revision }]);
		const left = before === undefined ? [plain('The key did not exist before; a marker will stay.')] : [];
		return 'refusal' in plan ? plan : { ...plan, consequences: [...left, ...plan.consequences] };
	});

/** After a deletion the last value comes back. */
export const undoKeyDelete: UndoPlanner = (entry, around) =>
	undone(entry, around, (open, now) => {
		const before = beforeIn(entry);
		return before === undefined
			? { refusal: 'The key had no value before.' }
			: backTo(open, entry, before.revision, now);
	});

interface Before {
	readonly revision: Integer;
	readonly operation: KvEntry['operation'];
}

const beforeIn = ({ before }: Undoable): Before | undefined => before as Before | undefined;

/** Only while the key is as the entry left it. */
async function undone(
	entry: Undoable,
	{ api, state: { features }, signal }: PlanContext,
	plan: (open: OpenKvBucket, now: KvEntry) => Promise<Plan> | Plan,
): Promise<Plan> {
	const { asset } = entry;
	if (asset.kind !== 'key') return { refusal: 'jetdeck did not store which key this was.' };
	const { bucket, key } = asset;
	const open = await openKvBucket(api, bucket, features, signal);
	if (!open.ok) return { refusal: inSentences(open.problem) };
	if (open.value === undefined) return { refusal: `There is no bucket ${bucket}.` };
	const written = whereWritten(open.value);
	const now = await readLatest(written, key);
	if (!now.ok) return { refusal: inSentences(now.problem) };
	if (now.value === undefined || !isAsLeft(entry, now.value))
		return { refusal: `Somebody else has changed the key ${key} since. jetdeck undoes nothing on top of that.` };
	return plan(written, now.value);
}

/** By its revision; without a reply by its content. */
function isAsLeft({ outcome, payload }: Undoable, now: KvEntry): boolean {
	if (outcome.kind === 'done') return (outcome.reply as StoredAt).seq === now.revision;
	const sent = payload as { readonly operation: string; readonly digest: string };
	return journalDigest(now.value) === sent.digest && (sent.operation === 'delete') === (now.operation === 'delete');
}

/** From the history of the bucket, or from the memory of the deck. */
async function backTo(open: OpenKvBucket, { earlier }: Undoable, revision: Integer, now: KvEntry): Promise<Plan> {
	const kept = await readRevision(open, now.key, revision);
	const to = (kept.ok ? kept.value : undefined) ?? earlier;
	return to === undefined
		? { refusal: 'The bucket no longer has the value before, and it was too large to be kept by jetdeck.' }
		: planKvRevert(open, to, now);
}
