import { describe, expect, it } from 'vitest';
import { deadlineOf, planAcknowledge } from '../../src/changes/plan/acknowledge.ts';
import { planFetch } from '../../src/changes/plan/fetch.ts';
import { planMessageDelete } from '../../src/changes/plan/message-delete.ts';
import type { Plan } from '../../src/changes/proposal.ts';
import type { Delivered } from '../../src/jetstream/messages/delivered.ts';
import type { StoredEntry } from '../../src/jetstream/messages/stored-entry.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { consumerInfo, now, streamInfo } from '../support/state.ts';

const entry: StoredEntry = {
	seq: 1204,
	subject: 'orders.new',
	time: '2026-03-31T11:59:00Z',
	headers: [['Nats-Msg-Id', 'a1']],
	payload: new TextEncoder().encode('{"order":7}'),
	size: 40,
};

const delivered: Delivered = {
	entry,
	reply: '$JS.ACK.A.B.1.1204.5.0.9',
	deliveries: 1,
	consumerSeq: 5,
	pending: 9,
	at: now,
};

function texts(plan: Plan): string {
	if ('refusal' in plan) return plan.refusal;
	return plan.consequences.map(({ text }) => text).join('\n');
}

describe('deleting a message', () => {
	it('shows it first, and asks for the name of the stream', () => {
		const plan = planMessageDelete(streamInfo('ORDERS'), [entry], { erase: true });
		expect(plan).toMatchObject({
			title: 'Delete message 1,204 of stream ORDERS',
			effect: 'destroy',
			typed: 'ORDERS',
			steps: [{ wire: { endpoint: 'stream.msg.delete', params: { stream: 'ORDERS' }, body: { seq: 1204 } } }],
		});
		expect(texts(plan)).toMatch(/1,204 orders\.new, .*, 40 B, 1 header: \{"order":7\}/);
		expect(texts(plan)).toContain('overwrites the bytes');
	});

	it('says that unlinking leaves the bytes', () => {
		const plan = planMessageDelete(streamInfo('ORDERS'), [entry], { erase: false });
		expect(plan).toMatchObject({ steps: [{ wire: { body: { seq: 1204, no_erase: true } } }] });
		expect(texts(plan)).toContain('only unlinks');
	});

	it.each([true, false])('says nothing of a disk that a stream in memory is not on, erased: %s', (erase) => {
		const memory = streamInfo('ORDERS', { config: { storage: 'memory' } });
		expect(texts(planMessageDelete(memory, [entry], { erase }))).not.toMatch(/overwritten|unlinked|stay on the disk/);
	});

	it.each([
		['sealed', { sealed: true, deny_delete: true }],
		['deny_delete', { deny_delete: true }],
	])('is refused where the stream is %s', (word, config) => {
		expect(texts(planMessageDelete(streamInfo('ORDERS', { config }), [entry], { erase: true }))).toContain(word);
	});
});

describe('fetching', () => {
	it.each([
		['explicit', {}, /are ack pending: no other client gets them for 30s/],
		['none', { ack_policy: 'none' as const }, /count as acknowledged/],
		['all', { ack_policy: 'all' as const }, /acknowledges all messages before it/],
		['a limit', { max_deliver: 3 }, /after 3 deliveries the consumer gives a message up/],
	])('says what it does to a consumer with %s', (_what, config, words) => {
		expect(texts(planFetch(consumerInfo('A', 'B', { config }), { batch: 1 }))).toMatch(words);
	});

	it('warns of a work queue, of others who wait, and of what does not fit', () => {
		const info = consumerInfo('A', 'B', {
			config: { max_ack_pending: 10 },
			info: { num_waiting: 2, num_ack_pending: 8, num_pending: 50 },
		});
		const said = texts(planFetch(info, { batch: 5 }, { name: 'A', retention: 'workqueue' }));
		expect(said).toContain('work queue');
		expect(said).toContain('2 pull requests of other clients wait');
		expect(said).toContain('8 of at most 10 messages are ack pending');
	});

	it('sends the first priority group, and a wait', () => {
		const info = consumerInfo('A', 'B', { config: { priority_groups: ['g'], priority_policy: 'pinned_client' } });
		expect(planFetch(info, { batch: 2, waitNs: 5e9 })).toMatchObject({
			steps: [{ wire: { endpoint: 'consumer.next', body: { batch: 2, expires: 5e9, group: 'g' } } }],
		});
	});

	it('is refused while the consumer is paused', () => {
		expect(texts(planFetch(consumerInfo('A', 'B', { info: { paused: true } }), { batch: 1 }))).toContain('paused');
	});
});

describe('what is said of a fetched message', () => {
	const around = { info: consumerInfo('A', 'B'), features: features('2.15.1', 5), now };

	it('goes to its own reply subject', () => {
		expect(planAcknowledge([delivered], { kind: 'ack' }, around)).toMatchObject({
			title: 'Acknowledge message 1,204 of consumer B',
			steps: [{ wire: { endpoint: 'consumer.ack', ack: { reply: delivered.reply, payload: '+ACK' } } }],
		});
	});

	it('leaves a reason out where the server would do nothing with one', () => {
		const plan = planAcknowledge(
			[delivered],
			{ kind: 'term', reason: 'broken' },
			{ ...around, features: features('2.9.10', 0) },
		);
		expect(plan).toMatchObject({ steps: [{ wire: { ack: { payload: '+TERM' } } }] });
		expect(texts(plan)).toContain('does not support reasons');
	});

	it('warns when its time is over, by ack_wait and by back-off', () => {
		const late = { ...delivered, at: now - 31_000 };
		expect(texts(planAcknowledge([late], { kind: 'ack' }, around))).toContain('The time to acknowledge is over for 1');
		const info = consumerInfo('A', 'B', { config: { backoff: [1e9, 60e9] } });
		expect(deadlineOf(delivered, info)).toBe(now + 1000);
		expect(deadlineOf({ ...delivered, deliveries: 9 }, info)).toBe(now + 60_000);
	});

	it('is nothing where no acknowledgement is asked for', () => {
		const info = consumerInfo('A', 'B', { config: { ack_policy: 'none' } });
		expect(planAcknowledge([delivered], { kind: 'ack' }, { ...around, info })).toHaveProperty('refusal');
	});
});
