import { wholeSeconds } from '../../format/age.ts';
import { bytes } from '../../format/bytes.ts';
import { count, percent, plural } from '../../format/integer.ts';
import { uncopiedInWords, uncopiedSources } from '../../jetstream/rules/uncopied.ts';
import { subjectsOverlap } from '../../jetstream/subject-match.ts';
import type { StreamInfo, StreamSourceInfo } from '../../jetstream/wire.ts';
import { clusterVerdicts } from './cluster.ts';
import { type Health, judge, type Rule, type Verdict } from './verdict.ts';

/** What the health of a stream is judged by. */
export interface StreamCase {
	readonly info: StreamInfo;
	/** Why the server lists it as offline. */
	readonly offline?: string | undefined;
}

/** Share of a limit from which a stream that then refuses or loses messages is warned of. */
const NEARLY_FULL = 0.9;
/** Messages from which a mirror or source counts as behind: fewer are on their way at any time. */
const BEHIND = 1000;
/** A mirror or source hears from its origin once a second at least, by heartbeats. */
const SILENT_MS = 30_000;

/** Every rule, the gravest first. */
const rules: readonly Rule<StreamCase>[] = [
	({ offline }) =>
		offline === undefined
			? undefined
			: { severity: 'critical', short: 'offline', sentence: `Offline: ${offline || 'no reason given'}` },
	({ info }) => clusterVerdicts(info.cluster, replicasOf(info), info.ts),
	({ info }) => lostVerdict(info),
	({ info }) => (info.mirror === undefined ? undefined : sourceVerdict('mirror', info.mirror)),
	({ info }) => (info.sources ?? []).flatMap((source) => sourceVerdict('source', source) ?? []),
	({ info }) => uncopiedVerdicts(info),
	({ info }) => fullVerdict(info),
	({ info }) =>
		info.config.sealed
			? { severity: 'ok', short: 'sealed', sentence: 'Sealed: it takes no messages and loses none.' }
			: ownTrafficVerdict(info),
];

export function streamHealth(stream: StreamCase): Health {
	return judge(rules, stream, `R${replicasOf(stream.info)} ✓`);
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
		short: 'lost data',
		sentence: `The server lost ${plural(messages, 'message')}, ${bytes(size)}, of what it had stored.`,
	};
}

function sourceVerdict(kind: 'mirror' | 'source', source: StreamSourceInfo): Verdict | undefined {
	const what = kind === 'mirror' ? `Mirror of ${source.name}` : `Source ${source.name}`;
	if (source.error !== undefined) {
		const said = source.error.description ?? `error ${source.error.code}`;
		return { severity: 'critical', short: `${kind} error`, sentence: `${what}: ${said}` };
	}
	// -1 is never, 2.10 and later.
	if (source.active === -1)
		return {
			severity: 'warning',
			short: `${kind} no contact`,
			sentence: `${what} was never in contact with its origin.`,
		};
	const silent = Number(source.active) / 1e6;
	if (silent >= SILENT_MS) {
		const long = wholeSeconds(silent);
		return {
			severity: 'warning',
			short: `${kind} silent ${long}`,
			sentence: `${what} has not heard from its origin for ${long}.`,
		};
	}
	if (source.lag === 0) return undefined;
	const severity = source.lag >= BEHIND ? 'warning' : 'ok';
	return {
		severity,
		short: `${kind} ${count(source.lag)} behind`,
		sentence: `${what} is ${plural(source.lag, 'message')} behind its origin.`,
	};
}

/** What is sent and received by whoever looks at a stream: requests and their replies, and what the server tells of them. */
const ownTraffic = ['$JS.API.STREAM.INFO.S', '_INBOX.0.0', '$JS.EVENT.ADVISORY.API'];

function ownTrafficVerdict({ config }: StreamInfo): Verdict | undefined {
	const takes = ownTraffic.some((subject) => config.subjects?.some((each) => subjectsOverlap(each, subject)));
	if (!takes) return undefined;
	return {
		severity: 'ok',
		short: 'counts own polls',
		sentence:
			'It takes what jetdeck itself sends and receives: messages, size and rates count the requests of this deck too.',
	};
}

/** A server that tells of fewer sources than it stored reads only the first of each stream. */
function uncopiedVerdicts({ config, sources }: StreamInfo): readonly Verdict[] {
	if (!sources || sources.length >= (config.sources?.length ?? 0)) return [];
	return uncopiedSources({ ...config }).map((each) => ({
		severity: 'warning',
		short: 'source not copied',
		sentence: uncopiedInWords(each),
	}));
}

/** The largest share of a limit on messages or bytes that is in use; undefined where neither is limited. */
export function fullShare({ config, state }: StreamInfo): number | undefined {
	const shares = [
		[state.messages, Number(config.max_msgs ?? -1)],
		[state.bytes, Number(config.max_bytes ?? -1)],
	] as const;
	const limited = shares.filter(([, limit]) => limit > 0).map(([used, limit]) => Number(used) / limit);
	return limited.length === 0 ? undefined : Math.max(...limited);
}

/**
 * A full stream of limits retention that discards old messages works as meant. One that discards new ones refuses what
 * is published, and one that waits for consumers loses what they have not seen.
 */
function fullVerdict(info: StreamInfo): Verdict | undefined {
	const share = fullShare(info);
	if (share === undefined || share < NEARLY_FULL) return undefined;
	const full = share >= 1;
	const inUse = `${percent(share)} full`;
	const short = full ? 'full' : inUse;
	if (info.config.discard === 'new') {
		const sentence = full ? 'Full: new messages are refused.' : `${inUse}: new messages are refused when it is full.`;
		return { severity: full ? 'critical' : 'warning', short, sentence };
	}
	if ((info.config.retention ?? 'limits') === 'limits') return undefined;
	const sentence = full
		? 'Full: the oldest messages make way, consumed or not.'
		: `${inUse}: the oldest messages then make way, consumed or not.`;
	return { severity: full ? 'critical' : 'warning', short, sentence };
}
