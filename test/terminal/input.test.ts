import { beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { keyOf } from '../support/terminal.ts';

const esc = '\u001b';
let server: TestServer;

beforeAll(async () => {
	server = await startServer();
	await createStreams(
		await connect(server),
		Array.from({ length: 12 }, (_, at) => `S${10 + at}`),
	);
});

/** A deck on the list of streams, on a terminal that answers unless it is told not to. */
async function listed(answers = true): Promise<Program> {
	const program = startProgram({ args: ['--server', server.url], answers });
	await program.waitFor(/▸ S10/);
	return program;
}

const onTheList = (lines: readonly string[]): boolean => /^Streams 12 · by name ↑/.test(lines[1] ?? '');

describe('what a terminal says by itself', () => {
	it('is no key, whole and in pieces', async () => {
		const program = await listed();
		const reports = [
			`${esc}]52;c;ZGRkDXE=\u0007`,
			`${esc}]11;rgb:dddd/dddd/dddd${esc}\\`,
			`${esc}P1+r544e=787465726d${esc}\\`,
			`${esc}_Gi=31;OK${esc}\\`,
			`${esc}[M qj`,
			`${esc}[M\u00c3\u00a9q`,
			`${esc}[<0;10;10M`,
			`${esc}[?1;2c`,
			`${esc}[24;80R`,
			`${esc}[I`,
		].join('');
		program.type(Buffer.from(reports, 'latin1'));
		await program.trickle(Buffer.from(reports, 'latin1'), 5);
		program.press('down');
		expect(await program.waitFor(/▸ S11/)).toSatisfy(onTheList);
		expect(program.screen().join('\n')).not.toMatch(/Copied|┃/);
		driver(program).run('deck.quit');
		expect(await program.ended).toMatchObject({ code: 0 });
	});
});

describe('a burst of keys', () => {
	it('in the palette changes nothing by a part of a name, typed or completed', async () => {
		const own = await startServer();
		await createStreams(await connect(own), ['DM', 'LOGS']);
		const program = startProgram({ args: ['--server', own.url] });
		await program.waitFor(/▸ DM/);
		for (const line of [':SEA', ':sea\t', ':sea\t ', `:sea${esc}[B`]) {
			program.type(`${line}\r`);
			await program.waitFor(/┃ ! (Type seal in full|:seal was not on the screen yet).*╭─ Command or stream/s);
			program.press('esc');
			await program.waitFor((lines) => lines[2]?.includes('NAME') === true);
		}
		program.type(':DM\r');
		await program.waitFor(/^Streams › DM/m);
		const { ok, ...reply } = await (await connect(own)).request('$JS.API.STREAM.INFO.DM', '');
		expect(ok && 'message' in reply && new TextDecoder().decode(reply.message.data)).not.toContain('"sealed":true');
	});
});

describe('a key in pieces', () => {
	it.each([
		{ apartMs: 30, answers: true },
		{ apartMs: 30, answers: false },
		{ apartMs: 300, answers: false },
	])('is that key: %j', async ({ apartMs, answers }) => {
		const program = await listed(answers);
		await program.trickle(Buffer.from(`${esc}[B${esc}OB${esc}[1;5B`, 'latin1'), apartMs);
		expect(await program.waitFor(/▸ S13/)).toSatisfy(onTheList);
	});

	it('is not waited for where the terminal says that nothing comes', async () => {
		const program = await listed();
		driver(program).run('list.filter');
		await program.waitFor(/12 of 12/);
		const pressed = Date.now();
		program.press('esc');
		await program.waitFor(onTheList);
		const answered = Date.now() - pressed;
		const silent = await listed(false);
		driver(silent).run('list.filter');
		await silent.waitFor(/12 of 12/);
		const pressedThere = Date.now();
		silent.press('esc');
		await silent.waitFor(onTheList);
		expect(answered).toBeLessThan(Date.now() - pressedThere);
	});
});

describe('a paste', () => {
	it('on a list is said to be ignored, and nothing of it is a key of the deck or of the shell', async () => {
		const program = startProgram({ shell: `eval "$JETDECK --server ${server.url}"; exec cat` });
		await program.waitFor(/▸ S10/);
		expect(program.modes.bracketedPaste).toBe(true);
		program.type(`${esc}[200~ddd\rq\rrm -rf x\r${esc}[201~`);
		expect(await program.waitFor(/Paste ignored: there is no text field here/)).toSatisfy(onTheList);
		driver(program).run('deck.quit');
		await program.waitFor(() => !program.alternate);
		expect(program.screen().join('\n')).not.toContain('rm -rf');
	});

	it('of which the end never comes leaves ctrl-c a key', async () => {
		const program = await listed();
		program.type(`${esc}[200~ddd`);
		await program.settled(700);
		program.press('ctrl+c');
		expect(await program.ended).toMatchObject({ code: 0 });
	});

	it('of which the end never comes ends, says so, and leaves every key a key', async () => {
		const program = await listed();
		driver(program).run('list.filter');
		await program.waitFor(/12 of 12/);
		program.type(`${esc}[200~S1`);
		await program.waitFor(/The paste stopped after 2 B/);
		program.press('5');
		await program.waitFor(/^\/S15 .* 1 of 12/m);
		program.press(keyOf('filter.drop'));
		await program.waitFor(onTheList);
	});

	it('of 16 MB is refused with its size, soon', async () => {
		const program = await listed();
		program.type(`${esc}[200~${'ddd q\r'.repeat(16 * 1024 * 171)}${esc}[201~`);
		await program.waitFor(/Paste ignored: it has 16\.\d MiB; the limit is 1 MiB/, 10_000);
		program.press('down');
		expect(await program.waitFor(/▸ S11/)).toSatisfy(onTheList);
	});
});
