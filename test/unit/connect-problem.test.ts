import fc from 'fast-check';
import { NatsError } from 'nats';
import { describe, expect, test } from 'vitest';
import type { ConnectFailure } from '../../src/nats/connect-failure.ts';
import { connectProblem, mostInformative } from '../../src/nats/connect-problem.ts';
import { nextWaitMs } from '../../src/nats/retry.ts';
import { Secrets } from '../../src/nats/secrets.ts';
import { ServerPool } from '../../src/nats/server-pool.ts';
import { parseServers, type ServerAddress } from '../../src/nats/server-url.ts';
import type { DialStage } from '../../src/nats/transport.ts';

const secrets = new Secrets([
	{ kind: 'user', user: 'ops', password: 'sesame-open' },
	{ kind: 'token', token: 'tok-en-secret' },
]);

const failure = (given: Partial<ConnectFailure>): ConnectFailure => ({
	error: undefined,
	stage: 'login',
	address: 'nats://host:4222',
	identity: 'user ops',
	loginFrom: 'elsewhere',
	now: Date.UTC(2030, 0, 1),
	timeoutMs: 5000,
	clientCertificate: false,
	peerPort: false,
	wantsCertificate: false,
	wasUp: false,
	again: false,
	redact: (text) => secrets.redact(text),
	...given,
});

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const said = (message: string) => new NatsError(message, 'NATS_PROTOCOL_ERR');

describe('connectProblem', () => {
	test.each<[string, Partial<ConnectFailure>, string, RegExp]>([
		[
			'a refused port behind several addresses',
			{ error: new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), stage: 'dial' },
			'refused',
			/refused/,
		],
		[
			'an error that nats.js wraps',
			{ error: new NatsError('x', 'UNKNOWN', coded('ECONNREFUSED')), stage: 'dial' },
			'refused',
			/refused/,
		],
		['no such host', { error: coded('ENOTFOUND'), stage: 'dial' }, 'unreachable', /no host/],
		['no route', { error: coded('EHOSTUNREACH'), stage: 'dial' }, 'unreachable', /unreachable/],
		['silence at dialling', { error: new NatsError('TIMEOUT', 'TIMEOUT'), stage: 'dial' }, 'timeout', /within 5 s\./],
		['silence at login', { error: new NatsError('TIMEOUT', 'TIMEOUT'), stage: 'login' }, 'timeout', /finish the login/],
		[
			'an expired login',
			{ error: new NatsError('x', 'AUTHENTICATION_EXPIRED'), wasUp: true },
			'auth-expired',
			/user ops has expired/,
		],
		[
			'expired credentials',
			{ error: new NatsError('x', 'AUTHORIZATION_VIOLATION'), expiresAt: Date.UTC(2029, 0, 1) },
			'auth-expired',
			/expired on 2029-01-01/,
		],
		[
			'credentials still good, refused',
			{ error: new NatsError('x', 'AUTHORIZATION_VIOLATION'), expiresAt: Date.UTC(2031, 0, 1) },
			'auth',
			/refused the login/,
		],
		['an expired account', { error: new NatsError('x', 'ACCOUNT_EXPIRED') }, 'auth-expired', /account/],
		['revoked', { error: said("'User Authentication Revoked'"), wasUp: true }, 'auth', /revoked/],
		['a certificate out of date', { error: coded('CERT_HAS_EXPIRED'), stage: 'tls' }, 'tls', /has expired/],
		[
			'an unknown handshake failure',
			{ error: coded('ERR_SSL_X', 'odd thing'), stage: 'tls' },
			'tls',
			/failed: odd thing\.$/,
		],
		[
			'a lost connection',
			{ error: coded('ECONNRESET', 'read ECONNRESET'), wasUp: true },
			'lost',
			/lost: read ECONNRESET\.$/,
		],
		['a lost connection without a word', { wasUp: true }, 'lost', /^The connection was lost\.$/],
		['a closed door', { error: coded('ECONNRESET') }, 'other', /before the login/],
		['nothing at all', {}, 'other', /before the login/],
		['no room', { error: said("'maximum connections exceeded'") }, 'other', /no more connections/],
		['a hang-up by who wants a certificate', { wantsCertificate: true }, 'tls', /asks for a client certificate/],
		['what is not an Error', { error: 'odd' }, 'other', /without a reason/],
	])('%s', (_what, given, kind, message) => {
		const problem = connectProblem(failure(given));
		expect(problem).toMatchObject({ kind, address: 'nats://host:4222', message: expect.stringMatching(message) });
		expect(problem.advice).toMatch(/\.$/);
	});

	test.each<[string, Partial<ConnectFailure>, string, string]>([
		[
			'a server that is gone',
			{ error: coded('ECONNREFUSED'), stage: 'dial' },
			'Nothing listens there any more: the server stopped or moved.',
			'jetdeck keeps trying; start the server, or connect to another one.',
		],
		[
			'a login that no longer holds',
			{ error: new NatsError('x', 'AUTHORIZATION_VIOLATION') },
			'The server now refuses the login with user ops.',
			'The user or its account was changed or removed on the server. Restart jetdeck with the new login, or read a context again with :context.',
		],
		[
			'a login of a file that no longer holds',
			{
				error: new NatsError('x', 'AUTHORIZATION_VIOLATION'),
				identity: 'credentials file ~/ops.creds',
				loginFrom: 'file',
			},
			'The server now refuses the login with credentials file ~/ops.creds.',
			'The user or its account was changed or removed on the server. Renew the file: jetdeck reads it again at each attempt.',
		],
		[
			'credentials that expired meanwhile',
			{
				error: new NatsError('x', 'AUTHORIZATION_VIOLATION'),
				expiresAt: Date.UTC(2029, 11, 31),
				identity: 'credentials file ~/ops.creds',
				loginFrom: 'file',
			},
			'The credentials file ~/ops.creds expired on 2029-12-31T00:00:00.000Z.',
			'Get new credentials. Renew the file: jetdeck reads it again at each attempt.',
		],
	])('says of %s that it was there before', (_what, given, message, advice) => {
		expect(connectProblem(failure({ again: true, ...given }))).toMatchObject({ message, advice });
	});

	test('never holds a secret, whatever the error says', () => {
		const stage = fc.constantFrom<DialStage>('dial', 'greeting', 'tls', 'login');
		const secret = fc.constantFrom('sesame-open', 'tok-en-secret', 'nats://a:hid-den@h');
		fc.assert(
			fc.property(fc.string(), secret, fc.string(), stage, fc.boolean(), (before, middle, after, at, wasUp) => {
				const problem = connectProblem(failure({ error: new Error(`${before}${middle}${after}`), stage: at, wasUp }));
				expect(JSON.stringify(problem)).not.toMatch(/sesame|tok-en|hid-den/);
			}),
		);
	});

	test('of several servers the one that came furthest tells', () => {
		const refused = connectProblem(failure({ error: coded('ECONNREFUSED') }));
		const auth = connectProblem(failure({ error: new NatsError('x', 'AUTHORIZATION_VIOLATION') }));
		expect(mostInformative([refused, auth, refused])).toBe(auth);
		expect(mostInformative([]).kind).toBe('config');
	});
});

describe('waiting between attempts', () => {
	test('doubles from 250 ms to 5 s; what does not mend itself waits long at once', () => {
		const refused = connectProblem(failure({ error: coded('ECONNREFUSED') }));
		const auth = connectProblem(failure({ error: new NatsError('x', 'AUTHORIZATION_VIOLATION') }));
		expect([1, 2, 3, 5, 6, 99].map((attempt) => nextWaitMs(attempt, refused, () => 0))).toEqual([
			250, 500, 1000, 4000, 5000, 5000,
		]);
		expect(nextWaitMs(1, refused, () => 1)).toBe(300);
		expect(nextWaitMs(1, auth, () => 0)).toBe(5000);
	});
});

describe('the servers of a cluster', () => {
	const addresses = (text: string): readonly ServerAddress[] => {
		const parsed = parseServers(text, 'test');
		return parsed.ok ? parsed.servers.map(({ address }) => address) : [];
	};
	const shown = (pool: ServerPool) => [...pool.given, ...pool.learnt].map((one) => one.shown);

	test('are tried in the order given, then those learnt; a lost one goes last of its kind', () => {
		const [a, b] = addresses('a,b');
		if (!a || !b) throw new Error('no addresses');
		const pool = new ServerPool([a, b]);
		pool.learn(['10.0.0.1:4222', 'a:4222', '[::1]:5'], a);
		expect(shown(pool)).toEqual(['nats://a:4222', 'nats://b:4222', 'nats://10.0.0.1:4222', 'nats://[::1]:5']);
		pool.lost(a);
		expect(shown(pool).slice(0, 2)).toEqual(['nats://b:4222', 'nats://a:4222']);
		pool.learn([], a);
		expect(shown(pool)).toEqual(['nats://b:4222', 'nats://a:4222']);
	});

	test('an address learnt over TLS is held to the name of the server that told of it', () => {
		const [a] = addresses('tls://n1.example');
		if (!a) throw new Error('no address');
		const pool = new ServerPool([a]);
		pool.learn(['10.0.0.1:4222', 'n2.example:4222'], a);
		expect(pool.learnt).toEqual([
			{
				host: '10.0.0.1',
				port: 4222,
				tls: true,
				shown: 'tls://10.0.0.1:4222',
				certificateName: 'n1.example',
				credentialsOf: 'tls://n1.example:4222',
			},
			{
				host: 'n2.example',
				port: 4222,
				tls: true,
				shown: 'tls://n2.example:4222',
				credentialsOf: 'tls://n1.example:4222',
			},
		]);
	});
});
