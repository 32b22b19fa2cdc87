import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { nkeys } from 'nats';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Environment, listContexts } from '../../src/nats/context.ts';
import { accountOf } from '../../src/nats/credentials.ts';
import { parseDuration } from '../../src/nats/duration.ts';
import { Secrets } from '../../src/nats/secrets.ts';
import { parseServers } from '../../src/nats/server-url.ts';
import { type ConnectionOptions, resolveSettings, type Settings, withSecret } from '../../src/nats/settings.ts';

const tlsFile = (name: string) => join(import.meta.dirname, '../support/tls', name);

let home: string;
let env: Environment;

beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), 'jetdeck-settings-'));
	env = { HOME: home };
	await mkdir(join(home, '.config/nats/context'), { recursive: true });
});

afterEach(() => rm(home, { recursive: true, force: true }));

const writeContext = (name: string, values: unknown) =>
	writeFile(
		join(home, '.config/nats/context', `${name}.json`),
		typeof values === 'string' ? values : JSON.stringify(values),
	);
const select = (name: string) => writeFile(join(home, '.config/nats/context.txt'), `${name}\n`);

async function settingsOf(options: ConnectionOptions, extra: Environment = {}): Promise<Settings> {
	const resolved = await resolveSettings(options, { ...env, ...extra });
	if (!resolved.ok) throw new Error(`refused: ${resolved.problem.message}`);
	return resolved.settings;
}

async function refusalOf(options: ConnectionOptions, extra: Environment = {}): Promise<string> {
	const resolved = await resolveSettings(options, { ...env, ...extra });
	if (resolved.ok) throw new Error(`not refused: ${inspect(resolved.settings)}`);
	expect(resolved.problem.kind).toBe('config');
	return resolved.problem.message;
}

const authsOf = (settings: Settings) => settings.servers.map((server) => settings.secrets.forServer(server)[0]);

describe('where a value comes from', () => {
	const places = [
		{
			option: 'server',
			env: 'NATS_URL',
			key: 'url',
			read: (s: Settings) => s.target.servers[0],
			values: ['nats://flag:1', 'nats://env:2', 'nats://context:3'],
		},
		{
			option: 'token',
			env: 'NATS_TOKEN',
			key: 'token',
			read: (s: Settings) => (authsOf(s)[0] as { token: string }).token,
			values: ['tok-flag', 'tok-env', 'tok-context'],
		},
		{
			option: 'tlsca',
			env: 'NATS_CA',
			key: 'ca',
			read: (s: Settings) => s.tls.ca,
			values: [tlsFile('ca.pem'), tlsFile('server.pem'), tlsFile('client.pem')],
		},
		{
			option: 'jsDomain',
			env: undefined,
			key: 'jetstream_domain',
			read: (s: Settings) => s.target.domain,
			values: ['flag', undefined, 'context'],
		},
		{
			option: 'jsApiPrefix',
			env: undefined,
			key: 'jetstream_api_prefix',
			read: (s: Settings) => s.target.apiPrefix,
			values: ['flag.api', undefined, 'context.api'],
		},
		{
			option: 'inboxPrefix',
			env: undefined,
			key: 'inbox_prefix',
			read: (s: Settings) => s.inboxPrefix,
			values: ['_FLAG', undefined, '_CONTEXT'],
		},
	] as const;

	test.each(places)('$key: the command line, else the environment, else the context', async (place) => {
		const [flag, exported, stored] = place.values;
		await writeContext('it', { [place.key]: stored });
		await select('it');
		const environment = place.env && exported ? { [place.env]: exported } : {};
		expect(place.read(await settingsOf({ [place.option]: flag }, environment))).toBe(flag);
		if (exported) expect(place.read(await settingsOf({}, environment))).toBe(exported);
		expect(place.read(await settingsOf({}))).toBe(stored);
		expect(place.read(await settingsOf({ [place.option]: '' }))).toBe(stored);
	});

	test('without anything it is the local server, nobody and five seconds', async () => {
		const { target, tls } = await settingsOf({});
		expect(target).toEqual({
			label: 'nats://127.0.0.1:4222',
			beforeServer: '',
			servers: ['nats://127.0.0.1:4222'],
			timeoutMs: 5000,
			identity: 'no credentials',
			cli: { variables: [], connection: ['--no-context', '--server=nats://127.0.0.1:4222'], api: [] },
			notes: [],
		});
		expect(tls).toEqual({ first: false });
	});

	test('the timeout comes from the option, else NATS_TIMEOUT', async () => {
		expect((await settingsOf({ timeout: 700 }, { NATS_TIMEOUT: '1s' })).target.timeoutMs).toBe(700);
		expect((await settingsOf({}, { NATS_TIMEOUT: '1m30s' })).target.timeoutMs).toBe(90_000);
		expect(await refusalOf({}, { NATS_TIMEOUT: 'soon' })).toMatch(/NATS_TIMEOUT is "soon", but .*unit/);
	});
});

describe('which context', () => {
	beforeEach(async () => {
		await writeContext('one', { url: 'nats://one', description: 'first' });
		await writeContext('two', { url: 'nats://two', color_scheme: 'blue' });
		await select('one');
	});

	test('--context, else NATS_CONTEXT, else the selected one', async () => {
		expect((await settingsOf({ context: 'two' }, { NATS_CONTEXT: 'one' })).target.label).toBe('two');
		expect((await settingsOf({}, { NATS_CONTEXT: 'two' })).target.context).toEqual({
			name: 'two',
			colorScheme: 'blue',
			production: false,
		});
		expect((await settingsOf({})).target.label).toBe('one');
	});

	test('a path ending in .json', async () => {
		const path = join(home, 'elsewhere.json');
		await writeFile(path, '{"url":"nats://else"}');
		expect((await settingsOf({ context: path })).target).toMatchObject({
			label: 'elsewhere',
			servers: ['nats://else:4222'],
		});
	});

	test('XDG_CONFIG_HOME is looked in before ~/.config', async () => {
		await mkdir(join(home, 'xdg/nats/context'), { recursive: true });
		await writeFile(join(home, 'xdg/nats/context/three.json'), '{"url":"nats://three"}');
		await writeFile(join(home, 'xdg/nats/context.txt'), 'three');
		expect((await settingsOf({}, { XDG_CONFIG_HOME: join(home, 'xdg') })).target.label).toBe('three');
	});

	test('an unknown one is refused and the known ones are named; a dangling selection is only noted', async () => {
		expect(await refusalOf({ context: 'tree' })).toBe('There is no context "tree" (--context). Contexts: one, two.');
		expect(await refusalOf({ context: '../one' })).toContain('There is no context');
		await select('gone');
		const { target } = await settingsOf({});
		expect(target.label).toBe('nats://127.0.0.1:4222');
		expect(target.notes).toEqual(['The selected context gone does not exist; jetdeck ignores it.']);
	});

	test('NATS_URL over a context keeps its credentials, and says so', async () => {
		await writeContext('one', { url: 'nats://one', user: 'ops', password: 'sesame-open' });
		const settings = await settingsOf({}, { NATS_URL: 'nats://other' });
		expect(settings.target.servers).toEqual(['nats://other:4222']);
		expect(authsOf(settings)).toEqual([{ kind: 'user', user: 'ops', password: 'sesame-open' }]);
		expect(settings.target.notes).toEqual([
			'NATS_URL replaces the URL of the context one. jetdeck logs in with user ops.',
		]);
	});

	test('a broken one names the key, never its value', async () => {
		await writeContext('one', { password: { deep: 'sesame-open' } });
		const message = await refusalOf({});
		expect(message).toContain('key password');
		expect(message).not.toContain('sesame');
		await writeContext('one', '{"password": "sesame-open"');
		expect(await refusalOf({})).toBe('The context one cannot be used: its file is not JSON.');
	});

	test.each(['[]', '[{"url":"nats://one"}]', 'null', '5', '"nats://one"'])('%s is none', async (text) => {
		await writeContext('one', text);
		expect(await refusalOf({})).toBe('The context one cannot be used: its file is not a JSON object.');
	});

	test('keys are taken as the nats CLI takes them, whatever their case', async () => {
		await writeContext('one', { URL: 'nats://one', User: 'ops', PASSWORD: 'sesame-open' });
		const settings = await settingsOf({});
		expect(settings.target.servers).toEqual(['nats://one:4222']);
		expect(authsOf(settings)).toEqual([{ kind: 'user', user: 'ops', password: 'sesame-open' }]);
	});

	test('keys of newer CLIs are let through, null is nothing', async () => {
		await writeContext('one', { url: 'nats://one', user: null, shiny_new: [1] });
		expect((await settingsOf({})).target.identity).toBe('no credentials');
	});
});

describe('who one is', () => {
	const seed = new TextDecoder().decode(nkeys.createUser().getSeed());

	test('a user without a password is a token, as in the nats CLI', async () => {
		const settings = await settingsOf({ user: 'lonely-token' });
		expect(authsOf(settings)).toEqual([{ kind: 'token', token: 'lonely-token' }]);
		expect(settings.target.identity).toBe('a token');
		expect(settings.target.notes).toEqual([
			'jetdeck sends --user without a password as a token, as the nats CLI does.',
		]);
		expect(inspect(settings, { depth: 9 })).not.toContain('lonely');
	});

	test('where somebody can be asked the password is asked for', async () => {
		const settings = await settingsOf({ user: 'ops', interactive: true });
		expect(settings.needs).toBe('password');
		// It may be a token: nothing that is shown has it.
		expect(JSON.stringify(settings.target)).not.toContain('ops');
		const answered = withSecret(settings, { password: 'sesame-open' });
		expect(answered.target.identity).toBe('user ops');
		expect(withSecret(settings, { password: '' }).target.identity).toBe('a token');
		expect(answered.needs).toBeUndefined();
		expect(authsOf(answered)).toEqual([{ kind: 'user', user: 'ops', password: 'sesame-open' }]);
		expect(authsOf(withSecret(settings, { password: '' }))).toEqual([{ kind: 'token', token: 'ops' }]);
		expect((await settingsOf({ user: 'ops', interactive: true }, { NATS_PASSWORD: 'p' })).needs).toBeUndefined();
	});

	test("a context's password is not sent with another user", async () => {
		await writeContext('it', { user: 'ops', password: 'sesame-open' });
		await select('it');
		expect(authsOf(await settingsOf({ user: 'other' }))).toEqual([{ kind: 'token', token: 'other' }]);
	});

	test('credentials given explicitly beat those of the context, whatever their kind', async () => {
		await writeFile(join(home, 'a.nk'), `${seed}\n`);
		await writeContext('it', { user: 'ops', password: 'sesame-open' });
		await select('it');
		const settings = await settingsOf({ nkey: '~/a.nk' });
		expect(authsOf(settings)[0]?.kind).toBe('nkey');
		expect(settings.target.identity).toBe('nkey file ~/a.nk');
		expect(authsOf(await settingsOf({ token: 'tok-flag' }, { NATS_NKEY: join(home, 'a.nk') }))[0]?.kind).toBe('token');
	});

	test('within one place the order of natscontext decides', async () => {
		await writeFile(join(home, 'a.nk'), seed);
		await writeContext('it', { nkey: '~/a.nk', user: 'ops', password: 'p', token: 't' });
		await select('it');
		expect(authsOf(await settingsOf({}))[0]?.kind).toBe('user');
	});

	test('user information in a URL is for that server, and shown nowhere', async () => {
		const settings = await settingsOf({ server: 'nats://ops:pa%20ss-word@one, nats://tok-en-url@two:9, three' });
		expect(settings.target.servers).toEqual(['nats://one:4222', 'nats://two:9', 'nats://three:4222']);
		expect(settings.target.label).toBe('nats://one:4222');
		expect(authsOf(settings)).toEqual([
			{ kind: 'user', user: 'ops', password: 'pa ss-word' },
			{ kind: 'token', token: 'tok-en-url' },
			undefined,
		]);
		expect(settings.target.identity).toBe('user ops of the URL');
		expect(authsOf(await settingsOf({ user: 'me', password: 'mine' }, { NATS_URL: 'nats://ops:secret@one' }))).toEqual([
			{ kind: 'user', user: 'me', password: 'mine' },
		]);
	});

	test.each([
		['file', () => writeFile(join(home, 'pw'), 'sesame-open\r\n').then(() => 'file://~/pw')],
		['env', async () => 'env://MY_SECRET'],
		['data', async () => `data:;base64,${Buffer.from('sesame-open\n').toString('base64')}`],
	])('a %s reference is followed', async (_scheme, reference) => {
		await writeContext('it', { user: 'ops', password: await reference() });
		const settings = await settingsOf({ context: 'it' }, { MY_SECRET: 'sesame-open' });
		expect(authsOf(settings)).toEqual([{ kind: 'user', user: 'ops', password: 'sesame-open' }]);
	});

	test.each([
		[{ creds: 'op://vault/item/creds' }, /creds of the context it: .*1Password/],
		[{ creds: 'nsc://op/acc/user' }, /nsc stores the value/],
		[{ nsc: 'nsc://op/acc/user' }, /nsc generate creds/],
		[{ token: 'env://NOT_SET' }, /NOT_SET is not set/],
		[{ nkey: 'data:;base64,***' }, /not base64/],
		[{ creds: '~/none.creds' }, /none\.creds cannot be read: it does not exist/],
		[{ socks_proxy: 'socks5://x' }, /does not support SOCKS proxies/],
		[{ cert: '/c.pem' }, /needs its key/],
		[{ jetstream_domain: 'a.b' }, /jetstream_domain of the context it must be one word/],
		[{ jetstream_domain: 'hub', jetstream_api_prefix: 'x.y' }, /excludes/],
		[{ inbox_prefix: 'a.*' }, /inbox_prefix of the context it must be a subject/],
		[{ url: 'ws://host' }, /WebSocket/],
		[{ url: 'http://host' }, /http:\/\/ is not a NATS URL/],
	])('%j is refused in words', async (values, words) => {
		await writeContext('it', values);
		expect(await refusalOf({ context: 'it' })).toMatch(words);
	});

	test('files that are no credentials are refused without showing their content', async () => {
		await writeFile(join(home, 'x.creds'), 'sesame-open');
		const message = await refusalOf({ creds: join(home, 'x.creds') });
		expect(message).toMatch(/x\.creds is not a NATS credentials file/);
		expect(message).not.toContain('sesame');
		expect(await refusalOf({ nkey: join(home, 'x.creds') })).toMatch(/no valid nkey seed/);
	});

	test('a seed given in place of a file is used and never shown', async () => {
		const settings = await settingsOf({ nkey: seed });
		expect(settings.target.identity).toBe('nkey');
		expect(inspect(settings, { depth: 9, showHidden: true }) + JSON.stringify(settings)).not.toContain(seed);
	});

	test('prefixes may carry the end they have in permissions', async () => {
		const { target } = await settingsOf({ jsApiPrefix: 'from.hub.API.>' });
		expect(target.apiPrefix).toBe('from.hub.API');
	});

	test('an API prefix is no other subject of the server, before which reads would become changes', async () => {
		for (const jsApiPrefix of ['$JS.API.STREAM.DELETE', '$JS', '$SYS.REQ', '$JS.API.x'])
			expect(await refusalOf({ jsApiPrefix })).toMatch(/must not be a subject of the server/);
		for (const jsApiPrefix of ['$JS.API', '$JS.hub.API', 'acme.js'])
			expect((await settingsOf({ jsApiPrefix })).target.apiPrefix).toBe(jsApiPrefix);
	});
});

describe('certificates and keys', () => {
	const pair = { tlscert: tlsFile('client.pem'), tlskey: tlsFile('client.key') };

	test('that can be used are', async () => {
		const { tls } = await settingsOf({ tlsca: tlsFile('ca.pem'), ...pair });
		expect(tls).toEqual({ ca: tlsFile('ca.pem'), cert: pair.tlscert, key: pair.tlskey, first: false });
	});

	test('that cannot be used are refused before anything is connected to', async () => {
		await writeFile(join(home, 'notes.txt'), 'a-secret-note');
		const notes = join(home, 'notes.txt');
		expect(await refusalOf({ tlsca: '/nowhere.pem' })).toBe(
			'The file /nowhere.pem of --tlsca cannot be read: it does not exist.',
		);
		expect(await refusalOf({}, { NATS_CA: notes })).toBe(
			`The file ${notes} of NATS_CA contains no certificate: it must be a PEM file.`,
		);
		expect(await refusalOf({ tlscert: pair.tlscert })).toMatch(/^--tlscert needs its key/);
		expect(await refusalOf({ tlskey: pair.tlskey })).toMatch(/^--tlskey needs its certificate/);
		expect(await refusalOf({ ...pair, tlskey: tlsFile('other.key') })).toMatch(
			/^The files of --tlscert and --tlskey cannot be used: .* the key must belong to the certificate/,
		);
		await writeContext('it', { cert: notes, key: pair.tlskey });
		const refusal = await refusalOf({ context: 'it' });
		expect(refusal).toMatch(/^The files of cert of the context it and key of the context it cannot be used/);
		expect(refusal).not.toContain('a-secret-note');
	});
});

describe('secrets stay secret', () => {
	test('in every way settings can be written out', async () => {
		await writeContext('it', { url: 'nats://ops:url-secret@one', token: 'token-secret' });
		const settings = await settingsOf(
			{ context: 'it', user: 'ops', password: 'flag-secret' },
			{ NATS_SEED: 'SEED-secret' },
		);
		const written = [
			inspect(settings, { depth: 20, showHidden: true }),
			JSON.stringify(settings),
			String(settings.secrets),
			`${settings.target}`,
			inspect(settings.secrets),
		];
		for (const text of written) expect(text).not.toMatch(/(url|token|flag|SEED)-secret/);
	});

	test('withoutKnown takes out what it knows, in JSON too', () => {
		const secrets = new Secrets([{ kind: 'token', token: 'sesame"open' }]);
		expect(secrets.withoutKnown(JSON.stringify({ user: 'sesame"open' }))).toBe('{"user":"[hidden]"}');
	});

	test('redact takes out what it knows and what looks like a secret', () => {
		const secrets = new Secrets([{ kind: 'user', user: 'ops', password: 'sesame-open' }]);
		const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
		expect(secrets.redact(`x sesame-open nats://a:b@h ${seed} eyJ0.eyJ1.abc`)).toBe(
			'x [hidden] nats://h [hidden] [hidden]',
		);
	});
});

describe('listContexts', () => {
	test('names, sorts, marks and explains', async () => {
		await writeContext('ngs.js', { url: 'tls://u:url-secret@connect.ngs.global', description: 'Synadia' });
		await writeContext('Prod-eu', { url: 'nats://a, b:5' });
		await writeContext('stage', { description: 'copy of production', color_scheme: 'red' });
		await writeContext('product', {});
		await writeContext('broken', '{');
		await writeFile(join(home, '.config/nats/context/notes.txt'), 'x');
		await select('stage');
		expect(await listContexts(env)).toEqual([
			{ name: 'Prod-eu', production: true, selected: false, url: 'nats://a:4222, nats://b:5' },
			{
				name: 'broken',
				production: false,
				selected: false,
				url: '',
				problem: 'The context broken cannot be used: its file is not JSON.',
			},
			{
				name: 'ngs.js',
				description: 'Synadia',
				production: false,
				selected: false,
				url: 'tls://connect.ngs.global:4222',
			},
			{ name: 'product', production: false, selected: false, url: 'nats://127.0.0.1:4222' },
			{
				name: 'stage',
				description: 'copy of production',
				colorScheme: 'red',
				production: true,
				selected: true,
				url: 'nats://127.0.0.1:4222',
			},
		]);
		expect((await listContexts(env, /ngs/)).filter((one) => one.production).map((one) => one.name)).toEqual(['ngs.js']);
	});

	test('no folder is no contexts', async () => {
		expect(await listContexts({ HOME: join(home, 'nowhere') })).toEqual([]);
	});
});

describe('URLs', () => {
	const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
	const secret = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `s3cr3t${text}`);

	test('whatever the user and password are, they come back whole and are not shown', () => {
		fc.assert(
			fc.property(word, secret, secret, fc.integer({ min: 1, max: 65_535 }), (host, user, password, port) => {
				const url = `nats://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}`;
				const parsed = parseServers(url, '--server');
				expect(parsed).toMatchObject({
					ok: true,
					servers: [{ userInfo: { user, password }, address: { host, port } }],
				});
				if (parsed.ok) expect(JSON.stringify(parsed.servers[0]?.address)).not.toContain('s3cr3t');
			}),
		);
	});

	test('no text makes the parser throw or show what stands before an @', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (before, after) => {
				const parsed = parseServers(`nats://s3cr3t${before}@${after.replaceAll('s3cr3t', '')}`, '--server');
				const shown = parsed.ok ? JSON.stringify(parsed.servers.map(({ address }) => address)) : parsed.message;
				expect(shown).not.toContain('s3cr3t');
			}),
		);
	});

	test.each([
		['host', 'nats://host:4222'],
		['tls://host', 'tls://host:4222'],
		['127.0.0.1:80', 'nats://127.0.0.1:80'],
		['::1', 'nats://[::1]:4222'],
		['nats://[::1]:5', 'nats://[::1]:5'],
		['NATS://Host:443/', 'nats://Host:443'],
		[' a ,, b ', 'nats://a:4222 nats://b:4222'],
	])('%s', (text, shown) => {
		const parsed = parseServers(text, '--server');
		expect(parsed.ok && parsed.servers.map(({ address }) => address.shown).join(' ')).toBe(shown);
	});

	test.each([
		'',
		',',
		'nats://',
		'nats://host:0',
		'nats://host:99999',
		'nats://host:port',
		'nats://ho st',
		'nats://:1',
		'nats://u:12,34@host',
	])('%j is refused', (text) =>
		expect(parseServers(text, '--server')).toMatchObject({ ok: false, message: expect.stringMatching(/^--server/) }),
	);
});

describe('a URL whose user information is not escaped', () => {
	const message = (text: string): string => {
		const parsed = parseServers(text, '--server');
		return parsed.ok ? 'taken' : parsed.message;
	};
	const rule = '--server: in a user name, password or token inside a URL, write';

	test.each([
		['/', '/ as %2F'],
		['#', '# as %23'],
		['?', '? as %3F'],
		['//', '/ as %2F'],
		['#/', '/ as %2F, # as %23'],
	])('says how to write %j, and shows nothing of it', (character, written) => {
		for (const url of [
			`nats://ops:se${character}cret@host:4222`,
			`ops:se${character}cret@host`,
			`nats://ops:12${character}34@host`,
			`nats://ops:secret${character}@host`,
			`tls://to${character}ken@host`,
			`nats://o${character}ps:secret@host`,
			`nats://a:1,nats://ops:se${character}cret@host:4222`,
		])
			expect(message(url), url).toBe(`${rule} ${written}.`);
	});

	test('does not repeat what may be a password', () => {
		expect(message('nats://ops:secret')).toBe(
			'--server: the port after "nats://ops" must be a number from 1 to 65535, as in nats://host:4222.',
		);
		expect(message('ops:secret')).not.toContain('secret');
		expect(message('nats://ops:secret,nats://host')).not.toContain('secret');
		expect(message('nats://ops:secret@host:port')).toBe(
			'--server: the port after "nats://host" must be a number from 1 to 65535, as in nats://host:4222.',
		);
	});
});

describe('durations', () => {
	test.each([
		['5s', 5000],
		['500ms', 500],
		['2m', 120_000],
		['1m30s', 90_000],
		['1.5s', 1500],
		[' 1h ', 3_600_000],
	])('%s', (text, ms) => expect(parseDuration(text, '--timeout')).toEqual({ ok: true, ms }));

	test.each(['', '5', 's', '5 s', '-5s', '5x', '0s', '1us', '25h', '1e3s', '5s!'])('%j is refused', (text) => {
		expect(parseDuration(text, '--interval')).toMatchObject({
			ok: false,
			message: expect.stringMatching(/^--interval is .*, but it must be .*\.$/),
		});
	});
});

describe('the account that a context logs in to', () => {
	const account = `A${'B'.repeat(55)}`;
	const jwt = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
	const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
	const creds = (claims: object): string =>
		`-----BEGIN NATS USER JWT-----\n${jwt(claims)}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;
	const signedFor = { iss: `A${'C'.repeat(55)}`, nats: { issuer_account: account } };

	test.each([
		['the issuer of its credentials', { creds: 'data:;base64,' }, { iss: account }, account],
		['that for which a signing key issued them', { creds: 'data:;base64,' }, signedFor, account],
		['an issuer that is no account', { creds: 'data:;base64,' }, { iss: 'OABC' }, undefined],
		['that of its JWT', { user_jwt: jwt(signedFor), user_seed: seed }, {}, account],
		['unknown with a password', { user: 'app', password: 's' }, {}, undefined],
		['unknown where the URL logs in', { creds: 'data:;base64,', url: 'nats://app:s@n1' }, { iss: account }, undefined],
		['unknown without a login', {}, {}, undefined],
	])('is %s', async (_what, values, claims, expected) => {
		const packed = 'creds' in values && { creds: `${values.creds}${Buffer.from(creds(claims)).toString('base64')}` };
		await writeContext('one', { ...values, ...packed });
		expect(await accountOf(await settingsOf({ context: 'one' }))).toBe(expected);
	});

	test('is read from the file again', async () => {
		const file = join(home, 'app.creds');
		await writeFile(file, creds({ iss: account }));
		await writeContext('one', { creds: file });
		const settings = await settingsOf({ context: 'one' });
		expect(await accountOf(settings)).toBe(account);
		await rm(file);
		expect(await accountOf(settings)).toBeUndefined();
	});
});
