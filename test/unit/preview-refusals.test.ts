import { describe, expect, it } from 'vitest';
import { refusalByExisting, refusalByPayload } from '../../src/jetstream/preview/refusals.ts';

const again = (wanted: object, there: object, isBound = false) =>
	refusalByExisting('consumer.create.durable', { config: wanted }, { config: there, push_bound: isBound })?.text;

describe('a consumer that is created again', () => {
	const push = { durable_name: 'D', deliver_subject: 'out', deliver_policy: 'new', ack_policy: 'explicit' };
	// As a server of today tells it.
	const there = { ...push, ack_wait: 30_000_000_000, max_deliver: -1, replay_policy: 'instant', max_ack_pending: 1000 };

	it('may deliver elsewhere, where nobody listens', () => {
		expect(again({ ...push, deliver_subject: 'other' }, there)).toBeUndefined();
		expect(again(push, there)).toBeUndefined();
		expect(again({ ...push, deliver_subject: 'other' }, there, true)).toBe(
			'consumer already exists and is still active',
		);
	});

	it('may not be another one, and none that is pulled', () => {
		expect(again({ ...push, max_deliver: 3 }, there)).toBe('consumer replacement durable config not the same');
		const { deliver_subject: _, ...pull } = push;
		expect(again(pull, there)).toBe('consumer already exists');
	});

	it('may start at a sequence that no number holds, or at a time of another zone', () => {
		const far = { ...push, deliver_policy: 'by_start_sequence', opt_start_seq: 18446744073709551615n };
		expect(again(far, { ...there, ...far })).toBeUndefined();
		const time = { ...push, deliver_policy: 'by_start_time', opt_start_time: '2020-03-31T12:00:00+02:00' };
		expect(again(time, { ...there, ...time, opt_start_time: '2020-03-31T10:00:00Z' })).toBeUndefined();
	});
});

describe('what a request tells of itself', () => {
	it.each([
		['stream.info', '.', {}, 'bad request'],
		['stream.info', '', {}, undefined],
		['account.info', '.', {}, undefined],
		['consumer.next', '.', {}, undefined],
		['stream.create', '{"Template_Owner":"T"}', {}, 'stream not owned by template'],
		['stream.create', '{"template_owner":""}', {}, undefined],
		['stream.create', '{}', { max_consumers: 1 }, 'maximum consumers exceeds account limit'],
		['stream.create', '{}', { max_consumers: -1, num_replicas: 1 }, undefined],
		['stream.update', '{}', { num_replicas: 3 }, 'maximum replicas is 1'],
		['consumer.create.ephemeral', '{}', { config: {} }, 'consumer in pull mode requires explicit ack policy'],
	])('%s %s %j is %s', (endpoint, payload, body, text) => {
		expect(refusalByPayload(endpoint, payload, body)?.text).toBe(text);
	});
});
