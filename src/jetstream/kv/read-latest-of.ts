import { bytes } from '../../format/bytes.ts';
import { fitting } from '../messages/fitting.ts';
import type { Answer } from '../problem.ts';
import type { KvEntry } from './entry.ts';
import type { OpenKvBucket } from './open-bucket.ts';
import { readLatest } from './read-key.ts';

/** Requests at once: each listens to one signal, and Node warns of more than ten. */
const atOnce = 8;
/** Values under way at once, by the usual size of a message. */
const underWay = 16 * 1024 * 1024;
/** All values stay in memory until they are removed: the journal has their digests. */
const mostRead = 256 * 1024 * 1024;

/** A key and its latest revision. */
export interface KeyNow {
	readonly key: string;
	readonly now: KvEntry | undefined;
}

/** The latest revisions of some keys, in their order; fails with the first that cannot be read. */
export async function readLatestOf(
	open: OpenKvBucket,
	keys: readonly string[],
	most = mostRead,
): Promise<Answer<readonly KeyNow[]>> {
	const width = Math.min(atOnce, fitting(open.source.info, underWay));
	const begun = Date.now();
	const read: KeyNow[] = [];
	let size = 0;
	for (let from = 0; from < keys.length; from += width) {
		const some = keys.slice(from, from + width);
		const answers = await Promise.all(some.map((key) => readLatest(open, key)));
		for (const [at, key] of some.entries()) {
			const answer = answers[at];
			if (answer === undefined || !answer.ok) return answer ?? tooMuch(most);
			read.push({ key, now: answer.value });
			size += answer.value?.size ?? 0;
		}
		if (size > most && keys.length > 1) return tooMuch(most);
	}
	const at = Date.now();
	return { ok: true, value: read, at, ms: at - begun };
}

function tooMuch(most: number): Answer<never> {
	const message = `The values of these keys have more than ${bytes(most)}.`;
	return {
		ok: false,
		problem: { kind: 'bad-input', subject: '', message, advice: 'Choose fewer keys.' },
		at: Date.now(),
		ms: 0,
	};
}
