import { conflictInWords } from '../../changes/key-conflict.ts';
import { isYoungMarker, planKvCompact } from '../../changes/plan/kv-compact.ts';
import { planKvDelete, planKvPurge, type RemovedKey } from '../../changes/plan/kv-delete.ts';
import { planKvCreate, planKvPut, planKvRevert, planKvUpdate } from '../../changes/plan/kv-put.ts';
import { type StepResult, wasApplied } from '../../changes/run.ts';
import { count } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { readDeleted } from '../../jetstream/kv/read-deleted.ts';
import { readLatest, readRevision } from '../../jetstream/kv/read-key.ts';
import { readLatestOf } from '../../jetstream/kv/read-latest-of.ts';
import type { StoredAt } from '../../jetstream/store-message.ts';
import { mostBytes } from '../../terminal/read-text.ts';
import { stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { orStopped } from '../run-over.ts';
import { failed } from '../scripted-deck.ts';
import { carryOut, complained, conflictCode, type KvWork, notFoundCode, writtenBucketOr } from './kv-work.ts';

/** Stores a value, from the command line or standard input; prints the new revision. */
export async function writeKey(work: KvWork): Promise<number> {
	const { line, around } = work;
	const [key = '', given] = line.operands;
	const value = await orStopped(valueGiven(given, around.input), around.signal);
	if (value === undefined) {
		// A pipe that says nothing would keep the program.
		around.input.destroy();
		return stoppedCode;
	}
	if (typeof value === 'string') return failed(around, wrongCommandLine, value);
	const open = await writtenBucketOr(work);
	if (typeof open === 'number') return open;
	const now = await readLatest(open, key);
	if (around.signal.aborted) return stoppedCode;
	if (!now.ok) return complained(around, now.problem);
	const put = {
		key,
		value,
		...(line.headers.length > 0 && { headers: line.headers }),
		...(line.ttl !== undefined && { ttl: line.ttl }),
	};
	if (line.what === 'create' && now.value?.operation === 'put') {
		const conflict = { key, expected: 0, wanted: value, now: now.value };
		return failed(around, conflictCode, `The key ${key} exists already.`, ...conflictInWords(conflict));
	}
	const plans = {
		put: () => planKvPut(open, put, now.value),
		create: () => planKvCreate(open, put, now.value),
		update: () => planKvUpdate(open, { ...put, revision: line.revision ?? 0 }, now.value),
	};
	const plan = plans[line.what as keyof typeof plans]();
	const { code, results } = await carryOut(work, plan, { asks: false, refusedAs: wrongCommandLine });
	tellRevision(work, key, results[0]);
	return code;
}

/** The value, or what is wrong. */
async function valueGiven(given: string | undefined, input: NodeJS.ReadStream): Promise<Uint8Array | string> {
	if (given !== undefined && given !== '-') return new TextEncoder().encode(given);
	if (given === undefined && input.isTTY) return 'Give the value, or - to type it and end it with ctrl-d.';
	const blocks: Uint8Array[] = [];
	let size = 0;
	for await (const block of input) {
		blocks.push(block as Uint8Array);
		size += (block as Uint8Array).length;
		if (size > mostBytes) return 'The standard input is larger than 64 MiB, more than any server accepts.';
	}
	return Buffer.concat(blocks);
}

function tellRevision({ line, around }: KvWork, key: string, result: StepResult | undefined): void {
	if (result?.kind !== 'done') return;
	const { seq: revision, stream } = result.reply as StoredAt;
	around.out.write(line.json ? `${stringifyJson({ bucket: line.bucket, key, revision, stream })}\n` : `${revision}\n`);
}

/** Puts the value of an earlier revision again. */
export async function revertKey(work: KvWork): Promise<number> {
	const { line, around } = work;
	const [key = ''] = line.operands;
	const { revision = 0 } = line;
	const open = await writtenBucketOr(work);
	if (typeof open === 'number') return open;
	const [to, now] = [await readRevision(open, key, revision), await readLatest(open, key)];
	if (around.signal.aborted) return stoppedCode;
	if (!to.ok) return complained(around, to.problem);
	if (!now.ok) return complained(around, now.problem);
	if (to.value === undefined)
		return failed(around, notFoundCode, `The key ${key} has no revision ${count(revision)}, or no longer has it.`);
	const { code, results } = await carryOut(work, planKvRevert(open, to.value, now.value), { asks: false });
	tellRevision(work, key, results[0]);
	return code;
}

/** Deletes or purges keys. */
export async function removeKeys(work: KvWork): Promise<number> {
	const { line, around } = work;
	const open = await writtenBucketOr(work);
	if (typeof open === 'number') return open;
	const read = await readLatestOf(open, [...new Set(line.operands)]);
	if (around.signal.aborted) return stoppedCode;
	if (!read.ok) return complained(around, read.problem);
	// With a revision the server decides: it refuses the deletion if the key has another one.
	const given = line.revision !== undefined && { revision: line.revision };
	const keys: readonly RemovedKey[] = read.value.map((key) => ({ ...key, ...given }));
	const plan = line.what === 'del' ? planKvDelete(open, keys) : planKvPurge(open, keys, ttlOf(work));
	const isGone = 'refusal' in plan && plan.unchanged === true;
	const refusedAs = isGone ? notFoundCode : wrongCommandLine;
	const { code, results } = await carryOut(work, plan, { asks: true, refusedAs });
	if ('steps' in plan && results.length > 0 && results.every(wasApplied)) around.complain(plan.done);
	return code;
}

const ttlOf = ({ line: { ttl } }: KvWork): Parameters<typeof planKvPurge>[2] => (ttl === undefined ? {} : { ttl });

/** Purges deleted keys. */
export async function compactBucket(work: KvWork): Promise<number> {
	const { deck, around } = work;
	const open = await writtenBucketOr(work);
	if (typeof open === 'number') return open;
	const now = Date.now();
	const { signal } = around;
	const since = (marker: KvEntry): boolean => isYoungMarker(marker, now);
	const deleted = await readDeleted(deck.link(), open, { signal, since });
	if (signal.aborted) return stoppedCode;
	if ('problem' in deleted) return complained(around, deleted.problem);
	const plan = planKvCompact(open, deleted, now);
	if ('refusal' in plan && plan.unchanged) return failed(around, 0, plan.refusal);
	const { code, results } = await carryOut(work, plan, { asks: true });
	if ('steps' in plan && results.length > 0 && results.every(wasApplied)) around.complain(plan.done);
	return code;
}
