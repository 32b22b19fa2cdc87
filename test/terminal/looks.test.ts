import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { serverBinary } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
	await createStreams(await connect(server), ['LOGS', 'ORDERS']);
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about escape sequences
const colours = /\u001b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m/;

describe('colours', () => {
	it('are there', async () => {
		const program = startProgram({ args: ['--server', server.url] });
		await driver(program).list().row('ORDERS').shown();
		expect(program.written).toMatch(colours);
	});

	it.each([
		['NO_COLOR', [], { NO_COLOR: '1' }],
		['--no-color', ['--no-color'], {}],
	] as const)('are not with %s, and the selected row is still seen', async (_, args, env) => {
		const program = startProgram({ args: ['--server', server.url, ...args], env });
		await driver(program).list().row('ORDERS').shown();
		driver(program).run('open.stream');
		await program.waitFor(/overview/);
		expect(program.written).not.toMatch(colours);
		driver(program).run('go.back');
		await program.waitFor((lines) => lines.some((line) => line.startsWith('▸ LOGS')));
	});
});

it('is linear text on the normal screen for a screen reader', async () => {
	const program = startProgram({ args: ['--server', server.url], env: { INK_SCREEN_READER: 'true' } });
	await program.waitFor(/LOGS, selected, row 1 of 2/);
	expect(program.alternate).toBe(false);
	driver(program).run('move.down');
	await program.waitFor(/ORDERS, selected, row 2 of 2/);
	expect(program.written).not.toContain('\u001b[?1049h');
});

it('says in one sentence that the terminal is too small, and comes back', async () => {
	const program = startProgram({ args: ['--server', server.url], columns: 50, rows: 12 });
	await program.waitFor(/jetdeck needs 60×16; this terminal is 50×12\./);
	program.resize(80, 24);
	await driver(program).list().row('ORDERS').shown();
});

/** The machine's own Node, where it is older than what the program asks for. */
function oldNode(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
	return folders
		.map((folder) => join(folder, 'node'))
		.find((path) => {
			try {
				return execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).startsWith(
					'v20.',
				);
			} catch {
				return false;
			}
		});
}

it('starts on Node 20.20 too, where the machine has it', async () => {
	const node = oldNode();
	if (node === undefined) {
		console.log('This machine has no Node 20 on its PATH: its start was not tried.');
		return;
	}
	const program = startProgram({ args: ['--server', server.url], node });
	await driver(program).list().row('ORDERS').shown();
	driver(program).run('deck.quit');
	expect(await program.ended).toMatchObject({ code: 0 });
});

/** `Ctrl+F`, as keys are named. */
function ctrl(line: string): string | undefined {
	const letter = /^Ctrl\+([A-Z])$/.exec(line)?.[1];
	return letter && `ctrl+${letter.toLowerCase()}`;
}

interface Step {
	readonly line: string;
	readonly act: (program: ReturnType<typeof startProgram>) => unknown;
}

/** The lines of demo.tape that act or wait; how a film looks and how long a picture stays is not tried. */
function steps(tape: string): readonly Step[] {
	return tape.split('\n').flatMap((line): readonly Step[] => {
		const typed = /^Type "(.*)"$/.exec(line)?.[1];
		const wanted = /^Wait\+Screen \/(.*)\/$/.exec(line)?.[1];
		const key = { Enter: 'enter', Tab: 'tab', Escape: 'esc' }[line] ?? ctrl(line);
		if (typed !== undefined) return [{ line, act: (program) => program.type(typed) }];
		if (wanted !== undefined) return [{ line, act: (program) => program.waitFor(new RegExp(wanted), 60_000) }];
		if (key !== undefined)
			return [
				{
					line,
					act: async (program) => {
						await program.settled(50);
						program.press(key);
						await program.settled(50);
					},
				},
			];
		if (line === 'Wait') return [{ line, act: (program) => program.ended }];
		if (line === '' || /^(#|Require|Output|Set|Sleep)/.test(line)) return [];
		throw new Error(`the tape has a line that is not tried: ${line}`);
	});
}

it('shows what demo.tape promises', async () => {
	const [start, enter, ...story] = steps(readFileSync(join(root, 'demo.tape'), 'utf8'));
	expect([start?.line, enter?.line]).toEqual(['Type "npm run --silent demo"', 'Enter']);
	const env = { JETDECK_NATS_SERVER: await serverBinary('newest') };
	const program = startProgram({ args: ['demo'], env, columns: 120, rows: 30 });
	for (const { act } of story) await act(program);
	expect(await program.ended).toMatchObject({ code: 0 });
}, 240_000);
