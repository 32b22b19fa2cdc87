import { minus } from '../../format/exact.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import type { ConsumerInfo } from '../../jetstream/wire.ts';
import type { Verdict } from './verdict.ts';

/** Messages that were delivered `max_deliver` times and are not delivered again. */
interface BeyondMaxDeliver {
	readonly messages: Integer;
	/** Whether there may be more, or fewer. */
	readonly bound?: 'at least' | 'up to';
}

/** Messages delivered more than once. With `max_deliver` 1 there are none: servers before 2.12 count given up messages there. */
export function redeliveredOf({ config, num_redelivered: redelivered }: ConsumerInfo): number {
	return maxDeliver(config) === 1 ? 0 : redelivered;
}

/**
 * No server returns this number. With `max_deliver` 1, servers up to 2.10 count given up messages as `num_redelivered`; later
 * ones return 0 and leave the ack floor until the next acknowledgement. Above 1, a given up message stays redelivered without
 * being pending.
 */
export function beyondMaxDeliver(info: ConsumerInfo): BeyondMaxDeliver | undefined {
	const { config, num_redelivered: redelivered, num_ack_pending: unacknowledged } = info;
	const max = maxDeliver(config);
	// A preview server does not return the pending messages, and how it gives up is unknown.
	if (max < 1 || info.num_pending === undefined || !config.ack_policy || config.ack_policy === 'none') return undefined;
	if (max === 1 && redelivered === 0) return aboveFloor(info);
	const kept = max === 1 ? redelivered : redelivered - unacknowledged;
	if (kept <= 0) return undefined;
	// Servers before 2.10, which send no `ts`, still count purged messages as redelivered.
	if (info.ts === undefined) return { messages: redelivered, bound: 'up to' };
	return { messages: kept, ...(max > 1 && unacknowledged > 0 && { bound: 'at least' }) };
}

/** Removing the last pending message in another way, such as by a purge, moves the floor; giving it up does not. */
function aboveFloor({
	num_ack_pending: unacknowledged,
	delivered,
	ack_floor: floor,
}: ConsumerInfo): BeyondMaxDeliver | undefined {
	const messages = unacknowledged > 0 ? 0 : minus(delivered.consumer_seq, floor.consumer_seq);
	return messages <= 0 ? undefined : { messages, ...(messages > 1 && { bound: 'up to' }) };
}

export function maxDeliverVerdict(info: ConsumerInfo): Verdict | undefined {
	const given = beyondMaxDeliver(info);
	if (given === undefined) return undefined;
	const { messages, bound } = given;
	const max = maxDeliver(info.config);
	const times = max === 1 ? 'once' : `${count(max)} times`;
	const sentence = `${plural(messages, 'message')} delivered ${times} (max_deliver) and not acknowledged: the consumer gave up and will not deliver ${messages === 1 ? 'it' : 'them'} again.`;
	return {
		severity: 'warning',
		trouble: 'gave-up',
		short: bound === undefined ? `${count(messages)} gave up` : `${bound} ${count(messages)} gave up`,
		sentence: bound === undefined ? sentence : `${bound === 'up to' ? 'Up to' : 'At least'} ${sentence}`,
	};
}

function maxDeliver({ max_deliver: max }: ConsumerInfo['config']): number {
	return Number(max ?? -1);
}
