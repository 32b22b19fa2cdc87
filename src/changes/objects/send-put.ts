import { atOnce, piecesOfFile } from '../../jetstream/file-pieces.ts';
import type { Description } from '../../jetstream/objects/description.ts';
import type { StoredObject } from '../../jetstream/objects/meta.ts';
import { piecesOfStream } from '../../jetstream/objects/pieces.ts';
import { putObject } from '../../jetstream/objects/put-object.ts';
import { type Removed, removedInWords } from '../../jetstream/objects/remove-chunks.ts';
import type { ObjectSource } from '../../jetstream/objects/source.ts';
import { inSentences, type Problem } from '../../jetstream/problem.ts';
import type { StepResult } from '../run.ts';
import { endedBy, type Sending } from '../sending.ts';
import type { TransferWire } from '../wire.ts';

/** What a put was asked for. */
export interface PutBody {
	readonly about: Description;
	readonly chunk_size: number;
	readonly replaces: StoredObject['seq'];
	readonly size?: number;
}

/** Stores a file or standard input as an object. */
export async function sendPut(
	source: ObjectSource,
	{ params, body = {} }: TransferWire,
	{ link, signal, onProgress }: Sending,
): Promise<StepResult> {
	const { name = '', token = '', nuid = '', file = '' } = params;
	const { about, chunk_size: chunkSize, replaces, size: total } = body as unknown as PutBody;
	// A pipe that says nothing would keep the put, and the process.
	if (file === '-') signal.addEventListener('abort', () => process.stdin.destroy(), { once: true });
	const begun = Date.now();
	const put = await putObject(link, source, {
		name,
		token,
		nuid,
		about: { ...about },
		chunkSize,
		replaces,
		pieces: file === '-' ? piecesOfStream(process.stdin) : piecesOfFile(file, atOnce.much),
		onProgress: (done) => onProgress({ done, unit: 'bytes', ...(total !== undefined && { total }) }),
		signal,
	});
	const ms = Date.now() - begun;
	switch (put.kind) {
		case 'done': {
			const { size, chunks, digest, warning } = put;
			const reply = { bucket: source.bucket.bucket, name, nuid, size, chunks, digest };
			return { kind: 'done', reply, ms, came: [], ...(warning !== undefined && { warning }) };
		}
		case 'stopped':
			return { kind: 'stopped', left: `The put was stopped. ${leftInWords(put.left)}` };
		case 'failed':
			return failedPut(put.problem, put.left, ms);
		case 'damaged':
			return endedBy(put.problem, ms);
		case 'unknown': {
			const { problem } = put;
			const message = inSentences({
				message: problem.message,
				advice: 'Its chunks stay, for the object may still appear.',
			});
			return { kind: 'unknown', problem: { ...problem, message } };
		}
		default:
			return put satisfies never;
	}
}

const leftInWords = (left: Removed | undefined): string =>
	left === undefined ? 'Nothing was sent.' : removedInWords(left);

function failedPut(problem: Problem, left: Removed | undefined, ms: number): StepResult {
	if (left === undefined) return { kind: 'not-sent', problem };
	const message = inSentences({ message: problem.message, advice: leftInWords(left) });
	return endedBy({ ...problem, message }, ms);
}
