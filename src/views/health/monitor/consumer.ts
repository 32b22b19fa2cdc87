import { serverNow } from '../../../format/age.ts';
import { parseTimestamp, shortDuration } from '../../../format/duration.ts';
import { compactCount, count, type Integer } from '../../../format/integer.ts';
import type { ConsumerInfo } from '../../../jetstream/wire.ts';
import type { Rule, Verdict } from '../verdict.ts';
import { type ConsumerLimits, limitSaid } from './limits.ts';

interface Limited {
	readonly info: ConsumerInfo;
	readonly limits: ConsumerLimits;
	/** When `info` was received, and now, ms since the epoch. */
	readonly at: number;
	readonly now: number;
}

/** A limit on a count: what is counted, in words. */
interface Counted {
	readonly key: keyof ConsumerLimits;
	readonly said: string;
	readonly of: (info: ConsumerInfo) => Integer | undefined;
}

const counted: readonly Counted[] = [
	{ key: 'outstanding-ack-critical', said: 'unacknowledged', of: (info) => info.num_ack_pending },
	{ key: 'unprocessed-critical', said: 'unprocessed', of: (info) => info.num_pending },
	{ key: 'redelivery-critical', said: 'redelivered', of: (info) => info.num_redelivered },
	{ key: 'waiting-critical', said: 'waiting pulls', of: (info) => info.num_waiting },
];

interface Timed {
	readonly key: keyof ConsumerLimits;
	readonly what: 'delivery' | 'ack';
	readonly of: (info: ConsumerInfo) => string | undefined;
}

const timed: readonly Timed[] = [
	{ key: 'last-delivery-critical', what: 'delivery', of: (info) => info.delivered.last_active },
	{ key: 'last-ack-critical', what: 'ack', of: (info) => info.ack_floor.last_active },
];

/** The limits in a consumer's metadata: reaching one is critical. */
export const consumerLimitRules: readonly Rule<Limited>[] = [
	({ info, limits }) => counted.flatMap((each) => countVerdict(info, limits[each.key], each)),
	(limited) => timed.flatMap((each) => timeVerdict(limited, limited.limits[each.key], each)),
	pinnedVerdict,
];

function critical(short: string, sentence: string): Verdict {
	return { severity: 'critical', trouble: 'limit', short, sentence };
}

function countVerdict(info: ConsumerInfo, limit: Integer | undefined, { key, said, of }: Counted): readonly Verdict[] {
	const value = of(info);
	if (limit === undefined || value === undefined || value < limit) return [];
	return [
		critical(`${compactCount(value)} ${said}`, `${count(value)} ${said}, at or above ${limitSaid(key, count(limit))}.`),
	];
}

/**
 * The time is absent until the first: a new consumer exceeds such a limit at once, a paused one later.
 */
function timeVerdict(
	{ info, at, now }: Limited,
	limit: Integer | undefined,
	{ key, what, of }: Timed,
): readonly Verdict[] {
	if (limit === undefined) return [];
	const longest = limitSaid(key, shortDuration(Number(limit)));
	const clock = serverNow(info.ts, at, now);
	const last = parseTimestamp(of(info));
	if (last === undefined) {
		const created = parseTimestamp(info.created);
		const age = created === undefined ? '' : ` since it was created ${shortDuration(clock - created)} ago`;
		return [critical(`no ${what} yet`, `No ${what}${age}; expected within ${longest}.`)];
	}
	const ago = clock - last;
	if (ago < Number(limit)) return [];
	const said = shortDuration(ago);
	return [
		critical(
			`${what} ${said} ago`,
			`Last ${what} ${said} ago${info.paused ? ', and it is paused' : ''}; expected within ${longest}.`,
		),
	];
}

/** With `pinned` each priority group must have its client (2.11 and later). */
function pinnedVerdict({ info, limits }: Limited): Verdict | undefined {
	if (limits.pinned === undefined) return undefined;
	const said = limitSaid('pinned', 'a pinned client is expected');
	const groups = info.priority_groups ?? [];
	if (groups.length === 0 || info.config.priority_policy !== 'pinned_client')
		return critical('not pinned', `It has no priority group with the policy pinned_client, but ${said}.`);
	const free = groups.filter(({ pinned_client_id: client }) => !client).map(({ group }) => group);
	if (free.length === 0) return undefined;
	return critical('unpinned', `No client is pinned in ${free.join(', ')}, but ${said}.`);
}
