import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { keyOf } from '../support/terminal.ts';

let first: TestServer;
let second: TestServer;

beforeAll(async () => {
	[first, second] = await Promise.all([startServer(), startServer()]);
	await createStreams(await connect(first), ['HERE']);
	await createStreams(await connect(second), ['THERE']);
});

/** A deck on the first server by its address, with contexts of both. */
function deckWithContexts(): { readonly program: Program; readonly folder: string } {
	const config = mkdtempSync(join(tmpdir(), 'jetdeck-config-'));
	onTestFinished(() => rmSync(config, { recursive: true }));
	const folder = join(config, 'nats/context');
	mkdirSync(folder, { recursive: true });
	const urls = { alpha: first.url, prod: second.url, 'prod-eu': first.url };
	for (const [name, url] of Object.entries(urls)) writeFileSync(join(folder, `${name}.json`), JSON.stringify({ url }));
	const env = { XDG_CONFIG_HOME: config };
	return { program: startProgram({ args: ['--server', first.url], env, columns: 120 }), folder };
}

it('opens the context that was typed, and leads back to the address that the deck was started with', async () => {
	const { program, folder } = deckWithContexts();
	const person = driver(program);
	await person.list().row('HERE').shown();
	person.run('deck.context');
	const contexts = person.dialog().title(`Contexts in ${folder}`);
	await contexts
		.says(/nats:\/\/\S+ \(current\) the address in use, without a context/)
		.fill('prod')
		.take('prod (production)');
	await person.list().row('THERE').shown();
	expect(program.screen()[0]).toContain('PRODUCTION prod');

	person.run('deck.context');
	const begun = person.dialog().says('▸ prod (production, current)').fill(new URL(first.url).port);
	await begun.says(/▸ nats:\/\/\S+ the connection that jetdeck was started with/).take('nats://');
	await person.list().row('HERE').shown();
});

it('opens nothing by a part of a name that came in one burst with its enter', async () => {
	const { program } = deckWithContexts();
	await driver(program).list().row('HERE').shown();
	program.press(keyOf('deck.context'), 'p', 'r', keyOf('choice.pick'));
	const contexts = driver(program).dialog().says('▸ prod (production)');
	await contexts.text();
	expect(program.screen()[0]).not.toContain('PRODUCTION');
	await contexts.take('prod');
	await driver(program).list().row('THERE').shown();
});
