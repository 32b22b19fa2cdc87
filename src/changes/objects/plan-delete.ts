import { bytes } from '../../format/bytes.ts';
import { age } from '../../format/duration.ts';
import { plural } from '../../format/integer.ts';
import type { StoredObject } from '../../jetstream/objects/meta.ts';
import { metaSubject } from '../../jetstream/objects/subjects.ts';
import { bad, named, plain, toBeTyped, warn } from '../plan/wording.ts';
import type { Proposal } from '../proposal.ts';
import { lostMeta, objectStep } from './object-step.ts';
import { openToWrite } from './open-to-write.ts';
import { type Reading, type Refused, visibleObject } from './read-bucket.ts';

/** Deletes objects: a marker takes the place of each, and its chunks are removed. */
export async function planObjectDelete(
	{ bucket, names: wanted }: { readonly bucket: string; readonly names: readonly string[] },
	around: Reading & { readonly now: number },
): Promise<Proposal | Refused> {
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	const objects: StoredObject[] = [];
	for (const name of wanted) {
		const object = await visibleObject(opened, name);
		if ('refusal' in object) return object;
		objects.push(object);
	}
	const names = objects.map(({ name }) => name);
	const size = objects.reduce((sum, { meta }) => sum + (meta?.size ?? 0), 0);
	return {
		title: `Delete ${named(names, 'object')} of bucket ${bucket}`,
		doing: 'deleting',
		done: names.length === 1 ? `Object ${names[0]} is deleted.` : `${plural(names.length, 'object')} are deleted.`,
		effect: 'destroy',
		typed: toBeTyped(names, 'delete', 'object'),
		consequences: [
			...objects.slice(0, mostListed).map((object) => bad(lostInWords(object, around.now))),
			...(objects.length > mostListed
				? [bad(`${plural(objects.length, 'object')}, ${bytes(size)}, will be lost in all.`)]
				: []),
			...(objects.every(({ meta }) => meta?.link !== undefined) ? [] : [plain('Deleted objects cannot be restored.')]),
			...(opened.bucket.config.deny_purge
				? [
						warn(
							'The stream refuses purges (deny_purge): the content will stay in the bucket, and nobody will find it.',
						),
					]
				: []),
		],
		steps: objects.map((object) =>
			objectStep(opened, {
				endpoint: 'transfer.object-delete',
				subject: metaSubject(opened.bucket, object.token),
				params: { name: object.name, token: object.token },
				body: { seq: object.seq },
				title: `Delete object ${object.name} of bucket ${bucket}`,
				before: lostMeta(object),
			}),
		),
	};
}

const mostListed = 8;

function lostInWords({ name, meta, time }: StoredObject, now: number): string {
	if (meta === undefined) return `Object ${name}, whose meta is unreadable, will be lost; its chunks may stay.`;
	if (meta.link !== undefined) return `Link ${name} will be lost; what it links to stays.`;
	return `Object ${name}, ${bytes(meta.size)}, ${age(time, now)} old, will be lost.`;
}
