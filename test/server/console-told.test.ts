import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src/changes/proposal.ts';
import { isOver } from '../../src/changes/run.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { Link } from '../../src/nats/link.ts';
import { enterLine, faultOf, sendLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { requested } from '../support/requested.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** Types a line that is asked about; answers with what is proposed. */
async function proposalOf(deck: Deck, line: string): Promise<Proposal> {
	deck.store.setState({ overlay: undefined });
	enterLine(deck, line);
	return seen(deck, `a question about ${line}`, ({ overlay }) => overlay?.kind === 'confirm' && overlay.proposal);
}

const told = ({ title, consequences }: Proposal): string => [title, ...consequences.map(({ text }) => text)].join('\n');

async function agree(deck: Deck, proposal: Proposal): Promise<void> {
	const started = deck.agree(proposal);
	if ('refusal' in started) throw new Error(started.refusal);
	await seen(deck, 'the end of it', ({ runs }) => runs.some((run) => run.id === started.id && isOver(run)));
	deck.store.setState({ overlay: undefined });
}

async function infoOf<T>(link: Link, subject: string): Promise<T> {
	const reply = await link.request(subject, '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return JSON.parse(new TextDecoder().decode(reply.message.data)) as T;
}

async function messagesIn(link: Link, stream: string): Promise<number> {
	return (await infoOf<{ state: { messages: number } }>(link, `$JS.API.STREAM.INFO.${stream}`)).state.messages;
}

/** A stream of ten messages with a consumer, and a deck at the console. */
async function world(line: (typeof serverLines)[number]) {
	const server = await startServer({ line });
	const link = await connect(server);
	await raw(link, '$JS.API.STREAM.CREATE.S', { name: 'S', subjects: ['s.>'] });
	const config = { durable_name: 'C', ack_policy: 'explicit' };
	await raw(link, '$JS.API.CONSUMER.CREATE.S.C', { stream_name: 'S', config });
	for (let at = 1; at <= 10; at += 1) await raw(link, 's.x', { at });
	const deck = await openTestDeck({ server: server.url });
	await seen(deck, 'a server', (state) => state.link.phase === 'connected');
	return { link, deck };
}

describe.each(serverLines)('what the console tells of a change, on a server of the %s line', (line) => {
	it.each([
		['{"keep":4}', 6],
		['{"seq":4}', 3],
		['--raw {"seq":4}', 3],
		['--raw \'{"KEEP":4}\'', 6],
		['-H \'A: b\' {"keep":4}', 6],
		['{"keep":18446744073709551615}', 0],
		['{"filter":"s.y"}', 0],
		['', 10],
	])('is what a purge then does: %s', async (payload, lost) => {
		const { link, deck } = await world(line);
		const proposal = await proposalOf(deck, `req $JS.API.STREAM.PURGE.S ${payload}`);
		expect(told(proposal)).toContain(lost === 0 ? 'Nothing is lost.' : `${lost} messages`);
		await agree(deck, proposal);
		expect(await messagesIn(link, 'S')).toBe(10 - lost);
	});

	it('is what an update then does, also where it is sent as it stands', async () => {
		const { link, deck } = await world(line);
		const update = '$JS.API.STREAM.UPDATE.S --raw {"name":"S","subjects":["s.>"],"max_msgs":3}';
		const proposal = await proposalOf(deck, update);
		expect(told(proposal)).toMatch(/7 messages/);
		expect(proposal.difference).toMatchObject([{ path: 'max_msgs', after: '3' }]);
		expect(proposal.effect).toBe('destroy');
		await agree(deck, proposal);
		expect(await messagesIn(link, 'S')).toBe(3);
	});

	it('is that a consumer that is added is there, and is changed', async () => {
		const { link, deck } = await world(line);
		const proposal = await proposalOf(deck, 'nats consumer add S C --pull --max-deliver 5 --filter s.x');
		expect(proposal.title).toBe('Edit consumer C of stream S');
		expect(told(proposal)).toContain('Consumer C exists. nats consumer add updates it');
		expect(proposal.difference).toMatchObject([{ path: 'filter_subject' }, { path: 'max_deliver', after: '5' }]);
		await agree(deck, proposal);
		expect(deck.store.getState().runs.at(-1)?.results).toMatchObject([{ kind: 'done' }]);
		const { config } = await infoOf<{ config: object }>(link, '$JS.API.CONSUMER.INFO.S.C');
		expect(config).toMatchObject({ max_deliver: 5, filter_subject: 's.x' });

		const created = await proposalOf(deck, 'nats consumer add S NEW --pull');
		expect(created.title).toBe('Create consumer NEW of stream S');
		expect(told(created)).not.toContain('exists');
		await agree(deck, created);
		expect(deck.store.getState().runs.at(-1)?.results).toMatchObject([{ kind: 'done' }]);
	});

	it('is that the server refuses an action that does not fit, from 2.10 on', async () => {
		const { deck } = await world(line);
		const body = (action: string, name: string) =>
			`{"stream_name":"S","action":"${action}","config":{"durable_name":"${name}","ack_policy":"explicit","max_deliver":5}}`;
		const tried = [
			[
				`$JS.API.CONSUMER.CREATE.S.C ${body('create', 'C')}`,
				/Consumer C exists with another configuration: the server refuses to create it/,
			],
			[`$JS.API.CONSUMER.CREATE.S.D ${body('update', 'D')}`, /There is no consumer D: the server refuses/],
		] as const;
		for (const [text, why] of tried) {
			const proposal = await proposalOf(deck, text);
			const knows = line !== '2.9';
			expect(/^(Edit|Create) consumer/.test(proposal.title)).toBe(!knows);
			expect(why.test(told(proposal))).toBe(knows);
			await agree(deck, proposal);
			expect(deck.store.getState().runs.at(-1)?.results[0]?.kind).toBe(knows ? 'refused' : 'done');
		}
	});

	it('is that the server does not know a request yet', async () => {
		const { deck } = await world(line);
		if (line === 'newest') {
			const proposal = await proposalOf(deck, 'nats consumer reset S C');
			expect(told(proposal)).toContain('No message is delivered again, and none is skipped.');
			return;
		}
		for (const text of ['nats consumer reset S C', '$JS.API.CONSUMER.RESET.S.C {"seq":5}']) {
			deck.store.setState(({ console: { fault: _, ...console } }) => ({ console }));
			enterLine(deck, text);
			expect(await faultOf(deck)).toMatch(/^“Reset a consumer” needs nats-server 2\.14; this server is 2\./);
		}
	});

	it('is how many messages a bare number pulls', async () => {
		const { link, deck } = await world(line);
		const proposal = await proposalOf(deck, '$JS.API.CONSUMER.MSG.NEXT.S.C 3');
		expect(proposal.title).toBe('Fetch up to 3 messages from consumer C');
		await agree(deck, proposal);
		expect(await infoOf(link, '$JS.API.CONSUMER.INFO.S.C')).toMatchObject({ num_ack_pending: 3 });
		expect(deck.store.getState().console.exchanges.at(-1)?.came).toBe(3);
	});

	it.each([
		['$JS.API.STREAM.UPDATE.S {"name":"S","subjects":["s.>"],"storage":"memory"}', /Storage cannot be changed/],
		['$JS.API.STREAM.CREATE.T {"name":"T","subjects":["s.x"]}', /s\.x overlaps s\.> of stream S/],
	])('is that the server is likely to refuse it, as it does: %s', async (text, why) => {
		const { deck } = await world(line);
		await seen(deck, 'the stream', ({ streams }) => streams.entries.get('S')?.info.phase === 'ready');
		const proposal = await proposalOf(deck, text);
		expect(told(proposal)).toMatch(/The server will probably refuse this\. /);
		expect(told(proposal)).toMatch(why);
		await agree(deck, proposal);
		const [result] = deck.store.getState().runs.at(-1)?.results ?? [];
		expect(result?.kind).toBe('refused');
	});

	it('is that it does not know, where it cannot read what is sent', async () => {
		const { deck } = await world(line);
		const proposal = await proposalOf(deck, "$JS.API.STREAM.PURGE.S --raw '{broken'");
		expect(told(proposal)).toMatch(/cannot read it/);
		expect(proposal).toMatchObject({ effect: 'destroy', typed: 'S' });
	});

	it.each([
		['$JS.API.STREAM.PURGE.S {"keep":1e999}', /The number 1e999 is too large/],
		['$JS.API.STREAM.PURGE.S {"keep":"5"}', /keep is the text "5"; it must be a whole number/],
		['$JS.API.STREAM.PURGE.S {"keep":2.5}', /keep is 2.5; it must be a whole number/],
		['$JS.API.STREAM.PURGE.S {"seq":-1}', /seq is -1; it must be a whole number from 0/],
		['$JS.API.STREAM.PURGE.S {"keep":9,"keep":null}', /line 1, column 12: keep has two values/],
		['$JS.API.STREAM.UPDATE.S {"name":"S","max_msgs":1,"max_msgs":null}', /max_msgs has two values/],
	])('%s is not sent at all', async (text, why) => {
		const { link, deck } = await world(line);
		enterLine(deck, text);
		expect(await faultOf(deck)).toMatch(why);
		expect(await messagesIn(link, 'S')).toBe(10);
	});
});

describe('a line of the nats CLI that leads elsewhere', () => {
	it('is not sent, neither from the console nor by jetdeck request; the one that a dialog shows is', async () => {
		const { link, deck } = await world('newest');
		const proposal = await proposalOf(deck, 'nats stream purge S --keep 4');
		const { overlay } = deck.store.getState();
		const shown = overlay?.kind === 'confirm' ? (overlay.wires[0]?.nats ?? '') : '';
		expect(shown).toMatch(/^nats --no-context --server=\S+ stream purge S --keep=4 --force$/);
		const again = await proposalOf(deck, shown);
		expect(again.title).toBe(proposal.title);

		deck.store.setState({ overlay: undefined });
		const other = shown.replace(/:\d+ /, ':1 ');
		enterLine(deck, other);
		expect(await faultOf(deck)).toMatch(/^Leave --server out: it selects another server/);
		const url = link.target.servers[0] ?? '';
		expect(await requested(url, other)).toMatchObject({
			code: 2,
			said: expect.stringContaining('Leave --server out'),
		});
		expect(await messagesIn(link, 'S')).toBe(10);
	});
});

describe('what goes out beside the API', () => {
	it('is asked first where the server does not tell whether a stream stores it', async () => {
		const server = await startServer({
			config: `accounts { A { jetstream: enabled, users: [
				{ user: all, password: all },
				{ user: some, password: s, permissions { publish: { deny: ["$JS.API.STREAM.NAMES"] } } }
			] } }
			no_auth_user: all`,
		});
		const link = await connect(server);
		await raw(link, '$JS.API.STREAM.CREATE.S', { name: 'S', subjects: ['s.>'] });
		const deck = await openTestDeck({ server: server.url, user: 'some', password: 's', timeout: 2000 });
		await seen(deck, 'a server', (state) => state.link.phase === 'connected');
		expect(told(await proposalOf(deck, 'req s.x hello'))).toMatch(/Whether a stream stores the message is unknown/);
		expect(await messagesIn(link, 'S')).toBe(0);
		deck.store.setState({ overlay: undefined });
		enterLine(deck, 'watch 1s s.x');
		expect(await faultOf(deck)).toMatch(/jetdeck does not watch it/);
		// By its own word it goes out, as everything does.
		expect((await sendLine(deck, 'pub s.x hello')).notes).toContain('Whether a stream stores it is unknown.');
		expect(await messagesIn(link, 'S')).toBe(1);
	});

	it('is not said to be stored where no reply tells it', async () => {
		const server = await startServer();
		const link = await connect(server);
		await raw(link, '$JS.API.STREAM.CREATE.S', { name: 'S', subjects: ['s.>'], max_msg_size: 10 });
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'a server', (state) => state.link.phase === 'connected');
		const sent = await sendLine(deck, 'pub s.x longer-than-ten-bytes');
		expect(sent.problem).toBeUndefined();
		expect(sent.notes).toEqual([
			'Stream S has this subject. No reply was requested: whether the message was stored is unknown.',
		]);
		expect(await messagesIn(link, 'S')).toBe(0);
	});

	it('did not go out where the server refuses it, or where there is no connection', async () => {
		const server = await startServer({
			config: `accounts { A { users: [ { user: some, password: s, permissions { publish: { deny: ["secret.>"] } } } ] } }`,
		});
		const deck = await openTestDeck({ server: server.url, user: 'some', password: 's', timeout: 2000 });
		await seen(deck, 'a server', (state) => state.link.phase === 'connected');
		const refused = await sendLine(deck, 'pub secret.x hello');
		expect(refused).toMatchObject({ unsent: true, problem: { kind: 'permission-publish' } });
		expect((await sendLine(deck, 'pub open.x hello')).problem).toBeUndefined();
		await server.stop();
		await seen(deck, 'that it is gone', (state) => state.link.phase === 'reconnecting');
		const unsent = await sendLine(deck, 'pub open.x hello');
		expect(unsent).toMatchObject({ unsent: true, problem: { kind: 'disconnected' } });
		expect(unsent.problem?.advice).toMatch(/^Nothing was sent/);
	});

	it('is told to be unknown where a request of the API is not one', async () => {
		const server = await startServer();
		const deck = await openTestDeck({ server: server.url, timeout: 400 });
		await seen(deck, 'a server', (state) => state.link.phase === 'connected');
		const proposal = await proposalOf(deck, '$JS.API.STREAM.INFOO.ORDERS');
		expect(told(proposal)).toMatch(/Did you mean STREAM\.INFO\.\{stream\}\?/);
		await agree(deck, proposal);
		expect(deck.store.getState().console.exchanges.at(-1)?.problem?.advice).toMatch(/do not reply to unknown requests/);
	});
});
