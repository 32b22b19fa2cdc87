import { plural } from '../../format/integer.ts';
import type { ConfigOfCopies } from '../../jetstream/consumer-replicas.ts';
import type { Pages } from '../../jetstream/pages.ts';
import { type Answer, isRefusal, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { askAll, isAbsence, keepConsumers, keepStreams } from '../../store/collect.ts';
import { type Finding, lateSaid, problemSaid, type Subject, unknownOf, unreadFinding } from './finding.ts';

/** What is left of a stream or consumer once it was judged: the infos of a large account would fill the memory. */
export interface Judged<Kept> {
	readonly findings: readonly Finding[];
	readonly kept: Kept;
}

/** How streams and consumers are judged, one by one; the same one may come again, in place of before. */
export interface Judge<Kept> {
	readonly stream: (info: StreamInfo) => Judged<Kept>;
	readonly consumer: (info: ConsumerInfo, stream: ConfigOfCopies, at: number) => Judged<Kept>;
	/** Whether the consumers of the stream can say anything. */
	readonly asksConsumers: (info: StreamInfo) => boolean;
}

export interface Walked<Kept> {
	readonly findings: readonly Finding[];
	readonly streams: readonly Kept[];
	readonly consumers: readonly Kept[];
	/** Whether everything was read: only then sums are true. */
	readonly isWhole: { readonly streams: boolean; readonly consumers: boolean };
}

interface JudgedStream<Kept> extends Judged<Kept> {
	readonly name: string;
	readonly config: ConfigOfCopies;
	readonly asksConsumers: boolean;
}

const account: Subject = { kind: 'account' };

/** Judges every stream of the account and their consumers until the signal ends it. What could not be read is a finding. */
export async function walkAccount<Kept>(api: Api, judge: Judge<Kept>, signal: AbortSignal): Promise<Walked<Kept>> {
	const streams = await readAll(
		(keep) => keepStreams(api, { signal, keep }),
		(info: StreamInfo): readonly [string, JudgedStream<Kept>] => [info.config.name, judgedStream(info, judge)],
	);
	const asked = new Map(
		streams.items.flatMap((each) => (each.asksConsumers ? [[each.name, each.config] as const] : [])),
	);
	const lists = await askAll([...asked.keys()], (stream) =>
		readAll(
			(keep) => keepConsumers(api, stream, { signal, keep }),
			(info: ConsumerInfo): readonly [string, Judged<Kept>] => [
				info.name,
				judge.consumer(info, asked.get(stream) ?? {}, Date.now()),
			],
		),
	);
	const unreadOnes = unreadStreams(streams, signal);
	const unreadConsumers = [
		...lists.flatMap(([stream, list]) =>
			unreadEach(list, (consumer) => ({ kind: 'consumer', stream, consumer }), signal),
		),
		...unreadLists(lists, signal),
	];
	const consumers = lists.flatMap(([, { items }]) => items);
	return {
		findings: [
			...[...streams.items, ...consumers].flatMap(({ findings }) => findings),
			...unreadOnes,
			...unreadConsumers,
		],
		streams: streams.items.map(({ kept }) => kept),
		consumers: consumers.map(({ kept }) => kept),
		isWhole: { streams: unreadOnes.length === 0, consumers: unreadConsumers.length === 0 },
	};
}

function judgedStream<Kept>(info: StreamInfo, judge: Judge<Kept>): JudgedStream<Kept> {
	const { name, num_replicas, retention } = info.config;
	const config: ConfigOfCopies = { ...(num_replicas && { num_replicas }), ...(retention && { retention }) };
	return { ...judge.stream(info), name, config, asksConsumers: judge.asksConsumers(info) };
}

interface List<Item> {
	readonly items: readonly Item[];
	/** Why the list ended, or was not read at all. */
	readonly problem?: Problem;
	readonly silent: Pages<Item>['silent'];
	readonly nameless: number;
}

/** Reads a list; if it ends half-way, what was read before. */
async function readAll<Info, Item>(
	read: (keep: (info: Info) => Item) => Promise<Answer<Pages<Item>>>,
	itemOf: (info: Info) => readonly [name: string, item: Item],
): Promise<List<Item>> {
	const known = new Map<string, Item>();
	const answer = await read((info) => {
		const [name, item] = itemOf(info);
		known.set(name, item);
		return item;
	});
	if (answer.ok) return answer.value;
	return { items: [...known.values()], problem: answer.problem, silent: new Map(), nameless: 0 };
}

function unreadStreams<Kept>(list: List<JudgedStream<Kept>>, signal: AbortSignal): readonly Finding[] {
	const { problem, items, nameless } = list;
	const part = items.length === 0 ? '' : ` Only ${plural(items.length, 'stream was', 'streams were')} read.`;
	const failure = problem && unreadFinding(account, problem, signal);
	return [
		...(failure === undefined ? [] : [{ ...failure, sentence: `${failure.sentence}${part}` }]),
		...unreadEach(list, (stream) => ({ kind: 'stream', stream }), signal),
		...(nameless === 0 ? [] : [unknownOf(account, missedSaid(nameless, 'stream', 'the account'), 'streams ?')]),
	];
}

/** Those of a list that it names without an info. */
function unreadEach(
	{ silent }: List<unknown>,
	about: (name: string) => Subject,
	signal: AbortSignal,
): readonly Finding[] {
	return [...silent].map(([name, problem]) => unreadFinding(about(name), problem, signal));
}

const missedSaid = (many: number, what: string, of: string): string =>
	`jetdeck did not read ${plural(many, what)}: the list of ${of} changed while it was read, or has entries without a name.`;

/** The consumers of streams that could not be read, or not all. Those that one reason keeps from being read are one finding. */
function unreadLists(
	lists: readonly (readonly [stream: string, list: List<unknown>])[],
	signal: AbortSignal,
): readonly Finding[] {
	const failures = lists.flatMap(([stream, { problem }]) => (problem === undefined ? [] : [{ stream, problem }]));
	const late = failures.filter(({ problem: { kind } }) => kind === 'cancelled').length;
	const refused = failures.filter(({ problem }) => isRefusal(problem));
	const [refusal] = refused;
	const unread = (many: number): string => `the consumers of ${plural(many, 'stream')}`;
	return [
		...failures.flatMap(({ stream, problem }) => {
			// One that is absent was deleted since it was listed.
			if (problem.kind === 'cancelled' || isRefusal(problem) || isAbsence(problem)) return [];
			const finding = unreadFinding({ kind: 'stream', stream }, problem, signal);
			return [{ ...finding, sentence: `Its consumers could not be read: ${finding.sentence}` }];
		}),
		...lists.flatMap(([stream, { nameless }]) =>
			nameless === 0
				? []
				: [unknownOf({ kind: 'stream', stream }, missedSaid(nameless, 'consumer', 'the stream'), 'consumers ?')],
		),
		...(refusal === undefined
			? []
			: [
					unknownOf(
						account,
						`jetdeck may not read ${unread(refused.length)}: ${problemSaid(refusal.problem, signal)}`,
						'consumers ?',
					),
				]),
		...(late === 0 ? [] : [unknownOf(account, lateSaid(signal, `jetdeck had read ${unread(late)}`), 'consumers ?')]),
	];
}
