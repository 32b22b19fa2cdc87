import { bytes } from '../../format/bytes.ts';
import { age, parseTimestamp } from '../../format/duration.ts';
import { plural } from '../../format/integer.ts';
import { newNuid } from '../../jetstream/nuid.ts';
import type { Orphan } from '../../jetstream/objects/check-bucket.ts';
import { isVisible, linkInWords, type ObjectLink, type StoredObject } from '../../jetstream/objects/meta.ts';
import { findObject } from '../../jetstream/objects/read-objects.ts';
import { metaSubject } from '../../jetstream/objects/subjects.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { buildSubject } from '../../jetstream/subject.ts';
import { bad, named, plain, toBeTyped, warn } from '../plan/wording.ts';
import type { Proposal, Step } from '../proposal.ts';
import type { TransferWire } from '../wire.ts';
import { openToWrite } from './open-to-write.ts';
import { type OpenBucket, openBucket, type Reading, type Refused, visibleObject, wrongName } from './read-bucket.ts';

interface Named {
	readonly bucket: string;
	readonly name: string;
}

/** A step about one object of a bucket. */
function objectStep(
	{ bucket, info }: OpenBucket,
	endpoint: TransferWire['endpoint'],
	subject: string,
	params: Readonly<Record<string, string>>,
	body: object,
	title?: string,
): Step {
	return {
		...(title !== undefined && { title }),
		asset: { kind: 'stream', stream: bucket.stream },
		wire: {
			kind: 'transfer',
			endpoint,
			subject,
			params: { stream: bucket.stream, ...params },
			body,
			makesMessages: true,
		},
		expects: { created: info.created },
	};
}

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
			plain('Deleted objects cannot be restored.'),
			...(opened.bucket.config.deny_purge
				? [
						warn(
							'The stream refuses purges (deny_purge): the content will stay in the bucket, and nobody will find it.',
						),
					]
				: []),
		],
		steps: objects.map(({ token, name, seq }) =>
			objectStep(
				opened,
				'transfer.object-delete',
				metaSubject(opened.bucket, token),
				{ name, token },
				{ seq },
				`Delete object ${name} of bucket ${bucket}`,
			),
		),
	};
}

const mostListed = 8;

function lostInWords({ name, meta, time }: StoredObject, now: number): string {
	if (meta === undefined) return `Object ${name}, whose meta is unreadable, will be lost; its chunks may stay.`;
	if (meta.link !== undefined) return `Link ${name} will be lost; what it links to stays.`;
	return `Object ${name}, ${bytes(meta.size)}, ${age(time, now)} old, will be lost.`;
}

/** Gives an object another name. Its content stays where it is. */
export async function planObjectRename(
	{ bucket, name, to }: Named & { readonly to: string },
	around: Reading,
): Promise<Proposal | Refused> {
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	const object = await visibleObject(opened, name);
	if ('refusal' in object) return object;
	if (object.meta === undefined)
		return { refusal: `The meta of object ${name} is unreadable: the object cannot be renamed.` };
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
			objectStep(
				opened,
				'transfer.object-rename',
				metaSubject(opened.bucket, free.token),
				{ name, token: object.token, to, toToken: free.token },
				{ seq: object.seq, replaces: free.replaces, nuid: object.meta.nuid },
			),
		],
	};
}

/** A name that nothing visible has. */
async function freeName(
	{ source, bucket }: OpenBucket,
	name: string,
): Promise<{ readonly token: string; readonly replaces: StoredObject['seq'] } | Refused> {
	const why = wrongName(name);
	if (why !== undefined) return { refusal: why };
	const found = await findObject(source, name);
	if (!found.ok) return { refusal: inSentences(found.problem), problem: found.problem };
	const { token, object } = found.value;
	return object !== undefined && isVisible(object)
		? { refusal: `Bucket ${bucket.bucket} already has an object ${name}.` }
		: { token, replaces: object?.seq ?? 0 };
}

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
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	const object = await visibleObject(opened, name);
	if ('refusal' in object) return object;
	if (object.meta === undefined)
		return { refusal: `The meta of object ${name} is unreadable: put the object again, or delete it.` };
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

/** A name for another object, or for a whole bucket. */
export async function planObjectLink(
	{ bucket, name, target }: Named & { readonly target: ObjectLink },
	around: Reading,
): Promise<Proposal | Refused> {
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	const free = await freeName(opened, name);
	if ('refusal' in free) return free;
	const to = await openBucket(target.bucket, around);
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
			objectStep(
				opened,
				'transfer.object-link',
				metaSubject(opened.bucket, free.token),
				{ name, token: free.token, nuid },
				{ link: target, replaces: free.replaces },
			),
		],
	};
}

/** A put whose last chunk is younger may be running: it looks the same until it ends. */
const youngestMs = 10 * 60_000;

/** Removes chunks that no object names. */
export async function planRemoveOrphans(
	{ bucket, orphans: all }: { readonly bucket: string; readonly orphans: readonly Orphan[] },
	around: Reading & { readonly now: number },
): Promise<Proposal | Refused> {
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	if (all.length === 0) return { refusal: `Bucket ${bucket} has no chunks without an object.` };
	if (opened.bucket.config.deny_purge)
		return { refusal: `Stream ${opened.bucket.stream} refuses purges (deny_purge).` };
	// By the clock of the server, which also gave the chunks their times.
	const now = parseTimestamp(opened.info.ts ?? '') ?? around.now;
	const orphans = all.filter(({ last }) => now - (parseTimestamp(last ?? '') ?? now) >= youngestMs);
	const kept = youngInWords(all.length - orphans.length);
	if (orphans.length === 0) return { refusal: `Nothing to remove. ${kept}` };
	const chunks = orphans.reduce((sum, each) => sum + each.chunks, 0);
	const size = orphans.reduce((sum, each) => sum + (each.bytes ?? 0), 0);
	const subject = buildSubject(around.api.prefix, 'stream.purge', { stream: opened.bucket.stream });
	return {
		title: `Remove ${plural(chunks, 'chunk')} without an object from bucket ${bucket}`,
		doing: 'removing',
		done: `${plural(chunks, 'chunk')} without an object ${chunks === 1 ? 'is' : 'are'} removed.`,
		effect: 'destroy',
		typed: toBeTyped([bucket], 'remove', 'bucket'),
		consequences: [
			bad(`${plural(chunks, 'chunk')} of ${plural(orphans.length, 'put')}, about ${bytes(size)}, will be lost.`),
			...(all.length > orphans.length ? [plain(kept)] : []),
		],
		steps: orphans.map(({ nuid, chunks: count, lastSeq }) =>
			objectStep(
				opened,
				'transfer.object-orphans',
				subject.ok ? subject.subject : '',
				{ nuid },
				{ chunks: count, ...(lastSeq !== undefined && { last_seq: lastSeq }) },
				`Remove ${plural(count, 'chunk')} of put ${nuid} from bucket ${bucket}`,
			),
		),
	};
}

const youngInWords = (puts: number): string =>
	`The chunks of ${plural(puts, 'put')} are less than 10 minutes old, or could not be read: ${puts === 1 ? 'it' : 'they'} may be running, so these chunks stay.`;
