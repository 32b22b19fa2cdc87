import { createReadStream } from 'node:fs';
import { plural } from '../../format/integer.ts';
import { linesOf } from '../../format/lines-of.ts';
import { type ImportCount, type Imported, importKeys } from '../../jetstream/kv/import-keys.ts';
import { openKvBucket, whereWritten } from '../../jetstream/kv/open-bucket.ts';
import { inSentences, type Problem } from '../../jetstream/problem.ts';
import type { Partly, StepResult } from '../run.ts';
import type { Sending } from '../sending.ts';
import { type ImportReply, KeptKeys, undoImport } from '../undo-import.ts';
import type { TransferWire } from '../wire.ts';
import type { ChangeRow } from './row.ts';

/** Many keys at once, from a file. */
export const kvImportChanges = {
	'transfer.kv-import': {
		plan: 'as typed',
		outcome: 'Compare the bucket with the file.',
		undo: undoImport,
		nats: 'no command',
		transfer: { send: sendImport },
	},
} satisfies Readonly<Record<string, ChangeRow>>;

async function sendImport(
	{ subject, params: { bucket = '', file = '' }, body = {} }: TransferWire,
	{ api, signal, onProgress }: Sending,
): Promise<StepResult> {
	const begun = Date.now();
	const { absent, ttl } = body as { readonly absent: boolean; readonly ttl: boolean };
	// What may be sent was decided by the plan.
	const open = await openKvBucket(api, bucket, { dialect: 'current' }, signal);
	const wrong = (message: string): StepResult => ({
		kind: 'not-sent',
		problem: { kind: 'bad-input', subject, message, advice: 'Nothing was sent.' },
	});
	if (!open.ok) return { kind: 'not-sent', problem: open.problem };
	if (open.value === undefined) return wrong(`Bucket ${bucket} does not exist.`);
	const kept = new KeptKeys();
	const input = file === '-' ? process.stdin : createReadStream(file);
	let failure: NodeJS.ErrnoException | undefined;
	async function* blocks(): AsyncGenerator<Uint8Array> {
		try {
			yield* input;
		} catch (error) {
			if (!signal.aborted) failure = error as NodeJS.ErrnoException;
		}
	}
	// A pipe that says nothing would keep the program.
	const stop = (): void => void input.destroy();
	signal.addEventListener('abort', stop, { once: true });
	try {
		const imported = await importKeys(whereWritten(open.value), linesOf(blocks()), {
			absent,
			ttl,
			signal,
			onStored: (key, revision, { stored }) => {
				kept.note(key, revision);
				onProgress({ done: stored, unit: 'messages' });
			},
		});
		const unread = `jetdeck cannot read ${file} (${failure?.code ?? failure?.message}).`;
		const isCut = imported.kind === 'done' && failure !== undefined;
		const ended: Imported = isCut ? { ...imported, kind: 'wrong', wrong: unread } : imported;
		return resultOf(ended, { subject, ms: Date.now() - begun, keys: kept.keys() });
	} finally {
		signal.removeEventListener('abort', stop);
		stop();
	}
}

interface Ended {
	readonly subject: string;
	readonly ms: number;
	readonly keys: ImportReply['keys'];
}

function resultOf(imported: Imported, { subject, ms, keys }: Ended): StepResult {
	const told = countInWords(imported);
	const problemOf = (problem: Problem): Problem => ({
		...problem,
		message: inSentences({ message: problem.message, advice: problem.advice }),
		advice: told,
	});
	const { stored, skipped, withoutTtl } = imported;
	const reply: ImportReply = { stored, skipped, ...(keys && { keys }) };
	const partly: Partly = stored === 0 ? {} : { partly: reply };
	const ended = (problem: Problem, kind: 'not-sent' | 'refused'): StepResult =>
		stored === 0 ? { kind, problem, ms, came: [] } : { kind: 'failed', problem, ms, ...partly };
	switch (imported.kind) {
		case 'done': {
			const lost = `${plural(withoutTtl, 'value')} lost ${withoutTtl === 1 ? 'its' : 'their'} TTL: the bucket keeps none per key.`;
			return { kind: 'done', reply, ms, came: [], ...(withoutTtl > 0 && { warning: lost }) };
		}
		case 'stopped':
			return { kind: 'stopped', left: `The import was stopped. ${told}`, ...partly };
		case 'wrong':
			return ended({ kind: 'bad-input', subject, message: imported.wrong, advice: told }, 'not-sent');
		case 'failed':
			return ended(problemOf(imported.problem), 'refused');
		case 'unknown': {
			const why = `These may have been stored: ${imported.keys.slice(0, 10).join(', ')}${imported.keys.length > 10 ? ' …' : ''}.`;
			return { kind: 'unknown', problem: problemOf(imported.problem), why: `${told} ${why}`, ...partly };
		}
		default:
			return imported satisfies never;
	}
}

function countInWords({ stored, skipped }: ImportCount): string {
	const rest = skipped === 0 ? '' : `, ${plural(skipped, 'line')} skipped`;
	return stored === 0 && skipped === 0 ? 'Nothing was stored.' : `${plural(stored, 'key')} stored${rest}.`;
}
