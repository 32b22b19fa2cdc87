import { serverNow } from '../../format/age.ts';
import { bytes } from '../../format/bytes.ts';
import { age, dateTime, parseTimestamp, shortDuration } from '../../format/duration.ts';
import { count } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { rate } from '../../format/rate.ts';
import { type Bucket, type BucketKind, bucketInWords, bucketKinds } from '../../jetstream/buckets/bucket.ts';
import { impliedFields } from '../../jetstream/buckets/config.ts';
import { bucketFields } from '../../jetstream/buckets/fields.ts';
import { describeConfig } from '../../jetstream/fields/describe.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { lastKnown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { type BucketRow, bucketHealth, bucketRow } from '../buckets/row.ts';
import type { Fact, Section } from '../line.ts';
import { sectionLines, textColumns } from '../section-lines.ts';
import { clusterSections } from './cluster.ts';
import { configurationSections, type Heading } from './configuration.ts';
import { fact, facts, healthSection, paragraph, usage } from './facts.ts';
import { recentSection } from './recent.ts';
import { sourceSection } from './stream.ts';

const headings: readonly Heading[] = [
	['Configuration', ['identity', 'limits', 'features', 'storage', 'retention', 'replication', 'access']],
];

/** A bucket: what is wrong or odd, what it keeps, its configuration in its own words, its servers and what it copies. */
export function bucketLines(state: DeckState, { stream }: { readonly stream: string }): readonly Line[] {
	const entry = state.streams.entries.get(stream);
	const last = entry && lastKnown(entry.info);
	if (last === undefined) return [];
	const info = last.value;
	const row = bucketRow(state, stream);
	const columns = textColumns(state.size.columns);
	if (row.bucket === undefined) return sectionLines(noBucket(stream, columns), state.size.columns);
	const now = serverNow(info.ts, last.at, state.now);
	const { chosen, rest } = configurationSections({
		fields: bucketFields[row.kind],
		config: ownConfig(row.bucket),
		headings,
		always: ['max_msgs_per_subject', 'max_age', 'max_msg_size', 'max_bytes', 'storage', 'num_replicas'],
		// Their own tables follow.
		never: ['name', 'mirror', 'sources'],
		features: state.features,
		columns,
	});
	return sectionLines(
		[
			...healthSection({ reasons: bucketHealth(row)?.reasons ?? [] }, columns),
			...facts('Bucket', bucketFacts(row.bucket, info, row, now)),
			...recentSection(state.events.recent.get(stream), 'stream', state.now),
			...chosen,
			...besides(row.bucket),
			...clusterSections(info.cluster, info.ts, now),
			...sourceSection('Mirror', info.mirror === undefined ? [] : [info.mirror]),
			...sourceSection('Sources', info.sources ?? []),
			...rest,
		],
		state.size.columns,
	);
}

const noBucket = (stream: string, columns: number): readonly Section[] => [
	{
		kind: 'text',
		title: '',
		lines: paragraph(
			`Stream ${stream} is no bucket: it has neither the subjects nor the limits of one.`,
			'plain',
			columns,
		),
	},
];

/** Without what the fields of a bucket do not describe. */
function ownConfig({ kind, config }: Bucket): Readonly<Record<string, unknown>> {
	const names = new Set(bucketFields[kind].map(({ name }) => name));
	return Object.fromEntries(Object.entries(config).filter(([name]) => names.has(name)));
}

/** What a bucket has, and what its messages are. */
const contents: Readonly<Record<BucketKind, { readonly label: string; readonly stored: string }>> = {
	kv: { label: 'Keys', stored: 'values, with history and markers' },
	objects: { label: 'Objects', stored: 'messages: chunks, and one more for each object' },
};

export function bucketFacts(
	bucket: Bucket,
	info: StreamInfo,
	{ rates, objects }: Pick<BucketRow, 'rates' | 'objects'>,
	now: number,
): readonly Fact[] {
	const { config, state, created, domain } = info;
	const changed = parseTimestamp(state.last_ts);
	const { label, stored } = contents[bucket.kind];
	const many = bucketKinds[bucket.kind].counted(info, objects);
	return [
		{ label: 'Kind', value: bucketInWords(bucket) },
		{ label: 'Stream', value: `${config.name}; press t to open it` },
		...fact(label, many === undefined ? undefined : `${count(many)}, deleted ones with a marker included`),
		{ label: 'Stored', value: `${count(state.messages)} ${stored}` },
		usage('Size', state.bytes, config.max_bytes, { say: bytes, zeroIsNone: true }),
		...fact('Changes a second', rates?.messagesPerSecond === undefined ? undefined : rate(rates.messagesPerSecond)),
		...fact(
			'Last change',
			state.messages > 0 && changed !== undefined ? `${shortDuration(now - changed)} ago` : 'none yet',
		),
		...fact('Sealed', config.sealed ? 'yes: nothing can be added or removed' : undefined, { tone: 'strong' }),
		...copyFacts(bucket),
		...fact('Created', created && `${dateTime(created)}, ${age(created, now)} ago`),
		...fact('Domain', domain),
	];
}

/** Where a copy is written, and under which names it reads. */
function copyFacts(bucket: Bucket): readonly Fact[] {
	const { origin, stored } = bucket;
	if (origin === undefined) return [];
	const where = origin.api === undefined ? '' : ` at ${origin.api}`;
	return [
		{ label: 'Writes', value: `to bucket ${origin.bucket}${where}: this one is a mirror` },
		{ label: 'Reads', value: `under ${stored}>, the subjects of its origin` },
	];
}

/** Fields of the stream that a bucket does not have, where they differ from what client libraries set. */
function besides({ kind, config, bucket }: Bucket): readonly Section[] {
	const own = new Set(bucketFields[kind].map(({ name }) => name));
	const implied = impliedFields(kind, bucket, config);
	const rest = Object.entries(config).filter(
		([name, value]) => !own.has(name) && JSON.stringify(implied[name]) !== JSON.stringify(value),
	);
	const lines = describeConfig(streamFields, Object.fromEntries(rest)).filter(({ isDefault }) => !isDefault);
	return facts(
		'Besides, its stream has',
		lines.map(({ label, value }) => ({ label, value, tone: 'strong' as const })),
	);
}
