import { metaSubject } from '../../jetstream/objects/subjects.ts';
import { plain, warn } from '../plan/wording.ts';
import type { Proposal } from '../proposal.ts';
import { objectStep } from './object-step.ts';
import { objectToWrite } from './open-to-write.ts';
import { freeName, type Named, type Reading, type Refused } from './read-bucket.ts';

/** Gives an object another name. Its content stays where it is. */
export async function planObjectRename(
	{ bucket, name, to }: Named & { readonly to: string },
	around: Reading,
): Promise<Proposal | Refused> {
	const found = await objectToWrite({ bucket, name }, around);
	if ('refusal' in found) return found;
	const { opened, object } = found;
	if (to === name) return { refusal: `Object ${name} already has this name.` };
	const free = await freeName(opened, to);
	if ('refusal' in free) return free;
	return {
		title: `Rename object ${name} of bucket ${bucket}`,
		doing: 'renaming',
		done: `Object ${name} is now ${to}.`,
		effect: 'change',
		lossless: true,
		consequences: [
			plain(`New name: ${to}. The content stays.`),
			warn('Links to the old name will lead nowhere.'),
			...(opened.bucket.config.deny_purge
				? [warn('The stream refuses purges (deny_purge): the object will have both names.')]
				: []),
		],
		steps: [
			objectStep(opened, {
				endpoint: 'transfer.object-rename',
				subject: metaSubject(opened.bucket, free.token),
				params: { name, token: object.token, to, toToken: free.token },
				body: { seq: object.seq, replaces: free.replaces, nuid: object.meta.nuid },
			}),
		],
	};
}
