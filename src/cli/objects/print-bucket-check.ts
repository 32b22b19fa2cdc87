import { planRemoveOrphans } from '../../changes/objects/plan-orphans.ts';
import { openObjectBucket } from '../../changes/objects/read-bucket.ts';
import { stringifyJson } from '../../format/json.ts';
import { sanitiseLines } from '../../format/sanitise.ts';
import { type BucketCheck, checkBucket } from '../../jetstream/objects/check-bucket.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { checkSections, isClean } from '../../views/objects/check-sections.ts';
import { plainSections, plainTextColumns } from '../../views/plain.ts';
import { exitCodeOf, incompleteCode } from '../exit-codes.ts';
import { failed } from '../scripted-deck.ts';
import { objectJson } from './object-json.ts';
import { carryOut, type ObjectWork, refuse } from './object-work.ts';

/** Says what is wrong in a bucket; with --remove it removes chunks without an object. @returns 1 if something is wrong */
export async function checkBucketHere(work: ObjectWork): Promise<number> {
	const { line, around, reading } = work;
	const opened = await openObjectBucket(line.bucket, reading);
	if ('refusal' in opened) return refuse(around, opened);
	const answer = await checkBucket(opened.source);
	if (!answer.ok) return failed(around, exitCodeOf(answer.problem), inSentences(answer.problem));
	const check = answer.value;
	const now = Date.now();
	if (line.json) around.out.write(`${stringifyJson(checkJson(check), 2)}\n`);
	else {
		const sections = checkSections(line.bucket, check, { now, columns: plainTextColumns });
		around.out.write(`${sanitiseLines(plainSections(sections))}\n`);
	}
	if (!line.remove || check.orphans.length === 0) return isClean(check) ? 0 : incompleteCode;
	const code = await carryOut(
		work,
		await planRemoveOrphans({ bucket: line.bucket, orphans: check.orphans }, { ...reading, now }),
		true,
	);
	return code === 0 && !isClean({ ...check, orphans: [] }) ? incompleteCode : code;
}

const checkJson = ({ visible, deleted, orphans, damaged, unreadable, shared, hidden }: BucketCheck): object => ({
	objects: visible,
	deleted,
	orphans,
	damaged: damaged.map(({ object, there }) => objectJson({ ...object, there })),
	unreadable: unreadable.map(objectJson),
	shared: shared.map((same) => same.map(({ name }) => name)),
	hidden: hidden.map(({ name, token }) => ({ name, token })),
});
