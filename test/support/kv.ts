import { PassThrough, Readable } from 'node:stream';
import { kvLineFrom } from '../../src/cli/kv/kv-line.ts';
import { printKv } from '../../src/cli/kv/print-kv.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { createDeck } from '../../src/create-deck.ts';
import type { KvEntry } from '../../src/jetstream/kv/entry.ts';
import { type OpenKvBucket, openKvBucket } from '../../src/jetstream/kv/open-bucket.ts';
import { readLatest } from '../../src/jetstream/kv/read-key.ts';
import type { Answer } from '../../src/jetstream/problem.ts';
import type { Link } from '../../src/nats/link.ts';
import { settingsFor } from './decks.ts';
import { raw } from './jetstream.ts';

/** Creates the stream of a bucket, as `nats kv add` does. */
export async function createBucket(link: Link, bucket: string, config: object = {}): Promise<void> {
	await raw(link, `$JS.API.STREAM.CREATE.KV_${bucket}`, {
		name: `KV_${bucket}`,
		subjects: [`$KV.${bucket}.>`],
		storage: 'memory',
		discard: 'new',
		max_msgs_per_subject: 1,
		deny_delete: true,
		allow_rollup_hdrs: true,
		allow_direct: true,
		...config,
	});
}

/** The value of an answer; fails for a problem. */
export function answered<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(`${answer.problem.message} ${answer.problem.advice}`);
	return answer.value;
}

/** A bucket as it is now. */
export async function bucketOf(deck: Deck, name: string): Promise<OpenKvBucket> {
	const open = answered(await openKvBucket(deck.api(), name, deck.store.getState().features));
	if (open === undefined) throw new Error(`there is no bucket ${name}`);
	return open;
}

/** The latest revision of a key. */
export async function latest(deck: Deck, bucket: string, key: string): Promise<KvEntry | undefined> {
	return answered(await readLatest(await bucketOf(deck, bucket), key));
}

export const textOf = (entry: KvEntry | undefined): string | undefined =>
	entry?.operation === 'put' ? new TextDecoder().decode(entry.value) : entry?.operation;

/** What `jetdeck kv` does, with all that it prints. */
export async function kvRan(
	url: string,
	words: readonly string[],
	{
		input = '',
		options = {},
		signal = new AbortController().signal,
		onLines = () => {},
	}: {
		readonly input?: string | Uint8Array | Readable;
		readonly options?: object;
		readonly signal?: AbortSignal;
		readonly onLines?: (count: number) => void;
	} = {},
) {
	const line = kvLineFrom(words, { yes: true, journal: false, ...options });
	if (typeof line === 'string') return { code: 2, out: '', bytes: Buffer.alloc(0), said: line };
	const said: string[] = [];
	const out = new PassThrough();
	const written: Buffer[] = [];
	out.on('data', (block: Buffer) => {
		written.push(block);
		onLines(Buffer.concat(written).toString().split('\n').length - 1);
	});
	const code = await printKv(await settingsFor({ server: url, timeout: 10_000 }), line, {
		createDeck,
		out: out as unknown as NodeJS.WriteStream,
		input: (input instanceof Readable ? input : Readable.from([Buffer.from(input)])) as NodeJS.ReadStream,
		progress: { write: () => true, isTTY: false },
		complain: (text) => said.push(text),
		ask: undefined,
		signal,
	});
	const bytes = Buffer.concat(written);
	return { code, out: bytes.toString(), bytes, said: said.join('\n') };
}
