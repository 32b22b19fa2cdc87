import { openObjectBucket, visibleObject } from '../../changes/objects/read-bucket.ts';
import { stringifyJson } from '../../format/json.ts';
import { sanitiseLines } from '../../format/sanitise.ts';
import { listChunks, listTokens } from '../../jetstream/objects/list-objects.ts';
import { isVisible } from '../../jetstream/objects/meta.ts';
import { readObjects } from '../../jetstream/objects/read-objects.ts';
import { originalOf } from '../../jetstream/preview/original-reply.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { objectColumns } from '../../views/columns/objects.ts';
import { bucketFacts } from '../../views/detail/bucket.ts';
import { facts } from '../../views/detail/facts.ts';
import type { ObjectRow } from '../../views/objects/row.ts';
import { objectSections } from '../../views/objects/sections.ts';
import { plainRows, plainSections, plainTextColumns } from '../../views/plain.ts';
import { exitCodeOf, incompleteCode } from '../exit-codes.ts';
import { bucketsReport } from '../report-buckets.ts';
import { failed } from '../scripted-deck.ts';
import { objectJson } from './object-json.ts';
import { type ObjectWork, refuse } from './object-work.ts';

/** The objects of a bucket; without one the buckets. */
export async function listObjects(work: ObjectWork): Promise<number> {
	const { line, around, reading } = work;
	if (line.bucket === '') return listBuckets(work);
	const opened = await openObjectBucket(line.bucket, reading);
	if ('refusal' in opened) return refuse(around, opened);
	const [tokens, chunks] = await Promise.all([listTokens(opened.source), listChunks(opened.source)]);
	if (!tokens.ok) return failed(around, exitCodeOf(tokens.problem), inSentences(tokens.problem));
	const { objects, problem } = await readObjects(opened.source, [...tokens.value.counts.keys()]);
	const rows = [...objects.values()]
		.filter((object) => line.deleted || isVisible(object))
		.toSorted((a, b) => (a.name < b.name ? -1 : 1))
		.map((object): ObjectRow => ({ ...object, there: thereOf(object, chunks) }));
	if (line.json) around.out.write(`${stringifyJson(rows.map(objectJson), 2)}\n`);
	else if (rows.length === 0) around.complain(`Bucket ${line.bucket} has no objects.`);
	else around.out.write(`${plainRows(shownFor(rows), rows, Date.now())}\n`);
	if (problem !== undefined) around.complain(`Not all objects could be read. ${inSentences(problem)}`);
	return problem === undefined ? 0 : incompleteCode;
}

const thereOf = ({ meta }: ObjectRow, chunks: Awaited<ReturnType<typeof listChunks>>): number | undefined =>
	chunks.ok && chunks.value.counts.size >= chunks.value.total
		? (chunks.value.counts.get(meta?.nuid ?? '') ?? 0)
		: undefined;

const columns = ['name', 'size', 'chunks', 'modified', 'state', 'digest'];
/** Few objects have them. */
const optional = ['link', 'description'];

const shownFor = (rows: readonly ObjectRow[]) =>
	objectColumns.filter(
		({ id, value }) => columns.includes(id) || (optional.includes(id) && rows.some((row) => value(row) !== undefined)),
	);

async function listBuckets({ deck, around, line }: ObjectWork): Promise<number> {
	const { text = '', value, complaints, code } = await bucketsReport(deck.api(), line.json, 'objects');
	around.out.write(`${line.json && value !== undefined ? stringifyJson(value, 2) : text}\n`);
	for (const each of complaints) around.complain(each);
	return code;
}

/** An object; without a name its bucket. */
export async function objectInfo({ line, around, reading }: ObjectWork): Promise<number> {
	const opened = await openObjectBucket(line.bucket, reading);
	if ('refusal' in opened) return refuse(around, opened);
	const [name] = line.operands;
	if (name === undefined) {
		const { bucket, info } = opened;
		const sections = facts(
			'Bucket',
			// The deck says there how to open the stream.
			bucketFacts(bucket, info, {}, Date.now()).map((each) =>
				each.label === 'Stream' ? { ...each, value: info.config.name } : each,
			),
		);
		around.out.write(
			line.json ? `${stringifyJson(originalOf(info), 2)}\n` : `${sanitiseLines(plainSections(sections))}\n`,
		);
		return 0;
	}
	const object = await visibleObject(opened, name);
	if ('refusal' in object) return refuse(around, object);
	const row: ObjectRow = { ...object, there: thereOf(object, await listChunks(opened.source)) };
	const text = line.json
		? stringifyJson(objectJson(row), 2)
		: plainSections(objectSections(row, { now: Date.now(), columns: plainTextColumns }));
	around.out.write(`${line.json ? text : sanitiseLines(text)}\n`);
	return 0;
}
