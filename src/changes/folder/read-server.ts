import type { FileAsset, FileStream } from '../../jetstream/config-folder/assets.ts';
import type { Answer, Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { AccountInfo, StreamInfo } from '../../jetstream/wire.ts';
import { askAll, collectStreams, consumersOf } from '../../store/collect.ts';
import type { ConsumersOfStream, FolderChoices, ServerSide } from './wanted.ts';
import { streamDifference, wantedStream } from './wanted-config.ts';

export interface FolderContext {
	readonly api: Api;
	readonly features: Features;
	readonly account?: AccountInfo | undefined;
	readonly servers?: number;
	readonly signal: AbortSignal;
}

/**
 * Reads what a plan needs: every stream, in one walk over the account, and the consumers of streams whose consumers
 * are in the files, whose configuration changes, or whose consumers may be deleted.
 */
export async function readServer(
	assets: readonly FileAsset[],
	choices: FolderChoices,
	{ api, features, account, servers, signal }: FolderContext,
): Promise<Answer<ServerSide>> {
	const listed = await collectStreams(api, { signal });
	if (!listed.ok) return listed;
	const streams = new Map(listed.value.items.map((info) => [info.config.name, info] as const));
	const asked = concerned(assets, streams, choices, features);
	const answers = await askAll(asked, (stream) => consumersOf(api, stream, { signal }));
	const consumers = new Map(answers.map(([stream, answer]) => [stream, ofAnswer(answer)] as const));
	const silent = new Map<string, Problem>(listed.value.silent);
	const side = { streams, silent, consumers, features };
	const value = { ...side, ...(account && { account }), ...(servers !== undefined && { servers }) };
	return { ...listed, value };
}

function ofAnswer(answer: Awaited<ReturnType<typeof consumersOf>>): ConsumersOfStream {
	if (!answer.ok) return { infos: new Map(), silent: new Map(), problem: answer.problem };
	const { items, silent } = answer.value;
	return { infos: new Map(items.map((info) => [info.name, info] as const)), silent };
}

function concerned(
	assets: readonly FileAsset[],
	streams: ReadonlyMap<string, StreamInfo>,
	choices: FolderChoices,
	features: Features,
): readonly string[] {
	const wanted = new Set(assets.flatMap(({ kind, stream }) => (kind === 'consumer' ? [stream] : [])));
	const changed = assets
		.filter((asset): asset is FileStream => asset.kind === 'stream')
		.filter(({ stream, config }) => {
			const info = streams.get(stream);
			if (info === undefined) return false;
			return streamDifference(info.config, wantedStream(info, config, choices), features).length > 0;
		});
	const some = choices.prune ? [...streams.keys()] : changed.map(({ stream }) => stream);
	const hasSome = (stream: string): boolean => streams.get(stream)?.state.consumer_count !== 0;
	return [...new Set([...wanted, ...some])].filter((stream) => streams.has(stream) && hasSome(stream));
}
