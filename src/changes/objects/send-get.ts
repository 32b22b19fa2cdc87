import { once } from 'node:events';
import { changedMeanwhile } from '../../jetstream/objects/changed-meanwhile.ts';
import { getObject } from '../../jetstream/objects/get-object.ts';
import type { StoredObject } from '../../jetstream/objects/meta.ts';
import { PartialFile } from '../../jetstream/objects/partial-file.ts';
import { readObject } from '../../jetstream/objects/read-objects.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import { metaSubject } from '../../jetstream/objects/subjects.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { StepResult } from '../run.ts';
import { endedBy, type Sending } from '../sending.ts';
import type { TransferWire } from '../wire.ts';

/** Writes an object to a file or to standard output. */
export async function sendGet(
	source: ObjectSource,
	{ params, body = {} }: TransferWire,
	{ link, signal, onProgress }: Sending,
): Promise<StepResult> {
	const { name = '', token = '', file = '' } = params;
	const found = await readObject(source, token);
	if (!found.ok) return { kind: 'not-sent', problem: found.problem };
	const { seq, replaces = false } = body as { readonly seq?: StoredObject['seq']; readonly replaces?: boolean };
	const meta = found.value?.seq === seq ? found.value?.meta : undefined;
	if (meta === undefined)
		return { kind: 'not-sent', problem: changedMeanwhile(metaSubject(source.bucket, token), name) };
	const begun = Date.now();
	let target: Target | undefined;
	try {
		target = file === '-' ? standardOutput : await PartialFile.begin(file);
		const write = target.write.bind(target);
		const progress = (done: number): void => onProgress({ done, total: meta.size, unit: 'bytes' });
		const got = await getObject(link, source, { name, meta, write, onProgress: progress, signal });
		const ms = Date.now() - begun;
		if (got.kind === 'stopped') return { kind: 'stopped', left: 'The get was stopped: nothing is left of it.' };
		if (got.kind === 'failed') return endedBy(got.problem, ms);
		await target.finish(replaces);
		target = undefined;
		const { size, digest, verified } = got;
		const warning = 'The object has no SHA-256 digest: jetdeck could not check its content.';
		return { kind: 'done', reply: { name, file, size, digest }, ms, came: [], ...(!verified && { warning }) };
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		const problem: Problem = { kind: 'other', subject: file, message, advice: 'Nothing is left of what was read.' };
		return endedBy(problem, Date.now() - begun);
	} finally {
		await target?.remove().catch(() => undefined);
	}
}

type Target = Pick<PartialFile, 'write' | 'finish' | 'remove'>;

const standardOutput: Target = {
	write: async (chunk, written) => {
		if (!process.stdout.write(chunk, written)) await once(process.stdout, 'drain');
	},
	finish: async () => undefined,
	remove: async () => undefined,
};
