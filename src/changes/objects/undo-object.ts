import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import { type Description, partOf, saysSo } from '../../jetstream/objects/description.ts';
import { linkIn, type ObjectMeta } from '../../jetstream/objects/meta.ts';
import type { PlanContext } from '../configure.ts';
import { plain } from '../plan/wording.ts';
import type { Plan } from '../proposal.ts';
import type { Undoable, UndoPlanner } from '../rows/row.ts';
import { planObjectDelete } from './plan-delete.ts';
import { planObjectDescribe } from './plan-describe.ts';
import { planObjectLink } from './plan-link.ts';
import { planObjectRename } from './plan-rename.ts';
import { type Named, openObjectBucket, type Reading, visibleObject } from './read-bucket.ts';

/** What the journal has of a change of an object. */
interface Sent {
	readonly name: string;
	readonly to?: string;
	readonly nuid?: string;
	readonly values?: Description;
}

/** The object has its old name again. */
export const undoRename: UndoPlanner = (entry, around) =>
	whileAsLeft(entry, around, (now, { name }, reading) => planObjectRename({ ...now, to: name }, reading));

/** Its meta says again what it said, of what the entry changed. */
export const undoDescribe: UndoPlanner = (entry, around) =>
	whileAsLeft(entry, around, (now, { values = {} }, reading) =>
		planObjectDescribe({ ...now, values: partOf(entry.before as Description, values) }, reading),
	);

/** After a put or a link under a new name. */
export const undoNew: UndoPlanner = (entry, around) =>
	entry.before === undefined
		? whileAsLeft(entry, around, ({ bucket, name }, _, reading) =>
				planObjectDelete({ bucket, names: [name] }, { ...reading, now: Date.now() }),
			)
		: { refusal: `“${entry.title}” cannot be undone. The content of the object that it replaced is gone.` };

/** A link has no content: it is made again. */
export const undoDelete: UndoPlanner = async (entry, around) => {
	const target = linkIn(entry.before ?? {});
	if (target === undefined)
		return { refusal: `“${entry.title}” cannot be undone. The content of a deleted object is gone.` };
	const { bucket, reading, sent } = about(entry, around);
	const plan = await planObjectLink({ bucket, name: sent.name, target }, reading);
	const left = plain('Its description, headers and metadata are not restored.');
	return 'refusal' in plan ? plan : { ...plan, consequences: [...plan.consequences, left] };
};

function about(entry: Undoable, { api, state: { features }, signal }: PlanContext) {
	const { stream } = entry.asset as { readonly stream: string };
	return {
		bucket: bucketNameOf(stream),
		sent: entry.payload as Sent,
		reading: { api, features, signal },
	};
}

/** Plans about the object under the name that the entry left it under, if nobody else has changed it since. */
async function whileAsLeft(
	entry: Undoable,
	around: PlanContext,
	plan: (now: Named, sent: Sent, reading: Reading) => Promise<Plan>,
): Promise<Plan> {
	const { bucket, reading, sent } = about(entry, around);
	const name = sent.to ?? sent.name;
	const opened = await openObjectBucket(bucket, reading);
	if ('refusal' in opened) return opened;
	const object = await visibleObject(opened, name);
	if ('refusal' in object) return object;
	return isAsLeft(object.meta, sent)
		? plan({ bucket, name }, sent, reading)
		: { refusal: `Somebody else has changed object ${name} since. jetdeck undoes nothing on top of that.` };
}

const isAsLeft = (meta: ObjectMeta | undefined, { nuid, values = {} }: Sent): boolean =>
	meta !== undefined && meta.nuid === nuid && saysSo(meta, values);
