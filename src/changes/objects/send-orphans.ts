import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { countChunks } from '../../jetstream/objects/list-objects.ts';
import { removeChunks } from '../../jetstream/objects/remove-chunks.ts';
import { isShared } from '../../jetstream/objects/shared-nuid.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import { chunkSubject } from '../../jetstream/objects/subjects.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { StepResult } from '../run.ts';
import type { Sending } from '../sending.ts';
import type { TransferWire } from '../wire.ts';

/** Only if no object names the chunks by now, and no chunk was added since. */
export async function sendOrphans(
	source: ObjectSource,
	{ params, body = {} }: TransferWire,
	{ link }: Sending,
): Promise<StepResult> {
	const { nuid = '' } = params;
	const { chunks = 0, last_seq: last } = body as { readonly chunks?: number; readonly last_seq?: Integer };
	const filter = chunkSubject(source.bucket, nuid);
	const counted = await countChunks(source, nuid);
	if (!counted.ok) return { kind: 'not-sent', problem: counted.problem };
	if (counted.value > chunks) return { kind: 'not-sent', problem: stillPut(filter) };
	const named = await isShared(link, source, nuid, '');
	if (named !== false) return { kind: 'not-sent', problem: named === true ? stillPut(filter) : named };
	const begun = Date.now();
	// Not beyond the last chunk of the plan: a put that goes on would lose more.
	const removed = await removeChunks(link, source, nuid, last === undefined ? undefined : plus(last, 1));
	const ms = Date.now() - begun;
	if (removed.kind === 'removed') return { kind: 'done', reply: { chunks: removed.chunks }, ms, came: [] };
	return { kind: 'failed', problem: { kind: 'other', subject: filter, message: removed.why, advice: '' }, ms };
}

const stillPut = (subject: string): Problem => ({
	kind: 'bad-input',
	subject,
	message: 'Somebody puts an object with these chunks: it goes on, or is complete by now.',
	advice: 'Nothing was sent. Check the bucket again.',
});
