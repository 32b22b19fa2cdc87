import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/console/line.ts';
import { prepare } from '../../src/console/prepare.ts';
import { wouldCrash } from '../../src/jetstream/preview/crash.ts';
import { featuresOf } from '../../src/jetstream/server-features.ts';
import { subjectEffect } from '../../src/jetstream/subject-effect.ts';

const api = {
	prefix: '$JS.API',
	dialect: () => 'preview',
	raw: { verdict: (subject: string) => subjectEffect(subject, '$JS.API') },
} as unknown as Parameters<typeof prepare>[2];

/** A line in the preview's own words, for a preview server. */
function typed(subject: string, payload: object | string, flags = '') {
	const parsed = parseLine(`req ${flags} ${subject} x`);
	if (parsed.kind !== 'line') throw new Error(`not a line: ${subject}`);
	const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
	return prepare(parsed.line, text, api, featuresOf(undefined, undefined, 'preview'));
}

const durable = '$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE';
const tail = (config: object, more: object = { stream_name: 'LOGS' }) => ({
	...more,
	config: { durable_name: 'TAIL', ack_policy: 'explicit', ...config },
});

describe('what is typed for a preview server in its own words', () => {
	it.each([
		[durable, tail({ deliver_policy: 'all' }), 'This server ignores deliver_policy, a key of later servers.'],
		[durable, tail({ Deliver_Subject: 'out' }), 'Use delivery_subject.'],
		[durable, tail({ opt_start_seq: 7 }), 'Use stream_seq.'],
		[durable, tail({ max_ack_pending: 7 }), 'ignores max_ack_pending, which came after the technical preview'],
		[durable, tail({}, {}), 'stream_name is missing, but the subject names LOGS'],
		[durable, tail({}, { stream_name: 'OTHER' }), 'stream_name is "OTHER", but the subject names LOGS'],
		[durable, tail({ durable_name: 'OTHER' }), 'config.durable_name is "OTHER", but the subject names TAIL'],
		['$JS.STREAM.LOGS.CREATE', { name: 'OTHER' }, 'name is "OTHER", but the subject names LOGS'],
		['$JS.STREAM.LOGS.CREATE', { subjects: ['a'] }, 'name is missing, but the subject names LOGS'],
		[
			'$JS.STREAM.LOGS.UPDATE',
			{ name: 'LOGS', discard: 'new' },
			'ignores discard, which came after the technical preview',
		],
		['$JS.STREAM.LOGS.INFO', '.', "This request takes no payload: the server replies -ERR 'bad request' to any."],
		['$JS.STREAM.LOGS.PURGE', '{"filter":"a"}', 'This request takes no payload'],
	])('%s %j is refused', (subject, payload, why) => {
		const prepared = typed(subject, payload);
		expect('refusal' in prepared && prepared.refusal).toContain(why);
		expect('refusal' in prepared && prepared.refusal).toContain('--raw sends it unchanged.');
	});

	it.each([
		['$JS.STREAM.LOGS.CREATE', { name: 'LOGS', subjects: ['a'] }, 'storage is memory'],
		['$JS.STREAM.LOGS.CREATE', { name: 'LOGS', storage: 'file', odd: 1 }, 'This server ignores "odd".'],
		[durable, tail({ deliver_all: true }, { stream_name: 'LOGS', odd: 1 }), 'This server ignores "odd".'],
		['$JS.INFO', 'anything', 'This server ignores the payload.'],
		['$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT', '{"batch":5}', 'This server reads anything but digits as one message.'],
	])('%s %j is sent, with a note', (subject, payload, note) => {
		const prepared = typed(subject, payload);
		expect('notes' in prepared && prepared.notes.join(' ')).toContain(note);
	});

	it('takes back what INFO answered, as the post does', () => {
		const config = { durable_name: 'TAIL', deliver_all: true, ack_policy: 'explicit', replay_policy: 'instant' };
		expect(typed(durable, { stream_name: 'LOGS', name: 'TAIL', config, state: {} })).toMatchObject({
			notes: [],
			body: { config: { deliver_policy: 'all' } },
		});
	});

	it('is told to begin where that server begins', () => {
		expect(typed(durable, tail({}))).toMatchObject({ body: { config: { deliver_policy: 'new' } } });
	});

	it.each([['10001'], ['2000000000'], ['99999999999999999999']])('pulls no batch of %s', (batch) => {
		const subject = '$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT';
		expect(wouldCrash({ subject, payload: batch })).toContain('pull at most 10000 messages');
		expect(typed(subject, batch, '--raw')).toHaveProperty('refusal');
		expect(wouldCrash({ subject, payload: '10000' })).toBeUndefined();
	});
});
