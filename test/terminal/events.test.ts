import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../support/build.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const users = `authorization { users: [
	{ user: app, password: s }, { user: deaf, password: s, permissions { subscribe { deny: ["$JS.EVENT.>"] } } }
] }`;

/** The built program, listening; what it printed so far, and how it ended. */
function listen(url: string, user: string, ...args: readonly string[]) {
	const command = [
		join(root, 'dist/jetdeck.js'),
		'events',
		'--server',
		url,
		'--user',
		user,
		'--password',
		's',
		...args,
	];
	const child = spawn(process.execPath, command, { env: { PATH: process.env.PATH, HOME: '/nonexistent' } });
	onTestFinished(() => void child.kill('SIGKILL'));
	const printed = { out: '', err: '' };
	child.stdout.on('data', (chunk) => (printed.out += chunk));
	child.stderr.on('data', (chunk) => (printed.err += chunk));
	return { child, printed, ended: once(child, 'exit').then(([code]: readonly unknown[]) => code) };
}

it('prints events until ctrl-c, ends quietly with its reader, and with 5 where it may not listen', {
	timeout: 120_000,
}, async () => {
	const server = await startServer({ config: users });
	const app = await connect(server, { user: 'app', password: 's', timeout: 10_000 });
	const words = listen(server.url, 'app');
	const json = listen(server.url, 'app', '--json', '--stream', 'B', '--type', 'stream_action');
	const closed = listen(server.url, 'app');
	closed.child.stdout.destroy();
	const deaf = listen(server.url, 'deaf');
	expect(await deaf.ended).toBe(5);
	expect(deaf.printed.err).toContain('$JS.EVENT.ADVISORY.>');

	// Nobody says when they listen: streams are created until all have heard of one.
	let made = 0;
	await until(
		async () => {
			made += 1;
			await createStreams(app, [`A${made}`, 'B']);
			await raw(app, '$JS.API.STREAM.DELETE.B', {});
			const isJson = json.printed.out.endsWith('\n');
			return isJson && /Client created the stream {2}A\d+ {2}by app@127/.test(words.printed.out);
		},
		{ what: 'the events' },
	);
	for (const line of json.printed.out.trim().split('\n'))
		expect(JSON.parse(line)).toMatchObject({ event: { type: expect.stringMatching(/stream_action$/), stream: 'B' } });

	expect(await closed.ended).toBe(0);
	await server.restart();
	const back = /The connection is lost; [\s\S]*The connection is back\./;
	await until(() => back.test(words.printed.err), { what: 'that the connection was lost and is back' });
	words.child.kill('SIGINT');
	json.child.kill('SIGINT');
	expect(await Promise.all([words.ended, json.ended])).toEqual([130, 130]);
});

it('a reader that has read enough ends what follows, although nothing more comes', { timeout: 60_000 }, async () => {
	const server = await startServer({});
	const client = await connect(server);
	await raw(client, '$JS.API.STREAM.CREATE.KV_B', { name: 'KV_B', subjects: ['$KV.B.>'], max_msgs_per_subject: 1 });
	await raw(client, '$KV.B.k', {});
	const line = `"${process.execPath}" "${join(root, 'dist/jetdeck.js')}" kv watch B --server ${server.url} | head -1`;
	const child = spawn('/bin/sh', ['-c', line], { env: { PATH: process.env.PATH, HOME: '/nonexistent' } });
	onTestFinished(() => void child.kill('SIGKILL'));
	expect(await once(child, 'exit')).toEqual([0, null]);
});
