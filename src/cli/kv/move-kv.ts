import { once } from 'node:events';
import { planKvImport } from '../../changes/plan/kv-import.ts';
import { count, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { entryLine } from '../../jetstream/kv/entry-json.ts';
import { readAll } from '../../jetstream/kv/read-all.ts';
import { type ValueDigest, valueDigests } from '../../jetstream/kv/value-digests.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { failed } from '../scripted-deck.ts';
import { bucketOr, carryOut, complained, type KvWork, writtenBucketOr } from './kv-work.ts';
import { patternOf } from './read-kv.ts';

/** A terminal gets the number now and then; anything else the last one. */
const everyMs = 200;

/** Shows how far it is. */
function counter({ progress }: KvWork['around']) {
	let shownAt = Date.now();
	return {
		show: (text: string): void => {
			if (!progress.isTTY || Date.now() - shownAt < everyMs) return;
			shownAt = Date.now();
			progress.write(`\r\u001b[2K${text}`);
		},
		end: (): void => void (progress.isTTY && progress.write('\r\u001b[2K')),
	};
}

/** Prints every key with its value, a line of JSON each. */
export async function exportKeys(work: KvWork): Promise<number> {
	const { deck, line, around } = work;
	const { out, signal } = around;
	const pattern = patternOf(line.operands[0]);
	if (typeof pattern === 'object') return failed(around, wrongCommandLine, pattern.wrong);
	const open = await bucketOr(work, line.bucket);
	if (typeof open === 'number') return open;
	const shown = counter(around);
	let keys = 0;
	const problem = await readAll(deck.link(), open, {
		pattern,
		signal,
		take: async (entry) => {
			if (entry.operation !== 'put' && !line.deleted) return;
			keys += 1;
			shown.show(plural(keys, 'key'));
			// A slow reader is waited for: nothing may be left out.
			if (!out.write(`${entryLine(entry)}\n`)) await once(out, 'drain', { signal }).catch(() => undefined);
		},
	});
	shown.end();
	if (signal.aborted)
		return failed(around, stoppedCode, `Stopped after ${plural(keys, 'key')}: the export is incomplete.`);
	if (problem !== undefined) {
		around.complain(`The export is incomplete: it has ${plural(keys, 'key')}. ${inSentences(problem)}`);
		return complained({ complain: () => {} }, problem);
	}
	around.complain(`${plural(keys, 'key')} of bucket ${line.bucket}.`);
	return 0;
}

/** Stores the keys of an export. */
export async function importFile(work: KvWork): Promise<number> {
	const { deck, line, around } = work;
	const [file = '-'] = line.operands;
	if (file === '-' && around.input.isTTY)
		return failed(around, wrongCommandLine, 'Give a file, or a pipe on standard input.');
	const open = await writtenBucketOr(work);
	if (typeof open === 'number') return open;
	const shown = counter(around);
	const unwatch = deck.store.subscribe(({ runs }) => {
		const done = runs.at(-1)?.progress?.done;
		if (done !== undefined) shown.show(plural(done, 'key'));
	});
	const { code, results } = await carryOut(work, planKvImport(open, { file, absent: line.absent }), { asks: false });
	unwatch();
	shown.end();
	const [result] = results;
	if (result?.kind === 'done') {
		const { stored, skipped } = result.reply as { readonly stored: number; readonly skipped: number };
		const rest = skipped === 0 ? '' : `, ${plural(skipped, 'line')} skipped`;
		around.complain(`${plural(stored, 'key')} stored in bucket ${line.bucket}${rest}.`);
	}
	return code;
}

/** The buckets differ. */
const differentCode = 10;

/** Compares the values of two buckets: `<` only in the first, `>` only in the second, `!` in both with other values. */
export async function compareBuckets(work: KvWork): Promise<number> {
	const { line, around } = work;
	const [other = '', given] = line.operands;
	const pattern = patternOf(given);
	if (typeof pattern === 'object') return failed(around, wrongCommandLine, pattern.wrong);
	const one = await digestsOf(work, line.bucket, pattern);
	if (typeof one === 'number') return one;
	const two = await digestsOf(work, other, pattern);
	if (typeof two === 'number') return two;
	const keys = [...new Set([...one.keys(), ...two.keys()])].toSorted();
	let different = 0;
	for (const key of keys) {
		const [here, there] = [one.get(key), two.get(key)];
		if (here?.digest === there?.digest) continue;
		different += 1;
		const sign = here === undefined ? '>' : there === undefined ? '<' : '!';
		around.out.write(line.json ? `${JSON.stringify({ key, in: places[sign] })}\n` : `${sign} ${sanitise(key)}\n`);
	}
	around.complain(`${count(keys.length - different)} equal, ${count(different)} different.`);
	return different === 0 ? 0 : differentCode;
}

const places = { '<': 'first', '>': 'second', '!': 'both' } as const;

/** The values of a bucket, or the exit code. */
async function digestsOf(
	work: KvWork,
	bucket: string,
	pattern: string,
): Promise<ReadonlyMap<string, ValueDigest> | number> {
	const { deck, around } = work;
	const open = await bucketOr(work, bucket);
	if (typeof open === 'number') return open;
	const { digests, problem } = await valueDigests(deck.link(), open, { pattern, signal: around.signal });
	if (around.signal.aborted) return stoppedCode;
	return problem === undefined ? digests : complained(around, problem);
}
