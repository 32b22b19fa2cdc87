import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeReply } from '../../src/jetstream/decode.ts';
import { endpointById } from '../../src/jetstream/endpoints.ts';

const info = endpointById('stream.info');
const TYPE = 'io.nats.jetstream.api.v1.stream_info_response';
const decode = (text: string) => decodeReply(info, new TextEncoder().encode(text));

describe('decoding a reply', () => {
	it('keeps every digit of a configuration and makes counters plain numbers', () => {
		const text = `{"type":"${TYPE}","config":{"max_age":9223372036854775807,"max_msgs":5},
			"state":{"messages":18446744073709551615,"lost":{"msgs":[9007199254740993,1]}},"streams":[{"config":{"first_seq":9007199254740993}}]}`;
		expect(decode(text)).toEqual({
			kind: 'value',
			value: {
				type: TYPE,
				config: { max_age: 9223372036854775807n, max_msgs: 5 },
				state: { messages: Number(18446744073709551615n), lost: { msgs: [9007199254740992, 1] } },
				streams: [{ config: { first_seq: 9007199254740993n } }],
			},
		});
	});

	it('keeps what it does not know', () => {
		expect(decode(`{"type":"${TYPE}","of_tomorrow":{"a":[null]}}`)).toMatchObject({
			value: { of_tomorrow: { a: [null] } },
		});
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
