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
	// To the second, because the nats CLI can express no more.
	const pause_until: Timestamp = new Date(Math.ceil(until / 1000) * 1000).toISOString();
	return {
		title: `Pause ${named(names, 'consumer')}`,
		doing: 'pausing',
		done: `${capital(named(names, 'consumer'))} ${are(names)} paused until ${pause_until}.`,
		effect: 'change',
		lossless: consumers.every((info) => expiring(info).length === 0),
		consequences: [
			warn(
				`${capital(named(names, 'consumer'))} will deliver nothing for ${wholeSeconds(until - now)}, until ${pause_until}.`,
			),
			plain('Clients can still acknowledge delivered messages; new messages wait.'),
			...consumers.flatMap(expiring),
		],
		steps: consumers.map((info) => consumerStep(info, 'consumer.pause', { pause_until })),
	};
}

/** Resumes deliveries (2.11 and later). */
export function planResume(consumers: readonly ConsumerInfo[]): Proposal {
	const names = consumers.map(({ name }) => name);
	const waiting = total(consumers.map((info) => info.num_pending ?? 0));
	return {
		title: `Resume ${named(names, 'consumer')}`,
		doing: 'resuming',
		done: `${capital(named(names, 'consumer'))} ${are(names)} resumed.`,
		effect: 'change',
		lossless: true,
		consequences: [
			plain(`Deliveries resume at once; ${plural(waiting, 'message')} ${Number(waiting) === 1 ? 'waits' : 'wait'}.`),
		],
		steps: consumers.map((info) => consumerStep(info, 'consumer.pause')),
	};
}

/** Moves a consumer to a stream sequence, or back to its ack floor (2.14 and later). */
export function planReset(info: ConsumerInfo, seq: Integer | undefined): Proposal {
	const floor = info.ack_floor.stream_seq;
	return {
		title: `Reset consumer ${info.name}`,
		doing: 'resetting',
		done: `Consumer ${info.name} resumes from ${seq === undefined ? 'its ack floor' : `sequence ${count(seq)}`}.`,
		effect: 'destroy',
		typed: info.name,
		consequences: [
			...moved(info, seq),
			plain(`It is at stream sequence ${count(info.delivered.stream_seq)} now, ack floor ${count(floor)}.`),
		],
		steps: [consumerStep(info, 'consumer.reset', seq === undefined ? undefined : { seq })],
	};
}

/** What is between its position and where it resumes. Observed on 2.15.1: the ack floor moves too. */
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
						`${plural(pending, 'message')} not yet acknowledged: those below sequence ${count(to)} will not be delivered again.`,
					),
				]
			: [];
	if (to <= last) return [bad(`${between(to, last)} will be delivered again, acknowledged or not.`), ...given];
	if (to > last + 1n) return [bad(`${between(last + 1n, to - 1n)} will be skipped and never delivered.`), ...given];
	return given.length > 0 ? given : [good('No message is delivered again, and none is skipped.')];
}

/** Sequences, some of which may be missing. */
const between = (first: bigint, last: bigint): string =>
	first === last ? `Message ${count(first)}` : `Messages ${count(first)} to ${count(last)}`;

/** Lets another client take over a priority group (2.11 and later). */
export function planUnpin(info: ConsumerInfo, group: string, client: string | undefined): Proposal {
	return {
		title: `Unpin the client of group ${group} of consumer ${info.name}`,
		doing: 'unpinning',
		done: `The client of group ${group} of consumer ${info.name} is unpinned.`,
		effect: 'change',
		lossless: true,
		consequences: [
			plain(
				`${client === undefined ? 'The pinned client' : `Client ${client}`} will lose its place to the next pull request.`,
			),
			warn('The consumer will deliver its unacknowledged messages again after ack_wait.'),
		],
		steps: [consumerStep(info, 'consumer.unpin', { group })],
	};
}

/** The server removes an unused consumer even while it is paused. */
function expiring({ config, name }: ConsumerInfo): readonly Consequence[] {
	const threshold = config.inactive_threshold;
	return threshold === undefined || BigInt(threshold) === 0n
		? []
		: [warn(`The server removes ${name} if nobody uses it for ${duration(threshold)}, even while it is paused.`)];
}

const are = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
