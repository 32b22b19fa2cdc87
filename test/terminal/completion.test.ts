import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';

/** The script of bash, in bash, on the built program and a server. */

const home = mkdtempSync(join(tmpdir(), 'jetdeck-completion-'));

beforeAll(async () => {
	const server = await startServer();
	const link = await connect(server);
	await createStreams(link, ['LOGS', 'ORDERS', 'ORDERS_EU']);
	for (const consumer of ['billing', 'bills', 'audit'])
		await link.request(
			`$JS.API.CONSUMER.DURABLE.CREATE.ORDERS.${consumer}`,
			JSON.stringify({ stream_name: 'ORDERS', config: { durable_name: consumer, ack_policy: 'explicit' } }),
		);
	mkdirSync(join(home, 'bin'));
	symlinkSync(join(root, 'dist/jetdeck'), join(home, 'bin/jetdeck'));
	const contexts = join(home, '.config/nats/context');
	mkdirSync(contexts, { recursive: true });
	writeFileSync(join(contexts, 'shop.json'), JSON.stringify({ url: server.url }));
	writeFileSync(join(contexts, 'shut.json'), JSON.stringify({ url: 'nats://127.0.0.1:1' }));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What bash would offer at the end of these words, as it has cut them. */
function completed(...words: readonly string[]): Promise<{ readonly offers: readonly string[]; readonly err: string }> {
	const script = `source <(jetdeck completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _jetdeck; printf '%s|\\n' "\${COMPREPLY[@]}"`;
	const path = [join(home, 'bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	const args = ['--norc', '-c', script, 'bash', 'jetdeck', ...words];
	return new Promise((resolve, reject) =>
		execFile('bash', args, { cwd: home, env: { HOME: home, PATH: path } }, (error, out, err) => {
			if (error) reject(error);
			else resolve({ offers: out.split('\n').filter((line) => line !== '' && line !== '|'), err });
		}),
	);
}

it.each([
	[['re'], ['report |', 'request |', 'restore |']],
	[
		['--context', ''],
		['shop |', 'shut |'],
	],
	[
		['--context', '=', 'sh'],
		['shop |', 'shut |'],
	],
	[
		['--context', '='],
		['shop |', 'shut |'],
	],
	[
		['--context', 'shop', 'report', 'stream', 'OR'],
		['ORDERS |', 'ORDERS_EU |'],
	],
	[['--context', '=', 'shop', 'report', 'consumers', 'L'], ['LOGS |']],
	[['--context', 'shop', 'request', "'$JS.API.CONSUMER.INFO.ORDERS.a"], ['$JS.API.CONSUMER.INFO.ORDERS.audit|']],
	[['--context', 'shop', 'request', '\\$JS.API.STREAM.INFO.L'], ['\\$JS.API.STREAM.INFO.LOGS |']],
	[['--context', 'shop', 'request', '"\\$JS.API.STREAM.INFO.L'], ['\\$JS.API.STREAM.INFO.LOGS|']],
	[
		['request', '\\$JS.API.STREAM.P'],
		['\\$JS.API.STREAM.PURGE.|', '\\$JS.API.STREAM.PEER.|'],
	],
	// Nobody answers there; and there is no such context.
	[['--context', 'shut', 'report', 'stream', ''], []],
	[['--context', 'none', 'report', 'stream', ''], []],
])('%j: %j, and nothing is complained of', async (words, offers) => {
	expect(await completed(...words)).toEqual({ offers, err: '' });
});
