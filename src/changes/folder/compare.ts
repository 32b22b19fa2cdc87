import type { FileAsset, FileConsumer, FileStream } from '../../jetstream/config-folder/assets.ts';
import { inOrder } from '../../jetstream/config-folder/order.ts';
import type { Difference } from '../../jetstream/difference.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { checkConsumer } from '../../jetstream/rules/check-consumer.ts';
import { checkStream } from '../../jetstream/rules/check-stream.ts';
import { droppedFields, droppedInWords } from '../../jetstream/rules/dropped.ts';
import type { Fault } from '../../jetstream/rules/situation.ts';
import { uncopiedBy, uncopiedInWords } from '../../jetstream/rules/uncopied.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../../jetstream/wire.ts';
import type { Asset } from '../asset.ts';
import { type FolderChoices, noConsumers, type ServerSide } from './wanted.ts';
import { consumerDifference, streamDifference, wantedConsumer, wantedStream, withLimitsOf } from './wanted-config.ts';

/** Where it is in a file. */
export interface InFile {
	readonly file: string;
	readonly line: number;
}

/** A stream or consumer of the files, compared with the server. */
export type Compared =
	| {
			readonly kind: 'stream';
			readonly asset: Extract<Asset, { kind: 'stream' }>;
			readonly from: InFile;
			readonly after: StreamConfig;
			readonly info: StreamInfo | undefined;
			readonly difference: readonly Difference[];
			/** Why it is impossible, in sentences. */
			readonly why: readonly string[];
			/** Notes, in sentences. */
			readonly notes: readonly string[];
	  }
	| {
			readonly kind: 'consumer';
			readonly asset: Extract<Asset, { kind: 'consumer' }>;
			readonly from: InFile;
			readonly after: ConsumerConfig;
			readonly info: ConsumerInfo | undefined;
			readonly difference: readonly Difference[];
			readonly why: readonly string[];
			readonly notes: readonly string[];
	  };

type ComparedStream = Extract<Compared, { kind: 'stream' }>;

/** The account after the steps so far, which the next one is checked against. */
interface Simulated {
	readonly streams: Map<string, StreamConfig>;
	readonly consumers: Map<string, Map<string, ConsumerConfig>>;
	/** Streams whose files are impossible. */
	readonly refused: Set<string>;
	created: number;
}

/** Every difference between the files and the server, in a possible order. */
export function compareFolder(
	assets: readonly FileAsset[],
	server: ServerSide,
	choices: FolderChoices,
): readonly Compared[] {
	const simulated: Simulated = {
		streams: new Map([...server.streams].map(([name, { config }]) => [name, config])),
		consumers: new Map(
			[...server.consumers].map(([stream, { infos }]) => [
				stream,
				new Map([...infos].map(([name, { config }]) => [name, { name, ...config }])),
			]),
		),
		refused: new Set(),
		created: 0,
	};
	const streams = assets.filter((asset): asset is FileStream => asset.kind === 'stream');
	const changed = streams.flatMap((asset) => streamChange(asset, server, choices));
	const checked = inOrder(
		changed.map((each) => ({ ...each, stream: each.asset.stream, before: each.info?.config })),
	).map(({ stream: _, before: __, ...each }) => checkedStream(each, server, simulated));
	const consumers = assets.filter((asset): asset is FileConsumer => asset.kind === 'consumer');
	return [...checked, ...consumers.flatMap((asset) => consumerChange(asset, server, choices, simulated))];
}

const inFile = ({ file, line }: FileAsset): InFile => ({ file, line });

function streamChange(
	asset: FileStream,
	{ streams, silent, features }: ServerSide,
	choices: FolderChoices,
): readonly ComparedStream[] {
	const info = streams.get(asset.stream);
	const unread = info === undefined ? silent.get(asset.stream) : undefined;
	const after = info === undefined ? asset.config : wantedStream(info, asset.config, choices);
	const difference = streamDifference(info?.config ?? {}, after, features);
	if (info !== undefined && difference.length === 0) return [];
	const compared: ComparedStream = {
		kind: 'stream',
		asset: { kind: 'stream', stream: asset.stream },
		from: inFile(asset),
		after,
		info,
		difference: info === undefined ? asCreated(difference, after) : difference,
		why: unread === undefined ? [] : [`It exists, but jetdeck could not read it: ${inSentences(unread)}`],
		notes: [],
	};
	return [compared];
}

function checkedStream(compared: ComparedStream, server: ServerSide, simulated: Simulated): ComparedStream {
	const { asset, after, info } = compared;
	const { features, account, servers } = server;
	const { stream } = asset;
	const others = [...simulated.streams].filter(([name]) => name !== stream).map(([, config]) => config);
	const consumers = [...(simulated.consumers.get(stream)?.values() ?? [])];
	const faults = checkStream(after, {
		features,
		streams: others,
		...(account && { account: { ...account, streams: account.streams + simulated.created } }),
		...(servers !== undefined && { servers }),
		...(info && { existing: info, consumers }),
	});
	const checked = {
		...compared,
		why: [
			...compared.why,
			...whyNot(faults),
			...droppedFields(streamFields, after, features).map((each) => droppedInWords(each, features)),
		],
		notes: [...notesOf(faults), ...uncopiedBy(after, features).map(uncopiedInWords)],
	};
	if (checked.why.length > 0) simulated.refused.add(stream);
	else {
		if (info === undefined) simulated.created += 1;
		simulated.streams.set(stream, after);
	}
	return checked;
}

const whyNot = (faults: readonly Fault[]): readonly string[] =>
	faults.filter(({ isTaken }) => !isTaken).map(({ message }) => message);

const notesOf = (faults: readonly Fault[]): readonly string[] =>
	faults.filter(({ isTaken }) => isTaken).map(({ message }) => message);

function consumerChange(
	asset: FileConsumer,
	server: ServerSide,
	choices: FolderChoices,
	simulated: Simulated,
): readonly Compared[] {
	const { stream, consumer } = asset;
	const { features } = server;
	const config = simulated.streams.get(stream);
	const there = server.consumers.get(stream) ?? noConsumers;
	const info = there.infos.get(consumer);
	const wanted = info === undefined ? asset.config : wantedConsumer(info, asset.config, choices);
	const after = config === undefined ? wanted : withLimitsOf(config, wanted, features);
	const difference = consumerDifference(info?.config ?? {}, after, features);
	if (info !== undefined && difference.length === 0) return [];
	const compared = {
		kind: 'consumer' as const,
		asset: { kind: 'consumer' as const, stream, consumer },
		from: inFile(asset),
		after,
		info,
		difference: info === undefined ? asCreated(difference, after) : difference,
	};
	const isRefused = simulated.refused.has(stream);
	const unread = isRefused
		? `Stream ${stream} cannot be created or changed, so neither can this consumer.`
		: unreadWhy(asset, server, config);
	if (unread !== undefined || config === undefined) return [{ ...compared, why: unread ? [unread] : [], notes: [] }];
	const others = simulated.consumers.get(stream) ?? new Map<string, ConsumerConfig>();
	const faults = checkConsumer(after, {
		features,
		stream: streamAfter(server.streams.get(stream), config, others.size),
		consumers: [...others].filter(([name]) => name !== consumer).map(([, each]) => each),
		...(server.account && { account: server.account }),
		...(server.servers !== undefined && { servers: server.servers }),
		...(info && { existing: info }),
	});
	const why = [
		...whyNot(faults),
		...droppedFields(consumerFields, after, features).map((each) => droppedInWords(each, features)),
	];
	if (why.length === 0) simulated.consumers.set(stream, new Map([...others, [consumer, { name: consumer, ...after }]]));
	return [{ ...compared, why, notes: notesOf(faults) }];
}

/** The difference for a new asset: its fields without the name, which is shown beside it. */
function asCreated(
	difference: readonly Difference[],
	config: Readonly<Record<string, unknown>>,
): readonly Difference[] {
	return difference
		.filter(({ path }) => path !== 'name' && path !== 'durable_name' && config[path.split('.')[0] ?? ''] !== undefined)
		.map(({ before: _, ...rest }) => rest);
}

/** Why a consumer is unreadable. */
function unreadWhy(
	{ stream, consumer }: FileConsumer,
	server: ServerSide,
	config: StreamConfig | undefined,
): string | undefined {
	const { silent, problem } = server.consumers.get(stream) ?? noConsumers;
	const unread = server.silent.get(stream) ?? problem ?? silent.get(consumer);
	if (unread !== undefined) return `jetdeck could not check whether it exists: ${inSentences(unread)}`;
	return config === undefined ? `There is no stream ${stream}, neither on the server nor in the files.` : undefined;
}

/** The stream as it will be when the consumer is created. */
function streamAfter(info: StreamInfo | undefined, config: StreamConfig, consumers: number): StreamInfo {
	const never = '0001-01-01T00:00:00Z';
	const empty = { messages: 0, bytes: 0, first_seq: 0, first_ts: never, last_seq: 0, last_ts: never };
	return { ...info, config, state: info?.state ?? { ...empty, consumer_count: consumers } };
}
