import { asRecord, recordIn } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import { newNuid } from '../../jetstream/nuid.ts';
import type { ObjectMeta, StoredObject } from '../../jetstream/objects/meta.ts';
import { chunkSubject } from '../../jetstream/objects/subjects.ts';
import {
	type Named,
	type OpenObjectBucket,
	openObjectBucket,
	type Reading,
	type Refused,
	visibleObject,
} from './read-bucket.ts';

/** A bucket that jetdeck can write to, and no other stream with it. */
export async function openToWrite(name: string, around: Reading): Promise<OpenObjectBucket | Refused> {
	const opened = await openObjectBucket(name, around);
	if ('refusal' in opened) return opened;
	const why = notWritten(opened) ?? (await takenTwice(opened, around));
	return why === undefined ? opened : { refusal: why };
}

/** An object whose meta can be written anew, in its bucket. */
export interface Writable {
	readonly opened: OpenObjectBucket;
	readonly object: StoredObject & { readonly meta: ObjectMeta };
}

/** An object as it is now, to change its meta. */
export async function objectToWrite({ bucket, name }: Named, around: Reading): Promise<Writable | Refused> {
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	const object = await visibleObject(opened, name);
	if ('refusal' in object) return object;
	const { meta } = object;
	return meta === undefined
		? { refusal: `The meta of object ${name} is unreadable: put the object again, or delete it.` }
		: { opened, object: { ...object, meta } };
}

/** Why nothing can be written to a bucket, as a sentence. */
function notWritten({ bucket: { bucket, origin, config } }: OpenObjectBucket): string | undefined {
	if (config.sealed) return `Bucket ${bucket} is sealed: nobody can change it any more.`;
	if (origin !== undefined) return `Bucket ${bucket} is a mirror of bucket ${origin.bucket}: write to that one.`;
	if (config.mirror) return `Bucket ${bucket} is a mirror of stream ${config.mirror.name}: nobody can write to it.`;
	if (config.allow_rollup_hdrs !== true)
		return `Stream ${config.name} does not allow rollups (allow_rollup_hdrs): objects cannot be written to it.`;
	return undefined;
}

/** The messages of an object carry no domain: buckets of one name in two domains that are connected both store them. */
async function takenTwice(opened: OpenObjectBucket, { api }: Reading): Promise<string | undefined> {
	const { bucket, info } = opened;
	const isNearby = api.prefix !== '$JS.API' && (await isAnotherNearby(opened, { api }));
	const isTwice = isNearby || (await api.takers(chunkSubject(bucket, newNuid()))) > 1;
	return isTwice
		? `Another domain has a stream ${info.config.name} too, which would store the object as well: rename or remove one of the two, or separate their subjects.`
		: undefined;
}

/** Whether the domain of the connected server has a stream of the same name. */
async function isAnotherNearby({ info }: OpenObjectBucket, { api }: Pick<Reading, 'api'>): Promise<boolean> {
	const { name } = info.config;
	const { messages } = await api.raw.request(
		{ subject: `$JS.API.STREAM.INFO.${name}`, payload: '' },
		{ allow: 'read', most: 1 },
	);
	const [reply] = messages;
	const parsed = reply && parseJson(new TextDecoder().decode(reply.data));
	const nearby = asRecord(parsed?.ok ? parsed.value : undefined);
	return recordIn(nearby, 'config').name === name && nearby.created !== info.created;
}
