import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import { type Features, supports } from '../server-features.ts';
import type { StreamInfo } from '../wire.ts';

/** A stream to read messages from. */
export interface MessageSource {
	readonly api: Api;
	/** As fresh as the caller needs the ends of the stream to be. */
	readonly info: StreamInfo;
	readonly features: Features;
	readonly signal?: AbortSignal;
}

/**
 * `leader`: STREAM.MSG.GET, the only request that is always right. `direct`: DIRECT.GET, if the stream allows it. From 2.11 on it
 * reads many messages at once, but any copy of the stream may reply, and any mirror with `mirror_direct`.
 */
export type ReadWay = 'leader' | 'direct';

/** When a way may be tried again, ms since the epoch; by door, so that a new connection tries again. */
const closed = new WeakMap<Api, Map<string, number>>();

/** A stream that was deleted and created again is another one. */
const keyOf = (way: ReadWay | 'batches', { config, created = '' }: StreamInfo): string =>
	`${way} ${config.name} ${created}`;

/** The ways that are open, the better one first. */
export function openWays(source: MessageSource): readonly ReadWay[] {
	const ways: readonly ReadWay[] = source.info.config.allow_direct ? ['leader', 'direct'] : ['leader'];
	const open = ways.filter((way) => !isClosed(source, way));
	return open.length === 0 ? ['leader'] : open;
}

/** Whether the leader may be asked: a message that it does not return does not exist. */
export const asksLeader = (source: MessageSource): boolean => openWays(source).includes('leader');

/** Whether batches work: servers before 2.11 ignore `batch` of a direct get and return one message. */
export function readsBatches(source: MessageSource): boolean {
	if (!supports(source.features, '2.11') || !openWays(source).includes('direct')) return false;
	return !asksLeader(source) || !isClosed(source, 'batches');
}

/** A mirror answered: while the leader may be asked, batches are not worth another try. */
export function closeBatches(source: MessageSource): void {
	close(source, 'batches', Infinity);
}

/**
 * Whether no replica can reply instead of the leader. While a stream moves or is scaled down it has more replicas than its
 * configuration says.
 */
export function hasOneCopy({ config, cluster }: StreamInfo): boolean {
	return (config.num_replicas ?? 1) <= 1 && (cluster?.replicas?.length ?? 0) === 0;
}

/**
 * By failure: how long not to try that request again, ms. An import of the API may lack STREAM.MSG.GET, but a leader being
 * elected does not reply either. Direct get is optional.
 */
const closing: Readonly<Record<ReadWay, { readonly [Kind in Problem['kind']]?: number }>> = {
	leader: { 'permission-publish': Infinity, 'no-responders': 30_000 },
	direct: { 'permission-publish': Infinity, 'no-responders': Infinity, timeout: Infinity },
};

/** Takes note of a failure. Whether another way is worth a try. */
export function closesWay(source: MessageSource, way: ReadWay, { kind }: Problem): boolean {
	const ms = closing[way][kind];
	const others = openWays(source).filter((other) => other !== way);
	if (ms === undefined || others.length === 0) return false;
	close(source, way, ms);
	return true;
}

function close({ api, info }: MessageSource, way: ReadWay | 'batches', ms: number): void {
	const shut = closed.get(api) ?? new Map<string, number>();
	closed.set(api, shut.set(keyOf(way, info), Date.now() + ms));
}

function isClosed({ api, info }: MessageSource, way: ReadWay | 'batches'): boolean {
	return (closed.get(api)?.get(keyOf(way, info)) ?? 0) > Date.now();
}
