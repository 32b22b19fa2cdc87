import { bytes } from '../../format/bytes.ts';
import { dateTime } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { operationWords } from '../../jetstream/kv/operation-words.ts';
import { valueChanges } from '../../jetstream/kv/value-changes.ts';
import { lastKnown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { payloadLines } from '../message-lines.ts';
import { sectionLines } from '../section-lines.ts';
import { span } from '../spans.ts';
import { changesDrawn } from './changes-drawn.ts';
import { comparedEntries } from './comparison.ts';

/** What a key has in two buckets: the difference, or the only value. */
export function comparedLines(
	state: DeckState,
	at: { readonly stream: string; readonly other: string; readonly key: string },
): readonly Line[] {
	const known = lastKnown(comparedEntries(state, at));
	if (known === undefined) return [];
	const { first, second } = known.value;
	const { columns } = state.size;
	const buckets = { first: bucketNameOf(at.stream), second: bucketNameOf(at.other) };
	const facts = [
		{ label: 'Key', value: at.key, tone: 'strong' as const },
		{ label: buckets.first, value: entryInWords(first) },
		{ label: buckets.second, value: entryInWords(second) },
	];
	return [
		...sectionLines([{ kind: 'facts', title: '', facts }], Math.min(columns, 119)),
		[],
		...contentLines(first, second, { buckets, columns }),
	];
}

function entryInWords(entry: KvEntry | undefined): string {
	if (entry === undefined) return 'no such key';
	const { operation, revision, time, value } = entry;
	const what = operation === 'put' ? bytes(value.length) : operationWords(entry).short;
	return `${what}, revision ${count(revision)}, ${dateTime(time)}`;
}

interface Around {
	readonly buckets: { readonly first: string; readonly second: string };
	readonly columns: number;
}

function contentLines(
	first: KvEntry | undefined,
	second: KvEntry | undefined,
	{ buckets, columns }: Around,
): readonly Line[] {
	const [one, other] = [valued(first), valued(second)];
	if (one !== undefined && other !== undefined) {
		const changes = valueChanges(one, other);
		return changes.length === 0
			? [[span('  The values are equal by now.', 'good')]]
			: [[span(`  From ${buckets.first} to ${buckets.second}`, 'accent')], ...changesDrawn(changes, columns)];
	}
	const only = one ?? other;
	if (only === undefined) return [[span('  Neither bucket has a value by now.', 'good')]];
	const bucket = one === undefined ? buckets.second : buckets.first;
	return [[span(`  Only in ${bucket}`, 'accent')], ...payloadLines(only.value, 'auto', columns)];
}

const valued = (entry: KvEntry | undefined): KvEntry | undefined => (entry?.operation === 'put' ? entry : undefined);
