import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringifyJson } from '../../src/format/json.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { faultOf } from '../../src/jetstream/rules/fault-of.ts';
import type { StreamSituation } from '../../src/jetstream/rules/situation.ts';
import { type Features, features, supports, supportsOf } from '../../src/jetstream/server-features.ts';
import type { ConsumerConfig, ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import type { Config } from '../support/configs.ts';
import { connect } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { slipped } from '../support/near-valid.ts';
import { consumerSlips, nearValidConsumer } from '../support/near-valid-consumers.ts';
import { nearValidStream, streamSlips } from '../support/near-valid-streams.ts';
import { unexcused } from '../support/rule-exceptions.ts';
import { ask, type Trial, tryConsumer, tryStream } from '../support/rule-trials.ts';
import { type MadeConsumers, makeConsumerStreams, makeStreams } from '../support/rule-worlds.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** More of them by hand: RULE_TRIALS=10000 PROPERTY_SEED=1, which also tells the figures. */
const numRuns = Number(process.env.RULE_TRIALS ?? 600);
const timeout = 20_000 + numRuns * 200;

type Verdict = 'taken by both' | 'refused by both' | 'refused at a field' | 'exception';

describe.each(serverLines)('our rules and a server of the %s line', (line: ServerLine) => {
	let server: TestServer;
	let link: Link;
	let known: Features;
	const figures = new Map<string, number>();

	beforeAll(async () => {
		server = await startServer({ line });
		await makeStreams(await connect(server));
	});
	beforeEach(async () => {
		link = await connect(server, { timeout: 5000 });
		const { server: connected } = await reached(link, 'connected');
		known = features(connected.version, connected.apiLevel);
	});

	/** Fails if jetdeck refuses what the server takes without a reason, or a refusal of the server has no field. */
	function judge(trial: Trial): void {
		const verdict = verdictOf(trial);
		const { config, faults, refusal, request } = trial;
		expect(verdict, stringifyJson({ request, config, faults, refusal })).toBeDefined();
		const key = `${request} ${verdict}`;
		figures.set(key, (figures.get(key) ?? 0) + 1);
	}

	function verdictOf(trial: Trial): Verdict | undefined {
		const { config, faults, refusal } = trial;
		if (refusal === undefined) {
			if (faults.length === 0) return 'taken by both';
			return unexcused(trial, supportsOf(known)).length === 0 ? 'exception' : undefined;
		}
		if (faults.length > 0) return 'refused by both';
		return faultOf(refusal, config) === undefined ? undefined : 'refused at a field';
	}

	function tellFigures(): void {
		if (process.env.RULE_TRIALS === undefined) return;
		const rows = [...figures].sort().map(([key, count]) => `  ${key}: ${count}`);
		process.stdout.write(`${line}, seed ${fc.readConfigureGlobal().seed}\n${rows.join('\n')}\n`);
		figures.clear();
	}

	/** A consumer that limits for consumers can be lowered below. */
	async function addConsumer(stream: string): Promise<readonly ConsumerConfig[]> {
		const config = { durable_name: 'C', ack_policy: 'explicit', max_ack_pending: 500, inactive_threshold: 7.2e12 };
		const reply = await ask(link, `CONSUMER.CREATE.${stream}.C`, { stream_name: stream, config });
		return reply.error === undefined ? [(reply as unknown as ConsumerInfo).config] : [];
	}

	async function remove(subject: string): Promise<void> {
		const reply = await ask(link, subject, undefined);
		expect(reply.error).toBeUndefined();
	}

	it(
		'agree on streams, and on edits of them',
		async () => {
			const names = ['COPY', 'MERGE', 'ORDERS'];
			const infos = await Promise.all(names.map((name) => ask(link, `STREAM.INFO.${name}`, undefined)));
			const streams = (infos as unknown as readonly StreamInfo[]).map(({ config }) => config);
			const situation: StreamSituation = { features: known, streams, names, servers: 1 };

			const trial = async (config: Config, slips: Config, withConsumer: boolean): Promise<void> => {
				const created = await tryStream(link, config, situation);
				try {
					judge(created);
					// A stream that acknowledges what is asked of the API answers before the server does.
					const answers = created.faults.some(({ path }) => path.startsWith('subjects') || path === 'no_ack');
					if (created.refusal !== undefined || answers) return;
					const existing = created.reply as unknown as StreamInfo;
					const consumers = withConsumer ? await addConsumer(existing.config.name) : [];
					const edited = slipped(existing.config, slips);
					judge(await tryStream(link, edited, { ...situation, existing, consumers }));
				} finally {
					if (created.refusal === undefined) await remove(`STREAM.DELETE.${config.name}`);
				}
			};
			await fc.assert(
				fc.asyncProperty(nearValidStream(streamFields, supportsOf(known)), streamSlips, fc.boolean(), trial),
				{ numRuns },
			);
			tellFigures();
		},
		timeout,
	);

	it(
		'agree on consumers, and on edits of them',
		async () => {
			const worlds = await makeConsumerStreams(link, supportsOf(known));

			const trial = async ([{ stream, consumers }, config, slips]: ConsumerTrial): Promise<void> => {
				const present = {
					consumers: consumers.map(({ config: other }) => other),
					names: consumers.map(({ name }) => name),
				};
				const situation = { features: known, stream, servers: 1, ...present };
				// 2.9 would change the other consumer.
				const isOther = present.names.includes(String(config.name ?? config.durable_name));
				if (isOther && !supports(known, '2.10')) return;
				const created = await tryConsumer(link, config, situation);
				const existing = created.reply as unknown as ConsumerInfo;
				const before = consumers.find(({ name }) => name === existing.name);
				try {
					judge(created);
					if (created.refusal !== undefined || before !== undefined) return;
					const edited = slipped(existing.config, slips);
					judge(await tryConsumer(link, edited, { ...situation, existing }));
				} finally {
					if (created.refusal === undefined) await remove(`CONSUMER.DELETE.${stream.config.name}.${existing.name}`);
					if (before !== undefined) await tryConsumer(link, before.config, { ...situation, consumers: [], names: [] });
				}
			};
			const anyConsumer = fc
				.constantFrom(...worlds)
				.chain((world) =>
					fc.tuple(
						fc.constant(world),
						nearValidConsumer(world.prefix, consumerFields, supportsOf(known)),
						consumerSlips(world.prefix),
					),
				);
			await fc.assert(fc.asyncProperty(anyConsumer, trial), { numRuns: numRuns * 2 });
			tellFigures();
		},
		timeout,
	);
});

type ConsumerTrial = readonly [world: MadeConsumers, config: Config, slips: Config];
