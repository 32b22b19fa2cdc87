import { describe, expect, it } from 'vitest';
import { planAcknowledge } from '../../src/changes/plan/acknowledge.ts';
import { planReset } from '../../src/changes/plan/consumer-changes.ts';
import { planConsumerDelete } from '../../src/changes/plan/consumer-delete.ts';
import { planFetch } from '../../src/changes/plan/fetch.ts';
import { planPurge } from '../../src/changes/plan/stream-purge.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { lastUndoable, planUndo } from '../../src/changes/undo.ts';
import { report } from '../../src/cli/report.ts';
import { commands } from '../../src/commands/all.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { carryOut } from '../../src/commands/picks.ts';
import { run } from '../../src/commands/run.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { countPurge } from '../../src/jetstream/loss/count-purge.ts';
import { gapsOf } from '../../src/jetstream/messages/deleted.ts';
import { pull } from '../../src/jetstream/messages/pull.ts';
import { readMessage } from '../../src/jetstream/messages/read-message.ts';
import { readWindow } from '../../src/jetstream/messages/read-window.ts';
import { firstSince } from '../../src/jetstream/messages/seek.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { ConsumerInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { lastKnown } from '../../src/store/datum.ts';
import { listState, open } from '../../src/store/nav.ts';
import { fetchedMessages } from '../../src/views/messages/fetched.ts';
import { currentList } from '../../src/views/places.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { openTestDeck, seen, ticks, watchRequests } from '../support/decks.ts';
import { stillHost } from '../support/draw.tsx';
import { connect, raw } from '../support/jetstream.ts';
import { infoOf, sourceOf } from '../support/messages.ts';
import { carriedOut, proposed } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** A time in nanoseconds, as people take it so that a stream that is created again goes on with higher sequences. */
const first = 1_764_500_000_000_000_000n;

/** `first_seq` came with 2.10. */
const lines = serverLines.filter((line) => line !== '2.9');

async function fill(link: Link, from: bigint, config: object = {}): Promise<void> {
	// As text: the deck's own writer is what is tested.
	const made = JSON.stringify({ name: 'BIG', subjects: ['big'], storage: 'file', ...config });
	const reply = await link.request('$JS.API.STREAM.CREATE.BIG', made.replace(/}$/, `,"first_seq":${from}}`));
	if (!reply.ok) throw new Error(reply.problem.message);
	for (let at = 1; at <= 6; at += 1) await link.request('big', `payload-${at}`);
}

async function world(line: (typeof lines)[number], config: object = {}) {
	const server = await startServer({ line });
	const link = await connect(server);
	await fill(link, first, config);
	const deck = await openTestDeck({ server: server.url });
	await seen(deck, 'a connection', ({ features }) => features.version);
	return { server, link, deck };
}

function runCommand(deck: Deck, id: string, argument?: string): void {
	const command = commands.find((each) => each.id === id);
	if (command === undefined) throw new Error(`there is no command ${id}`);
	run(command, contextOf(deck, stillHost().host), argument);
}

/** What the server has, read by the digits of its own replies. */
async function stored(link: Link): Promise<Readonly<Record<string, string>>> {
	const found: Record<string, string> = {};
	for (let at = 0n; at < 6n; at += 1n) {
		const reply = await link.request('$JS.API.STREAM.MSG.GET.BIG', `{"seq":${first + at}}`);
		const text = reply.ok ? new TextDecoder().decode(reply.message.data) : '';
		const [, seq] = /"seq":(\d+)/.exec(text) ?? [];
		const [, data = ''] = /"data":"([^"]*)"/.exec(text) ?? [];
		if (seq !== undefined) found[seq] = Buffer.from(data, 'base64').toString();
	}
	return found;
}

const payloads = (...numbers: readonly number[]) =>
	Object.fromEntries(numbers.map((n) => [String(first + BigInt(n) - 1n), `payload-${n}`]));

const rows = (deck: Deck): readonly string[] => rowsOf(deck.store.getState(), 'messages:BIG');

async function atMessages(deck: Deck): Promise<void> {
	deck.store.setState((state) => open(state, { kind: 'stream', stream: 'BIG', pane: 'messages' }));
	await seen(deck, 'the messages', () => rows(deck).length === 6);
}

async function consumerOf(link: Link): Promise<ConsumerInfo> {
	const answer = await openApi(link, { readOnly: true }).request('consumer.info', { stream: 'BIG', consumer: 'C' });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

async function undo(deck: Deck): Promise<Proposal> {
	const state = deck.store.getState();
	const entry = lastUndoable(state.journal, state.target.label);
	if (entry === undefined) throw new Error('nothing to undo');
	return (await proposed(deck, (api, signal) => planUndo(entry, { api, state, signal }))).proposal;
}

describe.each(lines)('sequences that are times in nanoseconds, on the %s line', (line) => {
	it.each([
		['with direct gets', { allow_direct: true }],
		['by the leader alone', {}],
	])('are listed, gone to, opened and deleted as the very ones: %s', async (_how, config) => {
		const { link, deck } = await world(line, config);
		await atMessages(deck);
		expect(rows(deck)).toEqual([0n, 1n, 2n, 3n, 4n, 5n].map((at) => String(first + at)));
		const fourth = first + 3n;
		runCommand(deck, 'messages.goto', String(fourth));
		await seen(deck, 'the fourth', (state) => listState(state, currentList(state)).cursor === String(fourth));
		runCommand(deck, 'messages.goto', String(2n ** 64n - 1n));
		await seen(deck, 'the last', (state) => listState(state, currentList(state)).cursor === String(first + 5n));
		runCommand(deck, 'messages.goto', String(fourth));
		await seen(deck, 'the fourth', (state) => listState(state, currentList(state)).cursor === String(fourth));
		runCommand(deck, 'messages.open');
		const opened = await seen(deck, 'the message', ({ opened }) => opened && lastKnown(opened.entry)?.value);
		expect(opened).toMatchObject({ seq: fourth, subject: 'big' });
		expect(Buffer.from(opened.payload).toString()).toBe('payload-4');
		runCommand(deck, 'message.delete');
		const { overlay } = deck.store.getState();
		if (overlay?.kind !== 'choice') throw new Error('there is no menu');
		const [erase] = overlay.choices;
		if (erase !== undefined) carryOut(contextOf(deck, stillHost().host), erase.pick);
		const { proposal } = await seen(deck, 'the dialog', (state) => state.overlay?.kind === 'confirm' && state.overlay);
		expect(proposal.steps.map(({ wire }) => stringifyJson('body' in wire && wire.body))).toEqual([`{"seq":${fourth}}`]);
		expect(await carriedOut(deck, proposal)).toMatchObject([{ kind: 'done' }]);
		expect(await stored(link)).toEqual(payloads(1, 2, 3, 5, 6));
		deck.store.setState((state) => ({ ...open(state, { kind: 'stream', stream: 'BIG', pane: 'messages' }) }));
		await seen(deck, 'the gap', () => rows(deck).includes(`gap ${fourth}`) && !rows(deck).includes(String(fourth)));
	});

	it('are found by their time, and across a gap', async () => {
		const { link } = await world(line);
		const source = await sourceOf(link, 'BIG');
		const entry = await readMessage(source, { seq: first + 3n });
		const found = await firstSince(source, (entry.ok && entry.value?.time) || '');
		expect(found).toMatchObject({ ok: true, value: { seq: first + 3n } });
		for (const at of [1n, 2n, 3n, 4n])
			await link.request('$JS.API.STREAM.MSG.DELETE.BIG', `{"seq":${first + at},"no_erase":true}`);
		const now = await sourceOf(link, 'BIG');
		expect(gapsOf(now.info.state)).toBe(4);
		for (const wish of [
			{ from: 'last', direction: 'backward' },
			{ from: { seq: first }, direction: 'forward' },
		] as const) {
			const read = await readWindow(now, { ...wish, count: 100 });
			expect(read).toMatchObject({ ok: true, value: { atStart: true, atEnd: true } });
			expect(read.ok && read.value.entries.map(({ seq }) => seq)).toEqual([first, first + 5n]);
		}
		expect(await countPurge(now, { seq: first + 5n })).toMatchObject({ messages: 1, exact: true });
		expect(await countPurge(now, { seq: first + 6n })).toMatchObject({ messages: 2, exact: true });
	});

	it('are purged up to the very one, and told before', async () => {
		const { link, deck } = await world(line);
		const source = await sourceOf(link, 'BIG');
		const range = { seq: first + 2n };
		const loss = await countPurge(source, range);
		expect(loss).toMatchObject({ messages: 2, exact: true });
		await carriedOut(deck, planPurge([{ info: source.info, loss }], range));
		expect(await stored(link)).toEqual(payloads(3, 4, 5, 6));
		expect((await infoOf(link, 'BIG')).state).toMatchObject({ messages: 4, first_seq: first + 2n });
	});

	it('are where consumers begin, how far they are, and where they come back to', async () => {
		const { link, deck } = await world(line);
		const config = { durable_name: 'C', ack_policy: 'explicit', deliver_policy: 'by_start_sequence' };
		const made = await openApi(link, { readOnly: false }).request(
			'consumer.create.durable',
			{ stream: 'BIG', consumer: 'C' },
			{ stream_name: 'BIG', config: { ...config, opt_start_seq: first + 2n } },
		);
		expect(made).toMatchObject({ ok: true, value: { config: { opt_start_seq: first + 2n }, num_pending: 4 } });
		await carriedOut(deck, planFetch(await consumerOf(link), { batch: 2 }));
		const fetched = fetchedMessages(deck.store.getState(), 'BIG', 'C');
		expect(fetched.map(({ entry }) => [entry.seq, Buffer.from(entry.payload).toString()])).toEqual([
			[first + 2n, 'payload-3'],
			[first + 3n, 'payload-4'],
		]);
		const { features } = deck.store.getState();
		const around = { info: await consumerOf(link), features, now: Date.now() };
		await carriedOut(deck, planAcknowledge(fetched.slice(0, 1), { kind: 'ack' }, around));
		const info = await consumerOf(link);
		expect(info).toMatchObject({ ack_floor: { stream_seq: first + 2n }, delivered: { stream_seq: first + 3n } });
		await carriedOut(deck, planConsumerDelete([info], new Map()));
		await carriedOut(deck, await undo(deck));
		expect((await consumerOf(link)).config).toMatchObject({ opt_start_seq: first + 3n });
		if (line === '2.10') return;
		await carriedOut(deck, planReset(await consumerOf(link), first + 4n));
		expect(await consumerOf(link)).toMatchObject({ delivered: { stream_seq: first + 3n } });
	});

	it('keep their digits in what is printed', async () => {
		const { link } = await world(line);
		await raw(link, '$JS.API.CONSUMER.CREATE.BIG.C', {
			stream_name: 'BIG',
			config: { durable_name: 'C', name: 'C', ack_policy: 'explicit' },
		});
		const api = openApi(link, { readOnly: false });
		const { messages } = await pull(api, { stream: 'BIG', consumer: 'C' }, { batch: 1 });
		await api.acknowledge(messages[0]?.reply ?? '', '+ACK');
		const streams = stringifyJson((await report(api, link, { what: 'streams', json: true })).value);
		expect(streams).toContain(`"first_seq":${first},`);
		expect(streams).toContain(`"last_seq":${first + 5n},`);
		const consumers = { what: 'consumers', stream: 'BIG' } as const;
		const json = stringifyJson((await report(api, link, { ...consumers, json: true })).value);
		expect(json).toMatch(new RegExp(`"ack_floor":{"consumer_seq":1,"stream_seq":${first}[,}]`));
		expect((await report(api, link, { ...consumers, json: false })).text).toContain('1,764,500,000,000,000,000');
	});

	it('are told apart by rates', async () => {
		const { link, deck } = await world(line);
		deck.store.setState((state) => open(state, { kind: 'stream', stream: 'BIG', pane: 'overview' }));
		await ticks(deck, 2);
		await link.request('big', 'one more');
		// A double would have both sequences the same.
		const rates = await seen(deck, 'a rate', (state) => {
			const known = state.streams.entries.get('BIG')?.rates;
			return (known?.messagesPerSecond ?? 0) > 0 && known;
		});
		expect(rates.messagesPerSecond).toBeLessThan(10);
	});

	it.each([2n ** 62n - 3n, 2n ** 62n, 2n ** 63n - 3n, 2n ** 64n - 16n])(
		'that the file store cannot find are asked for now and then: from %s on',
		async (from) => {
			const server = await startServer({ line });
			const link = await connect(server);
			await fill(link, from, { allow_direct: true });
			const deck = await openTestDeck({ server: server.url });
			deck.store.setState((state) => open(state, { kind: 'stream', stream: 'BIG', pane: 'messages' }));
			await seen(deck, 'an answer', (state) => {
				const page = state.messages.entries.get('BIG')?.page;
				return page?.phase === 'failed' || page?.phase === 'ready';
			});
			const page = deck.store.getState().messages.entries.get('BIG')?.page;
			if (from < 2n ** 62n) expect(rows(deck)).toEqual([0n, 1n, 2n].map((at) => String(from + at)));
			else expect(page).toMatchObject({ problem: { advice: expect.stringContaining('Servers lose messages') } });
			const requests = await watchRequests(link);
			await ticks(deck, 4);
			expect(requests.length).toBeLessThan(200);
		},
	);

	it('of streams in memory are exact up to the last there can be', async () => {
		const from = 2n ** 64n - 16n;
		const server = await startServer({ line });
		const link = await connect(server);
		await fill(link, from, { storage: 'memory' });
		const deck = await openTestDeck({ server: server.url });
		await atMessages(deck);
		expect(rows(deck)).toEqual([0n, 1n, 2n, 3n, 4n, 5n].map((at) => String(from + at)));
	});
});
