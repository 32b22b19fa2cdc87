import { planObjectDelete } from '../../changes/objects/plan-delete.ts';
import { planObjectDescribe } from '../../changes/objects/plan-describe.ts';
import { planGet } from '../../changes/objects/plan-get.ts';
import { planObjectLink } from '../../changes/objects/plan-link.ts';
import { planPut } from '../../changes/objects/plan-put.ts';
import { planObjectRename } from '../../changes/objects/plan-rename.ts';
import { fileNameOf, isTaken } from '../../jetstream/objects/partial-file.ts';
import type { Settings } from '../../nats/settings-types.ts';
import type { ProgressOutput } from '../backup/follow-transfer.ts';
import { refusedCode, stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { failed, type Scripted, withDeck } from '../scripted-deck.ts';
import type { ObjectAction, ObjectLine } from './object-line.ts';
import { carryOut, isWrite, type ObjectWork } from './object-work.ts';
import { checkBucketHere } from './print-bucket-check.ts';
import { listObjects, objectInfo } from './print-objects.ts';
import { watchBucket } from './print-watch.ts';

const actions: Readonly<Record<ObjectAction, (work: ObjectWork) => Promise<number>>> = {
	ls: listObjects,
	info: objectInfo,
	watch: watchBucket,
	check: checkBucketHere,
	get,
	put,
	del: async (work) => {
		const { line, reading } = work;
		const names = [...new Set(line.operands)];
		return carryOut(
			work,
			await planObjectDelete({ bucket: line.bucket, names }, { ...reading, now: Date.now() }),
			true,
		);
	},
	rename: async (work) => {
		const { bucket, operands } = work.line;
		const [name = '', to = ''] = operands;
		return carryOut(work, await planObjectRename({ bucket, name, to }, work.reading), false);
	},
	describe: async (work) => {
		const { bucket, operands, description, headers, metadata } = work.line;
		const values = {
			...(description !== undefined && { description }),
			...(headers && { headers }),
			...(metadata && { metadata }),
		};
		if (Object.keys(values).length === 0)
			return failed(work.around, wrongCommandLine, 'object describe needs --description, --header or --metadata.');
		return carryOut(work, await planObjectDescribe({ bucket, name: operands[0] ?? '', values }, work.reading), false);
	},
	link: async (work) => {
		const { bucket, operands } = work.line;
		const [name = '', targetBucket = '', targetName] = operands;
		const target = { bucket: targetBucket, ...(targetName !== undefined && { name: targetName }) };
		return carryOut(work, await planObjectLink({ bucket, name, target }, work.reading), false);
	},
};

/**
 * Reads and changes objects of a bucket.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printObject(
	settings: Settings,
	line: ObjectLine,
	around: Scripted,
	progress: ProgressOutput,
): Promise<number> {
	return withDeck(settings, { ...line, ...(!isWrite(line) && { unkept: true }) }, around, async (deck) => {
		if (deck.api().dialect() === 'preview')
			return failed(around, refusedCode, 'This server has no buckets: they came after the technical preview of 2020.');
		const { features } = deck.store.getState();
		const reading = { api: deck.api(), features, signal: around.signal };
		const code = await actions[line.what]({ deck, line, around, progress, reading });
		return around.signal.aborted && code !== 0 ? stoppedCode : code;
	});
}

async function get(work: ObjectWork): Promise<number> {
	const { line, around, reading } = work;
	const { bucket, operands, force, json } = line;
	const [name = '', given] = operands;
	const file = given ?? fileNameOf(name);
	if (file === undefined)
		return failed(around, wrongCommandLine, 'The name of the object makes no name of a file: add one.');
	if (file === '-' && around.out.isTTY)
		return failed(around, wrongCommandLine, 'Standard output is a terminal: name a file, or redirect it.');
	if (file === '-' && json)
		return failed(around, wrongCommandLine, '--json needs a file: standard output gets the content.');
	if (file !== '-' && !force && (await isTaken(file)))
		return failed(around, wrongCommandLine, `${file} already exists: name another file, or overwrite it with --force.`);
	return carryOut(work, await planGet({ bucket, name, file }, reading), false);
}

async function put(work: ObjectWork): Promise<number> {
	const { deck, line, reading } = work;
	const { bucket, operands, name, description, headers, metadata, chunkSize } = line;
	const [file = ''] = operands;
	const status = deck.link().status();
	return carryOut(
		work,
		await planPut(
			{
				bucket,
				name: name ?? file,
				file,
				maxPayload: 'server' in status ? status.server.maxPayload : 0,
				now: Date.now(),
				...(description !== undefined && { description }),
				...(headers && { headers }),
				...(metadata && { metadata }),
				...(chunkSize !== undefined && { chunkSize }),
			},
			reading,
		),
		false,
	);
}
