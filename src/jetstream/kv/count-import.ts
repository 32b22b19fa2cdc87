import { createHash } from 'node:crypto';
import { readLast } from '../messages/read-last.ts';
import { inSentences } from '../problem.ts';
import { entryOf } from './entry.ts';
import { type ImportedAs, readImportLine } from './import-line.ts';
import { storedSubject } from './key.ts';
import type { OpenKvBucket } from './open-bucket.ts';

/** What an import would do to the bucket as it is now. */
export interface ImportFigures {
	/** Keys of the file; of several lines of one key the last one counts. */
	readonly keys: number;
	/** Keys that have another value. */
	readonly replaced: number;
	/** Keys that have this value already. */
	readonly equal: number;
	/** Most lines of one key that has another value: each becomes a revision. */
	readonly mostLines: number;
}

/** Keys asked for at once, and bytes of their values. */
const atOnce = { keys: 1_000, bytes: 16 * 1024 * 1024 } as const;

const fingerprint = (value: Uint8Array): string => createHash('sha256').update(value).digest('base64');

/** Compares the lines of an export with a bucket, before anything is stored; or says why it cannot. */
export async function countImport(
	open: OpenKvBucket,
	lines: AsyncIterable<string>,
	as: ImportedAs,
): Promise<ImportFigures | { readonly refusal: string }> {
	const last = new Map<string, { readonly digest: string; readonly lines: number }>();
	let number = 0;
	for await (const text of lines) {
		number += 1;
		if (text.trim() === '') continue;
		const line = readImportLine(text, as);
		if (typeof line === 'object') {
			const { key, value } = line.write;
			last.set(key, { digest: fingerprint(value), lines: (last.get(key)?.lines ?? 0) + 1 });
		} else if (line !== 'skipped') return { refusal: `Line ${number} ${line}. Nothing was stored.` };
	}
	const figures = { keys: last.size, replaced: 0, equal: 0, mostLines: 0 };
	const { api, info } = open.source;
	// Reading the file may have taken a while.
	const now = await api.request('stream.info', { stream: info.config.name });
	if (now.ok && now.value.state.messages === 0) return figures;
	const all = [...last];
	for (let from = 0; from < all.length; from += atOnce.keys) {
		const left = new Map(
			all.slice(from, from + atOnce.keys).map(([key, line]) => [storedSubject(open.bucket, key), line] as const),
		);
		while (left.size > 0) {
			const read = await readLast(open.source, { subjects: [...left.keys()], maxBytes: atOnce.bytes });
			if (!read.ok) return { refusal: `${inSentences(read.problem)} Nothing was stored.` };
			const { found, without, failed } = read.value;
			const [problem] = failed.values();
			if (problem !== undefined) return { refusal: `${inSentences(problem)} Nothing was stored.` };
			// A key whose name is a pattern cannot be asked for.
			if (found.size + without.length === 0) break;
			for (const subject of without) left.delete(subject);
			for (const [subject, stored] of found) {
				const entry = entryOf(stored, open.bucket);
				const { digest, lines = 0 } = left.get(subject) ?? {};
				left.delete(subject);
				if (entry?.operation !== 'put') continue;
				const isEqual = fingerprint(entry.value) === digest;
				figures[isEqual ? 'equal' : 'replaced'] += 1;
				if (!isEqual) figures.mostLines = Math.max(figures.mostLines, lines);
			}
		}
	}
	return figures;
}
