import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, stringifyJson } from '../../src/format/json.ts';
import { endpointById, endpoints } from '../../src/jetstream/endpoints.ts';
import { asPreviewReply } from '../../src/jetstream/preview/as-preview-reply.ts';
import { wouldCrash } from '../../src/jetstream/preview/crash.ts';
import { fromPreview } from '../../src/jetstream/preview/from-preview.ts';
import { fromPreviewReply } from '../../src/jetstream/preview/from-preview-reply.ts';
import { toPreview } from '../../src/jetstream/preview/to-preview.ts';
import { bigLimit, DAY, flag, limit, span, subjectsBelow, time, token } from '../support/configs.ts';

type Config = Readonly<Record<string, unknown>>;

const numRuns = Number(process.env.PREVIEW_RUNS ?? 2_000);
const stream = 'LOGS';
const params = { stream, consumer: 'TAIL', template: 'KV' };
const ids = endpoints.map(({ id }) => id);
const previewIds = endpoints.filter(({ preview }) => preview !== undefined).map(({ id }) => id);

const record = (model: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Config> =>
	fc.record(model, { requiredKeys: [] });

const limits = {
	retention: fc.constantFrom('limits', 'interest', 'workqueue'),
	max_consumers: limit(100),
	max_msgs: bigLimit,
	max_bytes: bigLimit,
	max_age: span(DAY),
	max_msg_size: limit(1_000_000),
	storage: fc.constantFrom('file', 'memory'),
	num_replicas: fc.constant(1),
	no_ack: flag,
};
const streams = record({ ...limits, subjects: subjectsBelow('logs') });

const consumerLimits = {
	ack_policy: fc.constantFrom('none', 'all', 'explicit'),
	ack_wait: span(DAY),
	max_deliver: limit(100),
	filter_subject: subjectsBelow('logs').map(([first]) => first),
	replay_policy: fc.constantFrom('instant', 'original'),
	sample_freq: fc.integer({ min: 1, max: 100 }).map((share) => `${share}%`),
};
const sequence = fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }));
const target = token.map((text) => `push.${text}`);

const starts: fc.Arbitrary<Config> = fc.oneof(
	fc.constantFrom({ deliver_policy: 'all' }, { deliver_policy: 'last' }, { deliver_policy: 'new' }),
	sequence.map((opt_start_seq) => ({ deliver_policy: 'by_start_sequence', opt_start_seq })),
	time.map((opt_start_time) => ({ deliver_policy: 'by_start_time', opt_start_time })),
);
const oldStarts: fc.Arbitrary<Config> = fc.oneof(
	fc.constantFrom({}, { deliver_all: true }, { deliver_last: true }),
	sequence.map((stream_seq) => ({ stream_seq })),
	time.map((start_time) => ({ start_time })),
);

const consumers = fc
	.tuple(record({ ...consumerLimits, deliver_subject: target }), starts)
	.map(([config, start]) => ({ durable_name: 'TAIL', ...config, ...start }));
const oldConsumers = fc
	.tuple(record({ ...consumerLimits, delivery_subject: target }), oldStarts)
	.map(([config, start]) => ({ durable_name: 'TAIL', ...config, ...start }));

/** Of these keys the preview left out what is nothing. */
const sparse = /^(no_ack|max_msg_size|ack_wait|max_deliver)$/;
const withoutNothing = (config: Config): Config =>
	Object.fromEntries(
		Object.entries(config).filter(([key, value]) => !sparse.test(key) || (value !== false && value !== 0)),
	);

const toOld = (id: (typeof ids)[number], body: Config): unknown => {
	const written = toPreview(id, params, body);
	if (!written.ok) throw new Error(written.message);
	return read(written.payload);
};
const toNew = (id: (typeof ids)[number], payload: unknown): Config => {
	const translated = fromPreview({ endpoint: { ...endpointById(id), id }, params }, stringifyJson(payload));
	if (!translated.ok) throw new Error(translated.message);
	return read(translated.payload) as Config;
};
const read = (text: string): unknown => {
	const parsed = parseJson(text);
	if (!parsed.ok) throw new Error(parsed.message);
	return parsed.value;
};

/** Asked in the words of then. */
const then = (endpoint: string) => ({ endpoint, subject: '$JS.X', payload: '' });

describe('there and back', () => {
	it('a stream of today is the same after having been one of then', () => {
		fc.assert(
			fc.property(streams, (config) => {
				const whole = { name: stream, ...config };
				const again = toNew('stream.create', toOld('stream.create', whole));
				expect(again).toEqual({ storage: 'file', ...withoutNothing(whole) });
			}),
			{ numRuns },
		);
	});

	it('a stream of then is the same after having been one of today', () => {
		fc.assert(
			fc.property(streams, (config) => {
				const whole = { name: stream, ...config };
				const again = toOld('stream.update', toNew('stream.update', whole));
				expect(again).toEqual({ storage: 'memory', ...withoutNothing(whole) });
			}),
			{ numRuns },
		);
	});

	it('a consumer of today is the same after having been one of then', () => {
		fc.assert(
			fc.property(consumers, (config) => {
				const again = toNew(
					'consumer.create.durable',
					toOld('consumer.create.durable', { stream_name: stream, config }),
				);
				expect(again).toEqual({ stream_name: stream, config: withoutNothing(config) });
			}),
			{ numRuns },
		);
	});

	it('a consumer of then is the same after having been one of today', () => {
		fc.assert(
			fc.property(oldConsumers, (config) => {
				const body = { stream_name: stream, config };
				const again = toOld('consumer.create.durable', toNew('consumer.create.durable', body));
				expect(again).toEqual({ stream_name: stream, config: withoutNothing(config) });
			}),
			{ numRuns },
		);
	});

	it('what a preview server told of a consumer is told again as it was', () => {
		const sequences = fc.record({ consumer_seq: sequence, stream_seq: sequence });
		const state = fc.record({
			delivered: sequences,
			ack_floor: sequences,
			pending: fc.constant(null),
			redelivered: fc.constant(null),
		});
		fc.assert(
			fc.property(oldConsumers, state, (config, told) => {
				const { text } = asPreviewReply(then('consumer.info'), modernOf(config, told));
				const again = fromPreviewReply('consumer.info', params, text);
				expect(again).toMatchObject({ kind: 'value', value: { name: 'TAIL' } });
				const once = again.kind === 'value' ? again.value : {};
				expect(asPreviewReply(then('consumer.info'), once).text).toBe(text);
			}),
			{ numRuns },
		);
	});
});

const modernOf = (config: Config, state: Config): Config => {
	const read = fromPreviewReply('consumer.info', params, stringifyJson({ name: 'TAIL', config, state }));
	return read.kind === 'value' ? read.value : {};
};

/** Text near enough to what is read to get past the first look. */
const texts = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.json(),
	fc.constantFrom(
		'',
		'.',
		'+OK',
		'+OK x',
		'-ERR',
		"-ERR 'x'",
		'null',
		'[]',
		'{}',
		'{"config":null}',
		'{"subjects":[9007199254740993]}',
	),
	fc
		.dictionary(
			fc.constantFrom('name', 'config', 'subjects', 'state', 'stream_name', 'pending', 'Config'),
			fc.jsonValue(),
		)
		.map((value) => JSON.stringify(value)),
);
const anyObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<Config>;

describe('whatever comes', () => {
	it('no payload, no answer and no body throws', () => {
		fc.assert(
			fc.property(fc.constantFrom(...ids), texts, anyObject, (id, text, value) => {
				fromPreview({ endpoint: { ...endpointById(id), id }, params }, text);
				fromPreviewReply(id, params, text);
				asPreviewReply(then(id), value);
				toPreview(id, params, value);
				wouldCrash({ subject: '$JS.STREAM.LOGS.CREATE', payload: text });
				wouldCrash({ subject: '$JS.TEMPLATE.KV.CREATE', payload: text });
			}),
			{ numRuns: numRuns * 5 },
		);
	});

	it('nothing that ends a preview server is written', () => {
		const configs = fc
			.tuple(streams, anyObject, fc.array(subjects))
			.map(([config, odd, list]) => ({ ...odd, ...config, subjects: list }));
		const bodies = fc.oneof(
			configs,
			configs.map((config) => ({ name: 'KV', config, max_streams: 1 })),
			anyObject,
		);
		fc.assert(
			fc.property(fc.constantFrom(...previewIds), bodies, (id, body) => {
				const written = toPreview(id, params, body);
				if (!written.ok) return;
				expect(written.subject).toMatch(/^\$JS(\.[A-Za-z]+)+$/);
				for (const subject of subjectsIn(written.payload)) expect(subject).toMatch(wellFormed);
				if (id === 'stream.template.create') expect(written.payload).toMatch(/"config":\{/);
				expect(wouldCrash(written)).toBeUndefined();
			}),
			{ numRuns: numRuns * 5 },
		);
	});

	it('a malformed subject is found in whatever case its key is written', () => {
		const keys = fc.constantFrom('subjects', 'Subjects', 'SUBJECTS', 'subJECTS', 'ſubjects', 'subjectſ');
		const malformed = subjects.filter((subject) => !wellFormed.test(subject));
		fc.assert(
			fc.property(streams, keys, malformed, subjectsBelow('a'), flag, (config, key, subject, good, twice) => {
				const { subjects: _, ...rest } = config;
				const list = JSON.stringify([...good, subject]);
				const more = twice ? `,${JSON.stringify(key)}:["a"]` : '';
				const text = `{${JSON.stringify(key)}:${list}${more},${stringifyJson({ ...rest, name: stream }).slice(1)}`;
				expect(wouldCrash({ subject: '$JS.STREAM.LOGS.CREATE', payload: text }), text).toBeDefined();
				const nested = `{"config":${text},"config":{},"name":"KV","max_streams":1}`;
				expect(wouldCrash({ subject: '$JS.TEMPLATE.KV.CREATE', payload: nested }), nested).toBeDefined();
			}),
			{ numRuns },
		);
	});
});

/** Tokens with something in them; `>` only as the last. Said here once more, apart from the code that is tested. */
const wellFormed = /^(?:(?!>\.)[^\s.]+\.)*[^\s.]+$/;

const subjects = fc.oneof(
	fc.constantFrom('a..b', '', '.', 'a.', '.a', 'a b', 'a\tb', '>.a', 'a.>.b', 'a.b', '>', '*.a', 'a.>', 'a.*'),
	fc.string({ maxLength: 6 }),
	fc.array(fc.constantFrom('a', '.', '*', '>', ' ', ''), { maxLength: 5 }).map((parts) => parts.join('')),
);

/** Every list of subjects in a payload, however deep and however written. */
function subjectsIn(text: string): readonly string[] {
	const found: string[] = [];
	JSON.parse(text === '' || !/^[[{]/.test(text) ? 'null' : text, (key, value) => {
		if (key.toLowerCase() === 'subjects' && Array.isArray(value)) found.push(...value.map(String));
		return value;
	});
	return found;
}
