import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringifyJson } from '../../src/format/json.ts';
import { readConfiguration } from '../../src/jetstream/config-file.ts';
import { configurationOf } from '../../src/jetstream/configuration-of.ts';
import { differences } from '../../src/jetstream/difference.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import { consumerRequest, streamRequest } from '../../src/jetstream/request-config.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { ConsumerInfo, StreamConfig, StreamInfo } from '../../src/jetstream/wire.ts';
import {
	type Config,
	consumerConfigs,
	edited,
	type Supports,
	streamConfigs,
	validConsumer,
	validStream,
} from '../support/configs.ts';
import { connect } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { readReferenceJson } from '../support/reference.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** More of them by hand: ROUND_TRIPS=5000. */
const numRuns = Number(process.env.ROUND_TRIPS ?? 120);
const timeout = 20_000 + numRuns * 100;

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
const schemas = Object.fromEntries(
	['stream_create_request', 'stream_update_request', 'consumer_create_request'].map((name) => [
		name,
		ajv.compile({ ...(readReferenceJson(`schemas/api/${name}.json`) as object), $id: name }),
	]),
);

function fits(schema: string, body: object): void {
	const validate = schemas[schema];
	// Integers beyond 2^53 are rounded here; the schemas only ask whether they are integers.
	expect(validate?.(JSON.parse(stringifyJson(body))), `${schema}: ${JSON.stringify(validate?.errors)}`).toBe(true);
}

describe.each(serverLines)('configurations on the %s line', (line: ServerLine) => {
	let server: TestServer;
	let api: Api;
	let supports: Supports;
	beforeAll(async () => {
		server = await startServer({ line });
	});
	beforeEach(async () => {
		const link = await connect(server);
		api = openApi(link, { readOnly: false });
		const { server: connected } = await reached(link, 'connected');
		supports = features(connected.version, connected.apiLevel).supports;
		const created = await api.request('stream.create', { stream: 'HOST' }, { name: 'HOST', subjects: ['host.>'] });
		if (!created.ok) throw new Error(created.problem.message);
	});

	async function readStream(stream: string): Promise<StreamInfo> {
		const answer = await api.request('stream.info', { stream });
		if (!answer.ok) throw new Error(answer.problem.message);
		return answer.value;
	}

	async function writeStream(id: 'stream.create' | 'stream.update', config: Config): Promise<void> {
		const body = streamRequest(config as StreamConfig);
		fits(`${id.replace('.', '_')}_request`, body);
		const answer = await api.request(id, { stream: String(body.name) }, body);
		expect(answer.ok ? '' : answer.problem.message, `${id} ${stringifyJson(body)}`).toBe('');
	}

	it(
		'of streams are read back as they were written, and again after an edit',
		async () => {
			const random = fc.tuple(
				streamConfigs('RANDOM', streamFields, (since) => supports(since)),
				streamConfigs('RANDOM', streamFields, (since) => supports(since)),
			);
			await fc.assert(
				fc.asyncProperty(random, async ([config, wish]) => {
					try {
						await writeStream('stream.create', config);
						const read = await readStream('RANDOM');
						expect(differences(streamFields, config, read.config)).toEqual([]);
						await sameAfterSaving(read);

						const after = validEdit(read, wish);
						await writeStream('stream.update', after);
						expect(differences(streamFields, after, (await readStream('RANDOM')).config)).toEqual([]);
					} finally {
						await api.request('stream.delete', { stream: 'RANDOM' });
					}
				}),
				{ numRuns },
			);
		},
		timeout,
	);

	/** Saved to a file and sent back from there: nothing changes. */
	async function sameAfterSaving(info: StreamInfo): Promise<void> {
		const file = readConfiguration(stringifyJson(info, 2));
		if (!file.ok || file.kind !== 'stream') throw new Error(stringifyJson(file));
		expect(file.config).toEqual(configurationOf(info));
		await writeStream('stream.update', file.config);
		expect(differences(streamFields, info.config, (await readStream('RANDOM')).config)).toEqual([]);
	}

	function validEdit(info: StreamInfo, wish: Config): Config {
		return validStream(edited(configurationOf(info), wish, streamFields, supports), supports);
	}

	async function writeConsumer(config: Config, action: 'create' | 'update'): Promise<void> {
		const body = { stream_name: 'HOST', config: consumerRequest(config), ...(supports('2.10') && { action }) };
		fits('consumer_create_request', body);
		const answer = await api.request('consumer.create', { stream: 'HOST', consumer: 'RANDOM' }, body);
		expect(answer.ok ? '' : answer.problem.message, `${action} ${stringifyJson(body)}`).toBe('');
	}

	/** 2.9.10 takes a start time, even the same, for a change of it. */
	const neverUpdated = ({ config }: ConsumerInfo): boolean => !supports('2.10') && config.opt_start_time !== undefined;

	async function readConsumer(): Promise<ConsumerInfo> {
		const answer = await api.request('consumer.info', { stream: 'HOST', consumer: 'RANDOM' });
		if (!answer.ok) throw new Error(answer.problem.message);
		return answer.value;
	}

	it(
		'of consumers are read back as they were written, and again after an edit',
		async () => {
			const one = (): fc.Arbitrary<Config> =>
				consumerConfigs('RANDOM', 'host', consumerFields, (since) => supports(since));
			await fc.assert(
				fc.asyncProperty(one(), one(), async (config, wish) => {
					try {
						await writeConsumer(config, 'create');
						const read = await readConsumer();
						expect(differences(consumerFields, config, read.config)).toEqual([]);
						if (neverUpdated(read)) return;
						await writeConsumer(configurationOf(read), 'update');
						expect(differences(consumerFields, read.config, (await readConsumer()).config)).toEqual([]);

						const after = validConsumer(edited(configurationOf(read), wish, consumerFields, supports), supports);
						await writeConsumer(after, 'update');
						expect(differences(consumerFields, after, (await readConsumer()).config)).toEqual([]);
					} finally {
						await api.request('consumer.delete', { stream: 'HOST', consumer: 'RANDOM' });
					}
				}),
				{ numRuns },
			);
		},
		timeout,
	);
});
