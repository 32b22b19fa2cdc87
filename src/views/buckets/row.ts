import { memo } from '../../format/memo.ts';
import {
	type Bucket,
	type BucketName,
	bucketNameIn,
	bucketOf,
	bucketOrStream,
} from '../../jetstream/buckets/bucket.ts';
import { odditiesOf } from '../../jetstream/buckets/oddities.ts';
import { lastKnown, latest, unknown } from '../../store/datum.ts';
import type { DeckState, StreamEntry } from '../../store/state.ts';
import { streamHealth } from '../health/stream.ts';
import { type Health, judge } from '../health/verdict.ts';
import { type StreamRow, streamRow } from '../row.ts';

/** A bucket: what is known of its stream, under its own name. */
export interface BucketRow extends StreamRow {
	readonly kind: BucketName['kind'];
	/** Undefined while its configuration is unknown. */
	readonly bucket?: Bucket | undefined;
	/** Names of objects, deleted ones with a marker included; undefined while they are not counted, and for keys. */
	readonly objects?: number | undefined;
}

type Account = Pick<DeckState, 'streamNames' | 'streams' | 'features'>;

const nothing: readonly string[] = [];

/** The streams that are buckets: by name, unless their configuration says otherwise. */
export const bucketStreams = ({ streamNames, streams, features }: Account): readonly string[] =>
	// They came after the technical preview of 2020.
	features.dialect === 'preview' ? nothing : listed(latest(streamNames) ?? nothing, streams);

const listed = memo((names: readonly string[], { entries }: DeckState['streams']): readonly string[] =>
	named(names).filter((name) => mayBeBucket(entries.get(name))),
);

const named = memo((names: readonly string[]) => names.filter((name) => bucketNameIn(name) !== undefined));

function mayBeBucket(entry: StreamEntry | undefined): boolean {
	const last = entry && lastKnown(entry.info);
	return last === undefined || bucketOf(last.value.config) !== undefined;
}

/** The other streams. */
export const plainStreams = ({ streamNames, streams, features }: Account): readonly string[] =>
	features.dialect === 'preview' ? (latest(streamNames) ?? nothing) : besides(latest(streamNames) ?? nothing, streams);

const besides = memo((names: readonly string[], streams: DeckState['streams']): readonly string[] => {
	const buckets = new Set(listed(names, streams));
	return buckets.size === 0 ? names : names.filter((name) => !buckets.has(name));
});

/** @param stream of the bucket */
export function bucketRow(state: DeckState, stream: string): BucketRow {
	const row = streamRow(state, stream);
	const { kind, bucket: name } = bucketOrStream(stream);
	const counted = latest(state.objectCounts.entries.get(stream) ?? unknown);
	const objects = counted?.created === row.info?.created ? counted?.objects : undefined;
	return { ...row, name, kind, bucket: row.info && bucketOf(row.info.config), objects };
}

/** That of its stream; what is odd about the bucket is a remark, for it works as its owner made it. */
export function bucketHealth({ info, offline, consumers, bucket }: BucketRow): Health | undefined {
	if (info === undefined) return undefined;
	const health = streamHealth({ info, offline, consumers });
	const odd = bucket === undefined ? [] : odditiesOf(bucket);
	return judge([() => health.reasons, () => odd.map((each) => ({ ...each, severity: 'ok' }))], info, health.short);
}
