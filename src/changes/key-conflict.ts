import { bytes } from '../format/bytes.ts';
import { count, type Integer } from '../format/integer.ts';
import { payloadStart } from '../format/payload.ts';
import type { KvEntry } from '../jetstream/kv/entry.ts';
import { openKvBucket, whereWritten } from '../jetstream/kv/open-bucket.ts';
import { readLatest } from '../jetstream/kv/read-key.ts';
import { isConflict } from '../jetstream/kv/refusals.ts';
import type { Api } from '../jetstream/request.ts';
import type { Features } from '../jetstream/server-features.ts';
import type { Step } from './proposal.ts';
import type { StepResult } from './run.ts';

/** Another writer was faster. */
export interface KeyConflict {
	readonly key: string;
	/** The revision that the write expected; 0 for none. */
	readonly expected: Integer;
	/** The value that was not stored. */
	readonly wanted: Uint8Array;
	/** What the key has now; undefined for nothing. */
	readonly now: KvEntry | undefined;
}

/** The conflict that a step ended with, with what the key has now; undefined if it ended otherwise, or the key cannot be read. */
export async function readConflict(
	api: Api,
	features: Features,
	{ wire }: Pick<Step, 'wire'>,
	result: StepResult,
): Promise<KeyConflict | undefined> {
	if (wire.kind !== 'kv' || result.kind !== 'refused' || !isConflict(result.problem)) return undefined;
	const { key, value, revision = 0 } = wire.write;
	const open = await openKvBucket(api, wire.params.bucket, features);
	if (!open.ok || open.value === undefined) return undefined;
	const now = await readLatest(whereWritten(open.value), key);
	return now.ok ? { key, expected: revision, wanted: value, now: now.value } : undefined;
}

/** Both values, a line each. */
export function conflictInWords({ wanted, now }: KeyConflict): readonly string[] {
	const present =
		now === undefined
			? 'nothing: the key does not exist'
			: `revision ${count(now.revision)}, ${now.operation === 'put' ? valueInWords(now.value) : 'the key is deleted'}`;
	return [`There now: ${present}`, `Not stored: ${valueInWords(wanted)}`];
}

const valueInWords = (value: Uint8Array): string =>
	value.length === 0 ? 'an empty value' : `${bytes(value.length)}: ${payloadStart(value)}`;
