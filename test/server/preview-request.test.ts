import { expect, it } from 'vitest';
import { noteInWords } from '../../src/console/note.ts';
import { enterLine, exchangeOf } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { requested } from '../support/requested.ts';

it('sends an acknowledgement to a preview server, and waits for no answer', async () => {
	const server = await startPreviewServer({ from: 'ack' });
	const { code, out, said } = await requested(server.url, '$JS.ACK.ORDERS.D.1.2.2.1585650000000000000.0', '+ACK');
	expect({ code, out }).toEqual({ code: 0, out: '' });
	expect(said).toMatch(/sent as \$JS\.ACK\.ORDERS\.D\.1\.2\.2 \+OK/);
	// Once, though the change is told too.
	expect(said.match(/This server does not reply to an acknowledgement/g)).toHaveLength(1);
	const acknowledged = () =>
		server.answered.some(({ subject, request }) => subject.startsWith('$JS.ACK') && request === '+OK');
	await expect.poll(acknowledged).toBe(true);
	server.expectAllKnown();
});

it('tells why a preview server without JetStream says nothing', async () => {
	const server = await startPreviewServer({ from: 'disabled.server' });
	const { code, said } = await requested(server.url, '$JS.STREAM.LIST', '.');
	expect(code).toBe(1);
	expect(said).toMatch(/JetStream is off on this server, 2\.2\.0-beta\.7, of the technical preview of 2020/);
});

it('says so in the transcript too', async () => {
	const server = await startPreviewServer({ from: 'ack' });
	const deck = await openTestDeck({ server: server.url });
	await seen(deck, 'a preview server', ({ features }) => features.dialect === 'preview');
	deck.store.setState({ views: [{ kind: 'console' }] });
	enterLine(deck, '$JS.ACK.ORDERS.D.1.3.3.0.0 -NAK');
	const overlay = await seen(deck, 'the dialog', (state) => state.overlay?.kind === 'confirm' && state.overlay);
	deck.agree(overlay.proposal);
	const exchange = await exchangeOf(deck, 'its end', ({ phase }) => phase === 'over');
	expect(exchange.problem).toBeUndefined();
	expect(exchange).toMatchObject({ verb: 'publish', subject: '$JS.ACK.ORDERS.D.1.3.3', payload: '-NAK' });
	expect(exchange.notes.map(noteInWords).join(' ')).toMatch(/does not reply to an acknowledgement/);
});

it('speaks to a preview server without JetStream in its own words', async () => {
	const server = await startPreviewServer({ from: 'disabled.server' });
	const { code, said } = await requested(server.url, '$JS.ENABLED', '');
	expect(code).toBe(1);
	expect(said).not.toContain('$JS.API');
	expect(server.answered.map(({ subject }) => subject)).toContain('$JS.ENABLED');
});
