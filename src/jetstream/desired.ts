import { isRecord } from '../format/is.ts';
import type { ClusterInfo } from './wire.ts';

/** What a group of servers is changing to; 2.15 and later. */
export interface Desired {
	/** The servers it moves to. */
	readonly servers: readonly string[];
	/** The former `num_replicas`. */
	readonly replicasBefore?: number | undefined;
	/** What the server does or waits for. */
	readonly doing?: string | undefined;
	/** Why it cannot continue. */
	readonly stuck?: string | undefined;
}

export function desiredOf({ desired }: ClusterInfo): Desired | undefined {
	if (!isRecord(desired)) return undefined;
	const { replicas, origin, status } = desired;
	const servers = (Array.isArray(replicas) ? replicas : []).map((each) => textIn(each, 'name') ?? '?');
	const before = isRecord(origin) ? origin.replicas : undefined;
	return {
		servers,
		replicasBefore: typeof before === 'number' ? before : undefined,
		doing: textIn(status, 'description'),
		stuck: textIn(status, 'err') ?? (textIn(status, 'type') === 'quorum' ? 'more of its servers must run' : undefined),
	};
}

function textIn(value: unknown, key: string): string | undefined {
	const text = isRecord(value) ? value[key] : undefined;
	return typeof text === 'string' && text !== '' ? text : undefined;
}
