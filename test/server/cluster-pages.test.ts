import { beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../src/cli/report.ts';
import { nextOffset } from '../../src/jetstream/reply-content.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { goTo } from '../../src/store/nav.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { startCluster, type TestCluster } from '../support/cluster.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';

const many = 600;
const consumers = Array.from({ length: many }, (_, at) => `c${String(at).padStart(4, '0')}`);

// CONSUMER.LIST of a 2.9 cluster says of each page that this is all: total 256, offset 0, limit 256.
describe.each(['2.9', 'newest'] as const)('600 consumers in a cluster of the %s line', { timeout: 120_000 }, (line) => {
	let cluster: TestCluster;
	beforeAll(async () => {
		cluster = await startCluster({ line });
		const link = await connect(cluster);
		await createStreams(link, ['S', 'OTHER']);
		for (let at = 0; at < many; at += 50) {
			const some = consumers.slice(at, at + 50);
			const config = { durable_name: '', ack_policy: 'explicit', mem_storage: true };
			await Promise.all(
				some.map((name) =>
					raw(link, `$JS.API.CONSUMER.CREATE.S.${name}`, {
						stream_name: 'S',
						config: { ...config, name, durable_name: name },
					}),
				),
			);
		}
	}, 120_000);

	it('are all read', async () => {
		const api = openApi(await connect(cluster), { readOnly: true });
		for (const concurrency of [1, 4]) {
			const listed = await api.pages('consumer.list', { stream: 'S' }, undefined, { concurrency });
			expect(listed.ok && listed.value.items.map(({ name }) => name)).toEqual(consumers);
			expect(listed.ok && listed.value.total).toBe(many);
		}
	});

	it.each(['consumers', 'lag'] as const)('are all in the list %s of the account', async (kind) => {
		const deck = await openTestDeck({ server: cluster.url });
		await seen(deck, 'the names of the streams', ({ streamNames }) => streamNames.phase === 'ready');
		deck.store.setState((state) => goTo(state, { kind }));
		await seen(deck, 'every consumer', (state) => rowsOf(state, kind).length === many);
	});

	it('are all in a report', async () => {
		const link = await connect(cluster);
		const made = await report(openApi(link, { readOnly: true }), link, { what: 'consumers', stream: 'S', json: false });
		expect(made.text?.split('\n')).toHaveLength(many + 1);
	});

	it('are offered page by page in the console', async () => {
		const link = await connect(cluster);
		const offsets: (number | undefined)[] = [];
		for (let offset: number | undefined = 0; offset !== undefined && offsets.length < 9; ) {
			const reply = await link.request('$JS.API.CONSUMER.LIST.S', JSON.stringify({ offset }));
			offset = reply.ok ? nextOffset(reply.message) : undefined;
			offsets.push(offset);
		}
		expect(offsets).toEqual([256, 512, undefined]);
	});
});
