import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { parseLine } from '../../src/console/line.ts';
import { parseJson } from '../../src/format/json.ts';
import type { Link } from '../../src/nats/link.ts';
import { anyLine } from '../support/console-lines.ts';
import { enterLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const amount = Number(process.env.FUZZ_LINES ?? 1_000);

async function answer(link: Link, subject: string): Promise<Readonly<Record<string, unknown>>> {
	const reply = await link.request(subject, '');
	const parsed = parseJson(reply.ok ? new TextDecoder().decode(reply.message.data) : '');
	if (!parsed.ok) throw new Error(`${subject} was not answered`);
	return parsed.value as Readonly<Record<string, unknown>>;
}

/** All that a server keeps: configurations, messages, what consumers were given; not the times of the question. */
async function kept(link: Link): Promise<string> {
	const { streams = [] } = (await answer(link, '$JS.API.STREAM.LIST')) as { streams?: { config: { name: string } }[] };
	const parts: unknown[] = [...streams];
	for (const { config } of streams) parts.push((await answer(link, `$JS.API.CONSUMER.LIST.${config.name}`)).consumers);
	return JSON.stringify(parts, (key, value) => (key === 'ts' || key === 'last_active' ? undefined : value), 1);
}

async function world(): Promise<{ readonly url: string; readonly link: Link; readonly before: string }> {
	const server = await startServer();
	const link = await connect(server);
	for (const name of ['LOGS', 'ORDERS', 'STREAM', 'API', 'a', 'x-y']) {
		const subjects = name === 'ORDERS' ? ['orders.>', '$KV.config.>'] : [`kept.${name}.>`];
		await raw(link, `$JS.API.STREAM.CREATE.${name}`, { name, subjects, storage: 'memory' });
		for (const consumer of ['LOGS', 'CONSUMER', 'INFO', 'a', 'x-y']) {
			const config = { durable_name: consumer, ack_policy: 'explicit' };
			await raw(link, `$JS.API.CONSUMER.CREATE.${name}.${consumer}`, { stream_name: name, config });
		}
	}
	for (let at = 0; at < 20; at += 1) await raw(link, 'kept.LOGS.x', { at });
	await raw(link, 'orders.new', {});
	return { url: server.url, link, before: await kept(link) };
}

/** Enters a line and waits until it was sent, told off or asked about; then says no. */
async function enter(deck: Deck, text: string): Promise<'sent' | 'asked' | 'not sent'> {
	const { exchanges } = deck.store.getState().console;
	enterLine(deck, text);
	const outcome = await until(
		() => {
			const { console, overlay, toasts } = deck.store.getState();
			if (overlay !== undefined) return overlay.kind !== 'wait' && 'asked';
			if (console.exchanges !== exchanges) return 'sent';
			const typed = console.typed.before + console.typed.after;
			return (console.fault !== undefined || typed !== text || toasts.length > 0) && 'not sent';
		},
		{ what: `an end of ${JSON.stringify(text)}`, within: 10_000 },
	);
	deck.console.stopAll();
	deck.store.setState({ overlay: undefined, toasts: [] });
	return outcome;
}

it.each([
	['may only read', true],
	['asks first', false],
])(
	'keeps what a server holds as it is, whatever is typed, where the deck %s',
	async (_, readOnly) => {
		const { url, link, before } = await world();
		const deck = await openTestDeck({ server: url }, { readOnly });
		await seen(deck, 'a server', (state) => state.link.phase === 'connected');
		const counts = { sent: 0, asked: 0, 'not sent': 0 };
		// By its own word anything is published, into streams too.
		const lines = anyLine.filter((text) => parseLine(text).kind !== 'empty' && (readOnly || !/\bpub\b/.test(text)));
		await fc.assert(
			fc.asyncProperty(lines, async (text) => {
				counts[await enter(deck, text)] += 1;
			}),
			{ numRuns: amount },
		);
		// All that left was looked at by the server before it answers this.
		await link.roundTrip();
		expect(await kept(link)).toBe(before);
		expect(counts.sent).toBeGreaterThan(amount / 50);
		if (readOnly) expect(counts.asked).toBe(0);
		else expect(counts.asked).toBeGreaterThan(amount / 50);
		// A change would have been seen.
		await raw(link, 'orders.new', {});
		expect(await kept(link)).not.toBe(before);
		if (process.env.FUZZ_LINES !== undefined) process.stdout.write(`${JSON.stringify(counts)}\n`);
	},
	120_000,
);
