import { isRecord } from '../../format/is.ts';
import type { ClusterInfo } from '../../jetstream/wire.ts';
import type { Verdict } from './verdict.ts';

/** What a group of servers is changing to; 2.15 and later. */
interface Desired {
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

/** The verdict while it moves. `replicas` as configured. */
export function movingVerdict(desired: Desired, replicas: number | undefined): Verdict {
	const { replicasBefore: before, servers, doing, stuck } = desired;
	const scaled = before !== undefined && replicas !== undefined && before !== replicas;
	const to = servers.length === 0 ? '' : ` to ${servers.join(', ')}`;
	const what = scaled ? `Being scaled from R${before} to R${replicas}` : `Being moved${to}`;
	const short = scaled ? `scaling R${before}→R${replicas}` : 'moving';
	const sentence = `${what}${doing === undefined ? '' : `: ${doing}`}`;
	if (stuck === undefined) return { severity: 'ok', short, sentence: `${sentence}.` };
	return {
		severity: 'warning',
		trouble: 'degraded',
		short: `${short}, stuck`,
		sentence: `${sentence}. The move is stuck: ${stuck}.`,
	};
}

function textIn(value: unknown, key: string): string | undefined {
	const text = isRecord(value) ? value[key] : undefined;
	return typeof text === 'string' && text !== '' ? text : undefined;
}
