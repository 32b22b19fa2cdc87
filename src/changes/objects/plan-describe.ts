import { type Description, describedAnew, descriptionOf } from '../../jetstream/objects/description.ts';
import { metaSubject } from '../../jetstream/objects/subjects.ts';
import { plain } from '../plan/wording.ts';
import type { Proposal } from '../proposal.ts';
import { objectStep } from './object-step.ts';
import { objectToWrite } from './open-to-write.ts';
import type { Named, Reading, Refused } from './read-bucket.ts';

/** Changes description, headers and metadata of an object. Its content stays. */
export async function planObjectDescribe(
	{ bucket, name, values }: Named & { readonly values: Description },
	around: Reading,
): Promise<Proposal | Refused> {
	const found = await objectToWrite({ bucket, name }, around);
	if ('refusal' in found) return found;
	const { opened, object } = found;
	const before = descriptionOf(object.meta);
	const difference = describedAnew(before, values);
	if (difference.length === 0)
		return { refusal: `Object ${name} already has this description, headers and metadata.`, unchanged: true };
	return {
		title: `Describe object ${name} of bucket ${bucket}`,
		doing: 'describing',
		done: `The description of object ${name} is changed.`,
		effect: 'change',
		lossless: difference.every(({ before: was }) => was === undefined),
		consequences: [plain('The content stays.')],
		difference,
		steps: [
			objectStep(opened, {
				endpoint: 'transfer.object-describe',
				subject: metaSubject(opened.bucket, object.token),
				params: { name, token: object.token },
				body: { seq: object.seq, nuid: object.meta.nuid, values },
				before: { ...before },
			}),
		],
	};
}
