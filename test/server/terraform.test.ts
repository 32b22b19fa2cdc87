import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exactInteger, type Integer } from '../../src/format/integer.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { configurationOf } from '../../src/jetstream/configuration-of.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { plainIdentity } from '../../src/jetstream/fields/normal.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { type Api, openApi } from '../../src/jetstream/request.ts';
import { features, supportsOf } from '../../src/jetstream/server-features.ts';
import { terraformConsumer, terraformStream } from '../../src/jetstream/terraform.ts';
import type { Link } from '../../src/nats/link.ts';
import type { Config } from '../support/configs.ts';
import { consumerConfigs, validConsumer } from '../support/consumer-configs.ts';
import { type ReadBlock, readResource } from '../support/hcl.ts';
import { connect, raw } from '../support/jetstream.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { streamConfigs, validStream } from '../support/stream-configs.ts';
import { consumerRequest, nextPlan, streamRequest } from '../support/terraform-provider.ts';

/** More of them by hand: TERRAFORM_RUNS=5000. */
const numRuns = Number(process.env.TERRAFORM_RUNS ?? 100);
const timeout = 20_000 + numRuns * 200;

const newest = features('2.15.1', undefined);
const supports = supportsOf(newest);

/** As the provider has it: durations in whole seconds, rounded up, and times in whole seconds, rounded down. */
function inWholeSeconds(fields: readonly Field[], config: Config): Config {
	return Object.fromEntries(
		Object.entries(config).map(([key, value]) => {
			const field = fields.find(({ name }) => name === key);
			return [key, field === undefined ? value : roundedValue(field, value)];
		}),
	);
}

function roundedValue(field: Field, value: unknown): unknown {
	if (Array.isArray(value)) return value.map((entry) => roundedValue(field, entry));
	if (field.kind === 'timestamp')
		return new Date(Date.parse(String(value).replace(/\.\d+/, ''))).toISOString().replace('.000Z', 'Z');
	if (field.kind === 'duration' || field.kind === 'durations')
		return exactInteger(((BigInt(value as Integer) + 999_999_999n) / 1_000_000_000n) * 1_000_000_000n);
	return field.fields === undefined ? value : inWholeSeconds(field.fields, value as Config);
}

const comments = (block: ReadBlock): readonly string[] => [...block.comments, ...block.blocks.flatMap(comments)];

const isListOfOne = (value: unknown): boolean => Array.isArray(value) && value.length === 1;

/** The attributes of the resource itself that the first plan of an imported one changes. */
const roundedUp = (block: ReadBlock): readonly string[] =>
	block.comments.flatMap((comment) => /^(\w+) is rounded up /.exec(comment)?.[1] ?? []);

/** A comment for each value that the resource does not have as it is, and none besides. */
function expectComments(before: Config, expected: Config, said: readonly string[]): void {
	const rounded = said.filter((comment) => comment.includes(' is rounded ')).length;
	expect(rounded > 0, said.join('\n')).toBe(plainIdentity(before) !== plainIdentity(expected));
}

describe('what Terraform makes of a resource', () => {
	let server: TestServer;
	let link: Link;
	let api: Api;

	beforeAll(async () => {
		server = await startServer();
		// A server removes the folder of all streams with its last one, and then may fail to make the next (err_code 10049).
		await raw(await connect(server), '$JS.API.STREAM.CREATE.HOST', { name: 'HOST', subjects: ['host.>'] });
	});
	beforeEach(async () => {
		link = await connect(server);
		api = openApi(link, { readOnly: false });
	});

	async function send(subject: string, body: Config): Promise<void> {
		const reply = await link.request(subject, stringifyJson(body));
		const text = reply.ok ? new TextDecoder().decode(reply.message.data) : reply.problem.message;
		if (!reply.ok || text.includes('"error"')) throw new Error(`${subject} ${stringifyJson(body)}: ${text}`);
	}

	async function storedStream(stream: string): Promise<Config> {
		const answer = await api.request('stream.info', { stream });
		if (!answer.ok) throw new Error(answer.problem.message);
		return configurationOf(answer.value) as Config;
	}

	async function storedConsumer(stream: string, consumer: string): Promise<Config> {
		const answer = await api.request('consumer.info', { stream, consumer });
		if (!answer.ok) throw new Error(answer.problem.message);
		return configurationOf(answer.value) as Config;
	}

	async function streamAgain(config: Config): Promise<void> {
		const stream = 'RANDOM';
		try {
			await send(`$JS.API.STREAM.CREATE.${stream}`, config);
			const stored = await storedStream(stream);
			const expected = inWholeSeconds(streamFields, stored);
			// From what is there, and from what a person is about to create.
			for (const from of [stored, config]) {
				const text = terraformStream(from, newest);
				const resource = readResource(text);
				await api.request('stream.delete', { stream });
				await send(`$JS.API.STREAM.CREATE.${stream}`, streamRequest(resource));
				const made = await storedStream(stream);
				expect(made, text).toEqual(expected);
				expectComments(stored, expected, comments(resource));
				const misread = resource.attributes.inactive_threshold === undefined ? [] : ['inactive_threshold'];
				expect(nextPlan('stream', resource, made), text).toEqual(misread);
				expect(new Set(nextPlan('stream', resource, stored)), text).toEqual(
					new Set([...misread, ...roundedUp(resource)]),
				);
			}
		} finally {
			await api.request('stream.delete', { stream });
		}
	}

	it(
		'is the stream that it was written from, and nothing to change in the next plan',
		async () => {
			await fc.assert(fc.asyncProperty(streamConfigs('RANDOM', streamFields, supports), streamAgain), { numRuns });
		},
		timeout,
	);

	it.each<[string, Config]>([
		['less than a second', { max_age: 500_000_000, duplicate_window: 200_000_000 }],
		['delete markers, which need TTLs and roll-ups', { subject_delete_marker_ttl: 60_000_000_000 }],
		['schedules, which need roll-ups', { allow_msg_schedules: true }],
		['limits of consumers', { consumer_limits: { inactive_threshold: 60_000_000_000, max_ack_pending: 10 } }],
		['sources of part of a stream', { sources: [{ name: 'A', subject_transforms: [{ src: 'a.>', dest: '' }] }] }],
		['a source through a consumer', { sources: [{ name: 'A', consumer: { name: 'c', deliver_subject: 'd' } }] }],
		[
			'a mirror from a fraction of a second on',
			{ mirror: { name: 'A', opt_start_time: '2026-03-31T10:00:00.5+02:00' } },
		],
		['counters', { allow_msg_counter: true }],
		['an explicit first sequence', { first_seq: 1 }],
		['the first sequence of a time', { first_seq: 1_700_000_000_000_000_000n }],
	])('has %s', (_what, part) => streamAgain(validStream({ name: 'RANDOM', ...part }, supports)));

	async function consumerAgain(config: Config, stream: string): Promise<void> {
		const consumer = 'RANDOM';
		const { consumer_limits: limits } = await storedStream(stream);
		const subject = `$JS.API.CONSUMER.CREATE.${stream}.${consumer}`;
		try {
			await send(subject, { stream_name: stream, config });
			const stored = await storedConsumer(stream, consumer);
			const expected = inWholeSeconds(consumerFields, asProvided(stored));
			for (const from of [stored, config]) {
				const text = terraformConsumer(stream, from, newest, limits);
				const resource = readResource(text);
				await api.request('consumer.delete', { stream, consumer });
				const body = consumerRequest(stream, resource);
				const filter = (body.config as Config).filter_subject;
				await send(filter ? `${subject}.${filter}` : subject, body);
				const made = await storedConsumer(stream, consumer);
				expect(asProvided(made), text).toEqual(expected);
				expectComments(asProvided(stored), expected, comments(resource));
				expect(text.includes('The provider has no attribute for "pause_until"')).toBe('pause_until' in stored);
				expect(nextPlan('consumer', resource, made), text).toEqual([]);
				const moved = isListOfOne(stored.filter_subjects) ? ['filter_subject', 'filter_subjects'] : [];
				// A changed heartbeat would replace the consumer.
				const changed = [...moved, ...roundedUp(resource)].filter((name) => name !== 'heartbeat');
				expect(new Set(nextPlan('consumer', resource, stored)), text).toEqual(new Set(changed));
			}
		} finally {
			await api.request('consumer.delete', { stream, consumer });
		}
	}

	/** The provider sends `0%` for no sampling, and one filter as `filter_subject`; it cannot pause. */
	function asProvided({ sample_freq = '', pause_until: _, filter_subjects, ...config }: Config): Config {
		const several = Array.isArray(filter_subjects) ? filter_subjects : [];
		return {
			...config,
			sample_freq: String(sample_freq).replace('%', '') || '0',
			...(several.length === 1 ? { filter_subject: several[0] } : several.length > 1 && { filter_subjects }),
		};
	}

	it(
		'is the consumer that it was written from, and nothing to change in the next plan',
		async () => {
			const configs = consumerConfigs('RANDOM', 'host', consumerFields, supports);
			await fc.assert(
				fc.asyncProperty(configs, (config) => consumerAgain({ ...config, durable_name: 'RANDOM' }, 'HOST')),
				{ numRuns },
			);
		},
		timeout,
	);

	it.each<[string, Config]>([
		['a back-off', { ack_policy: 'explicit', backoff: [1_000_000_000, 60_000_000_000] }],
		['a back-off of parts of a second', { ack_policy: 'explicit', backoff: [500_000_000, 1_500_000_000] }],
		['flow control with a short heartbeat', { deliver_subject: 'd', flow_control: true, idle_heartbeat: 500_000_000 }],
		['acknowledgements by flow control', { deliver_subject: 'd', ack_policy: 'flow_control' }],
		['no acknowledgements', { ack_policy: 'none' }],
		['no acknowledgements of what is pushed', { ack_policy: 'none', deliver_subject: 'd' }],
		['no limit of acknowledgements', { ack_policy: 'explicit', max_ack_pending: -1 }],
		['a pinned client', { priority_policy: 'pinned_client', priority_groups: ['g'] }],
		['one filter', { filter_subjects: ['host.a'] }],
		['a heartbeat of parts of a second', { deliver_subject: 'd', idle_heartbeat: 1_500_000_000 }],
		['a fraction of a second', { deliver_policy: 'by_start_time', opt_start_time: '2026-03-31T10:00:00.123456789Z' }],
	])('has %s', async (_what, part) => {
		await consumerAgain(validConsumer({ name: 'RANDOM', durable_name: 'RANDOM', ...part }, supports), 'HOST');
	});

	it('has what the limits of its stream ask for', async () => {
		const limits = { inactive_threshold: 60_000_000_000, max_ack_pending: 10 };
		await send('$JS.API.STREAM.CREATE.LIMITED', { name: 'LIMITED', subjects: ['limited'], consumer_limits: limits });
		await consumerAgain({ name: 'RANDOM', durable_name: 'RANDOM', ack_policy: 'explicit' }, 'LIMITED');
	});
});
