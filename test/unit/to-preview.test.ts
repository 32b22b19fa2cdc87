import { describe, expect, it } from 'vitest';
import { payloadTemplate, previewTemplate } from '../../src/console/payload-template.ts';
import { endpointOfSubject } from '../../src/jetstream/endpoints.ts';
import { ackToPreview } from '../../src/jetstream/preview/acknowledge-preview.ts';
import { fromPreviewReply } from '../../src/jetstream/preview/from-preview-reply.ts';
import { toPreview } from '../../src/jetstream/preview/to-preview.ts';

const LOGS = { stream: 'LOGS' };
const TAIL = { stream: 'LOGS', consumer: 'TAIL' };

describe('a request of today in the words of the preview', () => {
	it.each([
		['account.info', {}, undefined, '$JS.INFO', ''],
		['stream.names', {}, { offset: 0 }, '$JS.STREAM.LIST', ''],
		['stream.info', LOGS, undefined, '$JS.STREAM.LOGS.INFO', ''],
		['stream.info', LOGS, { deleted_details: false }, '$JS.STREAM.LOGS.INFO', ''],
		['stream.delete', LOGS, undefined, '$JS.STREAM.LOGS.DELETE', ''],
		['stream.purge', LOGS, {}, '$JS.STREAM.LOGS.PURGE', ''],
		['stream.msg.get', LOGS, { seq: 3 }, '$JS.STREAM.LOGS.MSG.BYSEQ', '3'],
		['stream.msg.get', LOGS, { last_by_subj: '>' }, '$JS.STREAM.LOGS.MSG.BYSEQ', ''],
		['stream.msg.delete', LOGS, { seq: 12 }, '$JS.STREAM.LOGS.MSG.DELETE', '12'],
		['consumer.names', LOGS, { offset: 0 }, '$JS.STREAM.LOGS.CONSUMERS', ''],
		['consumer.info', TAIL, undefined, '$JS.STREAM.LOGS.CONSUMER.TAIL.INFO', ''],
		['consumer.delete', TAIL, undefined, '$JS.STREAM.LOGS.CONSUMER.TAIL.DELETE', ''],
		['consumer.next', TAIL, { batch: 5, no_wait: true }, '$JS.STREAM.LOGS.CONSUMER.TAIL.NEXT', '5'],
	] as const)('%s %j %j is %s %j', (id, params, body, subject, payload) => {
		expect(toPreview(id, params, body)).toEqual({ ok: true, subject, payload });
	});

	it('writes a stream with the keys that the preview had, and leaves defaults of today out', () => {
		const config = { name: 'LOGS', subjects: ['logs.>'], storage: 'file', discard: 'old', allow_direct: false };
		const written = toPreview('stream.create', LOGS, { ...config, duplicate_window: 120_000_000_000 });
		expect(written).toMatchObject({ ok: true, subject: '$JS.STREAM.LOGS.CREATE' });
		expect(written.ok && JSON.parse(written.payload)).toEqual({
			name: 'LOGS',
			subjects: ['logs.>'],
			storage: 'file',
		});
	});

	it('writes a consumer in the old words', () => {
		const config = {
			durable_name: 'TAIL',
			deliver_subject: 'out',
			deliver_policy: 'by_start_sequence',
			opt_start_seq: 4,
		};
		const written = toPreview('consumer.create', TAIL, { stream_name: 'LOGS', config, action: 'create' });
		expect(written).toMatchObject({ ok: true, subject: '$JS.STREAM.LOGS.CONSUMER.TAIL.CREATE' });
		expect(written.ok && JSON.parse(written.payload)).toEqual({
			stream_name: 'LOGS',
			config: { delivery_subject: 'out', durable_name: 'TAIL', stream_seq: 4 },
		});
	});

	it.each([
		['stream.create', LOGS, { name: 'LOGS', subjects: ['a..b'] }, /subjects contains "a\.\.b".*would crash/],
		['stream.update', LOGS, { name: 'LOGS', subjects: ['a b'] }, /subjects contains "a b"/],
		['stream.create', LOGS, { name: 'LOGS', subjects: [''] }, /subjects contains ""/],
		['stream.create', LOGS, { name: 'LOGS', discard: 'new' }, /The technical preview does not support discard/],
		['stream.create', LOGS, { name: 'LOGS', max_msgs_per_subject: 1 }, /does not support max_msgs_per_subject/],
		['stream.create', LOGS, { name: 'LOGS', mirror: { name: 'A' } }, /does not support mirror/],
		['stream.create', LOGS, { name: 'LOGS', num_replicas: 3 }, /num_replicas must be 1/],
		['stream.list', {}, {}, /lists only names: use \$JS\.STREAM\.LIST\./],
		['consumer.list', LOGS, {}, /lists only names: use \$JS\.STREAM\.LOGS\.CONSUMERS\./],
		['stream.purge', LOGS, { filter: 'a' }, /does not support filter/],
		['stream.info', LOGS, { subjects_filter: '>' }, /does not support subjects_filter/],
		['stream.msg.get', LOGS, { last_by_subj: 'a' }, /does not support last_by_subj/],
		['stream.msg.delete', LOGS, { seq: 1, no_erase: true }, /always overwrites/],
		['stream.leader.stepdown', LOGS, {}, /does not support “/],
		['consumer.pause', TAIL, { pause_until: 'x' }, /does not support “pause/],
		['consumer.create', TAIL, { config: { name: 'TAIL' } }, /name needs an equal durable_name/],
		[
			'consumer.create',
			TAIL,
			{ config: { durable_name: 'TAIL', max_ack_pending: 7 } },
			/does not support max_ack_pending/,
		],
		[
			'consumer.create',
			TAIL,
			{ config: { durable_name: 'TAIL', deliver_policy: 'last_per_subject' } },
			/does not support deliver_policy last_per_subject/,
		],
	] as const)('%s %j %j is refused with a sentence', (id, params, body, sentence) => {
		const written = toPreview(id, params, body);
		expect(written.ok ? written : written.message).toMatch(sentence);
	});
});

describe('a payload to begin with', () => {
	const template = (subject: string): unknown => {
		const match = endpointOfSubject(subject);
		if (match === undefined) throw new Error(`${subject} is no subject of the API`);
		const text = previewTemplate(match, payloadTemplate(match, {}, 0) ?? '');
		return text === undefined ? undefined : JSON.parse(text);
	};

	it('has what the preview needs', () => {
		expect(template('CONSUMER.CREATE.LOGS')).toEqual({
			stream_name: 'LOGS',
			config: { delivery_subject: 'out.LOGS', deliver_all: true, ack_policy: 'explicit' },
		});
		expect(template('CONSUMER.DURABLE.CREATE.LOGS.TAIL')).toEqual({
			stream_name: 'LOGS',
			config: { durable_name: 'TAIL', deliver_all: true, ack_policy: 'explicit' },
		});
		expect(template('STREAM.MSG.GET.LOGS')).toBe(1);
	});
});

describe('an acknowledgement of today in the words of the preview', () => {
	const reply = '$JS.ACK.LOGS.TAIL.1.5.3';

	it.each([
		['+ACK', '+OK'],
		['-NAK', '-NAK'],
		['+WPI', '+WPI'],
	])('%s is %s', (payload, word) => {
		expect(ackToPreview({ reply, payload })).toEqual({ ok: true, subject: reply, payload: word });
	});

	it.each([
		['+TERM', 'The technical preview of 2020 does not support +TERM.'],
		['+TERM too late', 'The technical preview of 2020 does not support +TERM.'],
		['-NAK {"delay":5}', 'The technical preview of 2020 supports -NAK only without a value.'],
	])('%s is refused with a sentence', (payload, message) => {
		expect(ackToPreview({ reply, payload })).toMatchObject({ ok: false, problem: { kind: 'unsupported', message } });
	});
});

describe('an answer of a preview server', () => {
	it.each([
		['stream.delete', '+OK', { kind: 'value', value: { success: true } }],
		['consumer.create.ephemeral', '+OK x7Gh2q', { kind: 'value', value: { success: true, name: 'x7Gh2q' } }],
		['stream.names', 'null', { kind: 'value', value: { streams: [], total: 0, offset: 0, limit: 1 } }],
		['stream.names', '["B","A"]', { kind: 'value', value: { streams: ['A', 'B'], total: 2, offset: 0, limit: 3 } }],
		[
			'stream.info',
			"-ERR 'stream not found'",
			{ kind: 'error', error: { code: 404, err_code: 10059, description: 'stream not found' } },
		],
		[
			'stream.info',
			'-ERR stream not found',
			{ kind: 'error', error: { code: 404, err_code: 10059, description: 'stream not found' } },
		],
		[
			'stream.msg.delete',
			"-ERR 'sequence [9] not found'",
			{ kind: 'error', error: { code: 400, err_code: 10043, description: 'sequence [9] not found' } },
		],
		['stream.create', "-ERR 'odd'", { kind: 'error', error: { code: 400, description: 'odd' } }],
		['stream.info', 'hello', { kind: 'malformed', reason: 'is not a reply of the technical preview' }],
		['stream.delete', '{}', { kind: 'malformed', reason: 'is not the +OK of the technical preview' }],
	] as const)('%s %j', (id, text, wanted) => {
		expect(fromPreviewReply(id, LOGS, text)).toEqual(wanted);
	});

	it('tells a consumer in the words of today, and counts what is pending', () => {
		const told = fromPreviewReply(
			'consumer.info',
			TAIL,
			'{"name":"D","config":{"delivery_subject":"","durable_name":"D","start_time":"0001-01-01T00:00:00Z","ack_policy":"explicit"},"state":{"delivered":{"consumer_seq":6,"stream_seq":6},"ack_floor":{"consumer_seq":0,"stream_seq":0},"pending":{"1":5,"2":5},"redelivered":null}}',
		);
		expect(told).toEqual({
			kind: 'value',
			value: {
				stream_name: 'LOGS',
				name: 'D',
				config: { durable_name: 'D', ack_policy: 'explicit', deliver_policy: 'new' },
				delivered: { consumer_seq: 6, stream_seq: 6 },
				ack_floor: { consumer_seq: 0, stream_seq: 0 },
				num_ack_pending: 2,
				num_redelivered: 0,
			},
		});
	});
});
