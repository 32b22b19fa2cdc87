import { bucketKinds } from '../../jetstream/buckets/bucket.ts';
import type { FileAsset } from '../../jetstream/config-folder/assets.ts';
import { inOrder } from '../../jetstream/config-folder/order.ts';
import { managersOf } from '../../jetstream/loss/managed-by.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../../jetstream/wire.ts';
import { type Asset, assetName } from '../asset.ts';
import type { FolderChoices, ServerSide } from './wanted.ts';

/** An asset that the files do not have, but that stays. */
export interface Undeleted {
	readonly asset: Asset;
	/** Why, as a sentence. */
	readonly why: string;
}

interface Pruned {
	/** Copies come before their origin. */
	readonly streams: readonly StreamInfo[];
	/** Consumers of streams that stay. */
	readonly consumers: readonly ConsumerInfo[];
	readonly undeleted: readonly Undeleted[];
}

/** What the server has and the files do not. Assets that a program or tool relies on are deleted only if named. */
export function pruned(assets: readonly FileAsset[], server: ServerSide, choices: FolderChoices): Pruned {
	if (!choices.prune) return { streams: [], consumers: [], undeleted: [] };
	const described = new Set(assets.map(({ stream }) => stream));
	const others = [...server.streams.values()].filter(({ config }) => !described.has(config.name));
	const named = new Set(choices.named.map((name) => name.replaceAll(/\s*>\s*/g, ' > ')));
	const streams = others.map((info) => ({ info, why: streamSpared(info, named) }));
	const going = streams.filter(({ why }) => why === undefined).map(({ info }) => info);
	const consumers = consumersBeside(assets, server).map((info) => ({ info, why: consumerSpared(info, named) }));
	const unread = [...server.silent.keys()].filter((stream) => !described.has(stream));
	return {
		streams: inOrder(
			going.map((info) => ({ ...info, stream: info.config.name, after: info.config, before: undefined })),
		)
			.toReversed()
			.map(({ stream: _, after: __, before: ___, ...info }) => info),
		consumers: consumers.filter(({ why }) => why === undefined).map(({ info }) => info),
		undeleted: [
			...streams.flatMap(({ info, why }) => (why ? [{ asset: streamAsset(info.config.name), why }] : [])),
			...unread.map((stream) => ({ asset: streamAsset(stream), why: 'jetdeck cannot read it now.' })),
			...consumers.flatMap(({ info, why }) => (why ? [{ asset: consumerAsset(info), why }] : [])),
		],
	};
}

const streamAsset = (stream: string): Asset => ({ kind: 'stream', stream });
const consumerAsset = ({ stream_name: stream, name: consumer }: ConsumerInfo): Asset => ({
	kind: 'consumer',
	stream,
	consumer,
});

/** Durable consumers of the files' streams: ephemeral ones belong to programs, and the server deletes them. */
function consumersBeside(assets: readonly FileAsset[], { consumers }: ServerSide): readonly ConsumerInfo[] {
	const written = new Set(assets.flatMap((asset) => (asset.kind === 'consumer' ? [assetName({ ...asset })] : [])));
	const streams = new Set(assets.map(({ stream }) => stream));
	return [...streams].flatMap((stream) =>
		[...(consumers.get(stream)?.infos.values() ?? [])].filter(
			(info) => Boolean(info.config.durable_name) && !written.has(assetName(consumerAsset(info))),
		),
	);
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** Prefixes of stream names from client libraries and the server: a copy of a bucket has its name, but not its subjects. */
const reserved: readonly (readonly [prefix: string, what: string])[] = [
	...Object.values(bucketKinds).map(({ start, noun }) => [start, withArticle(noun)] as const),
	['$MQTT_', 'the state of MQTT clients'],
];

function streamSpared({ config }: StreamInfo, named: ReadonlySet<string>): string | undefined {
	if (named.has(config.name)) return undefined;
	const held = reserved.find(([prefix]) => config.name.startsWith(prefix));
	return held === undefined ? managed(config) : `It stores ${held[1]}.`;
}

function consumerSpared({ stream_name: stream, name, config }: ConsumerInfo, named: ReadonlySet<string>) {
	return named.has(`${stream} > ${name}`) ? undefined : managed(config);
}

function managed(config: StreamConfig | ConsumerConfig): string | undefined {
	const [manager] = managersOf(config);
	return manager === undefined ? undefined : `${manager.name} manages it.`;
}
