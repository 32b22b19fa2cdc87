import { beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** What a terminal sends for a notch of the wheel, in mode 1007, in the alternate screen. */
const notch = { up: '\u001b[A'.repeat(3), down: '\u001b[B'.repeat(3) };

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
	const names = Array.from({ length: 12 }, (_, at) => `S${10 + at}`);
	await createStreams(await connect(server), names, { retention: 'limits', max_msgs: 10 });
});

async function listed(): Promise<Program> {
	const program = startProgram({ args: ['--server', server.url], rows: 16 });
	await program.waitFor(/▸ S10/);
	expect(program.modes.wheel).toBe(true);
	return program;
}

describe('the mouse wheel', () => {
	it('goes through a list, and scrolls a text', async () => {
		const program = await listed();
		program.type(notch.down);
		await program.waitFor(/▸ S13/);
		program.type(notch.up + notch.up);
		await program.waitFor(/▸ S10/);
		driver(program).run('stream.json');
		await program.waitFor(/lines 1-/);
		program.type(notch.down);
		await program.waitFor(/lines 4-/);
	});

	it('scrolls the replies over the line of the console, and leaves what is typed', async () => {
		const program = await listed();
		driver(program).run('go.console');
		await program.waitFor(/tab completes/);
		program.type('$JS.API.STREAM.INFO.S10\r');
		await program.waitFor(/"type"|max_msgs|config/);
		program.type('half a line');
		await program.waitFor(/half a line/);
		const before = program.screen();
		program.type(notch.down);
		const scrolled = before.slice(5, 9).join('\n');
		const after = await program.waitFor((lines) => lines.slice(2, 6).join('\n') === scrolled);
		expect(after.join('\n')).toContain('half a line');
	});
});
