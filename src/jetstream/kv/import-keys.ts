import { setMaxListeners } from 'node:events';
import { parseTimestamp } from '../../format/duration.ts';
import { isRecord, isText } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import { readDuration } from '../../format/read-duration.ts';
import type { StoredEntry } from '../messages/stored-entry.ts';
import type { Problem } from '../problem.ts';
import { isStorable } from './key.ts';
import type { OpenBucket } from './open-bucket.ts';
import { readLatest } from './read-key.ts';
import { isConflict, refusedWrite } from './refusals.ts';
import { type KvWrite, messageOfWrite, ownHeaders } from './write.ts';

export interface ImportOptions {
	/** Only keys that the bucket does not have; others are skipped. */
	readonly absent: boolean;
	/** The bucket keeps a TTL per key; else values lose theirs. */
	readonly ttl: boolean;
	readonly onProgress: (count: ImportCount) => void;
	readonly signal: AbortSignal;
}

export interface ImportCount {
	readonly stored: number;
	/** Keys that exist already, deletions, and values whose TTL is over. */
	readonly skipped: number;
	/** Values that lost their TTL. */
	readonly withoutTtl: number;
}

export type Imported = ImportCount &
	(
		| { readonly kind: 'done' }
		| { readonly kind: 'stopped' }
		/** The first line that is none of an export, as a sentence. */
		| { readonly kind: 'wrong'; readonly wrong: string }
		| { readonly kind: 'failed'; readonly problem: Problem }
		/** No reply came for these keys, and they do not have the value. */
		| { readonly kind: 'unknown'; readonly keys: readonly string[]; readonly problem: Problem }
	);

/** A line of an export. */
interface Line {
	readonly write: KvWrite;
	readonly lostTtl: boolean;
}

/** Under way at once; a larger value goes alone. */
const parallel = { values: 64, bytes: 16 * 1024 * 1024 } as const;

/** Stores the keys of an export, a line of JSON each; stops at the first that fails. Never rejects unless `lines` does. */
export async function importKeys(
	open: OpenBucket,
	lines: AsyncIterable<string>,
	options: ImportOptions,
): Promise<Imported> {
	// Each request under way may listen twice whether it is stopped.
	setMaxListeners(2 * parallel.values, options.signal);
	const work = new Importing(open, options);
	let number = 0;
	for await (const text of lines) {
		number += 1;
		if (work.isOver) break;
		if (text.trim() === '') continue;
		const line = readLine(text, options);
		if (line === 'skipped') work.skip();
		else if (typeof line === 'string') {
			work.wrong(`Line ${number} ${line}.`);
			break;
		} else await work.begin(line);
	}
	return work.end();
}

class Importing {
	readonly #open: OpenBucket;
	readonly #options: ImportOptions;
	readonly #sending = new Map<string, Promise<void>>();
	readonly #unknown: string[] = [];
	#count = { stored: 0, skipped: 0, withoutTtl: 0 };
	#wrong: string | undefined;
	#problem: Problem | undefined;
	#bytes = 0;

	constructor(open: OpenBucket, options: ImportOptions) {
		this.#open = open;
		this.#options = options;
	}

	get isOver(): boolean {
		return this.#options.signal.aborted || this.#problem !== undefined || this.#wrong !== undefined;
	}

	skip(): void {
		this.#count.skipped += 1;
	}

	wrong(why: string): void {
		this.#wrong = why;
	}

	/** Waits for a place, and for an earlier value of the same key. */
	async begin(line: Line): Promise<void> {
		const { key, value } = line.write;
		await this.#sending.get(key);
		while (this.#isFull(value.length)) await Promise.race(this.#sending.values());
		if (this.isOver) return;
		this.#bytes += value.length;
		const sent = this.#send(line).finally(() => {
			this.#sending.delete(key);
			this.#bytes -= value.length;
		});
		this.#sending.set(key, sent);
	}

	#isFull(more: number): boolean {
		const { size } = this.#sending;
		return size >= parallel.values || (size > 0 && this.#bytes + more > parallel.bytes);
	}

	async end(): Promise<Imported> {
		await Promise.all(this.#sending.values());
		const count = this.#count;
		if (this.#problem !== undefined)
			return this.#unknown.length > 0
				? { kind: 'unknown', keys: this.#unknown, problem: this.#problem, ...count }
				: { kind: 'failed', problem: this.#problem, ...count };
		if (this.#wrong !== undefined) return { kind: 'wrong', wrong: this.#wrong, ...count };
		return { kind: this.#options.signal.aborted ? 'stopped' : 'done', ...count };
	}

	async #send({ write, lostTtl }: Line): Promise<void> {
		const { target, source } = this.#open;
		// What was sent is waited for, also after a stop: so the count is right.
		const answer = await source.api.store(messageOfWrite(this.#open, write));
		if (answer.ok) this.#store(lostTtl);
		else if (write.kind === 'create' && isConflict(answer.problem)) await this.#createAgain(write, lostTtl);
		else if (isKnown(answer.problem)) this.#problem ??= refusedWrite(answer.problem, write, target?.config);
		else if (await this.#isThere(write)) this.#store(lostTtl);
		else {
			this.#unknown.push(write.key);
			this.#problem ??= answer.problem;
		}
	}

	#store(lostTtl: boolean): void {
		this.#count.stored += 1;
		if (lostTtl) this.#count.withoutTtl += 1;
		this.#options.onProgress(this.#count);
	}

	/** After a deletion the key does not exist, but its marker has a revision. */
	async #createAgain(write: KvWrite, lostTtl: boolean): Promise<void> {
		const now = await readLatest(this.#open, write.key);
		if (write.revision === 0 && now.ok && now.value !== undefined && now.value.operation !== 'put')
			return this.#send({ write: { ...write, revision: now.value.revision }, lostTtl });
		this.skip();
	}

	async #isThere({ key, value }: KvWrite): Promise<boolean> {
		const now = await readLatest(this.#open, key);
		return now.ok && now.value?.operation === 'put' && Buffer.from(now.value.value).equals(value);
	}
}

/** Whether nothing was stored for certain. */
const isKnown = ({ kind, unsent }: Problem): boolean =>
	unsent === true ||
	!['timeout', 'disconnected', 'cancelled', 'malformed', 'other', 'permission-subscribe'].includes(kind);

/** What a line stores; `skipped` for a deletion, and for a value whose TTL is over. Or why it is none, as the end of a sentence. */
function readLine(text: string, { absent, ttl: keepsTtl }: ImportOptions): Line | string {
	const parsed = parseJson(text);
	if (!parsed.ok || !isRecord(parsed.value)) return 'is no JSON object';
	const { key, value, base64, operation, headers = [], time } = parsed.value;
	if (!isText(key) || !isStorable(key)) return 'has no key that a bucket can have';
	if (operation !== undefined && operation !== 'put') return 'skipped';
	const bytes = isText(value) ? new TextEncoder().encode(value) : isText(base64) ? bytesOfBase64(base64) : undefined;
	if (bytes === undefined) return 'has neither a value as text nor one as base64';
	const pairs = headersOf(headers);
	if (pairs === undefined) return 'has headers that are no pairs of texts, or that belong to the protocol';
	const given = parsed.value.ttl;
	const ttl = given === undefined ? undefined : ttlLeft(given, time);
	if (given !== undefined && ttl === undefined) return 'has a ttl that is no duration';
	if (ttl !== undefined && ttl !== 'never' && ttl <= 0) return 'skipped';
	const kept = keepsTtl && ttl !== undefined ? { ttl } : {};
	return {
		write: {
			kind: absent ? 'create' : 'put',
			key,
			value: bytes,
			...(pairs.length > 0 && { headers: pairs }),
			...(absent && { revision: 0 }),
			...kept,
		},
		lostTtl: ttl !== undefined && !keepsTtl,
	};
}

/** Node skips what is no base64, so that bytes are missing, and takes that of URLs too. A pattern over some MB may overflow the stack. */
function bytesOfBase64(text: string): Uint8Array | undefined {
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	const bytes = Buffer.from(text, 'base64');
	const isWhole = text.length % 4 === 0 && bytes.length === (text.length / 4) * 3 - padding;
	return isWhole && !text.includes('-') && !text.includes('_') ? bytes : undefined;
}

function headersOf(given: unknown): StoredEntry['headers'] | undefined {
	if (!Array.isArray(given)) return undefined;
	const isPair = (each: unknown): each is readonly [string, string] =>
		Array.isArray(each) && each.length === 2 && each.every(isText);
	return given.every(isPair) && ownHeaders(given).length === given.length ? given : undefined;
}

/** In whole seconds, since the time of the value; at least one while it lasts. */
function ttlLeft(given: unknown, time: unknown): number | 'never' | undefined {
	if (given === 'never') return 'never';
	const ttl = isText(given) ? readDuration(given) : undefined;
	if (ttl === undefined) return undefined;
	const since = isText(time) ? (parseTimestamp(time) ?? Date.now()) : Date.now();
	const left = Number(ttl) / 1e6 - (Date.now() - since);
	return left <= 0 ? 0 : Math.max(1, Math.round(left / 1000)) * 1e9;
}
