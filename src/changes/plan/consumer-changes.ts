import { wholeSeconds } from '../../format/age.ts';
import { duration } from '../../format/duration.ts';
import { total } from '../../format/exact.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import type { ConsumerInfo, Timestamp } from '../../jetstream/wire.ts';
import type { Consequence, Proposal } from '../proposal.ts';
import { consumerStep } from './steps.ts';
import { bad, good, named, plain, warn } from './wording.ts';

/** Stops deliveries until a time, in milliseconds since the epoch (2.11 and later). */
export function planPause(consumers: readonly ConsumerInfo[], until: number, now: number): Proposal {
	const names = consumers.map(({ name }) => name);
	// To the second, as the nats CLI can say it too.
	const pause_until: Timestamp = new Date(Math.ceil(until / 1000) * 1000).toISOString();
	return {
		title: `Pause ${named(names, 'consumer')}`,
		doing: 'pausing',
		done: `${capital(named(names, 'consumer'))} ${are(names)} paused until ${pause_until}.`,
		effect: 'change',
		consequences: [
			warn(`Nothing is delivered for ${wholeSeconds(until - now)}, until ${pause_until}.`),
			plain('What was delivered before can still be acknowledged; what comes meanwhile waits.'),
			...consumers.flatMap(expiring),
		],
		steps: consumers.map((info) => consumerStep(info, 'consumer.pause', { pause_until })),
	};
}

/** Lets deliveries go on (2.11 and later). */
export function planResume(consumers: readonly ConsumerInfo[]): Proposal {
	const names = consumers.map(({ name }) => name);
	const waiting = total(consumers.map((info) => info.num_pending ?? 0));
	return {
		title: `Resume ${named(names, 'consumer')}`,
		doing: 'resuming',
		done: `${capital(named(names, 'consumer'))} ${are(names)} going on.`,
		effect: 'change',
		consequences: [plain(`Deliveries go on at once; ${plural(waiting, 'message')} wait.`)],
		steps: consumers.map((info) => consumerStep(info, 'consumer.pause')),
	};
}

/** Moves a consumer to a stream sequence, or back to its ack floor (2.14 and later). */
export function planReset(info: ConsumerInfo, seq: Integer | undefined): Proposal {
	const floor = info.ack_floor.stream_seq;
	return {
		title: `Reset consumer ${info.name}`,
		doing: 'resetting',
		done: `Consumer ${info.name} goes on from ${seq === undefined ? 'its ack floor' : `sequence ${count(seq)}`}.`,
		effect: 'destroy',
		typed: info.name,
		consequences: [
			...moved(info, seq),
			plain(`It is at stream sequence ${count(info.delivered.stream_seq)} now, ack floor ${count(floor)}.`),
		],
		steps: [consumerStep(info, 'consumer.reset', seq === undefined ? undefined : { seq })],
	};
}

/** What lies between where it is and where it goes on. Observed on 2.15.1: its ack floor moves along. */
function moved(
	{ ack_floor, delivered, num_ack_pending: pending }: ConsumerInfo,
	seq: Integer | undefined,
): readonly Consequence[] {
	const floor = BigInt(ack_floor.stream_seq);
	const to = BigInt(seq ?? floor + 1n);
	const last = BigInt(delivered.stream_seq);
	const given =
		pending > 0 && to > floor + 1n
			? [
					bad(
						`${plural(pending, 'message')} not yet acknowledged: below sequence ${count(to)} none is delivered again.`,
					),
				]
			: [];
	if (to <= last) return [bad(`${between(to, last)} delivered again, acknowledged or not.`), ...given];
	if (to > last + 1n) return [bad(`${between(last + 1n, to - 1n)} skipped: never delivered.`), ...given];
	return given.length > 0 ? given : [good('Nothing is delivered again, and nothing is skipped.')];
}

/** Sequences; not each of them need be there. */
const between = (first: bigint, last: bigint): string =>
	first === last ? `Message ${count(first)} is` : `Messages ${count(first)} to ${count(last)} are`;

/** Lets another client take a priority group over (2.11 and later). */
export function planUnpin(info: ConsumerInfo, group: string, client: string | undefined): Proposal {
	return {
		title: `Unpin the client of group ${group} of consumer ${info.name}`,
		doing: 'unpinning',
		done: `The client of group ${group} of consumer ${info.name} is unpinned.`,
		effect: 'change',
		consequences: [
			plain(`Client ${client ?? 'of the group'} loses its place; the next pull request takes it.`),
			warn('What it holds unacknowledged is delivered again once ack_wait is over.'),
		],
		steps: [consumerStep(info, 'consumer.unpin', { group })],
	};
}

/** Hands the lead of a consumer over. `preferred`: the server to become leader, 2.11 and later. */
export function planConsumerStepdown(info: ConsumerInfo, preferred?: string): Proposal {
	const leader = info.cluster?.leader ?? 'The leader';
	return {
		title: `Step down the leader of consumer ${info.name}`,
		doing: 'stepping down',
		done: `The leader of consumer ${info.name} has stepped down.`,
		effect: 'change',
		consequences: [
			plain(`${leader} hands over${preferred === undefined ? '' : ` to ${preferred}`}; no acknowledgement is lost.`),
			warn('Deliveries pause for a moment, until the new leader is there.'),
		],
		steps: [
			consumerStep(
				info,
				'consumer.leader.stepdown',
				preferred === undefined ? undefined : { placement: { preferred } },
			),
		],
	};
}

/** A consumer that nobody uses is removed also while it is paused. */
function expiring({ config, name }: ConsumerInfo): readonly Consequence[] {
	const threshold = config.inactive_threshold;
	return threshold === undefined || BigInt(threshold) === 0n
		? []
		: [warn(`${name} is removed when nobody uses it for ${duration(threshold)}: the pause does not keep it.`)];
}

const are = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
