import { newNuid } from '../../jetstream/nuid.ts';
import { linkInWords, type ObjectLink } from '../../jetstream/objects/meta.ts';
import { metaSubject } from '../../jetstream/objects/subjects.ts';
import { plain } from '../plan/wording.ts';
import type { Proposal } from '../proposal.ts';
import { objectStep } from './object-step.ts';
import { openToWrite } from './open-to-write.ts';
import { freeName, type Named, openObjectBucket, type Reading, type Refused, visibleObject } from './read-bucket.ts';

/** A name for another object, or for a whole bucket. */
export async function planObjectLink(
	{ bucket, name, target }: Named & { readonly target: ObjectLink },
	around: Reading,
): Promise<Proposal | Refused> {
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	const free = await freeName(opened, name);
	if ('refusal' in free) return free;
	const to = await openObjectBucket(target.bucket, around);
	if ('refusal' in to) return to;
	if (target.name !== undefined) {
		const object = await visibleObject(to, target.name);
		if ('refusal' in object) return object;
		if (object.meta?.link !== undefined)
			return {
				refusal: `Object ${target.name} of bucket ${target.bucket} is a link itself: link to what it links to.`,
			};
	}
	const what = linkInWords(target);
	const nuid = newNuid();
	return {
		title: `Link ${name} in bucket ${bucket} to ${what}`,
		doing: 'linking',
		done: `Link ${name} leads to ${what}.`,
		effect: 'change',
		lossless: true,
		consequences: [plain(`${name} will lead to ${what}. Nothing is copied.`)],
		steps: [
			objectStep(opened, {
				endpoint: 'transfer.object-link',
				subject: metaSubject(opened.bucket, free.token),
				params: { name, token: free.token, nuid },
				body: { link: target, replaces: free.replaces },
			}),
		],
	};
}
