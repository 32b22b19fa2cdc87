import { minus } from '../../format/exact.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import type { ConsumerInfo } from '../../jetstream/wire.ts';
import type { Verdict } from './verdict.ts';

/** Messages that were delivered `max_deliver` times and are not delivered again. */
interface GivenUp {
	readonly messages: Integer;
	/** Whether there may be more, or fewer. */
	readonly bound?: 'at least' | 'up to';
}

/** Messages delivered more than once. With `max_deliver` 1 there are none: servers before 2.12 count there what they gave up. */
export function redeliveredOf({ config, num_redelivered: redelivered }: ConsumerInfo): number {
	return maxDeliver(config) === 1 ? 0 : redelivered;
}

/**
 * No server counts what it gave up. With `max_deliver` 1 servers up to 2.10 do so under `num_redelivered`; later ones say 0, and
 * leave the acknowledgement floor where it was until the next acknowledgement. Above 1 a given up message stays redelivered
 * without being pending.
 */
export function givenUp(info: ConsumerInfo): GivenUp | undefined {
	const { config, num_redelivered: redelivered, num_ack_pending: unacknowledged } = info;
	const max = maxDeliver(config);
	// A preview server does not tell what is still to be delivered, and nothing is known of how it gives up.
	if (max < 1 || info.num_pending === undefined || !config.ack_policy || config.ack_policy === 'none') return undefined;
	if (max === 1 && redelivered === 0) return aboveFloor(info);
	const kept = max === 1 ? redelivered : redelivered - unacknowledged;
	if (kept <= 0) return undefined;
	// Before 2.10, which sends no `ts`, purged messages stay counted as redelivered.
	if (info.ts === undefined) return { messages: redelivered, bound: 'up to' };
	return { messages: kept, ...(max > 1 && unacknowledged > 0 && { bound: 'at least' }) };
}

/** Whatever else takes the last pending message away, such as a purge, moves the floor; giving it up does not. */
function aboveFloor({
	num_ack_pending: unacknowledged,
	delivered,
	ack_floor: floor,
}: ConsumerInfo): GivenUp | undefined {
	const messages = unacknowledged > 0 ? 0 : minus(delivered.consumer_seq, floor.consumer_seq);
	return messages <= 0 ? undefined : { messages, ...(messages > 1 && { bound: 'up to' }) };
}

export function givenUpVerdict(info: ConsumerInfo): Verdict | undefined {
	const given = givenUp(info);
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
