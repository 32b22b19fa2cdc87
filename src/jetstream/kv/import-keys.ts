import type { Integer } from '../../format/integer.ts';
import { mayBeStored, type Problem } from '../problem.ts';
import { type ImportedAs, type ImportLine, readImportLine } from './import-line.ts';
import type { OpenKvBucket } from './open-bucket.ts';
import { readLatest } from './read-key.ts';
import { isConflict, refusedWrite } from './refusals.ts';
import { type KvWrite, messageOfWrite } from './write.ts';

export interface ImportOptions extends ImportedAs {
	readonly onStored: (key: string, revision: Integer, count: ImportCount) => void;
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

/** Under way at once; a larger value goes alone. */
const parallel = { values: 64, bytes: 16 * 1024 * 1024 } as const;

/** Stores the keys of an export, a line of JSON each; stops at the first that fails. Never rejects unless `lines` does. */
export async function importKeys(
	open: OpenKvBucket,
	lines: AsyncIterable<string>,
	options: ImportOptions,
): Promise<Imported> {
	const work = new Importing(open, options);
	let number = 0;
	for await (const text of lines) {
		number += 1;
		if (work.isOver) break;
		if (text.trim() === '') continue;
		const line = readImportLine(text, options);
		if (line === 'skipped') work.skip();
		else if (typeof line === 'string') {
			work.wrong(`Line ${number} ${line}.`);
			break;
		} else await work.begin(line);
	}
	return work.end();
}

class Importing {
	readonly #open: OpenKvBucket;
	readonly #options: ImportOptions;
	readonly #sending = new Map<string, Promise<void>>();
	readonly #unknown: string[] = [];
	#count = { stored: 0, skipped: 0, withoutTtl: 0 };
	#wrong: string | undefined;
	#problem: Problem | undefined;
	#bytes = 0;

	constructor(open: OpenKvBucket, options: ImportOptions) {
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
	async begin(line: ImportLine): Promise<void> {
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

	async #send({ write, lostTtl }: ImportLine): Promise<void> {
		const { target, source } = this.#open;
		// What was sent is waited for, also after a stop: so the count is right.
		const answer = await source.api.store(messageOfWrite(this.#open, write));
		if (answer.ok) this.#store(write.key, answer.value.seq, lostTtl);
		else if (write.kind === 'create' && isConflict(answer.problem)) await this.#createAgain(write, lostTtl);
		else if (!mayBeStored(answer.problem)) this.#problem ??= refusedWrite(answer.problem, write, target?.config);
		else {
			const revision = await this.#revisionOf(write);
			if (revision !== undefined) return this.#store(write.key, revision, lostTtl);
			this.#unknown.push(write.key);
			this.#problem ??= answer.problem;
		}
	}

	#store(key: string, revision: Integer, lostTtl: boolean): void {
		this.#count.stored += 1;
		if (lostTtl) this.#count.withoutTtl += 1;
		this.#options.onStored(key, revision, this.#count);
	}

	/** After a deletion the key does not exist, but its marker has a revision. */
	async #createAgain(write: KvWrite, lostTtl: boolean): Promise<void> {
		const now = await readLatest(this.#open, write.key);
		if (write.revision === 0 && now.ok && now.value !== undefined && now.value.operation !== 'put')
			return this.#send({ write: { ...write, revision: now.value.revision }, lostTtl });
		this.skip();
	}

	/** Undefined where the key does not have the value. */
	async #revisionOf({ key, value }: KvWrite): Promise<Integer | undefined> {
		const now = await readLatest(this.#open, key);
		const isThere = now.ok && now.value?.operation === 'put' && Buffer.from(now.value.value).equals(value);
		return isThere ? now.value?.revision : undefined;
	}
}
