import { shortDuration } from '../../../format/duration.ts';
import { compactCount, count, type Integer, plural } from '../../../format/integer.ts';
import { groupOf, isClustered } from '../../../jetstream/peer-group.ts';
import type { ClusterInfo, StreamInfo } from '../../../jetstream/wire.ts';
import type { Rule, Verdict } from '../verdict.ts';
import { limitSaid, type StreamLimits } from './limits.ts';

interface Limited {
	readonly info: StreamInfo;
	readonly limits: StreamLimits;
}

/** The limits in a stream's metadata, except those on its mirror and sources, which replace the usual ones (`copies.ts`). */
export const streamLimitRules: readonly Rule<Limited>[] = [
	peersRule,
	originsRule,
	({ info, limits }) => (info.config.mirror || info.config.sources?.length ? undefined : unmirrored(limits)),
	({ info, limits }) => fewMessages(info.state.messages, limits),
	({ info, limits }) => subjectsRule(info.state.num_subjects ?? 0, limits),
];

function critical(short: string, sentence: string): Verdict {
	return { severity: 'critical', trouble: 'limit', short, sentence };
}

/** As nats CLI 0.5, except for a stream without `peer-expect`, which the CLI calls critical. */
function peersRule({ info, limits }: Limited): readonly Verdict[] {
	const { cluster, config } = info;
	const expected = limits['peer-expect'];
	const isGroup = cluster !== undefined && isClustered(cluster) && (config.num_replicas ?? 1) > 1;
	if (!isGroup) {
		if (expected === undefined) return [];
		const sentence = `Not replicated, but ${limitSaid('peer-expect', `${plural(expected, 'server')} ${expected === 1 ? 'is' : 'are'} expected`)}.`;
		return [critical('not clustered', sentence)];
	}
	// Without a leader nothing is known about replicas, and the cluster rules report that.
	if (!cluster.leader) return [];
	const size = (cluster.replicas?.length ?? 0) + 1;
	if (expected !== undefined && size !== Number(expected)) {
		const sentence = `${plural(size, 'server')} in its group, not ${limitSaid('peer-expect', count(expected))}.`;
		return [critical(`${size} of ${count(expected)} peers`, sentence)];
	}
	return [...offlinePeers(cluster, expected), ...latePeers(cluster, limits, info.ts)];
}

function offlinePeers(cluster: ClusterInfo, expected: Integer | undefined): readonly Verdict[] {
	if (expected === undefined) return [];
	return (cluster.replicas ?? []).flatMap(({ name, offline }) =>
		offline === true
			? [
					critical(
						`${name} offline`,
						`Replica ${name} is offline; ${limitSaid('peer-expect', `all ${count(expected)} servers are expected`)}.`,
					),
				]
			: [],
	);
}

/** Must exceed the limit; all other rules apply when it is reached. */
function latePeers(cluster: ClusterInfo, limits: StreamLimits, ts: string | undefined): readonly Verdict[] {
	const { 'peer-lag-critical': mostLag, 'peer-seen-critical': longest } = limits;
	return groupOf(cluster, ts).peers.flatMap(([{ name, lag = 0, active }, state]) => {
		// A leader that has never heard from it returns 0.
		const seen = Math.max(Number(active) / 1e6, 'ms' in state ? (state.ms ?? 0) : 0);
		return [
			...(mostLag !== undefined && lag > mostLag
				? [
						critical(
							`${name} lag ${compactCount(lag)}`,
							`Replica ${name} is ${plural(lag, 'operation')} behind, more than ${limitSaid('peer-lag-critical', count(mostLag))}.`,
						),
					]
				: []),
			...(longest !== undefined && seen > Number(longest)
				? [
						critical(
							`${name} not seen ${shortDuration(seen)}`,
							`Replica ${name} was seen ${shortDuration(seen)} ago, more than ${limitSaid('peer-seen-critical', shortDuration(Number(longest)))}.`,
						),
					]
				: []),
		];
	});
}

function originsRule({ info, limits }: Limited): readonly Verdict[] {
	const { 'min-sources': least, 'max-sources': most } = limits;
	// As nats CLI 0.5: those that run, which may be fewer than the server stored.
	const sources = info.sources?.length ?? 0;
	if (least !== undefined && sources < least)
		return [
			critical(
				`${sources} sources`,
				`${plural(sources, 'source')}, fewer than ${limitSaid('min-sources', count(least))}.`,
			),
		];
	if (most !== undefined && sources > most)
		return [
			critical(
				`${sources} sources`,
				`${plural(sources, 'source')}, more than ${limitSaid('max-sources', count(most))}.`,
			),
		];
	return [];
}

function unmirrored(limits: StreamLimits): Verdict | undefined {
	const key = (['lag-critical', 'seen-critical'] as const).find((each) => limits[each] !== undefined);
	return (
		key && critical('not mirrored', `It has neither a mirror nor sources, but ${limitSaid(key, 'a limit for them')}.`)
	);
}

/** Both are minimums. */
function fewMessages(
	messages: Integer,
	{ 'msgs-critical': fewest, 'msgs-warn': few }: StreamLimits,
): Verdict | undefined {
	const short = `only ${compactCount(messages)} msgs`;
	if (fewest !== undefined && messages <= fewest)
		return critical(
			short,
			`${plural(messages, 'message')} stored, no more than ${limitSaid('msgs-critical', count(fewest))}.`,
		);
	if (few === undefined || messages > few) return undefined;
	const sentence = `${plural(messages, 'message')} stored, no more than ${limitSaid('msgs-warn', count(few))}.`;
	return { severity: 'warning', trouble: 'limit', short, sentence };
}

/** A warning below the critical limit makes both maximums, otherwise minimums. An absent limit is off. */
export function areSubjectsMost({ 'subjects-critical': critically, 'subjects-warn': warned }: StreamLimits): boolean {
	return critically !== undefined && (warned === undefined || warned < critically);
}

function subjectsRule(subjects: number, limits: StreamLimits): Verdict | undefined {
	const { 'subjects-critical': critically, 'subjects-warn': warned } = limits;
	const areMost = areSubjectsMost(limits);
	const isPast = (limit: Integer | undefined): limit is Integer =>
		limit !== undefined && (areMost ? subjects >= limit : subjects <= limit);
	const [severity, key, limit] = isPast(critically)
		? (['critical', 'subjects-critical', critically] as const)
		: isPast(warned)
			? (['warning', 'subjects-warn', warned] as const)
			: [];
	if (severity === undefined || limit === undefined) return undefined;
	const bound = areMost ? 'at or above' : 'no more than';
	const sentence = `${plural(subjects, 'subject')}, ${bound} ${limitSaid(key, count(limit))}.`;
	return { severity, trouble: 'limit', short: `${compactCount(subjects)} subjects`, sentence };
}
