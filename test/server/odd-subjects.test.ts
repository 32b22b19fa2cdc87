import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { carryOut } from '../../src/commands/picks.ts';
import { run } from '../../src/commands/run.ts';
import { latest } from '../../src/store/datum.ts';
import { changeList, currentView, open } from '../../src/store/nav.ts';
import { currentList } from '../../src/views/places.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { stillHost } from '../support/draw.tsx';
import { connect, createStreams } from '../support/jetstream.ts';
import { publishBytes } from '../support/raw-publish.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** Subjects as no client that checks them would send them, and how often. */
const published = [
	...['logs.a', 'logs.b', 'logs.b'],
	...['logs.*', 'logs.>', 'logs.a*b'],
	// Two subjects that a server writes as one.
	...['logs.\u00e8', 'logs.\u00e9', 'logs.\u00e9'],
];

async function subjectsOf(url: string): Promise<Deck> {
	const deck = await openTestDeck({ server: url });
	deck.store.setState((state) => open(state, { kind: 'stream', stream: 'LOGS', pane: 'subjects' }));
	await seen(deck, 'the subjects', (state) => rowsOf(state, 'subjects:LOGS').length > 0);
	return deck;
}

/** Puts the cursor on a subject and runs a command there. */
function runOn(deck: Deck, subject: string, id: string, argument?: string): void {
	deck.store.setState((state) => changeList(state, 'subjects:LOGS', { cursor: subject }));
	const command = commands.find((each) => each.id === id);
	if (command === undefined) throw new Error(`there is no command ${id}`);
	run(command, contextOf(deck, stillHost().host), argument);
}

const said = (deck: Deck): readonly string[] => deck.store.getState().toasts.map(({ text }) => text);

describe.each(serverLines)('subjects that are patterns or no UTF-8, on the %s line', (line) => {
	it('are counted, and never taken for others', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		await publishBytes(server.url, published);
		const deck = await subjectsOf(server.url);
		const counts = latest(deck.store.getState().subjects.entries.get('LOGS') ?? { phase: 'unknown' })?.counts ?? [];
		expect(Object.fromEntries(counts)).toEqual({
			'logs.a': 1,
			'logs.b': 2,
			'logs.*': 1,
			'logs.>': 1,
			'logs.a*b': 1,
			'logs.\ufffd': 3,
		});
		runOn(deck, 'logs.\ufffd', 'subjects.messages');
		expect(currentView(deck.store.getState())).toMatchObject({ pane: 'subjects' });
		expect(said(deck).at(-1)).toBe(
			'The server writes � for bytes that are not UTF-8: no request can name logs.�. Press m for the messages of all subjects.',
		);
		runOn(deck, 'logs.*', 'stream.purge');
		const { overlay } = deck.store.getState();
		if (overlay?.kind !== 'choice') throw new Error('there is no menu');
		const bySubject = overlay.choices.find(({ id }) => id === overlay.chosen);
		expect(bySubject).toMatchObject({ label: 'by subject' });
		if (bySubject !== undefined) carryOut(contextOf(deck, stillHost().host), bySubject.pick);
		expect(deck.store.getState().overlay).toMatchObject({
			kind: 'prompt',
			text: '',
			prompt: { help: expect.stringContaining('The server reads logs.* as a pattern: no request can name') },
		});
		deck.store.setState({ overlay: undefined });
		runOn(deck, 'logs.*', 'subjects.messages');
		expect(said(deck).at(-1)).toBe(
			'The server reads logs.* as a pattern: no request can name that subject alone. jetdeck shows the messages of all matching subjects.',
		);
		// A star within a token is none to the server.
		deck.store.setState((state) => open(state, { kind: 'stream', stream: 'LOGS', pane: 'subjects' }));
		runOn(deck, 'logs.a*b', 'subjects.messages');
		await seen(deck, 'its message', (state) => rowsOf(state, currentList(state)).join() === '6');
	});

	it.runIf(line !== '2.9')('a subject after :purge is all that is purged', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
		await publishBytes(server.url, ['logs.a', 'logs.b', 'logs.b']);
		const deck = await subjectsOf(server.url);
		runOn(deck, 'logs.a', 'stream.purge', ' logs.b ');
		const proposal = await seen(deck, 'the proposal', ({ overlay }) => overlay?.kind === 'confirm' && overlay.proposal);
		expect(proposal.title).toBe('Purge stream LOGS: logs.b');
		expect(proposal.steps[0]?.wire).toMatchObject({ body: { filter: 'logs.b' } });
	});
});
