import { plural } from '../../format/integer.ts';
import { metaSubject } from '../../jetstream/objects/subjects.ts';
import { plain } from '../plan/wording.ts';
import type { Proposal } from '../proposal.ts';
import { objectStep } from './object-step.ts';
import { objectToWrite } from './open-to-write.ts';
import type { Named, Reading, Refused } from './read-bucket.ts';

/** What the meta of an object says besides its content. */
export interface Description {
	readonly description?: string;
	readonly headers?: Readonly<Record<string, readonly string[]>>;
	readonly metadata?: Readonly<Record<string, string>>;
}

/** Changes description, headers and metadata of an object. Its content stays. */
export async function planObjectDescribe(
	{ bucket, name, values }: Named & { readonly values: Description },
	around: Reading,
): Promise<Proposal | Refused> {
	const found = await objectToWrite({ bucket, name }, around);
	if ('refusal' in found) return found;
	const { opened, object } = found;
	return {
		title: `Describe object ${name} of bucket ${bucket}`,
		doing: 'describing',
		done: `Object ${name} has its new description.`,
		effect: 'change',
		lossless: true,
		consequences: describedInWords(values),
		steps: [
			objectStep(
				opened,
				'transfer.object-describe',
				metaSubject(opened.bucket, object.token),
				{ name, token: object.token },
				{ seq: object.seq, values },
			),
		],
	};
}

function describedInWords({ description, headers, metadata }: Description) {
	return [
		...(description === undefined ? [] : [plain(`Description: ${description === '' ? 'none' : description}`)]),
		...(headers === undefined ? [] : [plain(`Headers: ${plural(Object.keys(headers).length, 'header')}.`)]),
		...(metadata === undefined
			? []
			: [plain(`Metadata: ${plural(Object.keys(metadata).length, 'entry', 'entries')}.`)]),
		plain('The content stays.'),
	];
}
