import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { Features } from '../server-features.ts';
import type { StreamInfo } from '../wire.ts';

/** A stream whose messages are read. */
export interface MessageSource {
	readonly api: Api;
	/** As fresh as the caller needs the ends of the stream to be. */
	readonly info: StreamInfo;
	readonly features: Features;
	readonly signal?: AbortSignal;
}

/** `leader`: STREAM.MSG.GET. `direct`: any replica, where the stream allows it; many messages at once from 2.11 on. */
export type Way = 'leader' | 'direct';

/** Ways that permissions, or a stream that does not answer there, have closed; by door, so that a new connection tries again. */
const closed = new WeakMap<Api, Set<string>>();

const keyOf = (way: Way, stream: string): string => `${way} ${stream}`;

/** The ways that are open, the better one first. A leader never tells of a message that is gone. */
export function openWays({ api, info }: MessageSource): readonly Way[] {
	const shut = closed.get(api);
	const ways: readonly Way[] = info.config.allow_direct ? ['leader', 'direct'] : ['leader'];
	const open = ways.filter((way) => !shut?.has(keyOf(way, info.config.name)));
	return open.length === 0 ? ['leader'] : open;
}

/** Whether batches can be read: `batch` of a direct get, which servers before 2.11 take for a request of one message. */
export function readsBatches(source: MessageSource): boolean {
	return source.features.supports('2.11') && openWays(source).includes('direct');
}

const closing: ReadonlySet<Problem['kind']> = new Set(['permission-publish', 'no-responders', 'timeout']);

/** Takes note of a failure. Whether another way is worth a try. */
export function closesWay(source: MessageSource, way: Way, { kind }: Problem): boolean {
	if (!closing.has(kind)) return false;
	const others = openWays(source).filter((other) => other !== way);
	if (others.length === 0) return false;
	const shut = closed.get(source.api) ?? new Set<string>();
	closed.set(source.api, shut.add(keyOf(way, source.info.config.name)));
	return true;
}
