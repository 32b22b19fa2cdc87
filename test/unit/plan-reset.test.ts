import { describe, expect, test } from 'vitest';
import { planReset } from '../../src/changes/plan/consumer-changes.ts';
import { consumerInfo } from '../support/state.ts';

/** Delivered up to a sequence, acknowledged up to another. */
const told = (delivered: number | bigint, floor: number | bigint, pending: number, seq?: number | bigint) => {
	const at = (stream_seq: number | bigint) => ({ consumer_seq: 1, stream_seq: stream_seq as number });
	const info = consumerInfo('ORDERS', 'billing', {
		info: { delivered: at(delivered), ack_floor: at(floor), num_ack_pending: pending },
	});
	return planReset(info, seq)
		.consequences.slice(0, -1)
		.map(({ text }) => text);
};

/** As 2.15.1 does. */
describe('a reset', () => {
	test.each<readonly [string, readonly string[], readonly string[]]>([
		[
			'to its ack floor, where all is acknowledged',
			told(9, 9, 0),
			['No message is delivered again, and none is skipped.'],
		],
		['of one that got nothing yet', told(0, 0, 0), ['No message is delivered again, and none is skipped.']],
		['to the next message', told(9, 9, 0, 10), ['No message is delivered again, and none is skipped.']],
		['to its ack floor', told(9, 4, 5), ['Messages 5 to 9 will be delivered again, acknowledged or not.']],
		['to the last message', told(9, 9, 0, 9), ['Message 9 will be delivered again, acknowledged or not.']],
		['back', told(9, 9, 0, 3), ['Messages 3 to 9 will be delivered again, acknowledged or not.']],
		['on', told(9, 9, 0, 13), ['Messages 10 to 12 will be skipped and never delivered.']],
		['on by one', told(9, 9, 0, 11), ['Message 10 will be skipped and never delivered.']],
		[
			'past what is not acknowledged',
			told(9, 4, 5, 10),
			['5 messages not yet acknowledged: those below sequence 10 will not be delivered again.'],
		],
		[
			'amid what is not acknowledged',
			told(9, 4, 5, 8),
			[
				'Messages 8 to 9 will be delivered again, acknowledged or not.',
				'5 messages not yet acknowledged: those below sequence 8 will not be delivered again.',
			],
		],
		[
			'beyond 2^53',
			told(2n ** 60n, 2n ** 60n, 0, 2n ** 60n + 3n),
			['Messages 1,152,921,504,606,846,977 to 1,152,921,504,606,846,978 will be skipped and never delivered.'],
		],
	])('%s', (_what, consequences, expected) => {
		expect(consequences).toEqual(expected);
	});
});
