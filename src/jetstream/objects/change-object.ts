import { plus } from '../../format/exact.ts';
import type { Link } from '../../nats/link.ts';
import { inSentences, type Problem } from '../problem.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { type Description, describedAs } from './description.ts';
import { emptyDigest } from './digest.ts';
import { isVisible, type ObjectLink, type StoredObject } from './meta.ts';
import { freeChunks } from './put-object.ts';
import { readObject } from './read-objects.ts';
import type { ObjectSource } from './source.ts';
import { metaSubject } from './subjects.ts';
import { type Written, writeMeta } from './write-meta.ts';

/** An object as it was when the change was planned. */
export type Planned = Pick<StoredObject, 'token' | 'name' | 'seq'>;

export type Changed = { readonly kind: 'done'; readonly warning?: string } | Exclude<Written, { kind: 'stored' }>;

/** The object, if it is still the one of the plan. */
async function asPlanned(source: ObjectSource, { token, name, seq }: Planned): Promise<StoredObject | Problem> {
	const found = await readObject(source, token);
	if (!found.ok) return found.problem;
	if (found.value?.seq === seq) return found.value;
	return changedMeanwhile(metaSubject(source.bucket, token), name);
}

const done = (warning: string | undefined): Changed => ({ kind: 'done', ...(warning !== undefined && { warning }) });

/** Leaves a marker in place of the object, and frees its chunks. */
export async function deleteObject(link: Link, source: ObjectSource, planned: Planned): Promise<Changed> {
	const now = await asPlanned(source, planned);
	if ('kind' in now) return { kind: 'refused', problem: now };
	const { digest: _, ...rest } = now.raw;
	const raw = {
		...(Object.keys(rest).length === 0 ? { name: now.name, bucket: source.bucket.bucket } : rest),
		size: 0,
		mtime: new Date().toISOString(),
		chunks: 0,
		deleted: true,
	};
	const written = await writeMeta(link, source, { token: now.token, raw, replaces: now.seq });
	return written.kind === 'stored' ? done(await freeChunks(link, source, now)) : written;
}

/** Stores the meta of an object with other values; its content stays. */
export async function describeObject(
	link: Link,
	source: ObjectSource,
	planned: Planned,
	values: Description,
): Promise<Changed> {
	const now = await asPlanned(source, planned);
	if ('kind' in now) return { kind: 'refused', problem: now };
	const raw = { ...describedAs(now.raw, values), mtime: new Date().toISOString() };
	const written = await writeMeta(link, source, { token: now.token, raw, replaces: now.seq });
	return written.kind === 'stored' ? done(undefined) : written;
}

/**
 * Stores the meta of an object under another name, and removes the one under its old name. Between the two both names have the
 * same content, and nothing is lost.
 */
export async function renameObject(
	link: Link,
	source: ObjectSource,
	planned: Planned,
	{ name, token, replaces }: { readonly name: string; readonly token: string; readonly replaces: StoredObject['seq'] },
): Promise<Changed> {
	const now = await asPlanned(source, planned);
	if ('kind' in now) return { kind: 'refused', problem: now };
	const raw = { ...now.raw, name, mtime: new Date().toISOString() };
	const written = await writeMeta(link, source, { token, raw, replaces });
	if (written.kind !== 'stored') return written;
	return done(await freeName(source, now));
}

/** Removes the old meta, and nothing that another client stored under its name meanwhile. @returns what is left, in sentences */
async function freeName(source: ObjectSource, { token, name, seq }: StoredObject): Promise<string | undefined> {
	const { api, bucket } = source;
	const body = { filter: metaSubject(bucket, token), seq: plus(seq, 1) };
	const purged = await api.request('stream.purge', { stream: bucket.stream }, body);
	if (!purged.ok)
		return `The old name ${name} is still there, with the same content. ${inSentences(purged.problem)} To delete one of the two does not remove the content of the other.`;
	const left = await readObject(source, token);
	return left.ok && left.value !== undefined && isVisible(left.value)
		? `Somebody else has put another object under the old name ${name} meanwhile: it stays.`
		: undefined;
}

/** A link with a nuid and the digest of an empty object: nats object info (0.5) panics on a meta without digest, nats.go refuses one without nuid. */
export async function linkObject(
	link: Link,
	source: ObjectSource,
	{
		name,
		token,
		nuid,
		target,
		replaces,
	}: {
		readonly name: string;
		readonly token: string;
		readonly nuid: string;
		readonly target: ObjectLink;
		readonly replaces: StoredObject['seq'];
	},
): Promise<Changed> {
	const raw = {
		name,
		options: { link: target },
		bucket: source.bucket.bucket,
		nuid,
		size: 0,
		mtime: new Date().toISOString(),
		chunks: 0,
		digest: emptyDigest,
	};
	const written = await writeMeta(link, source, { token, raw, replaces });
	return written.kind === 'stored' ? done(undefined) : written;
}
