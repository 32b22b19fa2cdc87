import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planPause, planReset, planUnpin } from '../../src/changes/plan/consumer-changes.ts';
import { planConsumerCreate } from '../../src/changes/plan/consumer-configuration.ts';
import { planConsumerDelete } from '../../src/changes/plan/consumer-delete.ts';
import { planSeal } from '../../src/changes/plan/stream-changes.ts';
import { planStreamCreate, planStreamUpdate } from '../../src/changes/plan/stream-configuration.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import type { Plan, Proposal } from '../../src/changes/proposal.ts';
import { lastUndoable, planUndo } from '../../src/changes/undo.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { appendedFile } from '../../src/terminal/append-file.ts';
import { openTestDeck, seen, watchRequests } from '../support/decks.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { begun, carriedOut, over, proposed } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

async function deckOn(server: TestServer, more: Parameters<typeof openTestDeck>[1] = {}): Promise<Deck> {
	const deck = await openTestDeck({ server: server.url, timeout: 500 }, more);
	await seen(
		deck,
		'a connection',
		({ link, features }) => link.phase === 'connected' && features.version !== undefined,
	);
	return deck;
}

async function infoOf(deck: Deck, stream: string): Promise<StreamInfo> {
	const answer = await deck.api().request('stream.info', { stream });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

function journalIn(): { readonly path: string; readonly lines: () => readonly Record<string, unknown>[] } {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-journal-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, 'state', 'journal.jsonl');
	const lines = () =>
		readFileSync(path, 'utf8')
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line) as Record<string, unknown>);
	return { path, lines };
}

/** Without a look at the server first, so that the request itself is what a frozen one is asked. */
function unchecked(plan: Plan): Proposal {
	if ('refusal' in plan) throw new Error(plan.refusal);
	return { ...plan, steps: plan.steps.map(({ expects: _, ...step }) => step) };
}

const emptied = { warnings: [] };

describe.each(serverLines)('on nats-server %s', (line) => {
	it('creates, changes, seals and deletes a stream, and keeps each in the journal', async () => {
		const server = await startServer({ line });
		const { path, lines } = journalIn();
		const deck = await deckOn(server, { journal: appendedFile(path) });
		expect(await carriedOut(deck, planStreamCreate({ name: 'LOGS', subjects: ['logs.>'] }))).toMatchObject([
			{ kind: 'done' },
		]);
		const before = await infoOf(deck, 'LOGS');
		const edit = planStreamUpdate(before, { ...before.config, max_bytes: 10 * 1024 ** 3 });
		expect(edit).toMatchObject({ difference: [{ path: 'max_bytes', before: 'unlimited', after: '10 GiB' }] });
		expect(await carriedOut(deck, edit)).toMatchObject([{ kind: 'done' }]);
		expect((await infoOf(deck, 'LOGS')).config.max_bytes).toBe(10 * 1024 ** 3);
		expect(await carriedOut(deck, planSeal(await infoOf(deck, 'LOGS')))).toMatchObject([{ kind: 'done' }]);
		expect((await infoOf(deck, 'LOGS')).config.sealed).toBe(true);
		const doomed = [{ ...emptied, info: await infoOf(deck, 'LOGS') }];
		expect(await carriedOut(deck, planStreamDelete(doomed))).toMatchObject([{ kind: 'done' }]);
		await expect(infoOf(deck, 'LOGS')).rejects.toThrow('stream not found');
		expect(
			lines().map(({ event, endpoint, outcome }) => endpoint ?? (outcome as { kind: string }).kind ?? event),
		).toEqual(['stream.create', 'done', 'stream.update', 'done', 'stream.update', 'done', 'stream.delete', 'done']);
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});

	it('sends nothing when another hand has changed the stream meanwhile', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		const deck = await deckOn(server);
		const seenFirst = await infoOf(deck, 'LOGS');
		const edit = planStreamUpdate(seenFirst, { ...seenFirst.config, max_msgs: 10 });
		await raw(link, '$JS.API.STREAM.UPDATE.LOGS', { ...seenFirst.config, description: 'theirs' });
		const requests = await watchRequests(link);
		expect(await carriedOut(deck, edit)).toMatchObject([{ kind: 'changed', now: { description: 'theirs' } }]);
		expect(requests.filter((subject) => subject.startsWith('STREAM.UPDATE'))).toEqual([]);
		expect((await infoOf(deck, 'LOGS')).config.max_msgs).toBe(-1);
	});

	it('does not delete a stream that came under the same name meanwhile', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		const deck = await deckOn(server);
		const plan = planStreamDelete([{ ...emptied, info: await infoOf(deck, 'LOGS') }]);
		await raw(link, '$JS.API.STREAM.DELETE.LOGS', {}).catch(() => link.request('$JS.API.STREAM.DELETE.LOGS', ''));
		await createStreams(link, ['LOGS']);
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'not-sent' }]);
		expect((await infoOf(deck, 'LOGS')).config.name).toBe('LOGS');
	});

	it('creates no consumer over one that is there', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		const deck = await deckOn(server);
		const { features } = deck.store.getState();
		const first = planConsumerCreate('LOGS', { durable_name: 'tail', ack_policy: 'explicit' }, { features });
		expect(await carriedOut(deck, first)).toMatchObject([{ kind: 'done' }]);
		const second = planConsumerCreate(
			'LOGS',
			{ durable_name: 'tail', ack_policy: 'explicit', max_deliver: 3 },
			{ features },
		);
		expect(await carriedOut(deck, second)).toMatchObject([{ kind: 'not-sent' }]);
	});

	it('takes back what it created, changed and deleted', async () => {
		const server = await startServer({ line });
		const deck = await deckOn(server);
		const undo = async () => {
			const state = deck.store.getState();
			const entry = lastUndoable(state.journal, state.target.label);
			if (entry === undefined) throw new Error('nothing to take back');
			const dialog = await proposed(deck, (api, signal) => planUndo(entry, { api, state, signal }));
			return carriedOut(deck, dialog.proposal);
		};
		await carriedOut(deck, planStreamCreate({ name: 'LOGS', subjects: ['logs.>'], max_msgs: 5 }));
		const before = await infoOf(deck, 'LOGS');
		await carriedOut(deck, planStreamUpdate(before, { ...before.config, max_msgs: 7 }));
		await carriedOut(deck, planStreamDelete([{ ...emptied, info: await infoOf(deck, 'LOGS') }]));
		expect(await undo()).toMatchObject([{ kind: 'done' }]);
		expect((await infoOf(deck, 'LOGS')).config).toMatchObject({ max_msgs: 7, subjects: ['logs.>'] });
		expect(await undo()).toMatchObject([{ kind: 'done' }]);
		expect((await infoOf(deck, 'LOGS')).config).toMatchObject({ max_msgs: 5 });
		// The journal tells an edit from its undo.
		const titles = deck.store.getState().journal.map(({ title }) => title);
		expect(titles.slice(-1)).toEqual(['Undo: Edit stream LOGS']);
		expect(await undo()).toMatchObject([{ kind: 'done' }]);
		await expect(infoOf(deck, 'LOGS')).rejects.toThrow('stream not found');
		expect(lastUndoable(deck.store.getState().journal, deck.store.getState().target.label)).toBeUndefined();
	});

	it('are taken back from nothing else that has come under the name', async () => {
		const server = await startServer();
		const link = await connect(server);
		const deck = await deckOn(server);
		await carriedOut(deck, planStreamCreate({ name: 'LOGS', subjects: ['logs.>'] }));
		await link.request('$JS.API.STREAM.DELETE.LOGS', '');
		await createStreams(link, ['LOGS']);
		const state = deck.store.getState();
		const entry = lastUndoable(state.journal, state.target.label);
		if (entry === undefined) throw new Error('nothing to take back');
		const plan = await planUndo(entry, { api: deck.api(), state, signal: new AbortController().signal });
		expect(plan).toEqual({ refusal: expect.stringContaining('Somebody deleted the stream LOGS and created it again') });
	});
});

describe('an answer that never comes', () => {
	it('is looked for until it is known that the server did it', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { storage: 'file' });
		const { path, lines } = journalIn();
		const deck = await deckOn(server, { journal: appendedFile(path) });
		const plan = unchecked(planStreamDelete([{ ...emptied, info: await infoOf(deck, 'LOGS') }]));
		await server.freeze();
		const id = begun(deck, plan);
		await seen(deck, 'doubt', ({ runs }) => runs.find((run) => run.id === id)?.activity === 'finding out');
		// The request was waiting in the server's socket all the time.
		server.thaw();
		expect((await over(deck, id)).results).toMatchObject([{ kind: 'found', applied: true }]);
		await expect(infoOf(deck, 'LOGS')).rejects.toThrow('stream not found');
		expect(lines().at(-1)).toMatchObject({ event: 'answer', outcome: { kind: 'found', applied: true } });
	});

	it('is told as not done when the server died before it', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { storage: 'file' });
		const deck = await deckOn(server);
		const info = await infoOf(deck, 'LOGS');
		await server.freeze();
		const id = begun(deck, unchecked(planStreamUpdate(info, { ...info.config, max_msgs: 10 })));
		await seen(deck, 'doubt', ({ runs }) => runs.find((run) => run.id === id)?.activity === 'finding out');
		await server.stop('SIGKILL');
		await server.restart();
		expect((await over(deck, id)).results).toMatchObject([{ kind: 'found', applied: false }]);
		expect((await infoOf(deck, 'LOGS')).config.max_msgs).toBe(-1);
	});
});

describe('several at once', () => {
	it('are one proposal, stopped at will, and never two for the same stream', async () => {
		const server = await startServer();
		const names = Array.from({ length: 60 }, (_, at) => `S${String(at).padStart(2, '0')}`);
		const link = await connect(server);
		await createStreams(link, names);
		const deck = await deckOn(server);
		const doomed = await Promise.all(names.map(async (name) => ({ ...emptied, info: await infoOf(deck, name) })));
		const plan = planStreamDelete(doomed);
		expect(plan.typed).toBe('delete 60 streams');
		const id = begun(deck, plan);
		expect(deck.agree(planStreamDelete(doomed.slice(-1)))).toMatchObject({
			refusal: expect.stringContaining('is over.'),
		});
		await seen(deck, 'ten of them', ({ runs }) => (runs.find((run) => run.id === id)?.results.length ?? 0) >= 10);
		deck.stopRun(id);
		const { results } = await over(deck, id);
		const done = results.filter(({ kind }) => kind === 'done').length;
		expect(results.at(-1)).toEqual({ kind: 'stopped' });
		const left = await deck.api().pages('stream.names', {});
		expect(left.ok && left.value.items.length).toBe(60 - done);
	});
});

describe('read-only', () => {
	it('is refused by the door, and nothing is kept or sent', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		const { path } = journalIn();
		const deck = await deckOn(server, { readOnly: true, journal: appendedFile(path) });
		const plan = planStreamDelete([{ ...emptied, info: await infoOf(deck, 'LOGS') }]);
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'not-sent', problem: { kind: 'read-only' } }]);
		expect(deck.store.getState().journal).toEqual([]);
		expect((await infoOf(deck, 'LOGS')).config.name).toBe('LOGS');
	});
});

/** Pulls a message; answers where it is acknowledged. It comes under its own subject, which no request would take for its reply. */
async function pulled(link: Link): Promise<string> {
	const inbox = `_INBOX.pull.${Math.random().toString(36).slice(2)}`;
	let reply: string | undefined;
	const stop = link.subscribe(inbox, (message) => {
		reply = message.reply;
	});
	link.publish('$JS.API.CONSUMER.MSG.NEXT.LOGS.tail', '', { reply: inbox });
	const acknowledged = await until(() => reply, { what: 'a message' });
	stop();
	return acknowledged;
}

/** A consumer of a stream of ten messages. */
async function consumerOn(server: TestServer, config: object = {}): Promise<Link> {
	const link = await connect(server);
	await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
	for (let at = 0; at < 10; at += 1) await link.request('logs.a', `${at}`);
	const body = { stream_name: 'LOGS', config: { durable_name: 'tail', ack_policy: 'explicit', ...config } };
	await raw(link, '$JS.API.CONSUMER.CREATE.LOGS.tail', body);
	return link;
}

async function consumerInfo(deck: Deck): Promise<ConsumerInfo> {
	const answer = await deck.api().request('consumer.info', { stream: 'LOGS', consumer: 'tail' });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

describe('a consumer', () => {
	it('is reset to a sequence, with what is delivered again or skipped', async () => {
		const server = await startServer();
		await consumerOn(server);
		const deck = await deckOn(server);
		const plan = planReset(await consumerInfo(deck), 7);
		expect(plan.consequences[0]?.text).toBe('Messages 1 to 6 will be skipped and never delivered.');
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'done' }]);
		expect((await consumerInfo(deck)).num_pending).toBe(4);
	});

	it('comes back behind its ack floor when its deletion is taken back', async () => {
		const server = await startServer();
		const link = await consumerOn(server);
		const deck = await deckOn(server);
		for (let read = 0; read < 4; read += 1) {
			await link.request(await pulled(link), '+ACK');
		}
		const { ack_floor: floor } = await consumerInfo(deck);
		expect(floor.stream_seq).toBe(4);
		await carriedOut(deck, planConsumerDelete([await consumerInfo(deck)], new Map()));
		const state = deck.store.getState();
		const entry = lastUndoable(state.journal, state.target.label);
		if (entry === undefined) throw new Error('nothing to take back');
		const dialog = await proposed(deck, (api, signal) => planUndo(entry, { api, state, signal }));
		expect(await carriedOut(deck, dialog.proposal)).toMatchObject([{ kind: 'done' }]);
		expect(await consumerInfo(deck)).toMatchObject({ num_pending: 6, config: { opt_start_seq: 5 } });
	});

	it('lets go of the client that is pinned', async () => {
		const server = await startServer();
		const link = await consumerOn(server, { priority_groups: ['a'], priority_policy: 'pinned_client' });
		const deck = await deckOn(server);
		await link.request('$JS.API.CONSUMER.MSG.NEXT.LOGS.tail', '{"group":"a","batch":1,"expires":500000000}');
		const pinned = (await consumerInfo(deck)).priority_groups?.[0]?.pinned_client_id;
		expect(pinned).toMatch(/./);
		const plan = planUnpin(await consumerInfo(deck), 'a', pinned);
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'done' }]);
		expect((await consumerInfo(deck)).priority_groups?.[0]?.pinned_client_id ?? '').toBe('');
	});
});

describe('a pause', () => {
	it('ends as it was said, and is taken back', async () => {
		const server = await startServer();
		const link = await connect(server);
		await createStreams(link, ['LOGS']);
		await raw(link, '$JS.API.CONSUMER.CREATE.LOGS.tail', {
			stream_name: 'LOGS',
			config: { durable_name: 'tail', ack_policy: 'explicit' },
		});
		const deck = await deckOn(server);
		const read = async () => {
			const answer = await deck.api().request('consumer.info', { stream: 'LOGS', consumer: 'tail' });
			if (!answer.ok) throw new Error(answer.problem.message);
			return answer.value;
		};
		await carriedOut(deck, planPause([await read()], Date.now() + 60_000, Date.now()));
		expect(await read()).toMatchObject({ paused: true });
		const state = deck.store.getState();
		const entry = lastUndoable(state.journal, state.target.label);
		if (entry === undefined) throw new Error('nothing to take back');
		const dialog = await proposed(deck, (api, signal) => planUndo(entry, { api, state, signal }));
		await carriedOut(deck, dialog.proposal);
		expect((await read()).paused ?? false).toBe(false);
	});
});
