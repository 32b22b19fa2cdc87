import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { isOver } from '../../src/changes/run.ts';
import { printRequest } from '../../src/cli/print-request.ts';
import { commands } from '../../src/commands/all.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { writeLine } from '../../src/console/edit.ts';
import { createDeck } from '../../src/create-deck.ts';
import { openTestDeck, seen, settingsFor } from '../support/decks.ts';
import { stillHost } from '../support/draw.tsx';
import { connect, createStreams } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';

async function messagesIn(server: { readonly url: string }): Promise<number> {
	const reply = await (await connect(server)).request('$JS.API.STREAM.INFO.LOGS', '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return JSON.parse(new TextDecoder().decode(reply.message.data)).state.messages;
}

it('a line is not sent to the server that the deck went to while its file was read', async () => {
	const [one, other] = [await startServer(), await startServer()];
	for (const server of [one, other]) await createStreams(await connect(server), ['LOGS'], { subjects: ['logs.>'] });
	const deck = await openTestDeck({ server: one.url });
	await seen(deck, 'the stream', (state) => state.streams.entries.has('LOGS'));
	let give = (_text: { readonly ok: true; readonly text: string }): void => undefined;
	const read = () =>
		new Promise<{ readonly ok: true; readonly text: string }>((resolve) => {
			give = resolve;
		});
	deck.store.setState(({ console }) => ({ console: writeLine('pub logs.a @payload.txt')(console) }));
	const send = commands.find(({ id }) => id === 'console.send');
	send?.run(contextOf(deck, { ...stillHost().host, read } as never));
	deck.connect(await settingsFor({ server: other.url }));
	await seen(
		deck,
		'the other server',
		(state) => state.link.phase === 'connected' && state.streams.entries.has('LOGS'),
	);
	give({ ok: true, text: 'hello' });
	await deck.link().roundTrip();
	expect([await messagesIn(one), await messagesIn(other)]).toEqual([0, 0]);
	expect(deck.store.getState().journal).toEqual([]);
});

it('what became of a change is not looked for where the deck has gone', async () => {
	const [one, other] = [await startServer(), await startServer()];
	await createStreams(await connect(one), ['LOGS']);
	const deck = await openTestDeck({ server: one.url, timeout: 500 });
	await seen(deck, 'the stream', (state) => state.streams.entries.has('LOGS'));
	await one.freeze();
	const begun = deck.agree({
		title: 'Delete stream LOGS',
		doing: 'deleting',
		done: 'Stream LOGS is deleted.',
		effect: 'destroy',
		consequences: [],
		steps: [
			{
				asset: { kind: 'stream', stream: 'LOGS' },
				wire: { kind: 'request', endpoint: 'stream.delete', params: { stream: 'LOGS' } },
			},
		],
	});
	if ('refusal' in begun) throw new Error(begun.refusal);
	await seen(deck, 'the look', ({ runs }) => runs.some(({ activity }) => activity === 'finding out'));
	deck.connect(await settingsFor({ server: other.url }));
	const over = await seen(deck, 'the end', ({ runs }) => runs.find(isOver));
	expect(over.results).toMatchObject([{ kind: 'unknown' }]);
	await one.stop();
});

it('a request that was stopped before it was sent is not sent', async () => {
	const server = await startServer();
	const link = await connect(server);
	await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
	await link.request('logs.a', 'x');
	const stop = new AbortController();
	const choices = {
		subject: '$JS.API.STREAM.PURGE.LOGS',
		headers: [],
		raw: false,
		yes: true,
		journal: false,
		asPreview: false,
		readOnly: false,
	};
	const code = await printRequest(await settingsFor({ server: server.url }), choices, {
		createDeck,
		input: new PassThrough(),
		out: new PassThrough() as unknown as NodeJS.WriteStream,
		// Somebody presses ctrl-c as soon as they read what it does.
		complain: () => stop.abort(),
		signal: stop.signal,
	});
	expect(code).toBe(130);
	expect(await messagesIn(server)).toBe(1);
});
