import { describe, expect, it } from 'vitest';
import { endpointById, endpoints } from '../../src/jetstream/endpoints.ts';
import { readRequestBody } from '../../src/jetstream/request-body.ts';
import { features } from '../../src/jetstream/server-features.ts';

const newest = features('2.15.1', 5);

function read(id: Parameters<typeof endpointById>[0], text: string, server = newest) {
	return readRequestBody(endpointById(id), text, server);
}

function fault(id: Parameters<typeof endpointById>[0], text: string): string {
	const made = read(id, text);
	if (made.ok) throw new Error(`${text} was taken`);
	return made.message;
}

describe('the payload of a request', () => {
	it('is read exactly', () => {
		expect(read('stream.msg.get', '{"seq": 9223372036854775807}')).toEqual({
			ok: true,
			body: { seq: 9223372036854775807n },
			notes: [],
		});
	});

	it('says where JSON is broken', () => {
		expect(fault('stream.create', '{\n  "name": "A",\n  "subjects" ["a"]\n}')).toMatch(
			/^The payload, line 3, column 14: /,
		);
		expect(fault('stream.msg.get', '5')).toBe('The payload must be a JSON object: it begins with {.');
	});

	it('names unknown fields, nested ones too, and what may be meant', () => {
		expect(fault('stream.create', '{"name":"A","subject":["a"]}')).toBe(
			'"subject" is not a field of STREAM.CREATE.{stream}: servers from 2.12 on refuse it, older ones ignore it. Did you mean subjects?',
		);
		expect(fault('consumer.create', '{"stream_name":"A","config":{"zzz":1,"yyy":2}}')).toMatch(
			/^"config.zzz", "config.yyy" are not fields/,
		);
		expect(fault('stream.create', '{"name":"A","sources":[{"name":"B","fltr":"x"}]}')).toMatch(
			/^"sources.0.fltr" is not a field/,
		);
	});

	it('takes keys in any letter case, as servers do', () => {
		const made = read('stream.update', '{"NAME":"A","Max_M\u017fg\u017f":5,"Sources":[{"Name":"B"}]}');
		expect(made).toMatchObject({ ok: true, body: { name: 'A', max_msgs: 5, sources: [{ name: 'B' }] } });
		expect(fault('stream.update', '{"sealed":false,"SEALED":true}')).toBe(
			'The payload has sealed twice, also as SEALED.',
		);
	});

	it('says what the server is too old for', () => {
		const made = read('consumer.pause', '{"pause_until":"2030-01-01T00:00:00Z"}', features('2.10.27', 0));
		expect(made).toMatchObject({ notes: ['pause_until needs nats-server 2.11; this one is 2.10.27.'] });
	});

	it('knows where none may be, and where one must be', () => {
		expect(fault('stream.delete', '{}')).toMatch(/takes no payload/);
		expect(fault('stream.create', '')).toMatch(/needs a payload/);
		expect(read('account.info', '.')).toEqual({ ok: true, notes: [] });
		expect(read('stream.names', 'hello')).toEqual({ ok: true, notes: [] });
	});

	it('says what has the wrong type', () => {
		expect(fault('stream.create', '{"name":"A","max_age":"1h"}')).toMatch(
			/^max_age is the text "1h"; it must be a whole number/,
		);
	});

	it('takes an empty object for every endpoint that takes one', () => {
		for (const endpoint of endpoints) {
			const made = readRequestBody(endpoint, '{}', newest);
			expect(made.ok, endpoint.id).toBe(endpoint.request.body !== 'empty-only');
		}
	});
});
