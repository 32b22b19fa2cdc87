import { describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { freePort, startServer } from '../support/servers.ts';

describe('a server that goes', () => {
	it('leaves its data on the screen, ever older, until it is back', async () => {
		const server = await startServer();
		await createStreams(await connect(server), ['LOGS'], { storage: 'file' });
		const program = startProgram({ args: ['--server', server.url, '--interval', '500ms'] });
		await driver(program).row('LOGS');
		await server.stop();
		await program.waitFor(/reconnecting/);
		await program.waitFor((lines) => lines.some((line) => /LOGS.*old/.test(line)));
		await program.waitFor(/data [2-9]s old/);
		await server.start();
		await program.waitFor(/● live/);
		await program.waitFor((lines) => lines.some((line) => /LOGS/.test(line) && !/old/.test(line)));
		driver(program).run('deck.quit');
		expect(await program.ended).toMatchObject({ code: 0 });
	});

	it('may come only later', async () => {
		const port = await freePort();
		const program = startProgram({ args: ['--server', `127.0.0.1:${port}`] });
		const lines = await program.waitFor(/Nothing listens there/);
		expect(lines.join('\n')).toContain(`127.0.0.1:${port}`);
		expect(lines.join('\n')).toMatch(/try \d/i);
		await startServer({ port });
		driver(program).run('look.refresh');
		await program.waitFor(/No streams in this account yet/);
		await program.waitFor(/● live/);
	});
});

const users = `
	accounts {
		A {
			jetstream: enabled
			users: [
				{ user: ops, password: "correct horse" }
				{ user: guest, password: guest, permissions: { publish: { deny: ["$JS.API.CONSUMER.>"] } } }
			]
		}
		B { users: [{ user: other, password: other }] }
	}`;

describe('what the server does not let us do', () => {
	it('is said of a wrong password, and the password is nowhere', async () => {
		const server = await startServer({ config: users });
		const env = { NATS_PASSWORD: 'tell-nobody' };
		const program = startProgram({ args: ['--server', server.url, '--user', 'ops'], env });
		await program.waitFor(/refused the login with user ops/);
		expect(program.written).not.toContain('tell-nobody');
	});

	it('asks for a password that is not given, and does not show it', async () => {
		const server = await startServer({ config: users });
		const program = startProgram({ args: ['--server', server.url, '--user', 'ops'] });
		await program.waitFor(/Password/);
		program.type('correct horse');
		await program.waitFor(/\*{5,}|•{5,}/);
		program.press('enter');
		await program.waitFor(/No streams in this account yet/);
		expect(program.written).not.toContain('correct horse');
	});

	it('names the subject that is missing, and the rest works', async () => {
		const server = await startServer({ config: users });
		const link = await connect(server, { user: 'ops', password: 'correct horse' });
		await createStreams(link, ['ORDERS']);
		const program = startProgram({ args: ['--server', `nats://guest:guest@127.0.0.1:${server.port}`] });
		const person = driver(program);
		await person.row('ORDERS');
		person.run('stream.consumers');
		await program.waitFor(/may not publish to \$JS\.API\.CONSUMER/);
		person.run('open.stream');
		await program.waitFor(/Streams › ORDERS › overview/);
		await program.waitFor(/Retention/);
	});

	it('is said of an account without JetStream, and of a server without', async () => {
		const server = await startServer({ config: users });
		const account = startProgram({ args: ['--server', `nats://other:other@127.0.0.1:${server.port}`] });
		await account.waitFor(/JetStream is not enabled for this account/);
		const plain = await startServer({ jetstream: false });
		const program = startProgram({ args: ['--server', plain.url] });
		await program.waitFor(/JetStream is off on this server/);
	});
});
