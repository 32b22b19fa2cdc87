import { expect, it } from 'vitest';
import type { StepResult } from '../../src/changes/run.ts';
import type { Link } from '../../src/nats/link.ts';
import { enterLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { begun, over } from '../support/proposals.ts';
import { startServer } from '../support/servers.ts';

/** More of them by hand: KILLS=20. */
const kills = Number(process.env.KILLS ?? 1);

type Json = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

async function ask(link: Link, subject: string, body: object | '' = ''): Promise<Json> {
	const reply = await link.request(`$JS.API.${subject}`, body === '' ? '' : JSON.stringify(body));
	if (!reply.ok) throw new Error(`${subject}: ${reply.problem.message}`);
	return JSON.parse(new TextDecoder().decode(reply.message.data)) as Json;
}

const consumer = (config: object) => ({ stream_name: 'LOGS', config: { ack_policy: 'explicit', ...config } });
const filtered = { durable_name: 'one', name: 'one', filter_subject: 'a.1' };
const stream = { name: 'LOGS', subjects: ['a.>'], storage: 'file' };
const hour = new Date(Date.now() + 3_600_000).toISOString();

/** What is asked for, and whether the server has it, looked up without the deck. */
const changes: Readonly<Record<string, readonly [request: string, has: (link: Link) => Promise<boolean>]>> = {
	'a stream created': [
		`STREAM.CREATE.NEW {"name":"NEW","subjects":["new"],"storage":"file"}`,
		async (link) => 'config' in (await ask(link, 'STREAM.INFO.NEW')),
	],
	'a stream edited': [
		`STREAM.UPDATE.LOGS ${JSON.stringify({ ...stream, max_msgs: 99 })}`,
		async (link) => (await ask(link, 'STREAM.INFO.LOGS')).config?.max_msgs === 99,
	],
	'a stream deleted': ['STREAM.DELETE.LOGS', async (link) => 'error' in (await ask(link, 'STREAM.INFO.LOGS'))],
	'a stream purged': [
		'STREAM.PURGE.LOGS',
		async (link) => Number((await ask(link, 'STREAM.INFO.LOGS')).state?.first_seq) > 12,
	],
	'a subject purged': [
		'STREAM.PURGE.LOGS {"filter":"a.1"}',
		async (link) => 'error' in (await ask(link, 'STREAM.MSG.GET.LOGS', { last_by_subj: 'a.1' })),
	],
	'a message deleted': [
		'STREAM.MSG.DELETE.LOGS {"seq":4}',
		async (link) => 'error' in (await ask(link, 'STREAM.MSG.GET.LOGS', { seq: 4 })),
	],
	'a filtered consumer created': [
		`CONSUMER.CREATE.LOGS.one.a.1 ${JSON.stringify(consumer(filtered))}`,
		async (link) => 'config' in (await ask(link, 'CONSUMER.INFO.LOGS.one')),
	],
	'a durable consumer created': [
		`CONSUMER.DURABLE.CREATE.LOGS.two ${JSON.stringify(consumer({ durable_name: 'two' }))}`,
		async (link) => 'config' in (await ask(link, 'CONSUMER.INFO.LOGS.two')),
	],
	'a consumer edited': [
		`CONSUMER.CREATE.LOGS.tail ${JSON.stringify(consumer({ durable_name: 'tail', name: 'tail', max_deliver: 7 }))}`,
		async (link) => (await ask(link, 'CONSUMER.INFO.LOGS.tail')).config?.max_deliver === 7,
	],
	'a consumer deleted': [
		'CONSUMER.DELETE.LOGS.tail',
		async (link) => 'error' in (await ask(link, 'CONSUMER.INFO.LOGS.tail')),
	],
	'a consumer paused': [
		`CONSUMER.PAUSE.LOGS.tail {"pause_until":"${hour}"}`,
		async (link) => ((await ask(link, 'CONSUMER.INFO.LOGS.tail')).paused as unknown) === true,
	],
};

/** What the deck says of it; undefined where it says that it does not know. */
function saidOf(result: StepResult | undefined): boolean | undefined {
	if (result?.kind === 'done') return true;
	return result?.kind === 'found' ? result.applied : result?.kind === 'unknown' ? undefined : false;
}

it('what the deck says after a server died in flight is what the server has', {
	timeout: 60_000 + kills * 120_000,
}, async () => {
	const server = await startServer();
	const count = { right: 0, unknown: 0, died: 0 };
	for (let round = 0; round < kills; round += 1) {
		for (const [at, [name, [request, has]]] of Object.entries(changes).entries()) {
			const link = await connect(server);
			for (const each of ['LOGS', 'NEW']) await ask(link, `STREAM.DELETE.${each}`);
			await raw(link, '$JS.API.STREAM.CREATE.LOGS', stream);
			for (let message = 0; message < 12; message += 1) await link.request(`a.${message % 3}`, 'hello');
			await raw(link, '$JS.API.CONSUMER.DURABLE.CREATE.LOGS.tail', consumer({ durable_name: 'tail' }));
			const deck = await openTestDeck({ server: server.url, timeout: 700 });
			await seen(deck, 'a connection', ({ features }) => features.version !== undefined);
			enterLine(deck, `$JS.API.${request}`);
			const { proposal } = await seen(deck, 'the dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
			const id = begun(deck, proposal);
			const kind = () => deck.store.getState().runs.find((run) => run.id === id)?.activity;
			// From before it leaves until after it was answered.
			for (let turn = 0; turn < (round * 3 + at) % 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
			if (kind() !== 'over') count.died += 1;
			await server.stop('SIGKILL');
			await server.start();
			const said = saidOf((await over(deck, id)).results[0]);
			const truth = await has(await connect(server));
			if (said === undefined) count.unknown += 1;
			else count.right += 1;
			expect(said ?? truth, `${name}, round ${round}: the deck says ${said}`).toBe(truth);
			await deck.close();
		}
	}
	if (kills > 1)
		console.log(
			`killed while it was under way: ${count.died}; told rightly: ${count.right}; not known: ${count.unknown}`,
		);
	expect(count.died).toBeGreaterThan(0);
});
