import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planConsumerCreate, planConsumerUpdate } from '../../src/changes/plan/consumer-configuration.ts';
import { planStreamCreate, planStreamUpdate } from '../../src/changes/plan/stream-configuration.ts';
import type { Plan } from '../../src/changes/proposal.ts';
import { differencesInWords, storedDifferently } from '../../src/changes/stored-differently.ts';
import { wireKind } from '../../src/changes/wires/table.ts';
import { consumerFile, streamFile } from '../../src/commands/configuration-file.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { readConfiguration } from '../../src/jetstream/config-file.ts';
import { configurationOf } from '../../src/jetstream/configuration-of.ts';
import { differences } from '../../src/jetstream/difference.ts';
import type { ParamsOf } from '../../src/jetstream/endpoints.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { readInput, writeInput } from '../../src/jetstream/fields/input.ts';
import { identity, normalValue } from '../../src/jetstream/fields/normal.ts';
import { serverFields } from '../../src/jetstream/fields/server-fields.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import type { JsonEndpointId } from '../../src/jetstream/replies.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import { type Features, features, type Supports, supportsOf } from '../../src/jetstream/server-features.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { type Config, edited } from '../support/configs.ts';
import { consumerConfigs, validConsumer } from '../support/consumer-configs.ts';
import { connect, raw } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { readReferenceJson } from '../support/reference.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { streamConfigs, validStream } from '../support/stream-configs.ts';

/** More of them by hand: ROUND_TRIPS=5000. */
const numRuns = Number(process.env.ROUND_TRIPS ?? 100);
const timeout = 20_000 + numRuns * 200;

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
const schema = (name: string): ReturnType<typeof ajv.compile> =>
	ajv.compile({ ...(readReferenceJson(`schemas/${name}.json`) as object), $id: name });
const consumerSchema = schema('consumer_create_request');
const schemas = {
	'stream.create': schema('stream_create_request'),
	'stream.update': schema('stream_update_request'),
	'consumer.create': consumerSchema,
	'consumer.create.filtered': consumerSchema,
};

const refused = (plan: Plan): string => ('refusal' in plan ? plan.refusal : '');

/** A form opened on a configuration and left as it was. */
function throughInputs(fields: readonly Field[], config: Config): Config {
	const typed = fields.flatMap((field) => {
		const input = readInput(field, writeInput(field, config[field.name]));
		if (!input.ok) throw new Error(`${field.name}: ${input.message}`);
		return input.value === undefined ? [] : [[field.name, input.value] as const];
	});
	const unknown = Object.entries(config).filter(([key]) => !fields.some(({ name }) => name === key));
	return Object.fromEntries([...typed, ...unknown]);
}

describe.each(serverLines)('configurations on the %s line', (line: ServerLine) => {
	let server: TestServer;
	let api: Api;
	let link: Link;
	let known: Features;
	const supports: Supports = (since) => supportsOf(known)(since);

	beforeAll(async () => {
		server = await startServer({ line });
		// A server removes the folder of all streams with its last one, and then may fail to make the next (err_code 10049).
		await raw(await connect(server), '$JS.API.STREAM.CREATE.HOST', { name: 'HOST', subjects: ['host.>'] });
	});
	beforeEach(async () => {
		link = await connect(server);
		api = openApi(link, { readOnly: false });
		const { server: connected } = await reached(link, 'connected');
		known = features(connected.version, connected.apiLevel);
	});

	/** Sends what was planned, which its schema knows and the server takes. */
	async function carryOut(plan: Plan): Promise<void> {
		if ('refusal' in plan) throw new Error(plan.refusal);
		for (const { wire } of plan.steps) {
			if (wire.kind !== 'request') throw new Error(wire.kind);
			const { body = {} } = wire;
			const endpoint = wire.endpoint as JsonEndpointId;
			const said = `${endpoint} ${stringifyJson(body)}`;
			if (!(endpoint in schemas)) throw new Error(said);
			const validate = schemas[endpoint as keyof typeof schemas];
			// Integers beyond 2^53 are rounded here; the schemas only ask whether they are integers.
			expect(validate(JSON.parse(stringifyJson(body))), `${said}: ${stringifyJson(validate.errors)}`).toBe(true);
			const answer = await api.request(endpoint, wire.params as ParamsOf<typeof endpoint>, body);
			expect(answer.ok ? '' : answer.problem.message, said).toBe('');
		}
	}

	async function readStream(stream: string): Promise<StreamInfo> {
		const answer = await api.request('stream.info', { stream });
		if (!answer.ok) throw new Error(answer.problem.message);
		return answer.value;
	}

	async function readConsumer(stream: string, consumer: string): Promise<ConsumerInfo> {
		const answer = await api.request('consumer.info', { stream, consumer });
		if (!answer.ok) throw new Error(answer.problem.message);
		return answer.value;
	}

	/** Of streams, with the defaults of this server. */
	const fields = (): readonly Field[] => serverFields(streamFields, known);

	const anyStream = (): fc.Arbitrary<Config> => streamConfigs('RANDOM', streamFields, supports);

	it(
		'of streams are read back as they were written, and again after an edit',
		async () => {
			await fc.assert(
				fc.asyncProperty(anyStream(), anyStream(), async (random, wish) => {
					const config = random as StreamConfig;
					const stream = config.name;
					try {
						await carryOut(planStreamCreate(config));
						const read = await readStream(stream);
						expect(differences(fields(), config, read.config)).toEqual([]);
						expectForeseen(streamFields, config, read.config);
						expectNothingToSend(read);

						const after = validStream(edited(configurationOf(read), wish, streamFields, supports), supports);
						const plan = planStreamUpdate(read, after as StreamConfig, { fields: fields() });
						if ('refusal' in plan) return;
						await carryOut(plan);
						expect(differences(fields(), after, (await readStream(stream)).config)).toEqual([]);
					} finally {
						await api.request('stream.delete', { stream });
					}
				}),
				{ numRuns },
			);
		},
		timeout,
	);

	/** Not stored where it is what its absence means. */
	const implied = new Set(['first_seq', 'persist_mode', 'priority_policy', 'max_ack_pending']);

	/** Every value that the server stores is the one that the table foresees, the defaults too. */
	function expectForeseen(fields: readonly Field[], config: Config, stored: Config): void {
		for (const field of serverFields(fields, known).filter(({ since }) => supports(since))) {
			const foreseen = identity(field, normalValue(field, config));
			const { default: _, ...bare } = field;
			const held = stored[field.name] === undefined ? '' : identity(field, normalValue(bare, stored));
			if (held === '' && implied.has(field.name)) continue;
			expect(held, `${field.name} of ${stringifyJson(config)}`).toBe(foreseen);
		}
	}

	/** Opened and left as it was: in a form, in an editor, as a file of the deck's or of another tool. */
	function expectNothingToSend(info: StreamInfo): void {
		const untouched = [
			configurationOf(info),
			throughInputs(streamFields, configurationOf(info)),
			fromFile(streamFile(info, 'current').text),
			fromFile(stringifyJson({ type: 'io.nats.jetstream.api.v1.stream_info_response', ...info })),
		];
		for (const config of untouched) {
			expect(
				refused(planStreamUpdate(info, config as StreamConfig, { fields: fields() })),
				stringifyJson(config),
			).toContain('nothing to change');
		}
		expect(fromFile(streamFile(info, 'current').text)).toEqual(configurationOf(info));
	}

	function fromFile(text: string): Config {
		const read = readConfiguration(text);
		if (!read.ok) throw new Error(read.message);
		expect(read.notes).toEqual([]);
		return read.config;
	}

	const anyConsumer = (): fc.Arbitrary<Config> => consumerConfigs('RANDOM', 'host', consumerFields, supports);

	/** 2.9.10 takes a start time, even the same, for a change of it. */
	const neverUpdated = ({ config }: ConsumerInfo): boolean => !supports('2.10') && config.opt_start_time !== undefined;

	it(
		'of consumers are read back as they were written, and again after an edit',
		async () => {
			await carryOut(planStreamCreate({ name: 'HOST', subjects: ['host.>'] }));
			const params = { stream: 'HOST', consumer: 'RANDOM' };
			await fc.assert(
				fc.asyncProperty(anyConsumer(), anyConsumer(), async (config, wish) => {
					try {
						await carryOut(planConsumerCreate('HOST', config as ConsumerConfig, { features: known }));
						const read = await readConsumer('HOST', 'RANDOM');
						expect(differences(consumerFields, config, read.config)).toEqual([]);
						expectForeseen(consumerFields, config, read.config);
						for (const untouched of [
							throughInputs(consumerFields, configurationOf(read)),
							fromFile(consumerFile(read, 'current').text),
						]) {
							const plan = planConsumerUpdate(read, untouched as ConsumerConfig, { features: known });
							expect(refused(plan), stringifyJson(untouched)).toContain('nothing to change');
						}

						const after = validConsumer(edited(configurationOf(read), wish, consumerFields, supports), supports);
						const plan = planConsumerUpdate(read, after, { features: known });
						if ('refusal' in plan || neverUpdated(read)) return;
						await carryOut(plan);
						expect(differences(consumerFields, after, (await readConsumer('HOST', 'RANDOM')).config)).toEqual([]);
					} finally {
						await api.request('consumer.delete', params);
					}
				}),
				{ numRuns },
			);
		},
		timeout,
	);

	/** The stream and the consumer of the post of March 2020. */
	const LOGS: StreamConfig = {
		name: 'LOGS',
		subjects: ['logs.>'],
		retention: 'limits',
		max_consumers: -1,
		max_msgs: -1,
		max_bytes: -1,
		max_age: 86_400_000_000_000,
		max_msg_size: -1,
		storage: 'file',
		num_replicas: 1,
	};
	const TAIL = {
		stream_name: 'LOGS',
		config: {
			delivery_subject: 'out.tail',
			durable_name: 'TAIL',
			start_time: '0001-01-01T00:00:00Z',
			deliver_all: true,
			ack_policy: 'none',
			max_deliver: -1,
			replay_policy: 'instant',
		},
	};

	it('are saved, deleted and made again from their files', async () => {
		await carryOut(planStreamCreate(LOGS));
		const first = await readStream('LOGS');
		const stream = streamFile(first, 'current');
		expect(stream.name).toBe('LOGS.json');
		const tail = readConfiguration(stringifyJson(TAIL, 2));
		if (!tail.ok || tail.kind !== 'consumer') throw new Error(stringifyJson(tail));
		await carryOut(planConsumerCreate(tail.stream ?? '', tail.config, { features: known }));
		const firstTail = await readConsumer('LOGS', 'TAIL');
		const consumer = consumerFile(firstTail, 'current');
		await api.request('stream.delete', { stream: 'LOGS' });

		await carryOut(planStreamCreate(fromFile(stream.text) as StreamConfig));
		const again = await readStream('LOGS');
		expect(configurationOf(again)).toEqual(configurationOf(first));

		const grown = { ...fromFile(stream.text), max_bytes: 10 * 1024 ** 3 } as StreamConfig;
		const plan = planStreamUpdate(again, grown);
		expect(plan).toMatchObject({
			difference: [{ path: 'max_bytes', before: 'unlimited', after: '10 GiB' }],
		});
		await carryOut(plan);
		expect((await readStream('LOGS')).config.max_bytes).toBe(10 * 1024 ** 3);

		await carryOut(planConsumerCreate('LOGS', fromFile(consumer.text), { features: known }));
		expect(configurationOf(await readConsumer('LOGS', 'TAIL'))).toEqual(configurationOf(firstTail));
	});

	it('tell when an older server drops a part without a word', async () => {
		const config: ConsumerConfig = { name: 'TWO', durable_name: 'TWO', filter_subjects: ['host.a', 'host.b'] };
		const plan = planConsumerCreate('HOST', config, { features: known });
		if ('refusal' in plan) throw new Error(plan.refusal);
		const [step] = plan.steps;
		if (step === undefined) throw new Error('nothing planned');
		const answer = await wireKind(step.wire).send(step.wire, {
			api,
			link,
			connected: true,
			signal: new AbortController().signal,
			onProgress: () => undefined,
			transferOf: () => undefined,
		});
		const held = storedDifferently(step.wire, answer);
		expect(differencesInWords(held)).toBe(
			line === '2.9' ? 'filter subjects: without host.a; filter subjects: without host.b' : '',
		);
	});
});
