import { type ConfigOfCopies, consumerReplicas } from '../../jetstream/consumer-replicas.ts';
import { isRefusal, type Problem } from '../../jetstream/problem.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { isAbsence } from '../../store/collect.ts';
import { isOutdated } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { consumerHealth } from '../health/consumer.ts';
import {
	consumersFailed,
	consumersUnread,
	type JudgedConsumer,
	verdictsOfConsumers,
} from '../health/consumer-verdicts.ts';
import { streamHealth } from '../health/stream.ts';
import { lacksLeader } from '../health/troubles.ts';
import { isWrong, type Verdict } from '../health/verdict.ts';
import { unwatched, type Watched } from './watch.ts';

const nothing: readonly Verdict[] = [];

/** Applies the info of a stream. */
export function watchedInfo(
	before: Watched = unwatched,
	info: StreamInfo,
	at: number,
	offline: string | undefined,
): Watched {
	const count = info.state.consumer_count;
	const own = shared(streamHealth({ info, offline }).reasons.filter(isWrong));
	const isLed = hasQuorum(own);
	const ledAt = isLed ? later(at, before.ledAt) : before.ledAt;
	if (count === 0)
		return {
			infoAt: at,
			ledAt,
			own,
			count,
			triedAt: at,
			consumersAt: at,
			consumersLedAt: isLed ? later(at, before.consumersLedAt) : before.consumersLedAt,
			consumers: nothing,
			announced: before.announced,
		};
	// Earlier verdicts on consumers stay valid; an earlier count of 0 says nothing about new ones.
	const consumersAt = before.count === 0 ? undefined : before.consumersAt;
	return { ...before, infoAt: at, ledAt, own, count, consumersAt };
}

/** Applies a failed request for a stream. */
export function watchedUnread(before: Watched = unwatched, problem: Problem, at: number): Watched {
	const { short = 'unreadable', message } = problem;
	return {
		...before,
		infoAt: at,
		own: [{ severity: 'critical', trouble: 'unread', short, sentence: message }],
		triedAt: at,
	};
}

/**
 * Applies what was read of all consumers of a stream, one by one.
 * @param since when the first of them was read
 */
export function watchedConsumers(
	before: Watched,
	judged: readonly JudgedConsumer[],
	at: number,
	since: number,
): Watched {
	const consumers = shared(verdictsOfConsumers(judged));
	const { consumersLedAt: ledAt } = before;
	const consumersLedAt = hasQuorum(consumers) ? later(since, ledAt) : ledAt;
	return { ...before, triedAt: at, consumersAt: at, consumersLedAt, consumers, partial: undefined };
}

/** Data of another source may be older than what is known. A time to come counts for nothing: the clock was set back. */
export const later = (at: number, knownAt: number | undefined): number =>
	isOutdated(at, knownAt) ? (knownAt ?? at) : at;

/** No verdict says that one of them has no leader, or could not be read: that contradicts no loss of a quorum. */
function hasQuorum(verdicts: readonly Verdict[]): boolean {
	return !verdicts.some(({ trouble }) => trouble === 'unread' || lacksLeader(trouble));
}

/** Why the consumers of a stream could not be read. */
export function watchedConsumersUnread(before: Watched, problem: Problem, at: number): Watched {
	const consumers = [consumersFailed(problem, before.count)];
	return { ...before, triedAt: at, consumersAt: at, consumers, partial: undefined };
}

/** Nothing was sent, or no server replied. */
const unasked: ReadonlySet<Problem['kind']> = new Set([
	'disconnected',
	'cancelled',
	'bad-subject',
	'bad-header',
	'bad-input',
	'unsupported',
]);

/** Missing permissions or features tell nothing, and nothing is wrong with what was deleted. */
export function saysSomething(problem: Problem): boolean {
	return !isRefusal(problem) && !isAbsence(problem) && !unasked.has(problem.kind);
}

/** The verdicts of a stream on its consumers: unknown for those not read. */
export function consumerVerdicts(watched: Watched | undefined, count: number): readonly Verdict[] {
	if (count === 0) return nothing;
	if (watched?.consumersAt === undefined) return [...(watched?.consumers ?? nothing), consumersUnread(count)];
	return watched.consumers;
}

export function judgedConsumer(
	info: ConsumerInfo,
	stream: ConfigOfCopies | undefined,
	{ lagLimits: limits }: Pick<DeckState, 'lagLimits'>,
	seen: { readonly at: number; readonly now: number; readonly offline?: string | undefined },
): JudgedConsumer {
	const replicas = consumerReplicas(info.config, stream);
	return {
		name: info.name,
		health: consumerHealth({ info, ...seen, limits, replicas }),
		pending: Number(info.num_pending ?? 0),
	};
}

/** Most have nothing wrong: they share one list. */
function shared(verdicts: readonly Verdict[]): readonly Verdict[] {
	return verdicts.length === 0 ? nothing : verdicts;
}
