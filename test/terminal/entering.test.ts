import { beforeAll, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
	await createStreams(
		await connect(server),
		Array.from({ length: 30 }, (_, at) => `S${10 + at}`),
	);
});

it('takes keys that are typed before the first frame, and none is echoed into it', async () => {
	const program = startProgram({ args: ['--server', server.url, '--interval', '60s'] });
	await until(() => program.written.includes('\u001b[?1049h'), { what: 'the alternate screen' });
	program.type('jjj');
	await program.waitFor((lines) => /^jetdeck /.test(lines[0] ?? ''));
	await program.waitFor(/▸ S13/);
	expect(program.written).not.toContain('jjj');
	driver(program).run('deck.quit');
	expect(await program.ended).toMatchObject({ code: 0 });
});

it('draws its first frame at the edge, also when the terminal echoed a key that came before', async () => {
	const program = startProgram({ shell: `printf 'jj'; eval exec $JETDECK --server ${server.url} --interval 60s` });
	await program.waitFor(/S10/);
	expect(program.screen()[0]).toMatch(/^jetdeck /);
	expect(program.screen()).toHaveLength(24);
	driver(program).run('deck.quit');
	expect(await program.ended).toMatchObject({ code: 0 });
});

it.each([
	['a token, where no password is typed', '', 'authorization { token: lonely-token }', 'a token'],
	['a user, by the password that is typed', 'sesame', 'authorization { user: lonely-token, password: sesame }', 'user'],
])('takes what --user says as %s', async (_, password, config, signedIn) => {
	const own = await startServer({ config });
	const program = startProgram({ args: ['--server', own.url, '--user', 'lonely-token'], rows: 50 });
	await program.waitFor(/Password for nats:/);
	program.type(`${password}\r`);
	await program.waitFor(/No streams in this account yet/);
	if (password === '') expect(program.written).not.toContain('lonely');
	driver(program).run('go.account');
	await program.waitFor(new RegExp(`Login +${signedIn}`));
	expect(program.screen().join('\n').includes('lonely')).toBe(password !== '');
	if (password === '') expect(program.written).not.toContain('lonely');
});
