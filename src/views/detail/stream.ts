import { serverNow } from '../../format/age.ts';
import { bytes } from '../../format/bytes.ts';
import { age, dateTime, duration, parseTimestamp, shortDuration } from '../../format/duration.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import { byteRate, rate } from '../../format/rate.ts';
import { bucketInWords, bucketOf } from '../../jetstream/buckets/bucket.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { requiredLevelInWords } from '../../jetstream/required-level.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { StreamConfig, StreamInfo, StreamSourceInfo } from '../../jetstream/wire.ts';
import type { RecentEvent } from '../../store/events/heard.ts';
import type { Rates } from '../../store/rates.ts';
import { streamHealth } from '../health/stream.ts';
import type { Verdict } from '../health/verdict.ts';
import type { Cell, Fact, Section } from '../line.ts';
import { clusterSections } from './cluster.ts';
import { configurationSections, type Described, type Heading } from './configuration.ts';
import { fact, facts, healthSection, usage } from './facts.ts';
import { recentSection } from './recent.ts';

/** What the overview of a stream needs. */
export interface StreamView {
	readonly info: StreamInfo;
	/** When `info` was received, ms since the epoch. */
	readonly at: number;
	readonly rates?: Rates | undefined;
	readonly offline?: string | undefined;
	/** Verdicts on its consumers. */
	readonly consumers?: readonly Verdict[] | undefined;
	/** Recent events about it. */
	readonly recent?: readonly RecentEvent[] | undefined;
	readonly now: number;
	readonly features: Features;
	/** Columns at which texts wrap. */
	readonly columns: number;
}

const headings: readonly Heading[] = [
	['Configuration', ['identity', 'retention', 'storage', 'replication']],
	['Limits', ['limits']],
	['Access and features', ['access', 'features']],
];

/** A stream: what is wrong, its messages, its configuration, its servers, its mirror and sources. */
export function streamSections(view: StreamView): readonly Section[] {
	const { info, offline, consumers, columns, features } = view;
	const there = serverNow(info.ts, view.at, view.now);
	const { chosen, rest } = streamConfiguration(info.config, features, columns);
	return [
		...healthSection(streamHealth({ info, offline, consumers }), columns),
		...facts('State', stateFacts(view, there)),
		...recentSection(view.recent, 'stream', view.now),
		...chosen,
		...clusterSections(info.cluster, info.ts, there),
		...sourceSection('Mirror', info.mirror === undefined ? [] : [info.mirror]),
		...sourceSection('Sources', info.sources ?? []),
		...alternates(info),
		...rest,
	];
}

export function streamConfiguration(config: StreamConfig, features: Features, columns: number): Described {
	return configurationSections({
		fields: streamFields,
		config,
		headings,
		always: ['subjects', 'retention', 'discard', 'storage', 'num_replicas'],
		never: ['name'],
		features,
		columns,
	});
}

function stateFacts({ info, rates }: StreamView, now: number): readonly Fact[] {
	const { config, state } = info;
	const lost = state.lost?.msgs?.length ?? 0;
	const lostBytes = state.lost?.bytes ?? 0;
	const bucket = bucketOf(config);
	return [
		...fact('Bucket', bucket && `${bucketInWords(bucket)}; press b to open it`),
		usage('Messages', state.messages, config.max_msgs, { zeroIsNone: true }),
		usage('Bytes', state.bytes, config.max_bytes, { say: bytes, zeroIsNone: true }),
		...fact('Messages a second', rates?.messagesPerSecond === undefined ? undefined : rate(rates.messagesPerSecond), {
			trend: rates?.trend,
		}),
		...fact('Growth', rates?.bytesPerSecond === undefined ? undefined : byteRate(rates.bytesPerSecond)),
		{ label: 'First sequence', value: sequence(state.first_seq, state.messages > 0 ? state.first_ts : undefined, now) },
		{ label: 'Last sequence', value: sequence(state.last_seq, state.last_ts, now) },
		...ageFact(info, now),
		...fact('Deleted', state.num_deleted ? `${count(state.num_deleted)} between the first and the last` : undefined),
		...fact('Lost', lost > 0 || lostBytes > 0 ? `${plural(lost, 'message')}, ${bytes(lostBytes)}` : undefined, {
			tone: 'bad',
		}),
		...fact(
			'Subjects',
			state.num_subjects === undefined && info.created === undefined ? undefined : count(state.num_subjects ?? 0),
		),
		usage('Consumers', state.consumer_count, config.max_consumers, { zeroIsNone: true }),
		...fact('Created', info.created && `${dateTime(info.created)}, ${age(info.created, now)} ago`),
		...fact('Domain', info.domain),
		...fact('Required API level', requiredLevelInWords(config)),
	];
}

function sequence(number: Integer, timestamp: string | undefined, now: number): string {
	const then = parseTimestamp(timestamp);
	return then === undefined ? count(number) : `${count(number)}, ${shortDuration(now - then)} ago`;
}

/** The age of the oldest message as a share of `max_age`. */
function ageFact({ config, state }: StreamInfo, now: number): readonly Fact[] {
	const most = Number(config.max_age ?? 0) / 1e6;
	const first = state.messages > 0 ? parseTimestamp(state.first_ts) : undefined;
	if (most <= 0 || first === undefined) return [];
	const value = `${shortDuration(now - first)} of ${duration(config.max_age ?? 0)}`;
	return [{ label: 'Oldest message', value, share: Math.min(1, Math.max(0, now - first) / most) }];
}

export function sourceSection(title: string, sources: readonly StreamSourceInfo[]): readonly Section[] {
	if (sources.length === 0) return [];
	const titles = ['NAME', 'LAG', 'CONTACT', 'SUBJECTS', 'ERROR'];
	return [
		{
			kind: 'table',
			title,
			columns: titles.map((each) => ({ title: each, align: each === 'LAG' || each === 'CONTACT' ? 'right' : 'left' })),
			rows: sources.map(sourceRow),
			empty: '',
		},
	];
}

function sourceRow(source: StreamSourceInfo): readonly Cell[] {
	const { name, external, lag, active, error } = source;
	const contact = active < 0 ? 'never' : shortDuration(Number(active) / 1e6);
	return [
		{ text: external === undefined ? name : `${name} at ${external.api}` },
		{ text: count(lag), tone: lag > 0 ? 'warn' : 'plain' },
		{ text: contact, tone: active < 0 ? 'warn' : 'plain' },
		{ text: subjectsOf(source) },
		{
			text: error?.description ?? (error === undefined ? '-' : `error ${error.code}`),
			tone: error === undefined ? 'dim' : 'bad',
		},
	];
}

function subjectsOf({ filter_subject: filter, subject_transforms: transforms }: StreamSourceInfo): string {
	const arrows = transforms?.map(({ src, dest }) => (dest === '' ? src : `${src} → ${dest}`));
	return arrows?.join(', ') || filter || 'all';
}

/** Other streams with the same messages; only shown if a mirror is involved. */
function alternates({ alternates: list }: StreamInfo): readonly Section[] {
	if (!list?.length) return [];
	return [
		{
			kind: 'table',
			title: 'Alternates, the nearest first',
			columns: [
				{ title: 'NAME', align: 'left' },
				{ title: 'CLUSTER', align: 'left' },
				{ title: 'DOMAIN', align: 'left' },
			],
			rows: list.map(({ name, cluster, domain = '-' }) => [{ text: name }, { text: cluster }, { text: domain }]),
			empty: '',
		},
	];
}
