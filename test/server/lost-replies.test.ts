import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/changes/run.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import type { Link } from '../../src/nats/link.ts';
import { enterLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { type LossyGate, type Lost, lossyGate } from '../support/lossy-gate.ts';
import { begun, over } from '../support/proposals.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** What the deck knows after a reply that never came. */
type Known = 'carried out' | 'nothing changed' | 'cannot tell';

interface Case {
	readonly name: string;
	/** Of the console, behind the API's prefix. */
	readonly request: string;
	readonly body?: object;
	/** Default: the truth, which is what was lost. */
	readonly known?: Partial<Record<Lost, Known>>;
	readonly since?: ServerLine;
	readonly before?: (link: Link) => Promise<void>;
	/** What happens before the deck looks. */
	readonly meanwhile?: (link: Link) => Promise<void>;
	/** Default 'LOGS' with twelve messages on a.0 to a.2 and a consumer 'tail'. */
	readonly stream?: object;
}

const publish = async (link: Link, subject: string, count = 5): Promise<void> => {
	for (let at = 0; at < count; at += 1) await link.request(subject, `message ${at}`);
};

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const consumer = (config: object) => ({ stream_name: 'LOGS', config: { ack_policy: 'explicit', ...config } });
const edited = consumer({ durable_name: 'tail', name: 'tail', max_deliver: 7 });
const filtered = consumer({ durable_name: 'one', name: 'one', filter_subject: 'a.1' });
const pause = (link: Link) =>
	raw(link, '$JS.API.CONSUMER.PAUSE.LOGS.tail', { pause_until: new Date(Date.now() + 1_800_000).toISOString() });

const cases: readonly Case[] = [
	{ name: 'a stream is created', request: 'STREAM.CREATE.NEW', body: { name: 'NEW', subjects: ['new'] } },
	{
		name: 'a stream is created that is there already',
		request: 'STREAM.CREATE.LOGS',
		body: { name: 'LOGS', subjects: ['a.>'], storage: 'memory' },
		known: { reply: 'nothing changed' },
	},
	{
		name: 'somebody else creates another stream of that name meanwhile',
		request: 'STREAM.CREATE.NEW',
		body: { name: 'NEW', subjects: ['new'] },
		meanwhile: async (link) => {
			await link.request('$JS.API.STREAM.DELETE.NEW', '');
			await raw(link, '$JS.API.STREAM.CREATE.NEW', { name: 'NEW', subjects: ['other'], storage: 'memory' });
		},
		known: { request: 'cannot tell', reply: 'cannot tell' },
	},
	{
		name: 'a stream is created with the word that no configuration keeps',
		request: 'STREAM.CREATE.NEW',
		body: { name: 'NEW', subjects: ['new'], pedantic: true },
	},
	{
		name: 'a stream is edited',
		request: 'STREAM.UPDATE.LOGS',
		body: { name: 'LOGS', subjects: ['a.>'], storage: 'memory', max_msgs: 99 },
	},
	{
		name: 'somebody else edits the stream meanwhile',
		request: 'STREAM.UPDATE.LOGS',
		body: { name: 'LOGS', subjects: ['a.>'], storage: 'memory', max_msgs: 99 },
		meanwhile: (link) =>
			raw(link, '$JS.API.STREAM.UPDATE.LOGS', { name: 'LOGS', subjects: ['a.>'], storage: 'memory', max_msgs: 50 }),
		known: { request: 'cannot tell', reply: 'cannot tell' },
	},
	{ name: 'a stream is deleted', request: 'STREAM.DELETE.LOGS' },
	{
		name: 'a stream is deleted and another comes under its name',
		request: 'STREAM.DELETE.LOGS',
		meanwhile: async (link) => {
			await link.request('$JS.API.STREAM.DELETE.LOGS', '');
			await raw(link, '$JS.API.STREAM.CREATE.LOGS', { name: 'LOGS', storage: 'memory' });
		},
		known: { request: 'carried out' },
	},
	{ name: 'a stream is purged', request: 'STREAM.PURGE.LOGS' },
	{
		name: 'a stream is purged that goes on receiving',
		request: 'STREAM.PURGE.LOGS',
		meanwhile: (link) => publish(link, 'a.1'),
	},
	{ name: 'a stream is purged by subject', request: 'STREAM.PURGE.LOGS', body: { filter: 'a.1' } },
	{
		name: 'a stream is purged by a subject that goes on receiving',
		request: 'STREAM.PURGE.LOGS',
		body: { filter: 'a.*' },
		meanwhile: (link) => publish(link, 'a.1'),
	},
	{
		name: 'a stream is purged below a sequence',
		request: 'STREAM.PURGE.LOGS',
		body: { seq: 5 },
		meanwhile: (link) => publish(link, 'a.1'),
	},
	{
		name: 'a stream is purged by subject below a sequence',
		request: 'STREAM.PURGE.LOGS',
		body: { filter: 'a.1', seq: 6 },
	},
	{
		name: 'a stream is purged of all but the newest',
		request: 'STREAM.PURGE.LOGS',
		body: { keep: 3 },
		meanwhile: (link) => publish(link, 'a.1', 20),
	},
	{
		name: 'a stream is purged of all but the newest of a subject',
		request: 'STREAM.PURGE.LOGS',
		body: { filter: 'a.1', keep: 1 },
		meanwhile: (link) => publish(link, 'a.1', 20),
	},
	{
		name: 'a stream with a limit is purged of all but the newest',
		request: 'STREAM.PURGE.LOGS',
		body: { keep: 3 },
		stream: { max_msgs: 12 },
		meanwhile: (link) => publish(link, 'a.1', 2),
		known: { request: 'cannot tell', reply: 'cannot tell' },
	},
	{ name: 'a message is deleted', request: 'STREAM.MSG.DELETE.LOGS', body: { seq: 4 } },
	{
		name: 'a consumer is created',
		request: 'CONSUMER.DURABLE.CREATE.LOGS.two',
		body: consumer({ durable_name: 'two' }),
	},
	{
		name: 'a named consumer is created',
		request: 'CONSUMER.CREATE.LOGS.two',
		body: consumer({ durable_name: 'two', name: 'two' }),
	},
	{ name: 'a filtered consumer is created', request: 'CONSUMER.CREATE.LOGS.one.a.1', body: filtered },
	{
		name: 'a filtered consumer is edited',
		request: 'CONSUMER.CREATE.LOGS.one.a.1',
		body: consumer({ durable_name: 'one', name: 'one', filter_subject: 'a.1', max_deliver: 9 }),
		before: (link) => raw(link, '$JS.API.CONSUMER.CREATE.LOGS.one.a.1', filtered),
	},
	{
		name: 'an ephemeral consumer is created',
		request: 'CONSUMER.CREATE.LOGS',
		body: consumer({ inactive_threshold: 60_000_000_000 }),
	},
	{
		name: 'somebody else creates an ephemeral consumer meanwhile',
		request: 'CONSUMER.CREATE.LOGS',
		body: consumer({ inactive_threshold: 60_000_000_000, filter_subject: 'a.1' }),
		meanwhile: (link) => raw(link, '$JS.API.CONSUMER.CREATE.LOGS', consumer({ inactive_threshold: 60_000_000_000 })),
		known: { request: 'cannot tell', reply: 'cannot tell' },
	},
	{
		name: 'somebody else creates another consumer of that name meanwhile',
		request: 'CONSUMER.CREATE.LOGS.one.a.1',
		body: filtered,
		meanwhile: async (link) => {
			await link.request('$JS.API.CONSUMER.DELETE.LOGS.one', '');
			await raw(link, '$JS.API.CONSUMER.DURABLE.CREATE.LOGS.one', consumer({ durable_name: 'one' }));
		},
		known: { request: 'cannot tell', reply: 'cannot tell' },
	},
	{ name: 'a consumer is edited', request: 'CONSUMER.CREATE.LOGS.tail', body: edited },
	{ name: 'a consumer is edited by its durable name', request: 'CONSUMER.DURABLE.CREATE.LOGS.tail', body: edited },
	{ name: 'a consumer is deleted', request: 'CONSUMER.DELETE.LOGS.tail' },
	{
		name: 'a consumer is paused',
		request: 'CONSUMER.PAUSE.LOGS.tail',
		body: { pause_until: inAnHour },
		since: 'newest',
	},
	{
		name: 'a consumer is paused that was paused',
		request: 'CONSUMER.PAUSE.LOGS.tail',
		body: { pause_until: inAnHour },
		before: pause,
		since: 'newest',
	},
	{ name: 'a consumer is resumed', request: 'CONSUMER.PAUSE.LOGS.tail', before: pause, since: 'newest' },
	{ name: 'a consumer is reset', request: 'CONSUMER.RESET.LOGS.tail', body: { seq: 2 }, since: 'newest' },
];

function knownOf(result: StepResult | undefined): Known | undefined {
	if (result?.kind === 'found') return result.applied ? 'carried out' : 'nothing changed';
	return result?.kind === 'unknown' && (result.why ?? '') !== '' ? 'cannot tell' : undefined;
}

const truth: Readonly<Record<Lost, Known>> = { request: 'nothing changed', reply: 'carried out' };

/** An account each, so that no case sees another's streams. */
const accounts = (names: readonly string[]): string =>
	`accounts { ${names.map((name) => `${name} { jetstream: enabled, users: [{ user: ${name}, password: "secret" }] }`).join('\n')} }`;

async function stage(
	server: TestServer,
	user: string,
	one: Case,
): Promise<{ readonly link: Link; readonly deck: Deck; readonly gate: LossyGate }> {
	const login = { user, password: 'secret' };
	const link = await connect(server, login);
	await raw(link, '$JS.API.STREAM.CREATE.LOGS', { name: 'LOGS', subjects: ['a.>'], storage: 'memory', ...one.stream });
	for (let at = 0; at < 12; at += 1) await link.request(`a.${at % 3}`, `message ${at}`);
	await raw(link, '$JS.API.CONSUMER.DURABLE.CREATE.LOGS.tail', consumer({ durable_name: 'tail' }));
	for (let at = 0; at < 4; at += 1) await link.request('$JS.API.CONSUMER.MSG.NEXT.LOGS.tail', '1');
	await one.before?.(link);
	const gate = await lossyGate(link);
	const deck = await openTestDeck({ server: server.url, timeout: 500, jsApiPrefix: gate.prefix, ...login });
	await seen(deck, 'a connection', ({ features }) => features.version !== undefined);
	return { link, deck, gate };
}

const fates = cases.flatMap((one, at) =>
	(['request', 'reply'] as const).map((lost) => ({ ...one, lost, user: `${lost}${at}` })),
);

type Fate = (typeof fates)[number];

/** What the deck says of a case. */
async function played(server: TestServer, { lost, user, ...one }: Fate): Promise<Known | string> {
	const { link, deck, gate } = await stage(server, user, one);
	enterLine(deck, `${gate.prefix}.${one.request} ${one.body === undefined ? '' : JSON.stringify(one.body)}`);
	const { proposal } = await seen(deck, 'the dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
	const subject = new RegExp(`^${one.request.replaceAll('.', String.raw`\.`)}$`);
	gate.lose(lost, subject, () => one.meanwhile?.(link) ?? Promise.resolve());
	const { results } = await over(deck, begun(deck, proposal));
	const known = gate.isLost() ? knownOf(results[0]) : undefined;
	return known ?? JSON.stringify(results);
}

/** Accounts at a time: each waits for replies that never come. */
const atOnce = 20;

describe.each(serverLines)('a reply that never comes, on nats-server %s', (line) => {
	it('is looked up, and never told wrongly', { timeout: 120_000 }, async () => {
		const server = await startServer({ line, config: accounts(fates.map(({ user }) => user)) });
		const here = fates.filter(({ since }) => since === undefined || since === line);
		const told: Record<string, string> = {};
		const left = [...here];
		const work = async (): Promise<void> => {
			for (let one = left.shift(); one !== undefined; one = left.shift())
				told[`${one.name}: the ${one.lost} is lost`] = await played(server, one);
		};
		await Promise.all(Array.from({ length: atOnce }, work));
		expect(told).toEqual(
			Object.fromEntries(
				here.map(({ name, lost, known }) => [`${name}: the ${lost} is lost`, known?.[lost] ?? truth[lost]]),
			),
		);
	});
});
