import { describe, expect, it } from 'vitest';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { parseLine } from '../../src/console/line.ts';
import { planLine } from '../../src/console/plan-line.ts';
import { prepare } from '../../src/console/prepare.ts';
import { previewViewOf } from '../../src/console/preview-view.ts';
import type { Exchange } from '../../src/console/state.ts';
import { sendLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect } from '../support/jetstream.ts';
import { carriedOut } from '../support/proposals.ts';
import { requested } from '../support/requested.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** What a line in the words of the preview brings, shown as it would have answered. */
async function then(deck: Deck, subject: string, payload: unknown = '') {
	const written = typeof payload === 'string' ? payload : JSON.stringify(payload);
	const text = `req ${subject} '${written}'`;
	const parsed = parseLine(text);
	if (parsed.kind !== 'line') throw new Error(`not a line: ${text}`);
	const { features } = deck.store.getState();
	const prepared = prepare(parsed.line, written, deck.api(), features);
	if ('refusal' in prepared) throw new Error(prepared.refusal);
	if (prepared.verdict.effect === 'read') return viewOf(await sendLine(deck, text));
	const around = { api: deck.api(), state: deck.store.getState(), signal: new AbortController().signal };
	const plan = await planLine(text, prepared, around);
	if ('refusal' in plan) throw new Error(plan.refusal);
	await carriedOut(deck, plan);
	return viewOf(deck.store.getState().console.exchanges.at(-1));
}

function viewOf(exchange: Exchange | undefined): { readonly text: string; readonly note?: string } {
	const reply = exchange?.replies.at(-1);
	const view = exchange && reply && previewViewOf({ ...exchange, asPreview: true }, reply);
	if (view === undefined) throw new Error(`no view of ${exchange?.text}: ${exchange?.problem?.message}`);
	return view;
}

async function deckOn(line: (typeof serverLines)[number]) {
	const server = await startServer({ line });
	const link = await connect(server);
	const deck = await openTestDeck({ server: server.url });
	await seen(deck, 'a server', ({ account }) => account.phase === 'ready');
	return { deck, link };
}

it('is printed as a refusal too', async () => {
	const server = await startServer();
	const create = () => requested(server.url, '$JS.STREAM.A.CREATE', '{"name":"A"}', true);
	expect(await create()).toMatchObject({ code: 0, out: '+OK\n' });
	const again = await create();
	// A script that reads the one may read the other.
	expect(again).toMatchObject({ code: 3, out: "-ERR 'stream name already in use'\n" });
	expect(again.said).toContain('The preview refused this request; this server carried it out.');
});

const refused = (text: string) => ({
	text: `-ERR '${text}'`,
	refused: true,
	note: 'The preview refused this request; this server carried it out.',
});
const error = (text: string) => ({ text: `-ERR '${text}'`, refused: true });
const consumer = (config: object, stream = 'A') => ({ stream_name: stream, config });

describe.each(serverLines)('as the preview would have answered, on nats-server %s', (line) => {
	it('is a refusal where it would have refused what is done today', async () => {
		const { deck, link } = await deckOn(line);
		const stream = { name: 'A', subjects: ['a.*'], storage: 'memory' };
		expect(await then(deck, '$JS.STREAM.A.CREATE', stream)).toEqual({ text: '+OK' });
		expect(await then(deck, '$JS.STREAM.A.CREATE', stream)).toEqual(refused('stream name already in use'));
		expect(await then(deck, '$JS.STREAM.T.CREATE', { name: 'T', template_owner: 'X' })).toEqual(
			refused('stream not owned by template'),
		);
		expect(await then(deck, '$JS.STREAM.A.INFO', '.')).toEqual(refused('bad request'));
		expect(await then(deck, '$JS.STREAM.NOPE.INFO', '.')).toEqual(error('bad request'));
		expect(await then(deck, '$JS.STREAM.A.PURGE', '.')).toEqual(refused('bad request'));

		const pull = consumer({ durable_name: 'P', ack_policy: 'explicit', deliver_all: true });
		const at = '$JS.STREAM.A.CONSUMER';
		expect(await then(deck, `${at}.P.CREATE`, pull)).toEqual({ text: '+OK' });
		expect(await then(deck, `${at}.P.CREATE`, pull)).toEqual(refused('consumer already exists'));
		const all = consumer({ durable_name: 'P', ack_policy: 'explicit' });
		expect(await then(deck, `${at}.P.CREATE`, all)).toEqual(error('consumer already exists'));

		const push = { durable_name: 'D', delivery_subject: 'out.d', ack_policy: 'explicit' };
		expect(await then(deck, `${at}.D.CREATE`, consumer(push))).toEqual({ text: '+OK' });
		// Nobody listens: it may be created again.
		expect(await then(deck, `${at}.D.CREATE`, consumer({ ...push, delivery_subject: 'out.e' }))).toEqual({
			text: '+OK',
		});
		expect(await then(deck, `${at}.D.CREATE`, consumer({ ...push, ack_policy: 'none' }))).toEqual(
			error('consumer replacement durable config not the same'),
		);
		link.subscribe('out.e', () => {});
		await link.roundTrip();
		expect(await then(deck, `${at}.D.CREATE`, consumer({ ...push, delivery_subject: 'out.e' }))).toEqual(
			refused('consumer already exists and is still active'),
		);
		expect(await then(deck, `${at}.N.CREATE`, consumer({ durable_name: 'N' }))).toEqual(
			refused('consumer in pull mode requires explicit ack policy'),
		);
		expect(await then(deck, `${at}.W.CREATE`, consumer({ ...push, durable_name: 'W', filter_subject: 'a.*' }))).toEqual(
			refused('consumer filter subject has wildcards'),
		);

		const outside = { ...push, durable_name: 'X', filter_subject: 'b.c' };
		const subset = 'consumer filter subject is not a valid subset of the interest subjects';
		expect((await then(deck, `${at}.X.CREATE`, consumer(outside))).text).toBe(`-ERR '${subset}'`);

		const ephemeral = '$JS.STREAM.A.EPHEMERAL.CONSUMER.CREATE';
		expect(await then(deck, ephemeral, consumer({ delivery_subject: 'nobody' }))).toEqual(
			refused('consumer requires interest for delivery subject when ephemeral'),
		);
		expect(await then(deck, ephemeral, consumer({ ack_policy: 'explicit' }))).toEqual(
			refused('consumer in pull mode requires a durable name'),
		);
		const heard = await then(deck, ephemeral, consumer({ delivery_subject: 'out.e' }));
		expect(heard).toEqual({ text: expect.stringMatching(/^\+OK \S+$/) });
	});

	it('says the errors of today in its words', async () => {
		const { deck, link } = await deckOn(line);
		await then(deck, '$JS.STREAM.F.CREATE', { name: 'F', subjects: ['f.*'], storage: 'file' });
		for (const text of ['hello', 'two', 'three']) await link.request('f.a', text);
		expect(await then(deck, '$JS.STREAM.F.MSG.DELETE', '99')).toEqual(error('sequence [99] not found'));
		expect(await then(deck, '$JS.STREAM.F.MSG.DELETE', '0')).toEqual(error('sequence [0] not found'));
		expect(await then(deck, '$JS.STREAM.F.MSG.DELETE', '2')).toEqual({ text: '+OK' });
		expect(await then(deck, '$JS.STREAM.F.MSG.DELETE', '2')).toEqual(error('sequence [2] not found'));
		const first = await then(deck, '$JS.STREAM.F.MSG.BYSEQ', '0');
		expect(JSON.parse(first.text)).toMatchObject({ seq: 0, data: 'aGVsbG8=' });

		const create = (more: object) => then(deck, '$JS.STREAM.N.CREATE', { name: 'N', subjects: ['n'], ...more });
		expect(await create({ num_replicas: -2 })).toEqual(error('replicas setting of -2 not allowed'));
		expect(await create({ num_replicas: 9 })).toEqual(error('maximum replicas is 1'));
		expect(await create({ num_replicas: 3 })).toEqual(error('maximum replicas is 1'));
		expect(await create({ subjects: ['n', 'n'] })).toEqual(error('duplicate subjects detected'));
		const update = (more: object) =>
			then(deck, '$JS.STREAM.F.UPDATE', { name: 'F', subjects: ['f.*'], storage: 'file', ...more });
		expect(await update({ retention: 'workqueue' })).toEqual(
			error('stream configuration update can not change retention policy'),
		);
		const interest = await update({ retention: 'interest' });
		expect(interest.text).toBe("-ERR 'stream configuration update can not change retention policy'");
		await update({});
		const consumers = await update({ max_consumers: 5 });
		expect(consumers.text).toBe("-ERR 'stream configuration update can not change MaxConsumers'");
	});
});
