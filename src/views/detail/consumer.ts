import { serverNow, wholeSeconds } from '../../format/age.ts';
import { age, dateTime, parseTimestamp, shortDuration } from '../../format/duration.ts';
import { plus } from '../../format/exact.ts';
import { count, plural } from '../../format/integer.ts';
import { rate } from '../../format/rate.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { requiredLevelInWords } from '../../jetstream/required-level.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { ConsumerInfo, SequenceInfo } from '../../jetstream/wire.ts';
import type { RecentEvent } from '../../store/events/heard.ts';
import type { Rates } from '../../store/rates.ts';
import type { LagLimits } from '../../store/state.ts';
import { filtersOf, modeOf } from '../columns/consumer-cells.ts';
import { consumerHealth, pausedMs } from '../health/consumer.ts';
import { redeliveredOf } from '../health/max-deliver.ts';
import type { Fact, Section } from '../line.ts';
import { clusterSections } from './cluster.ts';
import { configurationSections, type Heading } from './configuration.ts';
import { fact, facts, healthSection, paragraph, usage } from './facts.ts';
import { recentSection } from './recent.ts';

/** What the overview of a consumer needs. */
export interface ConsumerView {
	readonly info: ConsumerInfo;
	/** When `info` was received, ms since the epoch. */
	readonly at: number;
	readonly rates?: Rates | undefined;
	readonly offline?: string | undefined;
	readonly limits: LagLimits;
	/** Configured replicas; undefined if unknown. */
	readonly replicas?: number | undefined;
	/** Recent events about it. */
	readonly recent?: readonly RecentEvent[] | undefined;
	readonly now: number;
	readonly features: Features;
	/** Columns at which texts wrap. */
	readonly columns: number;
}

const headings: readonly Heading[] = [
	['Delivery', ['identity', 'delivery', 'pull', 'push']],
	['Acknowledgement', ['acknowledgement']],
	[
		'Priority and lifetime',
		['priority', 'lifetime', 'limits', 'storage', 'replication', 'retention', 'access', 'features'],
	],
];

/** A consumer: a summary in a sentence, what is wrong, its progress, its configuration, its servers. */
export function consumerSections(view: ConsumerView): readonly Section[] {
	const { info, columns, features } = view;
	const there = serverNow(info.ts, view.at, view.now);
	const { chosen, rest } = configurationSections({
		fields: consumerFields,
		config: info.config,
		headings,
		always: ['deliver_policy', 'ack_policy', 'ack_wait', 'max_deliver'],
		never: ['name', 'durable_name'],
		features,
		mode: modeOf(info),
		columns,
	});
	return [
		{ kind: 'text', title: '', lines: paragraph(inASentence(info), 'plain', columns) },
		...healthSection(consumerHealth(view), columns),
		...facts('State', stateFacts(view, there)),
		...recentSection(view.recent, 'consumer', view.now),
		...chosen,
		...priorityGroups(info, there),
		...clusterSections(info.cluster, info.ts, there),
		...rest,
	];
}

const acknowledgements: Readonly<Record<string, string>> = {
	none: 'no acknowledgements',
	all: 'an acknowledgement covers all messages before it',
	explicit: 'each message needs an acknowledgement',
	flow_control: 'acknowledged by flow control',
};

/** `A durable pull consumer of orders.new; each message is acknowledged.` */
function inASentence(info: ConsumerInfo): string {
	const { config } = info;
	const kind = `${config.durable_name ? 'A durable' : 'An ephemeral'} ${modeOf(info)} consumer`;
	const filters = filtersOf(info);
	const what = filters.length === 0 ? `all of ${info.stream_name}` : filters.join(', ');
	const group = config.deliver_group ? `, shared by the group ${config.deliver_group}` : '';
	const where = config.deliver_subject ? `, pushed to ${config.deliver_subject}${group}` : '';
	return `${kind} of ${what}${where}; ${acknowledgements[config.ack_policy ?? 'none'] ?? `acknowledged: ${config.ack_policy}`}.`;
}

function stateFacts(view: ConsumerView, now: number): readonly Fact[] {
	const { info, rates } = view;
	const { config } = info;
	const left = pausedMs(view);
	const redelivered = redeliveredOf(info);
	const acknowledges = config.ack_policy !== 'none' && config.ack_policy !== undefined;
	return [
		...fact(
			'Paused',
			left === undefined ? undefined : `for ${wholeSeconds(left)} more, until ${dateTime(config.pause_until)}`,
			{
				tone: 'warn',
			},
		),
		...pendingFacts(info),
		...(acknowledges ? [usage('Ack pending', info.num_ack_pending, config.max_ack_pending, { zeroIsNone: true })] : []),
		{ label: 'Redelivered', value: count(redelivered), tone: redelivered > 0 ? 'warn' : 'plain' },
		{ label: 'Delivered', value: progress(info.delivered, now) },
		...(acknowledges ? [{ label: 'Ack floor', value: progress(info.ack_floor, now) }] : []),
		...fact(
			'Delivered a second',
			rates?.deliveredPerSecond === undefined ? undefined : rate(rates.deliveredPerSecond),
			{
				trend: rates?.trend,
			},
		),
		...fact('Acknowledged a second', rates?.ackedPerSecond === undefined ? undefined : rate(rates.ackedPerSecond)),
		interest(info),
		...fact('Created', info.created && `${dateTime(info.created)}, ${age(info.created, now)} ago`),
		...fact('Required API level', requiredLevelInWords(config)),
	];
}

function pendingFacts({ num_pending: pending, num_ack_pending: unacknowledged }: ConsumerInfo): readonly Fact[] {
	if (pending === undefined)
		return [{ label: 'Pending', value: 'unknown: preview servers do not return it', tone: 'dim' }];
	return [
		{ label: 'Lag', value: `${plural(plus(pending, unacknowledged), 'message')} to go`, tone: 'strong' },
		{ label: 'Pending', value: count(pending), help: 'Not delivered yet.' },
	];
}

/** Who receives the messages. */
function interest(info: ConsumerInfo): Fact {
	if (info.num_waiting === undefined) return { label: 'Bound', value: 'unknown: preview servers do not return it' };
	if (modeOf(info) === 'pull')
		return usage('Waiting pulls', info.num_waiting, info.config.max_waiting, { zeroIsNone: true });
	const bound = info.push_bound === true;
	return { label: 'Bound', value: bound ? 'yes' : 'no: nobody listens', tone: bound ? 'plain' : 'warn' };
}

function progress(
	{ stream_seq: stream, consumer_seq: consumer, last_active: last }: SequenceInfo,
	now: number,
): string {
	const then = parseTimestamp(last);
	const ago = then === undefined ? '' : `, ${shortDuration(now - then)} ago`;
	return `stream sequence ${count(stream)}, consumer sequence ${count(consumer)}${ago}`;
}

function priorityGroups(info: ConsumerInfo, now: number): readonly Section[] {
	const groups = info.priority_groups ?? [];
	if (groups.length === 0) return [];
	return [
		{
			kind: 'table',
			title: 'Priority groups',
			columns: [
				{ title: 'GROUP', align: 'left' },
				{ title: 'PINNED CLIENT', align: 'left' },
				{ title: 'SINCE', align: 'right' },
			],
			rows: groups.map(({ group, pinned_client_id: client, pinned_ts: since }) => [
				{ text: group },
				client ? { text: client } : { text: 'none', tone: 'warn' },
				{ text: client ? age(since, now) : '-' },
			]),
			empty: '',
		},
	];
}
