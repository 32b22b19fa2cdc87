import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { makeOperator } from '../support/jwt.ts';
import { startProgram } from '../support/pty.ts';
import { freePort, startServer } from '../support/servers.ts';

describe('a server that goes', () => {
	it('leaves its data on the screen, ever older, until it is back', async () => {
		const server = await startServer();
		await createStreams(await connect(server), ['LOGS'], { storage: 'file' });
		const program = startProgram({ args: ['--server', server.url, '--interval', '500ms'] });
		await driver(program).list().row('LOGS').shown();
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
		expect(lines.join('\n')).toMatch(/attempt \d/i);
		await startServer({ port });
		driver(program).run('look.refresh');
		await program.waitFor(/No streams in this account yet/);
		await program.waitFor(/● live/);
	});
});

describe('a connection that does not come back', () => {
	const account = (password: string): string =>
		`accounts { A { jetstream: enabled, users: [{ user: ops, password: ${password} }] } }`;
	/** The lines of the notice as one text. */
	const notice = (lines: readonly string[]): string =>
		lines
			.slice(1, 4)
			.map((line) => line.trim())
			.join(' ');

	it('says so under the header, with what to do, and leaves the data in view', async () => {
		const server = await startServer({ config: account('one') });
		await createStreams(await connect(server, { user: 'ops', password: 'one' }), ['LOGS'], { storage: 'file' });
		const program = startProgram({ args: ['--server', `nats://ops:one@127.0.0.1:${server.port}`] });
		await driver(program).list().row('LOGS').shown();
		await server.stop();
		const gone = await program.waitFor(/Nothing listens there any more/);
		expect(notice(gone)).toBe(
			`! nats://127.0.0.1:${server.port}: Nothing listens there any more: the server stopped or moved. jetdeck keeps trying; start the server, or connect to another one. Press r to try now.`,
		);
		expect(gone).toHaveLength(24);
		const { port, storeDir } = server;
		await startServer({ port, storeDir, config: account('two') });
		driver(program).run('look.refresh');
		const refused = await program.waitFor(/now refuses the login with user ops/);
		expect(notice(refused)).toContain('The user or its account was changed or removed on the server.');
		await driver(program).list().row('LOGS').shown();
	});

	it('names credentials that have expired, and takes renewed ones', async () => {
		const operator = makeOperator();
		const server = await startServer({ jetstream: false, config: operator.config });
		const program = startProgram({
			shell: 'while [ ! -f ops.creds ]; do :; done; eval "$JETDECK --creds ops.creds --server $URL"',
			env: { URL: server.url },
			columns: 100,
		});
		const file = join(program.home, 'ops.creds');
		writeFileSync(`${file}.new`, operator.creds(Math.floor(Date.now() / 1000) + 4));
		renameSync(`${file}.new`, file);
		await program.waitFor(/● live/);
		program.press('4');
		const expired = await program.waitFor(/credentials file ops\.creds expired on/);
		expect(notice(expired)).toMatch(
			/^! nats:\S+: The credentials file ops\.creds expired on \S+Z\. Get new credentials\. Renew the file: jetdeck reads it again at each attempt\./,
		);
		writeFileSync(file, operator.creds());
		await program.waitFor(/● live/);
	});

	it('says that a server wants TLS now', async () => {
		const server = await startServer();
		await createStreams(await connect(server), ['LOGS'], { storage: 'file' });
		const program = startProgram({ args: ['--server', server.url] });
		await driver(program).list().row('LOGS').shown();
		await server.stop();
		const tls = join(import.meta.dirname, '../support/tls');
		const config = `tls { cert_file: "${tls}/server.pem", key_file: "${tls}/server.key" }`;
		await startServer({ port: server.port, storeDir: server.storeDir, config });
		const lines = await program.waitFor(/does not know/);
		expect(notice(lines)).toContain("Give the authority's certificate with --tlsca FILE.");
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
		await person.list().row('ORDERS').shown();
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
