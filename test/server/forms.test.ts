import { expect, it } from 'vitest';
import { newStreamForm, streamEditForm } from '../../src/store/form/form.ts';
import { openNewStream, openStreamEdit } from '../../src/store/form/open.ts';
import { openTestDeck, seen, settingsFor } from '../support/decks.ts';
import { startServer } from '../support/servers.ts';
import { streamInfo } from '../support/state.ts';

it('forgets edits with the server that they are of, and keeps what is to be created', async () => {
	const [one, other] = [await startServer(), await startServer()];
	const deck = await openTestDeck({ server: one.url });
	await seen(deck, 'the connection', ({ link }) => link.phase === 'connected');
	deck.store.setState(openNewStream);
	deck.store.setState((state) => openStreamEdit(state, streamInfo('LOGS')));
	expect([...deck.store.getState().forms.keys()]).toEqual([newStreamForm, streamEditForm('LOGS')]);
	deck.connect(await settingsFor({ server: other.url }));
	await seen(deck, 'the other connection', ({ link }) => link.phase === 'connected');
	expect([...deck.store.getState().forms.keys()]).toEqual([newStreamForm]);
	expect(deck.store.getState().views).toEqual([{ kind: 'streams' }]);
});
