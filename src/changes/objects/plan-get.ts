import { resolve } from 'node:path';
import { bytes } from '../../format/bytes.ts';
import { freeAt } from '../../jetstream/backup/partial-backup.ts';
import type { ObjectMeta, StoredObject } from '../../jetstream/objects/meta.ts';
import { fileProblem, isTaken } from '../../jetstream/objects/partial-file.ts';
import { buildSubject } from '../../jetstream/subject.ts';
import { bad, plain, warn } from '../plan/wording.ts';
import type { Consequence, Proposal } from '../proposal.ts';
import { objectStep } from './object-step.ts';
import { type OpenObjectBucket, openObjectBucket, type Reading, type Refused, visibleObject } from './read-bucket.ts';

export interface GetWish {
	readonly bucket: string;
	readonly name: string;
	/** `-` for standard output. */
	readonly file: string;
}

/** An object with content, where a link leads to. */
export interface Content {
	readonly opened: OpenObjectBucket;
	readonly object: StoredObject & { readonly meta: ObjectMeta };
}

const mostLinks = 8;

/** Follows links to what has content. */
export async function contentOf(
	wish: Pick<GetWish, 'bucket' | 'name'>,
	around: Reading,
	links = mostLinks,
): Promise<Content | Refused> {
	const { bucket, name } = wish;
	const opened = await openObjectBucket(bucket, around);
	if ('refusal' in opened) return opened;
	const object = await visibleObject(opened, name);
	if ('refusal' in object) return object;
	const { meta } = object;
	if (meta === undefined)
		return { refusal: `Object ${name} of bucket ${bucket} cannot be read. ${object.fault ?? ''}`.trim() };
	const { link } = meta;
	if (link === undefined) return { opened, object: { ...object, meta } };
	if (link.name === undefined)
		return { refusal: `Object ${name} is a link to bucket ${link.bucket}: name one of the objects in that bucket.` };
	if (links === 0) return { refusal: `Object ${name} is a link that leads through too many others.` };
	const target = await contentOf({ bucket: link.bucket, name: link.name }, around, links - 1);
	return 'refusal' in target ? { ...target, refusal: `Object ${name} is a link. ${target.refusal}` } : target;
}

/** Copies an object to a file; changes nothing on the server. */
export async function planGet(wish: GetWish, around: Reading): Promise<Proposal | Refused> {
	const { bucket, name, file } = wish;
	const why = file === '-' ? undefined : await fileProblem(file);
	if (why !== undefined) return { refusal: why };
	const content = await contentOf(wish, around);
	if ('refusal' in content) return content;
	const { opened, object } = content;
	const { meta } = object;
	const replaces = file !== '-' && (await isTaken(file));
	const isLink = opened.bucket.bucket !== bucket || object.name !== name;
	const from = isLink ? `Object ${name} is a link to object ${object.name} of bucket ${opened.bucket.bucket}. ` : '';
	const to = file === '-' ? 'standard output' : file;
	const subject = buildSubject(around.api.prefix, 'stream.msg.get', { stream: opened.bucket.stream });
	return {
		title: `Get object ${name} of bucket ${bucket}`,
		doing: 'getting',
		done: `Object ${name} is in ${to}.`,
		effect: 'change',
		lossless: !replaces,
		consequences: [
			plain(`${from}${bytes(meta.size)}, to ${to}.`),
			...(replaces ? [bad(`Replaces the file ${file}.`)] : []),
			...(await diskNotes(file, meta.size)),
		],
		steps: [
			objectStep(opened, {
				endpoint: 'transfer.object-get',
				subject: subject.ok ? subject.subject : '',
				params: { name: object.name, token: object.token, file: file === '-' ? file : resolve(file) },
				body: { seq: object.seq, replaces },
			}),
		],
	};
}

async function diskNotes(file: string, size: number): Promise<readonly Consequence[]> {
	const free = file === '-' ? undefined : await freeAt(file);
	return free !== undefined && free < size ? [warn(`The disk of ${file} has only ${bytes(free)} free.`)] : [];
}
