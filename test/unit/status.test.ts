import { describe, expect, it } from 'vitest';
import { rawProblem } from '../../src/jetstream/raw-door.ts';
import { isFailure, meaningOf, silenceOf } from '../../src/jetstream/status.ts';

const direct = '$JS.API.DIRECT.GET.ORDERS';
const next = '$JS.hub.API.CONSUMER.MSG.NEXT.ORDERS.pull';

describe('a status in place of a message', () => {
	it.each([
		[direct, 404, 'Message Not Found', true, /no such message/],
		[`${direct}.orders.new`, 404, 'Message Not Found', true, /no such message/],
		[direct, 408, 'Empty Request', true, /is empty/],
		[direct, 408, 'Bad Request', true, /exactly one of/],
		[direct, 413, 'Too Many Results', true, /1,024 subjects/],
		[direct, 204, 'EOB', false, /batch ends here/],
		[next, 404, 'No Messages', false, /no_wait/],
		[next, 408, 'Request Timeout', false, /request expired/],
		[next, 409, 'Consumer Deleted', true, /was deleted/],
		[next, 409, 'Consumer is push based', true, /push consumer/],
		[next, 409, 'Message Size Exceeds MaxBytes', true, /max_bytes of the request/],
		[next, 409, 'Batch Completed', false, /max_bytes/],
		[next, 409, 'Exceeded MaxWaiting', true, /max_waiting/],
		[next, 409, 'Exceeded MaxRequestBatch of 10', true, /max_batch/],
		[next, 423, 'Nats-Pin-Id mismatch', true, /pinned/],
		[next, 400, 'Bad Request - heartbeat value too large', true, /heartbeat/],
	])('%s %d %s', (subject, code, description, fails, meaning) => {
		expect(meaningOf(subject, { code, description })).toMatch(meaning);
		expect(isFailure(subject, { code, description })).toBe(fails);
	});

	it('of a service that nobody knows is a failure from 400 on, and unexplained', () => {
		expect(meaningOf('a.service', { code: 404, description: 'No such thing' })).toBeUndefined();
		expect(isFailure('a.service', { code: 404, description: 'No such thing' })).toBe(true);
		expect(isFailure('a.service', { code: 200, description: '' })).toBe(false);
	});
});

describe('silence', () => {
	it('is explained where it says what is missing', () => {
		expect(silenceOf(direct)).toMatch(/does not exist or does not have allow_direct/);
		expect(silenceOf(next)).toMatch(/consumer does not exist/);
		const problem = rawProblem(direct, { kind: 'no-responders', subject: direct, message: 'Nobody answers.' });
		expect(problem.advice).toMatch(/allow_direct/);
		expect(rawProblem('a', { kind: 'no-responders', subject: 'a', message: '' }).advice).toMatch(/check its spelling/);
	});
});
