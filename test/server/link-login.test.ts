import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { nkeys } from 'nats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLink } from '../../src/nats/open-link.ts';
import { resolveSettings } from '../../src/nats/settings.ts';
import { makeOperator } from '../support/jwt.ts';
import { linkWith, problemOf, reached } from '../support/links.ts';
import { freePort, startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const tlsFile = (name: string) => fileURLToPath(new URL(`../support/tls/${name}`, import.meta.url));
const tlsca = tlsFile('ca.pem');
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'jetdeck-login-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileWith(content: string): Promise<string> {
	const path = join(folder, `${Math.random().toString(36).slice(2)}.txt`);
	await writeFile(path, content);
	return path;
}

describe('logging in', () => {
	test('user and password; refused in words that name the user and no secret', async () => {
		const { url, port } = await startServer({ config: 'authorization { user: ops, password: sesame-open }' });
		await reached(await linkWith({ server: url, user: 'ops', password: 'sesame-open' }), 'connected');
		await reached(await linkWith({ server: `nats://ops:sesame-open@127.0.0.1:${port}` }), 'connected');
		const wrong = await linkWith({ server: url, user: 'ops', password: 'sesame-shut' });
		const problem = await problemOf(wrong);
		expect(problem).toMatchObject({
			kind: 'auth',
			address: url,
			message: 'The server refused the login with user ops.',
		});
		expect(inspect([problem, wrong.status(), wrong], { depth: 20, showHidden: true })).not.toContain('sesame-shut');
		const nobody = await problemOf(await linkWith({ server: url }));
		expect(nobody).toMatchObject({ kind: 'auth', advice: expect.stringContaining('--creds') });
	});

	test('token, also as a user without a password and in the URL', async () => {
		const { url, port } = await startServer({ config: 'authorization { token: tok-en-secret }' });
		await reached(await linkWith({ server: url, token: 'tok-en-secret' }), 'connected');
		await reached(await linkWith({ server: url, user: 'tok-en-secret' }), 'connected');
		await reached(await linkWith({ server: `nats://tok-en-secret@127.0.0.1:${port}` }), 'connected');
		const { message } = await problemOf(await linkWith({ server: url, token: 'tok-wrong' }));
		expect(message).toBe('The server refused the login with a token.');
	});

	test('nkey', async () => {
		const user = nkeys.createUser();
		const { url } = await startServer({ config: `authorization { users: [{ nkey: ${user.getPublicKey()} }] }` });
		const nkey = await fileWith(`${new TextDecoder().decode(user.getSeed())}\n`);
		await reached(await linkWith({ server: url, nkey }), 'connected');
		const other = await fileWith(new TextDecoder().decode(nkeys.createUser().getSeed()));
		expect((await problemOf(await linkWith({ server: url, nkey: other }))).kind).toBe('auth');
	});

	test('credentials file; one that has expired says when, a renewed one is picked up', async () => {
		const operator = makeOperator();
		const { url } = await startServer({ jetstream: false, config: operator.config });
		const past = Math.floor(Date.now() / 1000) - 60;
		const creds = await fileWith(operator.creds(past));
		const link = await linkWith({ server: url, creds });
		expect(await problemOf(link)).toMatchObject({
			kind: 'auth-expired',
			message: `The credentials file ${creds} expired on ${new Date(past * 1000).toISOString()}.`,
		});
		await writeFile(creds, operator.creds());
		link.retryNow();
		await reached(link, 'connected');
		await writeFile(creds, operator.creds().replaceAll('\n', '\r\n'));
		await reached(await linkWith({ server: url, creds }), 'connected');
	});

	test('a login that expires while connected shows', async () => {
		const operator = makeOperator();
		const { url } = await startServer({ jetstream: false, config: operator.config });
		const creds = await fileWith(operator.creds(Math.floor(Date.now() / 1000) + 2));
		const link = await linkWith({ server: url, creds });
		await reached(link, 'connected');
		const { problem } = await reached(link, 'reconnecting');
		expect(problem?.kind).toBe('auth-expired');
	});

	test('a user JWT and seed from the environment', async () => {
		const operator = makeOperator();
		const { url } = await startServer({ jetstream: false, config: operator.config });
		const [jwt = '', seed = ''] = operator
			.creds()
			.split('\n')
			.filter((line) => /^(ey|SU)/.test(line));
		await reached(await linkWith({ server: url }, { NATS_JWT: jwt, NATS_SEED: seed }), 'connected');
	});
});

describe('TLS', () => {
	const server = (name: string, more = '') =>
		`tls { cert_file: "${tlsFile(`${name}.pem`)}", key_file: "${tlsFile(`${name}.key`)}" ${more} }`;
	const mutual = `, ca_file: "${tlsca}", verify: true`;

	test('the certificate is checked against the host of the URL, name or address', async () => {
		const { url, port } = await startServer({ config: server('server') });
		await reached(await linkWith({ server: url, tlsca }), 'connected');
		await reached(await linkWith({ server: `tls://localhost:${port}`, tlsca }), 'connected');
		const address = await startServer({ config: server('address') });
		await reached(await linkWith({ server: address.url, tlsca }), 'connected');
		const named = await problemOf(await linkWith({ server: `tls://localhost:${address.port}`, tlsca }));
		expect(named.message).toBe("The server's certificate is for another host name.");
		const other = await startServer({ config: server('other') });
		const wrong = await problemOf(await linkWith({ server: other.url, tlsca }));
		expect(wrong).toMatchObject({ kind: 'tls', message: "The server's certificate is for another host name." });
	});

	test('an unknown authority names --tlsca', async () => {
		const { url } = await startServer({ config: server('server') });
		expect(await problemOf(await linkWith({ server: url }))).toMatchObject({
			kind: 'tls',
			advice: expect.stringContaining('--tlsca'),
		});
	});

	test('a required client certificate names --tlscert, and works', async () => {
		const { url } = await startServer({ config: server('server', mutual) });
		expect(await problemOf(await linkWith({ server: url, tlsca }))).toMatchObject({
			kind: 'tls',
			advice: expect.stringContaining('--tlscert'),
		});
		const client = { tlscert: tlsFile('client.pem'), tlskey: tlsFile('client.key') };
		const link = await linkWith({ server: url, tlsca, ...client });
		await reached(link, 'connected');
		expect((await link.request('$JS.API.INFO', '')).ok).toBe(true);
	});

	test('files are read at each connection, and what is wrong with them by then is said', async () => {
		const { url } = await startServer({ config: server('server', mutual) });
		const folder = await mkdtemp(join(tmpdir(), 'jetdeck-tls-'));
		const place = async (name: string, from = name): Promise<string> => {
			await copyFile(tlsFile(from), join(folder, name));
			return join(folder, name);
		};
		const options = {
			server: url,
			tlsca: await place('ca.pem'),
			tlscert: await place('client.pem'),
			tlskey: await place('client.key'),
		};
		const resolved = await resolveSettings(options, { HOME: '/nonexistent' });
		if (!resolved.ok) throw new Error(resolved.problem.message);
		await place('client.key', 'other.key');
		const mixed = openLink(resolved.settings);
		expect(await problemOf(mixed)).toMatchObject({
			kind: 'tls',
			message: 'The given certificate or key is not usable.',
		});
		await mixed.close();
		await rm(options.tlsca);
		const absent = openLink(resolved.settings);
		expect(await problemOf(absent)).toMatchObject({
			kind: 'config',
			message: `The file ${options.tlsca} of --tlsca cannot be read: it does not exist.`,
		});
		await absent.close();
		await rm(folder, { recursive: true });
	});

	test('a server that offers none, where it was asked for', async () => {
		const { url } = await startServer();
		const problem = await problemOf(await linkWith({ server: url.replace('nats:', 'tls:') }));
		expect(problem).toMatchObject({
			kind: 'tls',
			message: 'jetdeck was started with TLS, but the server does not support TLS.',
		});
	});

	test.each(['2.10', 'newest'] as const)('handshake first on nats-server %s', async (line) => {
		// With a fallback to a plain greeting, for whoever waits for one: it is how the server is known to be up.
		const { url } = await startServer({ line, config: server('server', ', handshake_first: "1500ms"') });
		await reached(await linkWith({ server: url, tlsca, tlsfirst: true }), 'connected');
		const late = await problemOf(await linkWith({ server: url, tlsca, timeout: 1 }));
		expect(late).toMatchObject({ kind: 'tls', advice: 'Give --tlsfirst.' });
		const plain = await startServer({ line, config: server('server') });
		const early = await problemOf(await linkWith({ server: plain.url, tlsca, tlsfirst: true }));
		expect(early).toMatchObject({ kind: 'tls', advice: expect.stringContaining('Leave out --tlsfirst') });
	});
});

describe('what is not a NATS server', () => {
	const listening: Server[] = [];
	afterAll(() => {
		for (const server of listening) server.close();
	});

	function listen(server: Server): Promise<string> {
		listening.push(server);
		return new Promise((resolve) => {
			server.listen(0, '127.0.0.1', () => resolve(`nats://127.0.0.1:${(server.address() as AddressInfo).port}`));
		});
	}

	test('an HTTP server', async () => {
		const http = createHttp((_request, response) => response.end());
		const url = await listen(http);
		expect(await problemOf(await linkWith({ server: url, timeout: 1 }))).toMatchObject({
			kind: 'not-nats',
			address: url,
		});
		expect((await problemOf(await linkWith({ server: url, tlsfirst: true }))).kind).toBe('tls');
		http.closeAllConnections();
	});

	test.each([
		['greets otherwise', 'SSH-2.0-OpenSSH_9.2\r\n'],
		['greets with bytes', '\x00\x01\x02'],
		['greets with something alike', 'INFO not json\r\n'],
	])('one that %s', async (_what, greeting) => {
		const url = await listen(createTcp((socket) => socket.on('error', () => {}).write(greeting)));
		expect((await problemOf(await linkWith({ server: url }))).kind).toBe('not-nats');
	});

	test('one that never says anything leaves no socket open', async () => {
		let sockets = 0;
		const silent = createTcp((socket) => {
			sockets += 1;
			socket
				.on('error', () => {})
				.on('close', () => (sockets -= 1))
				.resume();
		});
		const link = await linkWith({ server: await listen(silent), timeout: 1 });
		expect((await problemOf(link)).kind).toBe('not-nats');
		await until(() => sockets === 0, { what: 'the socket to be closed' });
	});

	test('one that closes at once', async () => {
		const url = await listen(createTcp((socket) => socket.on('error', () => {}).destroy()));
		expect((await problemOf(await linkWith({ server: url }))).message).toMatch(/closed the connection/);
	});

	test('the cluster port of a server', async () => {
		const port = await freePort();
		await startServer({ jetstream: false, config: `cluster { name: C, listen: "127.0.0.1:${port}" }` });
		const problem = await problemOf(await linkWith({ server: `nats://127.0.0.1:${port}`, timeout: 1 }));
		expect(problem).toMatchObject({ kind: 'not-nats', message: expect.stringContaining('for other servers') });
	});

	test('a host that does not exist', async () => {
		const problem = await problemOf(await linkWith({ server: 'nats://no-such-host.invalid' }));
		expect(problem).toMatchObject({ kind: 'unreachable', address: 'nats://no-such-host.invalid:4222' });
	});
});
