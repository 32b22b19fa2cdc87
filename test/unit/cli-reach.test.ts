import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nkeys } from 'nats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jetdeckLine, natsLine } from '../../src/jetstream/nats-cli/nats-line.ts';
import type { Environment } from '../../src/nats/context.ts';
import { type ConnectionOptions, resolveSettings, withSecret } from '../../src/nats/settings.ts';

let home: string;
let creds: string;

const contexts = {
	bare: { url: 'nats://a:4222' },
	east: { url: 'nats://east:4222', jetstream_domain: 'east' },
	prefixed: { url: 'nats://a:4222', jetstream_api_prefix: 'MY.API' },
	ops: { url: 'nats://a:4222', user: 'ops', password: 'open-sesame' },
	open: { url: 'nats://ops:open-sesame@a:4222' },
	token: { url: 'nats://a:4222', token: 'to-ken-to-ken' },
	strict: { url: 'tls://a:4222', tls_first: true, inbox_prefix: '_MINE' },
	walled: { url: 'tls://a:4222', tls_first: true, inbox_prefix: '_MINE', jetstream_domain: 'east' },
	nsc: { url: 'nats://a:4222', nsc: 'nsc://operator/account/user' },
};

beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'jetdeck-reach-'));
	await mkdir(join(home, '.config/nats/context'), { recursive: true });
	for (const [name, values] of Object.entries(contexts))
		await writeFile(join(home, '.config/nats/context', `${name}.json`), JSON.stringify(values));
	await writeFile(join(home, 'elsewhere.json'), JSON.stringify(contexts.bare));
	creds = join(home, 'ops.nk');
	await writeFile(creds, nkeys.createUser().getSeed());
});
afterAll(() => rm(home, { recursive: true, force: true }));

interface Start {
	readonly options?: ConnectionOptions;
	readonly env?: Environment;
	/** Set in the shell, and not followed. */
	readonly shell?: Environment;
}

async function settings({ options = {}, env = {}, shell }: Start) {
	const all = { HOME: home, ...env };
	const resolved = await resolveSettings(options, all, shell === undefined ? all : { ...all, ...shell });
	if (!resolved.ok) throw new Error(resolved.problem.message);
	return resolved.settings;
}

/** A line of a command of the API, without the home of this run. */
async function line(start: Start): Promise<string> {
	const { target } = await settings(start);
	const words = { command: ['stream', 'rm'], names: ['R3'], flags: ['--force'], callsApi: true };
	return natsLine(target.cli, words).replaceAll(home, '/home');
}

/** The shell says so where it is not set, and runs nothing. */
const unprinted = (name: string): string => `${name}="\${${name}:?is not printed, set it}"`;
const password = unprinted('NATS_PASSWORD');
const token = unprinted('NATS_TOKEN');
const seed = new TextDecoder().decode(nkeys.createUser().getSeed());

test('a line of jetdeck goes to the same server', async () => {
	const { target } = await settings({ options: { server: 'b:4333', jsDomain: 'HUB' } });
	expect(jetdeckLine(target.cli, ['kv', 'compare'], ['A', 'B'])).toBe(
		'jetdeck kv compare --no-context --server=nats://b:4333 --js-domain=HUB A B',
	);
	expect(jetdeckLine(target.cli, ['kv', 'compare'], ['-A', 'B'])).toMatch(/ -- -A B$/);
});

describe('a line of the nats CLI', () => {
	test.each<readonly [string, Start, string]>([
		['goes nowhere else where another context is selected', {}, 'nats --no-context --server=nats://127.0.0.1:4222'],
		['names the context', { options: { context: 'east' } }, 'nats --context=east'],
		['names the one of the variable', { env: { NATS_CONTEXT: 'east' } }, 'nats --context=east'],
		[
			'names the file of a context',
			{ options: { context: 'HOME/elsewhere.json' } },
			'nats --context=/home/elsewhere.json',
		],
		[
			'names a server that replaces that of the context',
			{ options: { context: 'east', server: 'b:4333' } },
			'nats --context=east --server=nats://b:4333',
		],
		[
			'names the one of the variable too',
			{ options: { context: 'east' }, env: { NATS_URL: 'nats://b:4333,nats://c:4333' } },
			'nats --context=east --server=nats://b:4333,nats://c:4333',
		],
		['names a domain', { options: { context: 'bare', jsDomain: 'hub' } }, 'nats --context=bare --js-domain=hub'],
		['names another domain', { options: { context: 'east', jsDomain: 'hub' } }, 'nats --context=east --js-domain=hub'],
		[
			'names a prefix',
			{ options: { server: 'b:4222', context: false, jsApiPrefix: 'MY.API' } },
			'nats --no-context --server=nats://b:4222 --js-api-prefix=MY.API',
		],
		[
			'leaves a context whose domain the program would prefer to the prefix',
			{ options: { context: 'east', jsApiPrefix: 'MY.API' } },
			'nats --no-context --server=nats://east:4222 --js-api-prefix=MY.API',
		],
		[
			'takes a domain in place of the prefix of the context',
			{ options: { context: 'prefixed', jsDomain: 'hub' } },
			'nats --context=prefixed --js-domain=hub',
		],
		[
			'says all that a context says where it cannot name that',
			{ options: { context: 'ops', nkey: 'HOME/ops.nk' } },
			'nats --no-context --server=nats://a:4222 --nkey=/home/ops.nk',
		],
		['leaves the login to the context', { options: { context: 'ops' } }, 'nats --context=ops'],
		['leaves it to the URL of the context', { options: { context: 'open' } }, 'nats --context=open'],
		[
			'keeps the login of the context on another server',
			{ options: { context: 'ops', server: 'b:4222' } },
			'nats --context=ops --server=nats://b:4222',
		],
		[
			'names the file of a login',
			{ options: { context: 'bare', nkey: 'HOME/ops.nk' } },
			'nats --context=bare --nkey=/home/ops.nk',
		],
		[
			'names the user, and has the password set',
			{ options: { server: 'a', user: 'ops', password: 'open-sesame' } },
			`${password} nats --no-context --server=nats://a:4222 --user=ops`,
		],
		[
			'has the login of a URL set',
			{ options: { server: 'nats://ops:open-sesame@a' } },
			`${password} nats --no-context --server=nats://a:4222 --user=ops`,
		],
		[
			'has a token set',
			{ options: { context: 'bare' }, env: { NATS_TOKEN: 'to-ken-to-ken' } },
			`${token} nats --context=bare`,
		],
		[
			'has a token set that was given as a user',
			{ options: { server: 'a', user: 'to-ken-to-ken' } },
			`${token} nats --no-context --server=nats://a:4222`,
		],
		[
			'has a JWT and its seed set',
			{ env: { NATS_JWT: 'eyJ.a.b', NATS_SEED: seed } },
			`${unprinted('NATS_JWT')} ${unprinted('NATS_SEED')} nats --no-context --server=nats://127.0.0.1:4222`,
		],
		[
			'does not log in as the shell would',
			{ options: { context: 'bare', nkey: 'HOME/ops.nk' }, env: { NATS_USER: 'eve', NATS_PASSWORD: 'open-sesame' } },
			'NATS_USER= NATS_PASSWORD= nats --context=bare --nkey=/home/ops.nk',
		],
		[
			'follows no variable that the deck does not follow',
			{
				options: { context: 'ops' },
				shell: { NATS_URL: 'nats://b:4222', NATS_CREDS: '/x', NATS_CONTEXT: 'east', NATS_SOCKS_PROXY: 's:1' },
			},
			'NATS_URL= NATS_CREDS= NATS_SOCKS_PROXY= nats --context=ops',
		],
		['leaves TLS to the context', { options: { context: 'strict' } }, 'nats --context=strict'],
		[
			'says it where the context does not',
			{ options: { context: 'bare', tlsfirst: true, inboxPrefix: '_MINE.>' } },
			'nats --context=bare --inbox-prefix=_MINE --tlsfirst',
		],
		[
			'says it where it cannot name the context',
			{ options: { context: 'walled', jsApiPrefix: 'MY.API' } },
			'nats --no-context --server=tls://a:4222 --inbox-prefix=_MINE --tlsfirst --js-api-prefix=MY.API',
		],
		[
			'has the program not run another one',
			{ options: { context: 'nsc', nkey: 'HOME/ops.nk' } },
			'nats --no-context --server=nats://a:4222 --nkey=/home/ops.nk',
		],
	])('%s', async (_what, { options = {}, ...start }, expected) => {
		const placed = Object.fromEntries(
			Object.entries(options).map(([key, value]) => [
				key,
				typeof value === 'string' ? value.replace('HOME', home) : value,
			]),
		);
		const printed = await line({ ...start, options: placed });
		expect(printed).toBe(`${expected} stream rm R3 --force`);
		expect(printed).not.toMatch(/sesame|to-ken|eyJ|\bSU/);
	});

	test('has a token set where the password that was asked for was left empty, and else names the user', async () => {
		const asking = await settings({ options: { server: 'a', user: 'to-ken-to-ken', interactive: true } });
		expect(JSON.stringify(asking.target)).not.toContain('to-ken');
		const { target } = withSecret(asking, { password: '' });
		const reach = { variables: [token], connection: ['--no-context', '--server=nats://a:4222'], api: [] };
		expect(target.cli).toEqual(reach);
		expect(withSecret(asking, { password: 'x' }).target.cli).toEqual({
			...reach,
			variables: [password],
			connection: [...reach.connection, '--user=to-ken-to-ken'],
		});
	});
});
