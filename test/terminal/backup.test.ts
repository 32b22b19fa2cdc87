import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApi } from '../../src/jetstream/request.ts';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** Of more than a server sends before it waits for an acknowledgement; `slow` may not acknowledge, so that a backup stands still then. */
async function worldOf(messages: number): Promise<TestServer> {
	const server = await startServer({
		config: `
			accounts { A { jetstream: enabled, users: [
				{ user: all, password: all },
				{ user: slow, password: slow, permissions: { publish: { deny: "$JS.SNAPSHOT.ACK.>" } } }
			] } }
			no_auth_user: all`,
	});
	const link = await connect(server);
	await createStreams(link, ['ORDERS'], { subjects: ['orders.>'], storage: 'file' });
	for (let each = 1; each < messages; each += 1) link.publish('orders.a', randomBytes(10_000));
	await link.request('orders.last', 'the last');
	return server;
}

const slow = ['--user', 'slow', '--password', 'slow'];
const leftIn = ({ home }: Program): readonly string[] => readdirSync(home).filter((name) => !name.startsWith('.'));

describe('a backup on a terminal', () => {
	it.each<[what: string, stop: (program: Program) => void]>([
		['ctrl-c', (program) => program.type('\u0003')],
		['SIGTERM', (program) => program.kill('SIGTERM')],
		['SIGHUP', (program) => program.kill('SIGHUP')],
	])('shows how far it is, says that it stands still, and leaves nothing after %s', async (_, stop) => {
		const server = await worldOf(2000);
		const program = startProgram({
			args: ['backup', '--server', server.url, ...slow, 'ORDERS', 'orders'],
			columns: 100,
		});
		await program.waitFor(/ORDERS: \d.* of 19\.\d MiB [█▏▎▍▌▋▊▉]+░+ · stalled for \d s · \d+ of 2,000 messages/);
		expect(leftIn(program)).toEqual(['orders.partial']);
		stop(program);
		expect(await program.ended).toMatchObject({ code: 130 });
		expect(program.screen().join(' ')).toMatch(/The backup was stopped: nothing is left of it/);
		expect(leftIn(program)).toEqual([]);
	});

	it('in the deck shows its progress in the dialog, where esc stops it', async () => {
		const server = await worldOf(2000);
		const program = startProgram({ args: ['--server', server.url, ...slow], columns: 100 });
		const person = driver(program);
		await person.list().row('ORDERS').select();
		await person.palette('backup orders');
		const dialog = person.dialog().title('Back up stream ORDERS');
		await dialog.ready();
		dialog.answer();
		await program.waitFor(/receiving… \d.* of 19\.\d MiB .* stalled for \d s/);
		program.type('\u001b');
		await program.waitFor(/The backup was stopped: nothing is left of it/);
		expect(leftIn(program)).toEqual([]);
	});
});

describe('deleting a stream', () => {
	it('backs it up first, and its undo offers that', async () => {
		const server = await worldOf(20);
		const link = await connect(server);
		const program = startProgram({ args: ['--server', server.url], columns: 100, rows: 30 });
		const person = driver(program);
		await person.list().row('ORDERS').select();
		person.run('stream.delete');
		await person.dialog().title('Delete stream ORDERS').text();
		person.run('confirm.backup');
		await program.waitFor(/Back up first/);
		program.type('orders\r');
		await person
			.dialog()
			.title('Back up stream ORDERS, then delete')
			.type('ORDERS')
			.agree(/Stream ORDERS is deleted/);
		expect(existsSync(join(program.home, 'orders/backup.json'))).toBe(true);
		await person.palette('undo');
		await program.waitFor(/restore the backup of .* ago/);
		person.run('choice.pick');
		await person
			.dialog()
			.title('Restore stream ORDERS')
			.agree(/Stream ORDERS is restored/);
		const info = await openApi(link, { readOnly: true }).request('stream.info', { stream: 'ORDERS' });
		expect(info).toMatchObject({ value: { state: { messages: 20 } } });
	});
});
