import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/console/line.ts';
import { noteInWords } from '../../src/console/note.ts';
import { prepare } from '../../src/console/prepare.ts';
import type { EndpointId } from '../../src/jetstream/endpoints.ts';
import { ackFromPreview } from '../../src/jetstream/preview/ack.ts';
import { asPreviewReply } from '../../src/jetstream/preview/as-preview-reply.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { buildSubject } from '../../src/jetstream/subject.ts';
import { subjectEffect } from '../../src/jetstream/subject-effect.ts';

const api = {
	prefix: '$JS.API',
	dialect: () => 'current',
	written: (id: EndpointId, params: Readonly<Record<string, string>>) => buildSubject('$JS.API', id, params),
	raw: { verdict: (subject: string) => subjectEffect(subject, '$JS.API') },
} as unknown as Parameters<typeof prepare>[2];

function sent(text: string, payload?: string, server = features('2.15.1', 5)) {
	const parsed = parseLine(text);
	if (parsed.kind !== 'line') throw new Error(`not a line: ${text}`);
	const { line } = parsed;
	const typed = payload ?? (line.payload?.from === 'text' ? line.payload.text : '');
	const prepared = prepare(line, typed, api, server);
	if ('refusal' in prepared) return prepared.refusal;
	const { message, verdict, notes } = prepared;
	return { subject: message.subject, payload: message.payload, effect: verdict.effect, notes: notes.map(noteInWords) };
}

/** Asked in the words of then. */
const then = (endpoint: string) => ({ endpoint, subject: '$JS.X', payload: '' });

const tail = (config: object) =>
	`$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE ${JSON.stringify({ stream_name: 'LOGS', config: { durable_name: 'TAIL', ...config } })}`;

describe('a line in the words of the preview', () => {
	it.each([
		["nats req '$JS.ENABLED' '.'", '$JS.API.INFO', '', 'read'],
		["nats req '$JS.INFO' '.'", '$JS.API.INFO', '', 'read'],
		["nats req '$JS.STREAM.LIST' '.'", '$JS.API.STREAM.NAMES', '', 'read'],
		["nats req '$JS.STREAM.LOGS.INFO' ''", '$JS.API.STREAM.INFO.LOGS', '', 'read'],
		["nats req '$JS.STREAM.LOGS.INFO' '.'", '$JS.API.STREAM.INFO.LOGS', '', 'read'],
		["nats req '$JS.STREAM.LOGS.DELETE' ''", '$JS.API.STREAM.DELETE.LOGS', '', 'destroy'],
		["nats req '$JS.STREAM.LOGS.PURGE' ''", '$JS.API.STREAM.PURGE.LOGS', '', 'destroy'],
		["nats req '$JS.STREAM.LOGS.MSG.DELETE' '12'", '$JS.API.STREAM.MSG.DELETE.LOGS', '{"seq":12}', 'destroy'],
		[
			"nats req '$JS.STREAM.LOGS.MSG.DELETE' '18446744073709551615'",
			'$JS.API.STREAM.MSG.DELETE.LOGS',
			'{"seq":18446744073709551615}',
			'destroy',
		],
		["nats req '$JS.STREAM.LOGS.MSG.BYSEQ' '3'", '$JS.API.STREAM.MSG.GET.LOGS', '{"seq":3}', 'read'],
		["nats req '$JS.STREAM.LOGS.MSG.BYSEQ' ''", '$JS.API.STREAM.MSG.GET.LOGS', '{"last_by_subj":">"}', 'read'],
		["nats req '$JS.STREAM.LOGS.CONSUMERS' ''", '$JS.API.CONSUMER.NAMES.LOGS', '', 'read'],
		["nats req '$JS.STREAM.LOGS.CONSUMER.TAIL.INFO' ''", '$JS.API.CONSUMER.INFO.LOGS.TAIL', '', 'read'],
		["nats req '$JS.STREAM.LOGS.CONSUMER.TAIL.DELETE' ''", '$JS.API.CONSUMER.DELETE.LOGS.TAIL', '', 'destroy'],
		[
			"nats req '$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT' '2'",
			'$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL',
			'{"batch":2}',
			'change',
		],
		["nats req '$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT' '.'", '$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL', '', 'change'],
		[
			`nats req '$JS.STREAM.LOGS.EPHEMERAL.CONSUMER.CREATE' '{"stream_name":"LOGS","config":{"delivery_subject":"o"}}'`,
			'$JS.API.CONSUMER.CREATE.LOGS',
			'{"stream_name":"LOGS","config":{"deliver_subject":"o","deliver_policy":"new"}}',
			'change',
		],
		["nats pub '$JS.ACK.LOGS.TAIL.1.2.3' '+OK'", '$JS.ACK.LOGS.TAIL.1.2.3.0.0', '+OK', 'change'],
	])('%s is sent as %s %s', (text, subject, payload, effect) => {
		expect(sent(text)).toMatchObject({ subject, payload, effect });
	});

	it('says what it was sent as', () => {
		expect(sent('$JS.STREAM.LOGS.MSG.DELETE 12')).toMatchObject({
			notes: ['A request of the technical preview of 2020; sent as $JS.API.STREAM.MSG.DELETE.LOGS {"seq":12}'],
		});
	});

	it('goes as it is with --raw, and where somebody listens', () => {
		expect(sent('req --raw $JS.STREAM.LOGS.INFO')).toMatchObject({ subject: '$JS.STREAM.LOGS.INFO' });
		expect(sent('sub $JS.STREAM.LOGS.INFO')).toMatchObject({ subject: '$JS.STREAM.LOGS.INFO' });
	});

	it('keeps a stream in memory unless it says otherwise, and leaves out what the preview ignored', () => {
		const plain = sent('$JS.STREAM.A.CREATE', '{"Name":"A","subjects":["a"],"odd":1,"template_owner":""}');
		expect(plain).toMatchObject({
			subject: '$JS.API.STREAM.CREATE.A',
			payload: '{"name":"A","subjects":["a"],"storage":"memory"}',
			effect: 'change',
		});
		expect(typeof plain === 'object' && plain.notes.join(' ')).toMatch(/storage is memory.*"odd" is left out/);
	});

	it('says of a template that owns a stream what the preview did', () => {
		const owned = sent('$JS.STREAM.A.CREATE', '{"name":"A","Template_Owner":"T"}');
		expect(owned).toMatchObject({ payload: '{"name":"A","storage":"memory"}' });
		expect(typeof owned === 'object' && owned.notes.join(' ')).toMatch(
			/leaves template_owner out: the preview refused/,
		);
		expect(typeof owned === 'object' && owned.notes.join(' ')).not.toMatch(/ignored/);
	});

	it('reads a consumer of then as one of today', () => {
		const body = (config: object) => JSON.stringify({ stream_name: 'LOGS', config, state: {} });
		const durable = { durable_name: 'TAIL', delivery_subject: 'out', start_time: '0001-01-01T00:00:00Z' };
		const payloadOf = (config: object): unknown => {
			const line = sent('$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE', body(config));
			return typeof line === 'string' ? line : JSON.parse(line.payload);
		};
		const rest = { durable_name: 'TAIL', deliver_subject: 'out' };
		expect(payloadOf(durable)).toEqual({ stream_name: 'LOGS', config: { ...rest, deliver_policy: 'new' } });
		expect(payloadOf({ ...durable, deliver_all: true })).toMatchObject({ config: { ...rest, deliver_policy: 'all' } });
		expect(payloadOf({ ...durable, Deliver_Last: true })).toMatchObject({
			config: { ...rest, deliver_policy: 'last' },
		});
		expect(payloadOf({ ...durable, stream_seq: 4 })).toMatchObject({
			config: { ...rest, deliver_policy: 'by_start_sequence', opt_start_seq: 4 },
		});
		expect(payloadOf({ ...durable, start_time: '2020-03-31T10:00:00Z' })).toMatchObject({
			config: { ...rest, deliver_policy: 'by_start_time', opt_start_time: '2020-03-31T10:00:00Z' },
		});
	});

	it.each([
		['$JS.STREAM.LOGS.MSG.DELETE abc', /sequence of a message, only digits/],
		['$JS.STREAM.LOGS.INFO {}', /takes no payload/],
		['$JS.STREAM.LOGS.CREATE', /needs a payload/],
		['$JS.STREAM.LOGS.CREATE {"name":"OTHER"}', /name is "OTHER", but the subject names LOGS/],
		['$JS.STREAM.LOGS.CREATE {"name":9007199254740993}', /name is 9007199254740993; it must be a text/],
		['$JS.STREAM.LOGS.CREATE [1]', /must be a JSON object/],
		['$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE {"stream_name":"LOGS","config":{}}', /durable_name is missing/],
		[
			'$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE {"stream_name":"LOGS","config":{"durable_name":"TAIL","deliver_all":true,"stream_seq":2}}',
			/has deliver_all and stream_seq: keep one/,
		],
		[tail({ deliver_all: 'yes' }), /^deliver_all is the text "yes"; it must be true or false\./],
		[tail({ Deliver_Last: 1 }), /^deliver_last is 1; it must be true or false\./],
		[tail({ stream_seq: -1 }), /^stream_seq is -1; it must be a whole number from 0 to/],
		[tail({ stream_seq: '4' }), /^stream_seq is the text "4"; it must be a whole number from 0 to/],
		[tail({ start_time: 'yesterday' }), /^start_time is the text "yesterday"; it must be a time/],
		[tail({ delivery_subject: 5 }), /^delivery_subject is 5; it must be a text/],
		[tail({ delivery_subject: 'a', deliver_subject: 'b' }), /has deliver_subject and delivery_subject: keep one/],
	])('%s is refused with a sentence', (text, sentence) => {
		expect(sent(text)).toMatch(sentence);
	});

	it.each([
		"nats req '$JS.TEMPLATE.LIST' '.'",
		'$JS.TEMPLATE.KV.INFO',
		'$JS.TEMPLATE.KV.CREATE',
		'$JS.TEMPLATE.KV.DELETE',
		'$JS.API.STREAM.TEMPLATE.NAMES',
		'$JS.API.STREAM.TEMPLATE.CREATE.KV {}',
	])('%s is refused at once, for templates are gone', (text) => {
		expect(sent(text)).toBe('Stream templates are not supported from 2.14 on; this server is 2.15.1.');
	});

	it('asks for templates where they are, where another server answers, and as it is', () => {
		const there = sent('$JS.TEMPLATE.LIST', '', features('2.10.29', 0));
		expect(there).toMatchObject({ subject: '$JS.API.STREAM.TEMPLATE.NAMES' });
		expect(sent('$JS.hub.API.STREAM.TEMPLATE.NAMES')).toMatchObject({ effect: 'read' });
		expect(sent('req --raw $JS.API.STREAM.TEMPLATE.NAMES')).toMatchObject({ effect: 'read' });
	});

	it('knows the subject of an acknowledgement of then from one of today', () => {
		expect(ackFromPreview('$JS.ACK.LOGS.TAIL.1.2.3')).toBe('$JS.ACK.LOGS.TAIL.1.2.3.0.0');
		expect(ackFromPreview('$JS.ACK.LOGS.TAIL.1.2.3.4.5')).toBeUndefined();
		expect(ackFromPreview('$JS.ACK.LOGS.TAIL.a.2.3')).toBeUndefined();
	});
});

describe('a reply of today as the preview would have answered', () => {
	it.each([
		['account.info', '$JS.ENABLED', { memory: 1 }, '+OK'],
		['stream.create', '', { config: {} }, '+OK'],
		['stream.purge', '', { success: true, purged: 3 }, '+OK'],
		['consumer.create.ephemeral', '', { name: 'abc' }, '+OK abc'],
		['stream.names', '', { streams: [] }, 'null'],
		['stream.names', '', { streams: ['A'] }, '[\n  "A"\n]'],
		['stream.info', '', { error: { code: 404, err_code: 10059, description: 'x' } }, "-ERR 'stream not found'"],
		[
			'stream.msg.delete',
			'',
			{ error: { code: 400, err_code: 10043, description: 'sequence 9 not found' } },
			"-ERR 'sequence [9] not found'",
		],
		[
			'stream.create',
			'',
			{ error: { code: 500, err_code: 10052, description: 'stream max age is short' } },
			"-ERR 'stream max age is short'",
		],
	])('%s %s %j is %j', (id, asked, reply, text) => {
		expect(asPreviewReply({ endpoint: id, subject: asked, payload: '' }, reply).text).toBe(text);
	});

	it('keeps of a stream what the preview told, and escapes as it did', () => {
		const config = { name: 'A', subjects: ['a.>'], storage: 'file', num_replicas: 1, discard: 'old', metadata: {} };
		const { text } = asPreviewReply(then('stream.info'), {
			config,
			state: { messages: 1, last_ts: 'x' },
			created: 'y',
		});
		expect(text).toBe(
			'{\n  "config": {\n    "name": "A",\n    "subjects": [\n      "a.\\u003e"\n    ],\n    "storage": "file",\n    "num_replicas": 1\n  },\n  "state": {\n    "messages": 1\n  }\n}',
		);
	});

	it('says of a consumer what today only is counted', () => {
		const info = {
			name: 'C',
			config: { durable_name: 'C', deliver_policy: 'last', ack_policy: 'explicit', ack_wait: 5 },
			delivered: { consumer_seq: 1, stream_seq: 2, last_active: 'x' },
			ack_floor: { consumer_seq: 0, stream_seq: 0 },
			num_ack_pending: 2,
			num_redelivered: 0,
		};
		const { text, note } = asPreviewReply(then('consumer.info'), info);
		expect(JSON.parse(text)).toEqual({
			name: 'C',
			config: {
				delivery_subject: '',
				durable_name: 'C',
				start_time: '0001-01-01T00:00:00Z',
				deliver_last: true,
				ack_policy: 'explicit',
				ack_wait: 5,
				max_deliver: -1,
				replay_policy: 'instant',
			},
			state: {
				delivered: { consumer_seq: 1, stream_seq: 2 },
				ack_floor: { consumer_seq: 0, stream_seq: 0 },
				pending: {},
				redelivered: null,
			},
		});
		expect(note).toMatch(/only count them: 2 and 0/);
	});
});
