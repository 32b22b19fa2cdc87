import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { succeeded } from '../../src/changes/run.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { configurationOf } from '../../src/jetstream/configuration-of.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { type Supports, supportsOf } from '../../src/jetstream/server-features.ts';
import { type Config, edited, lasting } from '../support/configs.ts';
import { consumerConfigs, validConsumer } from '../support/consumer-configs.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { carriedOut, configFile, planOf } from '../support/folders.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { streamConfigs, validStream } from '../support/stream-configs.ts';

/** More of them by hand: FOLDERS=500. */
const numRuns = Number(process.env.FOLDERS ?? 40);

describe.each(serverLines)('a folder on the %s line', (line: ServerLine) => {
	let server: TestServer;
	let deck: Deck;
	const supports: Supports = (since) => supportsOf(deck.store.getState().features)(since);

	beforeAll(async () => {
		server = await startServer({ line });
	});
	beforeEach(async () => {
		deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
		await seen(
			deck,
			'the version',
			({ features, account }) => features.version !== undefined && account.phase === 'ready',
		);
	});

	/** What the folder has, in one file of each form. */
	const folder = (stream: Config, consumer: Config) => [
		configFile('random.json', stream),
		configFile(
			'others.yaml',
			{ name: 'HOST', subjects: ['host.>'] },
			{ stream_name: 'HOST', config: consumer },
			{ stream_name: 'RANDOM', config: { durable_name: 'PLAIN', ack_policy: 'explicit' } },
		),
	];

	async function stored(): Promise<readonly [stream: Config, consumer: Config]> {
		const stream = await deck.api().request('stream.info', { stream: 'RANDOM' });
		const consumer = await deck.api().request('consumer.info', { stream: 'HOST', consumer: 'RANDOM' });
		if (!stream.ok || !consumer.ok) throw new Error('what was applied is not there');
		return [configurationOf(stream.value), configurationOf(consumer.value)];
	}

	/** Applies it, and finds nothing left to do. */
	async function applied(stream: Config, consumer: Config): Promise<void> {
		const files = folder(stream, consumer);
		const said = stringifyJson({ stream, consumer });
		const plan = await planOf(deck, files);
		expect(
			plan.changes.flatMap(({ why }) => why),
			said,
		).toEqual([]);
		if (plan.changes.length > 0) {
			const run = await carriedOut(deck, plan);
			expect(succeeded(run), `${said}: ${stringifyJson(run.results)}`).toBe(true);
		}
		const left = await planOf(deck, files);
		expect(
			left.changes.map(({ id, difference }) => ({ id, difference })),
			said,
		).toEqual([]);
		expect(left.unchanged).toBe(4);
	}

	it(
		'that is applied leaves nothing to do, whatever it has, and again after an edit',
		async () => {
			const anyStream = streamConfigs('RANDOM', streamFields, supports).map(lasting);
			const anyConsumer = consumerConfigs('RANDOM', 'host', consumerFields, supports).map(lasting);
			const property = fc.asyncProperty(anyStream, anyConsumer, anyStream, anyConsumer, async (...random) => {
				const [stream, consumer, otherStream, otherConsumer] = random;
				try {
					await applied(stream, consumer);
					const [streamNow, consumerNow] = await stored();
					// What the consumers of the stream have may be more than other limits.
					const { consumer_limits } = streamNow;
					const wish = { ...otherStream, consumer_limits };
					const nextStream = validStream(edited(streamNow, wish, streamFields, supports), supports);
					// 2.9.10 takes a start time, even the same, for a change of it.
					const isFixed = !supports('2.10') && consumer.opt_start_time !== undefined;
					const nextConsumer = isFixed
						? consumerNow
						: validConsumer(edited(consumerNow, otherConsumer, consumerFields, supports), supports);
					await applied(nextStream, nextConsumer);
				} finally {
					await deck.api().request('consumer.delete', { stream: 'HOST', consumer: 'RANDOM' });
					await deck.api().request('stream.delete', { stream: 'RANDOM' });
				}
			});
			await fc.assert(property, { numRuns });
		},
		20_000 + numRuns * 1_000,
	);
});
