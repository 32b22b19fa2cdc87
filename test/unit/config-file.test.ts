import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consumerFile, streamFile } from '../../src/commands/configuration-file.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { readConfiguration } from '../../src/jetstream/config-file.ts';
import { configurationOf } from '../../src/jetstream/configuration-of.ts';
import { readReference } from '../support/reference.ts';

const LOGS = { name: 'LOGS', subjects: ['logs.>'], retention: 'limits', storage: 'file', max_age: 86_400_000_000_000 };
const TAIL = { durable_name: 'TAIL', ack_policy: 'explicit', deliver_policy: 'all' };
const state = { messages: 1, bytes: 43, first_seq: 1, last_seq: 1, consumer_count: 1 };

const read = (value: unknown): ReturnType<typeof readConfiguration> => readConfiguration(stringifyJson(value, 2));

/** Without whether it was only a part. */
function told(found: ReturnType<typeof readConfiguration>): object {
	const { isPart: _, ...rest } = { isPart: undefined, ...found };
	return rest;
}

describe('a stream is read', () => {
	it.each<readonly [string, unknown]>([
		['bare', LOGS],
		['from an INFO reply', { type: 'io.nats.jetstream.api.v1.stream_info_response', config: LOGS, created: '', state }],
		[
			'from a CREATE reply',
			{ type: 'io.nats.jetstream.api.v1.stream_create_response', config: LOGS, did_create: true, state },
		],
		['from a backup', { config: LOGS, state }],
		['from a LIST reply of one', { total: 1, offset: 0, limit: 256, streams: [{ config: LOGS, state }] }],
		['with the marks of the server', { ...LOGS, metadata: { '_nats.ver': '2.15.1' } }],
		['with empty keys', { ...LOGS, mirror: null, template_owner: '' }],
	])('%s', (_what, value) => {
		expect(told(read(value))).toEqual({ ok: true, kind: 'stream', config: LOGS, notes: [] });
	});

	it('with every integer exact, and with keys that nobody knows', () => {
		const config = { name: 'S', max_msgs: 9007199254740993n, tomorrow: { a: [18446744073709551615n] }, maxAge: 5 };
		expect(read(config)).toEqual({
			ok: true,
			kind: 'stream',
			config,
			notes: [
				'jetdeck does not know the field tomorrow and sends it unchanged.',
				'jetdeck does not know the field maxAge and sends it unchanged. Did you mean max_age?',
			],
		});
	});

	it('without what is of a request, not of the stream', () => {
		expect(read({ ...LOGS, pedantic: true })).toMatchObject({
			config: LOGS,
			notes: [expect.stringContaining('pedantic')],
		});
	});

	it('with keys that are unknown inside others', () => {
		const notes = [expect.stringMatching(/^jetdeck does not know the field sources\.0\.external\.domain/)];
		expect(read({ name: 'S', sources: [{ name: 'A', external: { domain: 'x' } }] })).toMatchObject({ notes });
	});

	it('from what the deck saves', () => {
		const config = { ...LOGS, metadata: { owner: 'ops', '_nats.level': '5' }, tomorrow: 1 };
		const info = { config, created: '', state: { ...state, first_ts: '', last_ts: '' } };
		const { text } = streamFile(info as unknown as Parameters<typeof streamFile>[0], 'current');
		expect(readConfiguration(text)).toMatchObject({ ok: true, config: { ...config, metadata: { owner: 'ops' } } });
	});
});

describe('a consumer is read', () => {
	it.each<readonly [string, unknown, object]>([
		['bare', TAIL, {}],
		['from a request', { stream_name: 'LOGS', config: TAIL, action: 'update' }, { stream: 'LOGS', action: 'update' }],
		[
			'from an INFO reply',
			{ type: 'io.nats.jetstream.api.v1.consumer_info_response', stream_name: 'LOGS', name: 'TAIL', config: TAIL },
			{ stream: 'LOGS' },
		],
		['with the stream among its own keys', { stream_name: 'LOGS', ...TAIL }, { stream: 'LOGS' }],
		['from a LIST reply of one', { consumers: [{ stream_name: 'LOGS', config: TAIL }] }, { stream: 'LOGS' }],
	])('%s', (_what, value, more) => {
		expect(told(read(value))).toEqual({ ok: true, kind: 'consumer', config: TAIL, notes: [], ...more });
	});

	it('with the name that stands next to its configuration', () => {
		const config = { ack_policy: 'none' };
		expect(read({ stream_name: 'S', name: 'xYz', config })).toMatchObject({
			config: { name: 'xYz', ack_policy: 'none' },
		});
	});

	it('from what the deck saves', () => {
		const info = { stream_name: 'LOGS', name: 'TAIL', config: { ...TAIL, metadata: { '_nats.ver': '2.15.1' } } };
		const { text } = consumerFile(info as unknown as Parameters<typeof consumerFile>[0], 'current');
		expect(told(readConfiguration(text))).toEqual({
			ok: true,
			kind: 'consumer',
			stream: 'LOGS',
			config: TAIL,
			notes: [],
		});
	});
});

interface Exchange {
	readonly case: string;
	readonly subject: string;
	readonly request: string | null;
	readonly replies: readonly string[];
}

describe('what stands beside the configuration', () => {
	const info = { config: LOGS, created: '', state, cluster: {}, ts: '', mirror: {}, type: 'x' };
	const left = (key: string) => `jetdeck ignores ${key} beside config: only the keys in config count.`;

	it.each<readonly [string, unknown, readonly string[]]>([
		['what a reply says', info, []],
		['a field of a stream', { ...info, max_msgs: 5 }, [left('max_msgs')]],
		['what is none', { ...info, maxMsgs: 5 }, [left('maxMsgs')]],
		['what a reply says of a consumer', { stream_name: 'S', name: 'TAIL', config: TAIL, num_pending: 5 }, []],
		['another name', { stream_name: 'S', name: 'NEW', config: TAIL }, [left('name')]],
		['a field of a consumer', { stream_name: 'S', config: TAIL, ack_wait: 5 }, [left('ack_wait')]],
	])('is left out, and told of where a person wrote it: %s', (_what, value, notes) => {
		expect(read(value)).toMatchObject({ ok: true, isPart: true, notes });
	});

	it('is nothing where the configuration is bare', () => {
		expect(read(LOGS)).not.toHaveProperty('isPart');
	});
});

describe('the files of the technical preview', () => {
	const exchanges = readReference('preview-transcript.jsonl')
		.trim()
		.split('\n')
		.map((text) => JSON.parse(text) as Exchange);
	const exchange = (name: string): Exchange => {
		const found = exchanges.find((one) => one.case === name);
		if (found === undefined) throw new Error(`no exchange ${name}`);
		return found;
	};

	it('LOGS is read as it is, as a file and as the answer', () => {
		const config = { ...LOGS, max_consumers: -1, max_msgs: -1, max_bytes: -1, max_msg_size: -1, num_replicas: 1 };
		const { request } = exchange('blog.stream.create');
		const [reply] = exchange('blog.stream.info').replies;
		expect(told(readConfiguration(request ?? ''))).toEqual({ ok: true, kind: 'stream', config, notes: [] });
		expect(told(readConfiguration(reply ?? ''))).toEqual({ ok: true, kind: 'stream', config, notes: [] });
	});

	it('are saved on such a server in its words, and read back as they were', () => {
		const info = <Info>(parts: object): Info => ({ created: '', ...parts }) as unknown as Info;
		const stream = readConfiguration(exchange('blog.stream.info').replies[0] ?? '');
		const consumer = readConfiguration(exchange('blog.consumer.info').replies[0] ?? '');
		if (!stream.ok || !consumer.ok) throw new Error('unread');
		const logs = streamFile(info({ config: stream.config }), 'preview');
		expect(JSON.parse(logs.text)).toEqual(JSON.parse(exchange('blog.stream.create').request ?? ''));

		const parts = { stream_name: 'LOGS', name: 'TAIL', config: consumer.config };
		const tail = consumerFile(info(parts), 'preview');
		const { config } = JSON.parse(exchange('blog.consumer.create').request ?? '');
		const { start_time: _none, ...said } = config;
		expect(tail.name).toBe('LOGS_TAIL.json');
		expect(JSON.parse(tail.text)).toEqual({ stream_name: 'LOGS', config: said });
		expect(readConfiguration(tail.text, undefined, 'preview')).toMatchObject({
			config: consumer.config,
			stream: 'LOGS',
		});

		const nameless = { ...consumer.config, durable_name: undefined, name: 'aB3' };
		expect(JSON.parse(consumerFile(info({ ...parts, name: 'aB3', config: nameless }), 'preview').text).config).toEqual({
			...said,
			durable_name: undefined,
		});
	});

	it('TAIL is translated', () => {
		const config = {
			durable_name: 'TAIL',
			deliver_subject: 'out.tail',
			deliver_policy: 'all',
			ack_policy: 'none',
			max_deliver: -1,
			replay_policy: 'instant',
		};
		const notes = [
			expect.stringContaining('technical preview'),
			'delivery_subject becomes deliver_subject.',
			'Its start becomes deliver_policy all.',
		];
		const { request } = exchange('blog.consumer.create');
		const [reply] = exchange('blog.consumer.info').replies;
		expect(told(readConfiguration(request ?? ''))).toEqual({
			ok: true,
			kind: 'consumer',
			stream: 'LOGS',
			config,
			notes,
		});
		// To a server of the preview it says the same again.
		expect(readConfiguration(request ?? '', undefined, 'preview')).toMatchObject({ config, notes: [] });
		expect(told(readConfiguration(reply ?? ''))).toEqual({ ok: true, kind: 'consumer', config, notes });
	});

	it.each<readonly [object, object]>([
		[{ stream_seq: 5 }, { deliver_policy: 'by_start_sequence', opt_start_seq: 5 }],
		[
			{ start_time: '2020-03-31T10:00:00Z', stream_seq: 0 },
			{ deliver_policy: 'by_start_time', opt_start_time: '2020-03-31T10:00:00Z' },
		],
		[{ deliver_last: true }, { deliver_policy: 'last' }],
		[{ delivery_subject: '', start_time: '0001-01-01T00:00:00Z' }, { deliver_policy: 'new' }],
	])('%o starts at %o', (old, now) => {
		expect(read({ durable_name: 'C', ...old })).toMatchObject({ ok: true, config: { durable_name: 'C', ...now } });
		const result = read({ durable_name: 'C', ...old });
		expect(result.ok && Object.keys(result.config).sort()).toEqual(['durable_name', ...Object.keys(now)].sort());
	});

	it.each<readonly [object, RegExp]>([
		[{ deliver_all: 'yes' }, /^Line 3, column 18: deliver_all is the text "yes"; it must be true or false\.$/],
		[{ stream_seq: -1 }, /stream_seq is -1; it must be a whole number from 0 to \d+\.$/],
		[{ stream_seq: 3, deliver_last: true }, /The configuration has deliver_last and stream_seq: keep one of them\.$/],
		[{ delivery_subject: 'a', deliver_subject: 'b' }, /keep one of them\.$/],
	])('%o is no start, and makes no other consumer', (old, message) => {
		expect(read({ durable_name: 'C', ...old })).toMatchObject({ ok: false, message: expect.stringMatching(message) });
	});

	it('a stream of a template stands alone', () => {
		expect(read({ ...LOGS, template_owner: 'T' })).toEqual({
			ok: true,
			kind: 'stream',
			config: LOGS,
			notes: [expect.stringContaining('ignores template_owner')],
		});
	});
});

describe('a text that is no configuration', () => {
	it.each<readonly [string, string, RegExp]>([
		['nothing', ' \n', /^The text is empty\.$/],
		['a number', '5', /begins with \{/],
		['a text', '"LOGS"', /begins with \{/],
		['an unrelated object', '{"a": 1}', /no key of a stream or consumer configuration/],
		['a stream without a name', '{"subjects": ["a"]}', /has no name/],
		['a list of two', '[{"name": "A"}, {"name": "B"}]', /list of 2 entries/],
		['an empty LIST reply', '{"streams": []}', /list of 0 entries/],
		[
			'a refusal',
			'{"error": {"code": 404, "err_code": 10059, "description": "stream not found"}}',
			/error reply of a server: stream not found/,
		],
		['YAML', 'name: LOGS\n', /^Line 1, column 1: /],
	])('%s', (_what, text, message) => {
		expect(readConfiguration(text)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
	});

	it('has its place named', () => {
		expect(readConfiguration('{\n  "name": "LOGS",\n  "max_age" 5\n}')).toMatchObject({
			ok: false,
			line: 3,
			message: expect.stringMatching(/^Line 3, column \d+: /),
		});
	});

	it.each<readonly [object, string]>([
		[{ max_age: '1d' }, 'max_age is the text "1d"; it must be a whole number of nanoseconds (1000000000 is a second).'],
		[{ max_msgs: 1.5 }, 'max_msgs is 1.5; it must be a whole number.'],
		[{ subjects: 'logs.>' }, 'subjects is the text "logs.>"; it must be a list of texts.'],
		[{ sealed: 'yes' }, 'sealed is the text "yes"; it must be true or false.'],
		[{ sources: [{ name: 'A' }, { name: 7 }] }, 'sources.1.name is 7; it must be a text in quotes.'],
		[{ mirror: 'ORDERS' }, 'mirror is the text "ORDERS"; it must be an object.'],
		[{ metadata: { a: 1 } }, 'metadata is the object {"a":1}; it must be an object whose values are texts.'],
	])('%o is of the wrong type', (wrong, message) => {
		const result = read({ name: 'S', ...wrong });
		expect(result).toMatchObject({ ok: false });
		expect(!result.ok && result.message.replace(/^Line \d+, column \d+: /, '')).toBe(message);
	});

	it('has the place of the first wrong type, and says how many more there are', () => {
		const wrong = { name: 'S', max_age: '1d', max_msgs: '5', max_bytes: '1 GiB', sealed: 1, no_ack: 1 };
		const result = read(wrong);
		expect(result).toMatchObject({ ok: false, line: 4, column: 15 });
		expect(!result.ok && result.message).toMatch(/^Line 4, column 15: max_msgs is .* And 2 more such faults\.$/);
	});

	it('never makes the reading fail', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof readConfiguration(text).ok === 'boolean'));
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (config, other) => {
				return typeof read({ config, stream_name: other, durable_name: config, subjects: other }).ok === 'boolean';
			}),
		);
	});
});

describe('a configuration that may be sent back', () => {
	it('is what was read, but for the marks of the server', () => {
		const config = { name: 'S', tomorrow: { a: 1 }, metadata: { '_nats.req.level': '0', owner: 'ops' } };
		expect(configurationOf({ config })).toEqual({ ...config, metadata: { owner: 'ops' } });
		expect(configurationOf({ config: { name: 'S', metadata: { '_nats.ver': '1' } } })).toEqual({ name: 'S' });
		const plain: Parameters<typeof configurationOf>[0]['config'] = { metadata: null };
		expect(configurationOf({ config: plain })).toBe(plain);
	});
});
