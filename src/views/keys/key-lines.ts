import { serverNow } from '../../format/age.ts';
import { bytes } from '../../format/bytes.ts';
import { age, dateTime, duration, shortDuration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { memo } from '../../format/memo.ts';
import type { PayloadForm } from '../../format/payload.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { operationWords } from '../../jetstream/kv/operation-words.ts';
import { valueChanges } from '../../jetstream/kv/value-changes.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { lastKnown, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { paragraph } from '../confirm-lines.ts';
import type { Fact } from '../line.ts';
import { payloadLines } from '../message-lines.ts';
import { sectionLines } from '../section-lines.ts';
import { span } from '../spans.ts';
import { changesDrawn } from './changes-drawn.ts';
import { kvBucketIn } from './key-list.ts';
import { type KeyAt, type OpenedKey, openedKey } from './opened-key.ts';
import { timeLeft } from './time-left.ts';

/** A key in full: its revision, what the last change was, and its value in the chosen form. */
export function keyLines(state: DeckState, at: KeyAt, as: PayloadForm): readonly Line[] {
	const opened = openedKey(state, at);
	const known = lastKnown(opened.entry);
	if (known === undefined) return [];
	const { columns } = state.size;
	const entry = known.value;
	if (entry === undefined)
		return [...paragraph(`  ${absent(opened)}`, 'warn', columns, 2), ...beforeLines(opened, as, columns)];
	const value = entry.operation === 'put' ? payloadLines(entry.value, as, columns) : markerLines(entry, columns);
	return [...aboutLines(state, opened, entry), ...changeLines(state, opened, entry), [], ...value];
}

function absent({ key, revision, before }: OpenedKey): string {
	if (revision !== undefined) return `! The bucket no longer has revision ${count(revision)} of the key ${key}.`;
	return before === undefined
		? `! The bucket has no key ${key}: it never existed, or it was removed with its history.`
		: `! The key ${key} was removed with its history. This was its last value:`;
}

function beforeLines({ before }: OpenedKey, as: PayloadForm, columns: number): readonly Line[] {
	return before === undefined ? [] : [[], ...payloadLines(before.value, as, columns)];
}

function markerLines(entry: KvEntry, columns: number): readonly Line[] {
	return paragraph(`  ${operationWords(entry).sentence}`, 'warn', columns, 2);
}

function aboutLines(state: DeckState, opened: OpenedKey, entry: KvEntry): readonly Line[] {
	const last = lastKnown(state.streams.entries.get(opened.stream)?.info ?? unknown);
	const now = serverNow(last?.value.ts, last?.at ?? state.now, state.now);
	const { headers } = entry;
	const title = `Headers (${headers.length})`;
	// One below the other: side by side, long headers would push the value away.
	const room = Math.min(state.size.columns, 119);
	return [
		...sectionLines([{ kind: 'facts', title: '', facts: factsOf(state, opened, entry, last?.value, now) }], room),
		...(headers.length === 0
			? []
			: [
					[],
					...sectionLines([{ kind: 'facts', title, facts: headers.map(([label, value]) => ({ label, value })) }], room),
				]),
	];
}

function factsOf(
	state: DeckState,
	{ stream, kept }: OpenedKey,
	entry: KvEntry,
	info: StreamInfo | undefined,
	now: number,
): readonly Fact[] {
	const bucket = kvBucketIn(state, stream);
	const left = info && timeLeft(entry, info.config, now);
	const { operation, time, value, size, headers } = entry;
	const keeps = kept === undefined || kept === 0 ? '' : ` · ${plural(kept, 'revision')} kept`;
	const sizes = headers.length === 0 ? '' : `, ${bytes(size)} with headers`;
	return [
		{ label: 'Key', value: entry.key, tone: 'strong' },
		{ label: 'Revision', value: `${count(entry.revision)} of bucket ${bucket?.bucket ?? stream}${keeps}` },
		{ label: 'Stored', value: `${dateTime(time)}, ${age(time, now)} ago` },
		...(operation === 'put'
			? [{ label: 'Size', value: `${bytes(value.length)}${sizes}` }]
			: [{ label: 'Operation', value: operationWords(entry).short, tone: 'warn' as const }]),
		...(entry.ttl === undefined ? [] : [{ label: 'TTL', value: ttlInWords(entry.ttl, info) }]),
		...(left === undefined ? [] : [{ label: 'Time left', value: shortDuration(left), tone: 'accent' as const }]),
		...(bucket?.origin === undefined
			? []
			: [{ label: 'Mirror of', value: `bucket ${bucket.origin.bucket}, which takes the writes` }]),
	];
}

function ttlInWords(ttl: NonNullable<KvEntry['ttl']>, info: StreamInfo | undefined): string {
	const said = ttl === 'never' ? 'never expires' : duration(ttl);
	return info?.config.allow_msg_ttl ? said : `${said}; without effect: the bucket does not have allow_msg_ttl`;
}

/** What changed, and when: live, or from the revision before. */
function changeLines(state: DeckState, { before, changedAt }: OpenedKey, entry: KvEntry): readonly Line[] {
	if (before === undefined) return [];
	const when = changedAt === undefined ? 'Changed' : `Changed ${shortDuration(state.now - changedAt)} ago,`;
	const changes = changesOf(entry, before);
	const none: readonly Line[] = [[span('    nothing: the value is the same', 'dim')]];
	return [
		[],
		[span(`  ${when} from revision ${count(before.revision)}`, 'accent')],
		...(changes.length === 0 ? none : changesDrawn(changes, state.size.columns)),
	];
}

const changesOf = memo((after: KvEntry, before: KvEntry) => valueChanges(before, after));
