import { wholeSeconds } from '../../format/age.ts';
import { count, plural } from '../../format/integer.ts';
import { uncopiedInWords, uncopiedSources } from '../../jetstream/rules/uncopied.ts';
import type { StreamInfo, StreamSourceInfo } from '../../jetstream/wire.ts';
import { limitSaid, type StreamLimits } from './monitor/limits.ts';
import type { Verdict } from './verdict.ts';

/** A mirror or source counts as behind from this many messages on: fewer are always in transit. */
const BEHIND = 1000;
/** A mirror or source receives a heartbeat from its origin at least once a second. */
const SILENT_MS = 30_000;

/** A mirror or a source of a stream. */
interface Copy {
	readonly kind: 'mirror' | 'source';
	readonly source: StreamSourceInfo;
	/** At the beginning of a sentence. */
	readonly what: string;
	readonly limits: StreamLimits;
}

/** What is wrong with the mirror or the sources of a stream. */
export function copyVerdicts(info: StreamInfo, limits: StreamLimits): readonly Verdict[] {
	const { mirror, sources } = info;
	return [
		...stateless(info, limits),
		...(mirror === undefined
			? []
			: copyVerdict({ kind: 'mirror', source: mirror, what: `Mirror of ${mirror.name}`, limits })),
		...(sources ?? []).flatMap((source) =>
			copyVerdict({ kind: 'source', source, what: `Source ${source.name}`, limits }),
		),
		...uncopiedVerdicts(info),
	];
}

/** Only the leader knows the state, and a new one not at once: nothing is known then. The nats CLI calls a mirror with limits critical. */
function stateless({ config, mirror, sources }: StreamInfo, limits: StreamLimits): readonly Verdict[] {
	const what =
		config.mirror && mirror === undefined
			? 'mirror'
			: config.sources?.length && !sources?.length
				? ('sources' as const)
				: undefined;
	if (what === undefined) return [];
	const short = `${what} ?`;
	const sentence = `The server returned no state of its ${what}.`;
	const key = (['lag-critical', 'seen-critical'] as const).find((each) => limits[each] !== undefined);
	if (what === 'sources' || key === undefined) return [{ severity: 'unknown', short, sentence }];
	const limit = limitSaid(key, 'a limit is set');
	return [
		{
			severity: 'critical',
			trouble: 'not-copying',
			short,
			sentence: `The server returned no state of its mirror, but ${limit}.`,
		},
	];
}

function copyVerdict(copy: Copy): readonly Verdict[] {
	const { kind, source, what } = copy;
	if (source.error !== undefined) {
		const said = source.error.description ?? `error ${source.error.code}`;
		return [{ severity: 'critical', trouble: 'not-copying', short: `${kind} error`, sentence: `${what}: ${said}` }];
	}
	return [...silence(copy), ...lag(copy)];
}

function silence({ kind, source, what, limits }: Copy): readonly Verdict[] {
	const longest = limits['seen-critical'];
	const severity = longest === undefined ? 'warning' : 'critical';
	// -1 means never, 2.10 and later. The nats CLI reads it as a contact just now.
	if (source.active === -1) {
		const sentence = `${what} has never been in contact with its origin.`;
		return [{ severity, trouble: 'not-copying', short: `${kind} no contact`, sentence }];
	}
	const silent = Number(source.active) / 1e6;
	if (silent < Number(longest ?? SILENT_MS)) return [];
	const long = wholeSeconds(silent);
	const limit =
		longest === undefined ? '' : `; expected within ${limitSaid('seen-critical', wholeSeconds(Number(longest)))}`;
	const sentence = `${what} has not heard from its origin for ${long}${limit}.`;
	return [{ severity, trouble: 'not-copying', short: `${kind} silent ${long}`, sentence }];
}

function lag({ kind, source, what, limits }: Copy): readonly Verdict[] {
	if (source.lag === 0) return [];
	const most = limits['lag-critical'];
	const short = `${kind} ${count(source.lag)} behind`;
	const sentence = `${what} is ${plural(source.lag, 'message')} behind its origin`;
	if (most !== undefined && source.lag >= most) {
		const limit = limitSaid('lag-critical', count(most));
		return [{ severity: 'critical', trouble: 'copies-late', short, sentence: `${sentence}, at or above ${limit}.` }];
	}
	const severity = most === undefined && source.lag >= BEHIND ? 'warning' : 'ok';
	return [{ severity, trouble: 'copies-late', short, sentence: `${sentence}.` }];
}

/** A server that returns fewer sources than it stored copies only the first source of each stream. */
function uncopiedVerdicts({ config, sources }: StreamInfo): readonly Verdict[] {
	if (!sources || sources.length >= (config.sources?.length ?? 0)) return [];
	return uncopiedSources({ ...config }).map((each) => ({
		severity: 'warning',
		trouble: 'not-copying',
		short: 'source not copied',
		sentence: uncopiedInWords(each),
	}));
}
