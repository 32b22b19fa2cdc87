import { bytes } from '../../format/bytes.ts';
import { age } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import type { BucketCheck, Orphan } from '../../jetstream/objects/check-bucket.ts';
import { chunksInWords } from '../../jetstream/objects/get-object.ts';
import { clock } from '../columns/clock.ts';
import { paragraph } from '../detail/facts.ts';
import type { Section } from '../line.ts';

const mostListed = 100;

/** What is wrong in a bucket, the worst first. */
export function checkSections(
	bucket: string,
	check: BucketCheck,
	{ now, at, columns }: { readonly now: number; readonly at?: number; readonly columns: number },
): readonly Section[] {
	const { visible, deleted, orphans, damaged, unreadable, shared, hidden } = check;
	return [
		...texts(
			'Bucket',
			[
				`${bucket}: ${plural(visible, 'object')}, ${count(deleted)} deleted.`,
				...(at === undefined ? [] : [`Checked at ${clock(at)}; press r to check again.`]),
				...(isClean(check) ? ['Nothing is wrong: every object has its chunks, and every chunk has its object.'] : []),
			],
			columns,
		),
		...texts(
			'Damaged objects',
			damaged.map(({ object, there }) => `${object.name}: ${chunksInWords(there, object.meta?.chunks ?? 0)}.`),
			columns,
		),
		...texts(
			'Unreadable metas',
			unreadable.map(({ name, fault }) => `${name}: ${fault ?? ''}`),
			columns,
		),
		...texts('Chunks without an object', orphans.length === 0 ? [] : orphanLines(orphans, now), columns),
		...texts(
			'Objects with two names',
			shared.map((same) => `${same.map(({ name }) => name).join(', ')}: the same chunks.`),
			columns,
		),
		...texts(
			'Objects under unusual subjects',
			hidden.map(({ name, token }) => `${name}: not every client finds it (…M.${token}).`),
			columns,
		),
	];
}

export const isClean = ({ orphans, damaged, unreadable, shared, hidden }: BucketCheck): boolean =>
	[orphans, damaged, unreadable, shared, hidden].every(({ length }) => length === 0);

function orphanLines(orphans: readonly Orphan[], now: number): readonly string[] {
	return [
		`${orphansInWords(orphans)}. They are left of puts that were killed, or a put is running: look at the age of the last chunk.`,
		...orphans.map(
			({ nuid, chunks, bytes: size, last }) =>
				`${nuid}: ${plural(chunks, 'chunk')}, ${size === undefined ? 'size unknown' : `about ${bytes(size)}`}, the last ${age(last, now)} ago`,
		),
	];
}

/** `187 chunks, about 24 MiB`. */
function orphansInWords(orphans: readonly Orphan[]): string {
	const chunks = orphans.reduce((sum, each) => sum + each.chunks, 0);
	const size = orphans.reduce((sum, each) => sum + (each.bytes ?? 0), 0);
	return `${plural(chunks, 'chunk')}, about ${bytes(size)}`;
}

function texts(title: string, lines: readonly string[], columns: number): readonly Section[] {
	if (lines.length === 0) return [];
	const shown = lines.slice(0, mostListed);
	const more = lines.length > shown.length ? [`and ${count(lines.length - shown.length)} more.`] : [];
	return [{ kind: 'text', title, lines: [...shown, ...more].flatMap((each) => paragraph(each, 'plain', columns)) }];
}
