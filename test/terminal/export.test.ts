import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { startServer } from '../support/servers.ts';

it('an export from the deck goes to a folder with a blank in its name, and is planned without a difference', async () => {
	const server = await startServer();
	const link = await connect(server);
	await createStreams(link, ['LOGS', 'ORDERS']);
	await createConsumers(link, 'ORDERS', ['billing']);
	const home = mkdtempSync(join(tmpdir(), 'jetdeck-export-'));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	const folder = join(home, 'my folder');
	const program = startProgram({ args: ['--server', server.url] });
	const person = driver(program);
	await program.waitFor(/Streams 2/);

	await person.palette('stream ORDERS');
	await program.waitFor(/ORDERS › overview/);
	person.run('stream.code');
	await program.waitFor(/resource "jetstream_stream" "ORDERS" \{/);
	await program.waitFor(/resource "jetstream_consumer" "ORDERS_billing" \{/);

	await person.palette('export');
	await program.waitFor(/Export to folder/);
	program.type(`"${folder}" --format yaml`);
	program.press('enter');
	await program.waitFor(/Exported 2 streams and 1 consumer/);
	expect(readdirSync(folder).toSorted()).toEqual([
		'.jetdeck-export',
		'LOGS.yaml',
		'ORDERS.billing.yaml',
		'ORDERS.yaml',
	]);
	expect(readFileSync(join(folder, 'ORDERS.billing.yaml'), 'utf8')).toContain('stream_name: ORDERS\n');

	await person.palette('plan');
	await program.waitFor(/Plan folder/);
	program.type(join(home, 'my'));
	person.run('prompt.complete');
	await program.waitFor(/my folder\//);
	program.press('enter');
	await program.waitFor(/Nothing to change: 3 unchanged\./);
});
