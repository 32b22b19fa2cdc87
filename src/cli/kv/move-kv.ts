import { once } from 'node:events';
import { planCountedImport, planKvImport } from '../../changes/plan/kv-import.ts';
import type { Plan } from '../../changes/proposal.ts';
import { count, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { compareBuckets } from '../../jetstream/kv/compare-buckets.ts';
import { entryLine } from '../../jetstream/kv/entry-json.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import { readAll } from '../../jetstream/kv/read-all.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { stoppedCode, unagreedCode, wrongCommandLine } from '../exit-codes.ts';
import { failed } from '../scripted-deck.ts';
import type { KvLine } from './kv-line.ts';
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
	if (file === '-' && isCounted(line) && open.source.info.state.messages > 0)
		return failed(
			around,
			unagreedCode,
			`Bucket ${line.bucket} has keys, and standard input cannot be compared with them beforehand. Nothing was stored: add --yes to replace values that differ, --absent to keep them, or give a file.`,
		);
	const shown = counter(around);
	const unwatch = deck.store.subscribe(({ runs }) => {
		const done = runs.at(-1)?.progress?.done;
		if (done !== undefined) shown.show(plural(done, 'key'));
	});
	const plan = await planOfImport(work, open, file);
	const asks = 'steps' in plan && plan.consequences.some(({ tone }) => tone === 'bad' || tone === 'warn');
	const { code, results } = await carryOut(work, plan, { asks, refusedAs: wrongCommandLine });
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

/** What would be replaced is counted, unless somebody agreed to it beforehand, or may not. */
function planOfImport({ line }: KvWork, open: OpenKvBucket, file: string): Promise<Plan> | Plan {
	const choice = { file, absent: line.absent };
	return isCounted(line) && file !== '-' ? planCountedImport(open, choice) : planKvImport(open, choice);
}

const isCounted = ({ yes, absent, readOnly }: KvLine): boolean => !yes && !absent && !readOnly;

/** The buckets differ. */
const differentCode = 10;

const signs = { first: '<', second: '>', both: '!' } as const;

/** Compares the values of two buckets: `<` only in the first, `>` only in the second, `!` in both with other values. */
export async function printComparison(work: KvWork): Promise<number> {
	const { deck, line, around } = work;
	const { out, signal } = around;
	const [name = '', given] = line.operands;
	const pattern = patternOf(given);
	if (typeof pattern === 'object') return failed(around, wrongCommandLine, pattern.wrong);
	const one = await bucketOr(work, line.bucket);
	if (typeof one === 'number') return one;
	const other = await bucketOr(work, name);
	if (typeof other === 'number') return other;
	const shown = counter(around);
	const onProgress = (bucket: string, values: number): void => shown.show(`${bucket}: ${plural(values, 'value')}`);
	const found = await compareBuckets(deck.link(), [one, other], { pattern, signal, onProgress });
	shown.end();
	if (signal.aborted) return stoppedCode;
	if ('problem' in found) return complained(around, found.problem);
	for (const { key, in: where } of found.differences)
		out.write(line.json ? `${JSON.stringify({ key, in: where })}\n` : `${signs[where]} ${sanitise(key)}\n`);
	around.complain(`${count(found.equal)} equal, ${count(found.differences.length)} different.`);
	return found.differences.length === 0 ? 0 : differentCode;
}
