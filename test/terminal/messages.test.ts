import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, raw } from '../support/jetstream.ts';
import { makeStream, type Planned } from '../support/messages.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const bell = '\u0007';
const hostile = `\u001b[2J\u001b]0;owned${bell}\u202etext`;

async function orders(): Promise<TestServer> {
	const server = await startServer();
	const link = await connect(server);
	const messages = Array.from(
		{ length: 60 },
		(_, at): Planned => ({
			subject: `orders.${at % 2 === 0 ? 'new' : 'paid'}`,
			payload: JSON.stringify({ order: at + 1 }),
			...(at === 58 && { payload: hostile, headers: [['Evil', `\u001b[31m${hostile.replaceAll(/[\r\n]/g, '')}`]] }),
			gap: at >= 50 && at < 55,
		}),
	);
	await makeStream(link, 'ORDERS', { subjects: ['orders.>'], retention: 'workqueue' }, messages);
	const config = { durable_name: 'billing', name: 'billing', ack_policy: 'explicit' };
	await raw(link, '$JS.API.CONSUMER.CREATE.ORDERS.billing', { stream_name: 'ORDERS', config });
	return server;
}

function deckOn(server: TestServer): Program {
	return startProgram({ args: ['--server', server.url, '--interval', '500ms'], rows: 30, columns: 110 });
}

describe('the messages of a stream', () => {
	it('are read, searched, opened, saved and deleted', async () => {
		const server = await orders();
		const program = deckOn(server);
		const person = driver(program);
		await person.list().row('ORDERS').shown();
		person.run('stream.messages');
		await program.waitFor(/… 5 deleted …/);
		await program.waitFor(/▸ +60 .*orders\.paid.*\{"order":60\}/);
		expect(program.written).not.toContain(bell);
		// What a message holds is seen for what it is.
		person.run('move.up');
		await program.waitFor(/▸ +59 .*1b 5b 32 4a/);
		person.run('messages.open');
		await program.waitFor(/Evil +␛\[31m/);
		await program.waitFor(/Payload +binary.* as hexadecimal bytes/);
		person.run('message.form');
		await program.waitFor(/␛\[2J␛\]0;owned␇/);
		expect(program.written).not.toContain(bell);
		person.run('go.back');
		await program.waitFor(/\[messages\]/);
		person.run('messages.goto');
		await person.dialog().type('7').enter();
		await program.waitFor(/▸ +7 /);
		// What is before it is read as well, and the row stays where it is.
		await program.waitFor(/7\/55/);
		person.run('move.up');
		await program.waitFor(/▸ +6 .*\{"order":6\}/);
		person.run('move.down');
		await program.waitFor(/▸ +7 /);
		person.run('messages.open');
		await program.waitFor(/"order": 7/);
		person.run('message.save');
		await person.dialog().title('Save the payload as').enter();
		await program.waitFor(/Saved \S*ORDERS-7\.json, 11 B/);
		const [, saved = ''] = /Saved (\S*ORDERS-7\.json), 11 B/.exec(program.screen().join('\n')) ?? [];
		expect(readFileSync(saved, 'utf8')).toBe('{"order":7}');
		rmSync(saved);
		person.run('message.delete');
		await person.dialog().take('unlink only');
		const dialog = person.dialog().says(/✗ 7 orders\.new, .*: \{"order":7\}/, '"seq": 7');
		await dialog.type('ORDERS').agree(/Message 7 of stream ORDERS is deleted/);
		await program.waitFor(/no longer in the stream/);
		person.run('go.back');
		await program.waitFor(/… 1 deleted …/);
	});

	it('of one subject are shown from the subjects', async () => {
		const program = deckOn(await orders());
		const person = driver(program);
		await person.list().row('ORDERS').shown();
		person.run('stream.subjects');
		await person.list().row('orders.paid').shown();
		await person.list().row('orders.paid').select();
		person.run('subjects.messages');
		await program.waitFor(/▸ +60 .*orders\.paid/);
		expect(program.screen().join('\n')).not.toContain('orders.new');
		expect(program.screen()[1]).toContain('subject orders.paid · following');
		person.run('go.back');
		await program.waitFor(/▸ orders\.paid/);
		expect(program.screen()[1]).toContain('ORDERS › subjects');
	});
});

describe('fetching', () => {
	it('shows what came, and acknowledges it by proposal', async () => {
		const server = await orders();
		const program = deckOn(server);
		const person = driver(program);
		await person.list().row('ORDERS').shown();
		person.run('stream.consumers');
		await person.list().row('billing').shown();
		person.run('consumer.fetch');
		await person.dialog().says('Fetched messages count as delivered').enter();
		await person.dialog().says('work queue', '$JS.API.CONSUMER.MSG.NEXT.ORDERS.billing').agree();
		const fetched = person.list().row('1');
		await fetched.cells({ STATE: /^\d+s to ack$/, TRIES: '1', SUBJECT: 'orders.new' });
		person.run('fetched.ack');
		await person.dialog().says('+ACK').agree();
		await fetched.cells({ STATE: 'acked' });
		const link = await connect(server);
		const reply = await link.request('$JS.API.STREAM.MSG.GET.ORDERS', JSON.stringify({ seq: 1 }));
		expect(reply.ok && new TextDecoder().decode(reply.message.data)).toContain('no message found');
	});
});
