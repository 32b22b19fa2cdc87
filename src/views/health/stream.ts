import { bytes } from '../../format/bytes.ts';
import { percent, plural } from '../../format/integer.ts';
import { subjectsOverlap } from '../../jetstream/subject-match.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { clusterVerdicts, offlineVerdict } from './cluster.ts';
import { copyVerdicts } from './copies.ts';
import { monitorOf, streamKeys } from './monitor/limits.ts';
import { streamLimitRules } from './monitor/stream.ts';
import { type Health, judge, type Rule, type Verdict } from './verdict.ts';

/** The input of the health rules of a stream. */
export interface StreamCase {
	readonly info: StreamInfo;
	/** Why the server lists it as offline. */
	readonly offline?: string | undefined;
	/** The verdicts on its consumers together (`consumer-verdicts.ts`). Absent if they are not watched. */
	readonly consumers?: readonly Verdict[] | undefined;
}

/** At this share of a limit, a stream that would then refuse or lose messages gets a warning. */
const NEARLY_FULL = 0.9;

/** Limits in its metadata replace jetdeck's limits on the same figure. */
interface Judged extends StreamCase {
	readonly monitor: ReturnType<typeof monitorOf<keyof typeof streamKeys>>;
}

/** Every rule, the gravest first. */
const rules: readonly Rule<Judged>[] = [
	({ offline }) => offlineVerdict(offline),
	({ info }) => clusterVerdicts(info.cluster, replicasOf(info), info.ts),
	({ info }) => lostVerdict(info),
	({ info, monitor }) => copyVerdicts(info, monitor.limits),
	({ info }) => fullVerdict(info),
	({ monitor }) => monitor.faults,
	...streamLimitRules.map(
		(rule): Rule<Judged> =>
			({ info, monitor: { limits } }) =>
				rule({ info, limits }),
	),
	({ consumers }) => consumers,
	({ info }) =>
		info.config.sealed
			? { severity: 'ok', short: 'sealed', sentence: 'Sealed: messages can be neither added nor removed.' }
			: ownTrafficVerdict(info),
];

export function streamHealth(stream: StreamCase): Health {
	const monitor = monitorOf(stream.info.config.metadata, streamKeys);
	return judge(rules, { ...stream, monitor }, `R${replicasOf(stream.info)} ✓`);
}

function replicasOf({ config }: StreamInfo): number {
	return config.num_replicas ?? 1;
}

function lostVerdict({ state }: StreamInfo): Verdict | undefined {
	const messages = state.lost?.msgs?.length ?? 0;
	const size = state.lost?.bytes ?? 0;
	if (messages === 0 && size === 0) return undefined;
	return {
		severity: 'critical',
		trouble: 'lost',
		short: 'lost data',
		sentence: `The server lost ${plural(messages, 'stored message')}, ${bytes(size)}.`,
	};
}

/** Subjects that a monitoring client itself uses: requests, their replies, and advisories. */
const ownTraffic = ['$JS.API.STREAM.INFO.S', '_INBOX.0.0', '$JS.EVENT.ADVISORY.API'];

function ownTrafficVerdict({ config }: StreamInfo): Verdict | undefined {
	const takes = ownTraffic.some((subject) => config.subjects?.some((each) => subjectsOverlap(each, subject)));
	if (!takes) return undefined;
	return {
		severity: 'ok',
		short: 'counts own polls',
		sentence: 'It stores the requests of jetdeck itself: messages, size and rates include them.',
	};
}

/** The largest used share of the limits on messages and bytes; undefined without such limits. */
export function fullShare({ config, state }: StreamInfo): number | undefined {
	const shares = [
		[state.messages, Number(config.max_msgs ?? -1)],
		[state.bytes, Number(config.max_bytes ?? -1)],
	] as const;
	const limited = shares.filter(([, limit]) => limit > 0).map(([used, limit]) => Number(used) / limit);
	return limited.length === 0 ? undefined : Math.max(...limited);
}

/**
 * A full stream of limits retention that discards old messages works as intended. One that discards new messages refuses them,
 * and interest and work queue streams lose messages that consumers have not received.
 */
function fullVerdict(info: StreamInfo): Verdict | undefined {
	const share = fullShare(info);
	if (share === undefined || share < NEARLY_FULL) return undefined;
	const full = share >= 1;
	const inUse = `${percent(share)} full`;
	const short = full ? 'full' : inUse;
	const kind = full
		? ({ severity: 'critical', trouble: 'full' } as const)
		: ({ severity: 'warning', trouble: 'nearly-full' } as const);
	if (info.config.discard === 'new') {
		const sentence = full ? 'Full: it refuses new messages.' : `${inUse}: it will refuse new messages when full.`;
		return { ...kind, short, sentence };
	}
	if ((info.config.retention ?? 'limits') === 'limits') return undefined;
	const sentence = full
		? 'Full: it removes the oldest messages, consumed or not.'
		: `${inUse}: when full it will remove the oldest messages, consumed or not.`;
	return { ...kind, short, sentence };
}
