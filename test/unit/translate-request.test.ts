import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/console/line.ts';
import { noteInWords } from '../../src/console/note.ts';
import { prepare } from '../../src/console/prepare.ts';
import type { EndpointId } from '../../src/jetstream/endpoints.ts';
import { toPreview } from '../../src/jetstream/preview/to-preview.ts';
import { featuresOf } from '../../src/jetstream/server-features.ts';
import { subjectEffect } from '../../src/jetstream/subject-effect.ts';

const api = {
	prefix: '$JS.API',
	dialect: () => 'preview',
	written: (id: EndpointId, params: Readonly<Record<string, string>>, body?: object) =>
		toPreview(id, params, body as Readonly<Record<string, unknown>>),
	raw: { verdict: (subject: string) => subjectEffect(subject, '$JS.API') },
} as unknown as Parameters<typeof prepare>[2];

/** A line for a preview server. */
function sent(subject: string, payload = '', flags = '') {
	const parsed = parseLine(`req ${flags} ${subject} '${payload}'`);
	if (parsed.kind !== 'line') throw new Error(`not a line: ${subject}`);
	const prepared = prepare(parsed.line, payload, api, featuresOf(undefined, undefined, 'preview'));
	if ('refusal' in prepared) return prepared;
	const { line, message, verdict, notes } = prepared;
	const told = notes.map(noteInWords);
	return { subject: message.subject, payload: message.payload, effect: verdict.effect, verb: line.verb, notes: told };
}

const create = (config: object, action?: string) =>
	JSON.stringify({ stream_name: 'LOGS', config: { durable_name: 'TAIL', ack_policy: 'explicit', ...config }, action });
const tail = '$JS.API.CONSUMER.DURABLE.CREATE.LOGS.TAIL';

describe('a line in the words of today, for a preview server', () => {
	it.each([
		['$JS.API.INFO', '', '$JS.INFO', ''],
		['$JS.API.INFO', '.', '$JS.INFO', ''],
		['$JS.API.STREAM.NAMES', '{}', '$JS.STREAM.LIST', ''],
		['$JS.API.STREAM.PURGE.LOGS', '', '$JS.STREAM.LOGS.PURGE', ''],
		['$JS.API.STREAM.PURGE.LOGS', '{}', '$JS.STREAM.LOGS.PURGE', ''],
		['$JS.API.STREAM.MSG.GET.LOGS', '{"SEQ":3}', '$JS.STREAM.LOGS.MSG.BYSEQ', '3'],
		[
			'$JS.API.STREAM.MSG.DELETE.LOGS',
			'{"seq":18446744073709551615}',
			'$JS.STREAM.LOGS.MSG.DELETE',
			'18446744073709551615',
		],
		['$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL', '', '$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT', '1'],
		['$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL', '5', '$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT', '5'],
		['$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL', '{"Batch":5}', '$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT', '5'],
	])('%s %s is sent as %s %s', (subject, payload, wanted, written) => {
		expect(sent(subject, payload)).toMatchObject({ subject: wanted, payload: written });
	});

	it('takes keys of a configuration in any letter case, as servers do', () => {
		const stream = sent(
			'$JS.API.STREAM.CREATE.LOGS',
			'{"Name":"LOGS","Subjects":["logs.>"],"Max_Age":5,"discard":"old"}',
		);
		expect(stream).toMatchObject({
			subject: '$JS.STREAM.LOGS.CREATE',
			payload: '{"name":"LOGS","subjects":["logs.>"],"max_age":5,"storage":"file"}',
			notes: [
				expect.stringMatching(/^Translated for a server/),
				expect.stringMatching(/^discard is left out: it asks/),
			],
		});
		expect(sent(tail, create({ Deliver_Subject: 'out', deliver_policy: 'all' }))).toMatchObject({
			payload: expect.stringMatching(/"delivery_subject":"out".*"deliver_all":true/),
		});
	});

	it.each([
		['$JS.API.STREAM.PURGE.LOGS', '{"fliter":"orders.new"}', /"fliter" is not a field.*Did you mean filter\? --raw/],
		['$JS.API.STREAM.PURGE.LOGS', '{"filter":"orders.new"', /^The payload, line 1, column/],
		['$JS.API.STREAM.PURGE.LOGS', '{"filter":"orders.new",}', /^The payload, line 1, column/],
		['$JS.API.STREAM.PURGE.LOGS', '{"Filter":"orders.new"}', /does not support filter/],
		['$JS.API.STREAM.PURGE.LOGS', '[]', /must be a JSON object/],
		['$JS.API.STREAM.PURGE.LOGS', 'orders.new', /takes only a JSON payload/],
		['$JS.API.STREAM.DELETE.LOGS', '.', /takes no payload/],
		['$JS.API.CONSUMER.DELETE.LOGS.TAIL', '{}', /takes no payload/],
		['$JS.API.STREAM.CREATE.LOGS', '', /needs a payload/],
		['$JS.API.STREAM.CREATE.LOGS', '{"name":"LOGS",}', /^The payload, line 1, column/],
		['$JS.API.STREAM.CREATE.LOGS', '{"name":"LOGS","max_msg":5}', /"max_msg" is not a field/],
		['$JS.API.STREAM.CREATE.LOGS', '{"name":"OTHER"}', /name is "OTHER", but the subject names LOGS/],
		['$JS.API.STREAM.UPDATE.LOGS', '{"name":"LOGS","max_msgs":"5"}', /max_msgs/],
		['$JS.API.STREAM.MSG.DELETE.LOGS', '3', /must be a JSON object/],
		['$JS.API.STREAM.MSG.DELETE.LOGS', '{"sequence":3}', /"sequence" is not a field/],
		[tail, create({ filter: 'a' }), /"config\.filter" is not a field/],
		[tail, create({ durable_name: 'OTHER' }), /durable_name is "OTHER"/],
		[tail, create({}, 'update'), /does not support action update/],
	])('%s %s is refused, and nothing is sent', (subject, payload, sentence) => {
		const refused = sent(subject, payload);
		expect('refusal' in refused ? refused.refusal : refused).toMatch(sentence);
	});

	it('does not advise to send as it is what would end the server', () => {
		const refused = sent('$JS.API.STREAM.CREATE.LOGS', '{"name":"LOGS","subjects":["a..b"]}');
		expect(refused).toMatchObject({
			refusal: expect.stringMatching(/would crash a preview server: nothing was sent\.$/),
		});
		const template = sent('$JS.API.STREAM.TEMPLATE.CREATE.T', '{"name":"T","max_streams":1}');
		expect(template).toMatchObject({ refusal: expect.stringMatching(/so nothing was sent\.$/) });
		const later = sent('$JS.API.STREAM.PURGE.LOGS', '{"keep":1}');
		expect(later).toMatchObject({
			refusal: expect.stringMatching(/does not support keep.* --raw sends it unchanged\.$/),
		});
	});

	it.each([
		['$JS.ACK.LOGS.TAIL.1.2.3.1585650000000000000.4', '+ACK', '$JS.ACK.LOGS.TAIL.1.2.3', '+OK'],
		['$JS.ACK.LOGS.TAIL.1.2.3', '', '$JS.ACK.LOGS.TAIL.1.2.3', ''],
		['$JS.ACK.LOGS.TAIL.1.2.3', '+OK', '$JS.ACK.LOGS.TAIL.1.2.3', '+OK'],
		['$JS.ACK.LOGS.TAIL.1.2.3.0.0', '-NAK', '$JS.ACK.LOGS.TAIL.1.2.3', '-NAK'],
	])('publishes the acknowledgement %s %s as %s %s, for no answer comes', (subject, payload, wanted, word) => {
		const prepared = sent(subject, payload);
		expect(prepared).toMatchObject({ subject: wanted, payload: word, verb: 'publish', effect: 'change' });
		expect('notes' in prepared && prepared.notes.at(-1)).toMatch(/does not reply to an acknowledgement/);
		expect('notes' in prepared && prepared.notes.length).toBe(subject === wanted && payload === word ? 1 : 2);
	});

	it('waits for the message that +NXT asks for, and refuses what was ignored', () => {
		const next = sent('$JS.ACK.LOGS.TAIL.1.2.3.0.0', '+NXT');
		expect(next).toMatchObject({ subject: '$JS.ACK.LOGS.TAIL.1.2.3', payload: '+NXT', verb: 'request' });
		expect(sent('$JS.ACK.LOGS.TAIL.1.2.3.0.0', '+TERM')).toMatchObject({
			refusal: expect.stringMatching(/^The technical preview of 2020 does not support \+TERM\. Nothing was sent/),
		});
		expect(sent('$JS.ACK.LOGS.TAIL.1.2.3', '-NAK {"delay":5}')).toMatchObject({
			refusal: expect.stringMatching(/supports -NAK only without a value/),
		});
		expect(sent('$JS.ACK.LOGS.TAIL.1.2.3', '+TERM', '--raw')).toMatchObject({ payload: '+TERM', verb: 'publish' });
	});

	it('names what of the request is left out', () => {
		const next = sent('$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL', '{"batch":2,"expires":1000,"no_wait":true}');
		expect(next).toMatchObject({
			payload: '2',
			notes: [
				expect.any(String),
				'expires, no_wait are left out: the technical preview waits until there are messages.',
			],
		});
		expect(sent('$JS.API.CONSUMER.NAMES.LOGS', '{"offset":5}')).toMatchObject({
			notes: [expect.any(String), 'offset is left out: the technical preview returns all names at once.'],
		});
		expect(sent('$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL', 'all')).toMatchObject({
			payload: '1',
			notes: [expect.any(String), 'jetdeck leaves the payload out: the pull asks for one message.'],
		});
	});
});
