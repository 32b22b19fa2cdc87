import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { Link } from '../../src/nats/link.ts';
import { goTo } from '../../src/store/nav.ts';
import { consumerHealth } from '../../src/views/health/consumer.ts';
import type { Health } from '../../src/views/health/verdict.ts';
import { consumerCase, consumerRow } from '../../src/views/row.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

function healthOf(deck: Deck, consumer: string): Health | undefined {
	const known = consumerCase(consumerRow(deck.store.getState(), `S\0${consumer}`));
	return known && consumerHealth(known);
}

/** Takes up to ten messages and acknowledges none. */
async function take(link: Link, consumer: string): Promise<void> {
	const pull = JSON.stringify({ batch: 10, no_wait: true });
	// A status in place of a message has no payload.
	await link.gather(`$JS.API.CONSUMER.MSG.NEXT.S.${consumer}`, pull, {
		timeoutMs: 1000,
		isLast: ({ data }, number) => data.length === 0 || number === 10,
	});
}

describe.each(serverLines)('a consumer of the %s line', (line) => {
	it('that gave up says how many messages, and not that it is up to date', { timeout: 180_000 }, async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['S'], { subjects: ['s'] });
		for (let at = 0; at < 10; at++) await link.request('s', 'x');
		for (const [name, max] of [
			['once', 1],
			['twice', 2],
		] as const) {
			const config = { durable_name: name, ack_policy: 'explicit', ack_wait: 300e6, max_deliver: max };
			await raw(link, `$JS.API.CONSUMER.DURABLE.CREATE.S.${name}`, { stream_name: 'S', config });
		}
		await take(link, 'once');
		await take(link, 'twice');
		const deck = await openTestDeck(
			{ server: server.url },
			{ lagLimits: { pending: 1000, ackPending: 0.8, idleMs: 600_000 } },
		);
		deck.store.setState((state) => goTo(state, { kind: 'stream', stream: 'S', pane: 'consumers' }));
		const gaveUp = (consumer: string) => healthOf(deck, consumer)?.short.endsWith('10 gave up');
		// Servers of 2.9 give up when somebody pulls again.
		await seen(deck, 'that one gave up', async () => {
			await take(link, 'once');
			return gaveUp('once');
		});
		await seen(deck, 'that the other did', async () => {
			await take(link, 'twice');
			return gaveUp('twice');
		});
		expect(
			healthOf(deck, 'once')
				?.reasons.map(({ sentence }) => sentence)
				.join(),
		).not.toContain('more than once');
		expect(healthOf(deck, 'once')?.severity).toBe('warning');
	});

	it('that nobody pulls from is not at work once its ack_wait is over', { timeout: 180_000 }, async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['S'], { subjects: ['s'] });
		for (let at = 0; at < 10; at++) await link.request('s', 'x');
		const config = { durable_name: 'late', ack_policy: 'explicit', ack_wait: 1e9 };
		await raw(link, '$JS.API.CONSUMER.DURABLE.CREATE.S.late', { stream_name: 'S', config });
		const deck = await openTestDeck(
			{ server: server.url },
			{ lagLimits: { pending: 1000, ackPending: 0.8, idleMs: 8000 } },
		);
		deck.store.setState((state) => goTo(state, { kind: 'lag' }));
		await take(link, 'late');
		await seen(deck, 'work', () => healthOf(deck, 'late')?.short === 'working ✓');
		await seen(deck, 'the idleness', () => /^idle [5-7]s$/.test(healthOf(deck, 'late')?.short ?? ''));
		expect(healthOf(deck, 'late')?.severity).toBe('ok');
		await seen(deck, 'the warning', () => healthOf(deck, 'late')?.severity === 'warning');
		expect(healthOf(deck, 'late')?.reasons[0]?.sentence).toMatch(
			/^10 messages not acknowledged, the last delivered \d+s ago \(ack_wait is 1s\), and nobody pulls\.$/,
		);
	});
});
