import { expect, it } from 'vitest';
import { planConsumerDelete } from '../../src/changes/plan/consumer-delete.ts';
import { consumerInfo } from '../support/state.ts';

it('tells of one message as of one', () => {
	const texts = (pending: number) =>
		planConsumerDelete(
			[consumerInfo('LOGS', 'TAIL', { info: { num_pending: pending, num_ack_pending: pending } })],
			new Map(),
		)
			.consequences.map(({ text }) => text)
			.join(' ');
	expect(texts(1)).toMatch(/1 delivered message is not yet acknowledged\. 1 message was never delivered to it\./);
	expect(texts(2)).toMatch(/2 delivered messages are not yet acknowledged\. 2 messages were never delivered to it\./);
});
