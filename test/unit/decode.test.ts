import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeReply } from '../../src/jetstream/decode.ts';
import { endpointById } from '../../src/jetstream/endpoints.ts';
import { consumerInfo, streamInfo } from '../support/state.ts';

const info = endpointById('stream.info');
const TYPE = 'io.nats.jetstream.api.v1.stream_info_response';
const decode = (text: string) => decodeReply(info, new TextEncoder().encode(text));

describe('decoding a reply', () => {
	it('keeps every digit, and plain numbers wherever they are exact', () => {
		const text = `{"type":"${TYPE}","config":{"name":"A","max_age":9223372036854775807,"max_msgs":5},
			"state":{"messages":18446744073709551615,"bytes":1,"first_seq":1,"first_ts":"2026-03-30T12:00:00Z",
			"last_seq":2,"last_ts":"2026-03-31T12:00:00Z","consumer_count":0,"lost":{"msgs":[9007199254740993,1],"bytes":0}},"streams":[{"config":{"first_seq":9007199254740993}}]}`;
		expect(decode(text)).toEqual({
			kind: 'value',
			value: {
				type: TYPE,
				config: { name: 'A', max_age: 9223372036854775807n, max_msgs: 5 },
				state: {
					messages: 18446744073709551615n,
					bytes: 1,
					first_seq: 1,
					first_ts: '2026-03-30T12:00:00Z',
					last_seq: 2,
					last_ts: '2026-03-31T12:00:00Z',
					consumer_count: 0,
					lost: { msgs: [9007199254740993n, 1], bytes: 0 },
				},
				streams: [{ config: { first_seq: 9007199254740993n } }],
			},
		});
	});

	it('adds up the messages of subjects that a server writes as one', () => {
		const state = { ...streamInfo('A').state, subjects: { 'a.b': 2 } };
		const whole = JSON.stringify({ type: TYPE, ...streamInfo('A'), state });
		const doubled = whole.replace('"a.b":2', '"a.\\ufffd":1,"q\\"}":5,"a.b":2,"a.\\ufffd":3,"a.\ufffd":4');
		const decoded = decode(doubled);
		if (decoded.kind !== 'value') throw new Error(JSON.stringify(decoded));
		expect(decoded.value).toMatchObject({
			state: { subjects: { 'a.\ufffd': 8, 'q"}': 5, 'a.b': 2 }, num_subjects: 3 },
		});
	});

	it('keeps what it does not know', () => {
		const reply = { type: TYPE, ...streamInfo('A'), of_tomorrow: { a: [null] } };
		expect(decode(JSON.stringify(reply))).toMatchObject({ value: { of_tomorrow: { a: [null] } } });
	});

	it('says what is lacking, and what is of another kind', () => {
		const { state, ...rest } = streamInfo('A');
		const decodeInfo = (reply: object) => decode(JSON.stringify({ type: TYPE, ...reply }));
		expect(decodeInfo(rest)).toEqual({ kind: 'malformed', reason: 'lacks state' });
		expect(decodeInfo({ ...rest, state: { ...state, bytes: 'many' } })).toEqual({
			kind: 'malformed',
			reason: 'has "many" as state.bytes',
		});
		const replicas = [{ name: 'n2', current: true, active: 0 }, null];
		expect(decodeInfo({ ...rest, state, cluster: { replicas } })).toEqual({
			kind: 'malformed',
			reason: 'has null as cluster.replicas.1',
		});
	});

	it('takes a reply of nothing for a consumer that is being deleted', () => {
		const data = new TextEncoder().encode('{"type":"io.nats.jetstream.api.v1.consumer_info_response"}');
		const error = { code: 404, err_code: 10014, description: 'consumer not found' };
		expect(decodeReply(endpointById('consumer.info'), data)).toEqual({ kind: 'error', error });
	});

	it('leaves entries of a list that went away meanwhile to be left out', () => {
		const list = { type: 'io.nats.jetstream.api.v1.consumer_list_response', total: 2, offset: 0, limit: 256 };
		const consumers = [null, consumerInfo('A', 'a')];
		const data = new TextEncoder().encode(JSON.stringify({ ...list, consumers }));
		expect(decodeReply(endpointById('consumer.list'), data)).toMatchObject({ kind: 'value', value: { consumers } });
	});

	it('takes every reply type of the endpoint, and no other', () => {
		const cancel = endpointById('stream.cancel-move');
		for (const type of ['stream_cancel_move_response', 'stream_update_response']) {
			const data = new TextEncoder().encode(`{"type":"io.nats.jetstream.api.v1.${type}"}`);
			expect(decodeReply(cancel, data).kind).toBe('value');
			expect(decodeReply(info, data)).toMatchObject({ kind: 'malformed', reason: expect.stringContaining(type) });
		}
	});

	it('prefers the error, whatever else is there', () => {
		const error = { code: 404, err_code: 10059, description: 'stream not found' };
		expect(decode(JSON.stringify({ type: TYPE, error, config: {} }))).toEqual({ kind: 'error', error });
		expect(decode('{"error":{"description":"no"}}')).toEqual({
			kind: 'error',
			error: { code: 500, description: 'no' },
		});
		expect(decode('{"error":{"code":"x","err_code":[],"description":7}}')).toEqual({
			kind: 'error',
			error: { code: 500 },
		});
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), (data) =>
				['malformed', 'error'].includes(decodeReply(info, data).kind),
			),
		);
		fc.assert(fc.property(fc.json(), (text) => decode(text).kind !== undefined));
		const deep = `{"type":"${TYPE}","n":".12345678901234567","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
		expect(['value', 'malformed']).toContain(decode(deep).kind);
	});
});
