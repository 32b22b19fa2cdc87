import { describe, expect, it } from 'vitest';
import { planConfiguration } from '../../src/changes/configure.ts';
import type { Plan } from '../../src/changes/proposal.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { type Form, newStreamForm, streamEditForm } from '../../src/forms/form.ts';
import { openNewStream, openStreamEdit } from '../../src/forms/open.ts';
import { planForm } from '../../src/forms/submit.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { ConsumerConfig, StreamConfig } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { openTestDeck, seen, settingsFor } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { carriedOut } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
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

describe.each(serverLines)('who may create but not read, on nats-server %s', (line) => {
	const creations = ['$JS.API.STREAM.CREATE.*', '$JS.API.CONSUMER.CREATE.>', '$JS.API.CONSUMER.DURABLE.CREATE.>'];
	/** A deck of a user who may do only this, and a link of one who may do all. */
	async function deckWith(publish: readonly string[]): Promise<{ readonly deck: Deck; readonly link: Link }> {
		const server = await startServer({
			line,
			config: `accounts { A { jetstream: enabled, users: [
				{ user: all, password: a },
				{ user: maker, password: m, permissions { publish: ${JSON.stringify(publish)} } }
			] } }`,
		});
		const deck = await openTestDeck({ server: server.url, user: 'maker', password: 'm' });
		await seen(deck, 'the connection', ({ link }) => link.phase === 'connected');
		return { deck, link: await connect(server, { user: 'all', password: 'a' }) };
	}
	const infoOf = async (link: Link, stream: string) => {
		const answer = await openApi(link, { readOnly: true }).request('stream.info', { stream });
		return answer.ok && answer.value;
	};
	const around = (deck: Deck) => ({
		api: deck.api(),
		state: deck.store.getState(),
		signal: new AbortController().signal,
	});
	const formOf = (draft: Readonly<Record<string, unknown>>): Form => ({
		id: newStreamForm,
		asset: 'stream',
		step: 0,
		rows: {},
		review: 'JSON',
		draft,
	});
	const told = (plan: Plan): string =>
		'refusal' in plan ? plan.refusal : plan.consequences.map(({ text }) => text).join(' ');
	const unchecked = (asset: string, subject: string): string =>
		`jetdeck could not check whether the ${asset} already exists: you may not send ${subject}. `;

	it('creates by the form, and is told what could not be checked', async () => {
		const { deck, link } = await deckWith(creations);
		const plan = await planForm(formOf({ name: 'MADE', subjects: ['made.>'] }), around(deck));
		expect(told(plan)).toContain(
			`${unchecked('stream MADE', '$JS.API.STREAM.INFO.MADE')}The server refuses to replace an existing one with another configuration.`,
		);
		expect(await carriedOut(deck, plan)).toMatchObject([{ kind: 'done' }]);
		expect(await infoOf(link, 'MADE')).toMatchObject({ config: { subjects: ['made.>'] } });
		const again = await planForm(formOf({ name: 'MADE', subjects: ['other.>'] }), around(deck));
		expect(await carriedOut(deck, again)).toMatchObject([{ kind: 'refused', problem: { errCode: 10058 } }]);
	});

	it('creates from a file, a stream and a consumer', async () => {
		const { deck, link } = await deckWith(creations);
		const stream = await planConfiguration({ kind: 'stream', config: { name: 'FILED' } as StreamConfig }, around(deck));
		expect(told(stream)).toContain(unchecked('stream FILED', '$JS.API.STREAM.INFO.FILED'));
		expect(await carriedOut(deck, stream)).toMatchObject([{ kind: 'done' }]);
		const config = { name: 'reader', durable_name: 'reader', ack_policy: 'explicit' } as ConsumerConfig;
		const consumer = await planConfiguration({ kind: 'consumer', stream: 'FILED', config }, around(deck));
		expect(told(consumer)).toContain(unchecked('consumer FILED > reader', '$JS.API.CONSUMER.INFO.FILED.reader'));
		expect(told(consumer)).toContain(line === '2.9' ? 'Servers before 2.10 update' : 'The server refuses to replace');
		expect(await carriedOut(deck, consumer)).toMatchObject([{ kind: 'done' }]);
		expect(await infoOf(link, 'FILED')).toMatchObject({ state: { consumer_count: 1 } });
	});

	it('is told by LIST where that is permitted', async () => {
		const { deck, link } = await deckWith([...creations, '$JS.API.STREAM.LIST']);
		await raw(link, '$JS.API.STREAM.CREATE.THERE', { name: 'THERE' });
		const free = await planForm(formOf({ name: 'FREE' }), around(deck));
		expect(told(free)).not.toContain('could not check');
		expect(await carriedOut(deck, free)).toMatchObject([{ kind: 'done' }]);
		const taken = await planForm(formOf({ name: 'THERE' }), around(deck));
		expect(await carriedOut(deck, taken)).toMatchObject([
			{ kind: 'not-sent', problem: { message: 'The stream THERE already exists.' } },
		]);
	});
});
