import { bytes } from '../../format/bytes.ts';
import { count } from '../../format/integer.ts';
import { payloadKind, payloadStart } from '../../format/payload.ts';
import { sanitise, sanitiseLines } from '../../format/sanitise.ts';
import { plainTable } from '../../format/table.ts';
import { bucketNameIn } from '../../jetstream/buckets/bucket.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { entryLine } from '../../jetstream/kv/entry-json.ts';
import { isStorable, keyFilterFault } from '../../jetstream/kv/key.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import { operationWords } from '../../jetstream/kv/operation-words.ts';
import { readAll } from '../../jetstream/kv/read-all.ts';
import { type History, readHistory, readLatest, readRevision } from '../../jetstream/kv/read-key.ts';
import { isRefusal, type Problem } from '../../jetstream/problem.ts';
import { stoppedCode, wrongCommandLine } from '../exit-codes.ts';
import { jsonLineForTerminal } from '../outlet.ts';
import { failed } from '../scripted-deck.ts';
import { bucketOr, complained, type KvWork, notFoundCode } from './kv-work.ts';

/** Prints the value of a key: to a pipe its bytes, and nothing else. */
export async function getKey(work: KvWork): Promise<number> {
	const { line, around } = work;
	const [key = ''] = line.operands;
	const open = await bucketOr(work, line.bucket);
	if (typeof open === 'number') return open;
	const answer = await (line.revision === undefined ? readLatest(open, key) : readRevision(open, key, line.revision));
	if (around.signal.aborted) return stoppedCode;
	if (!answer.ok) return complained(around, answer.problem);
	const entry = answer.value;
	if (entry === undefined)
		return failed(
			around,
			notFoundCode,
			line.revision === undefined
				? `Bucket ${line.bucket} has no key ${key}.`
				: `The key ${key} has no revision ${count(line.revision)}, or no longer has it.`,
		);
	if (entry.operation !== 'put')
		return failed(
			around,
			notFoundCode,
			`The key ${key} is ${operationWords(entry).short}, at revision ${count(entry.revision)}.`,
		);
	if (line.json) around.out.write(`${forOutput(entryLine(entry), around.out)}\n`);
	else writeValue(entry, around.out);
	return 0;
}

/** On a terminal nothing may act on it. */
function writeValue({ value }: KvEntry, out: NodeJS.WriteStream): void {
	if (!out.isTTY) out.write(value);
	else if (payloadKind(value) === 'binary') out.write(`(${bytes(value.length)} of binary: write it to a file)\n`);
	else if (value.length > 0) out.write(`${sanitiseLines(new TextDecoder().decode(value))}\n`);
}

const forOutput = (json: string, out: NodeJS.WriteStream): string => (out.isTTY ? jsonLineForTerminal(json) : json);

/** Prints the revisions of a key, the oldest first. */
export async function printHistory(work: KvWork): Promise<number> {
	const { line, around } = work;
	const [key = ''] = line.operands;
	const open = await bucketOr(work, line.bucket);
	if (typeof open === 'number') return open;
	const answer = await historyOf(work, open, key);
	if (around.signal.aborted) return stoppedCode;
	if ('problem' in answer) return complained(around, answer.problem);
	const { entries, more } = answer;
	if (entries.length === 0) return failed(around, notFoundCode, `Bucket ${line.bucket} has no key ${key}.`);
	if (more) around.complain(`These are the first ${count(entries.length)} revisions; the bucket has more.`);
	const { out } = around;
	if (line.json) for (const entry of entries) out.write(`${forOutput(entryLine(entry), out)}\n`);
	else out.write(`${plainTable(historyColumns, entries.map(historyRow))}\n`);
	return 0;
}

/** A user who may read only some keys has the consumer of a library, and no request of the API. */
async function historyOf(
	{ deck, around: { signal } }: KvWork,
	open: OpenKvBucket,
	key: string,
): Promise<History | { readonly problem: Problem }> {
	const answer = await readHistory(open, key);
	if (answer.ok) return answer.value;
	if (!isRefusal(answer.problem) || !isStorable(key)) return answer;
	const entries: KvEntry[] = [];
	const take = (entry: KvEntry): void => void entries.push(entry);
	const problem = await readAll(deck.link(), open, { pattern: key, history: true, signal, take });
	return problem === undefined ? { entries, more: false } : { problem };
}

const historyColumns = [
	{ title: 'REVISION', align: 'right' },
	{ title: 'TIME' },
	{ title: 'WHAT' },
	{ title: 'SIZE', align: 'right' },
	{ title: 'VALUE' },
] as const;

function historyRow(entry: KvEntry): readonly string[] {
	const { revision, time, operation, value } = entry;
	const isValue = operation === 'put';
	return [
		count(revision),
		sanitise(time),
		operationWords(entry).short,
		isValue ? bytes(value.length) : '',
		isValue ? payloadStart(value, 60) : '',
	];
}

/** Prints the names of the buckets, or of the keys of one: a line each. */
export async function printNames(work: KvWork): Promise<number> {
	return work.line.bucket === '' ? printBuckets(work) : printKeys(work);
}

async function printBuckets({ deck, line, around }: KvWork): Promise<number> {
	const answer = await deck.api().pages('stream.names', {}, undefined, { signal: around.signal });
	if (around.signal.aborted) return stoppedCode;
	if (!answer.ok) return complained(around, answer.problem);
	const buckets = answer.value.items.flatMap((stream) => {
		const named = bucketNameIn(stream);
		return named?.kind === 'kv' ? [{ bucket: named.bucket, stream }] : [];
	});
	for (const each of buckets) around.out.write(line.json ? `${JSON.stringify(each)}\n` : `${sanitise(each.bucket)}\n`);
	return 0;
}

async function printKeys(work: KvWork): Promise<number> {
	const { deck, line, around } = work;
	const pattern = patternOf(line.operands[0]);
	if (typeof pattern === 'object') return failed(around, wrongCommandLine, pattern.wrong);
	const open = await bucketOr(work, line.bucket);
	if (typeof open === 'number') return open;
	const problem = await readAll(deck.link(), open, {
		pattern,
		headersOnly: !line.json,
		signal: around.signal,
		take: (entry) => {
			if (entry.operation !== 'put' && !line.deleted) return;
			around.out.write(line.json ? `${forOutput(entryLine(entry), around.out)}\n` : `${sanitise(entry.key)}\n`);
		},
	});
	if (around.signal.aborted) return stoppedCode;
	if (problem === undefined) return 0;
	const mayReadSome = problem.kind === 'permission-publish' && pattern === '>';
	const advice = mayReadSome
		? `${problem.advice} Or give a pattern of keys that you may read, such as a.>.`
		: problem.advice;
	return complained(around, { ...problem, advice });
}

/** The pattern of an operand; all keys without one. */
export function patternOf(pattern = '>'): string | { readonly wrong: string } {
	const fault = keyFilterFault(pattern);
	return fault === undefined ? pattern : { wrong: `${JSON.stringify(pattern)} ${fault}.` };
}
