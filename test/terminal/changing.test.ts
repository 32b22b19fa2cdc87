import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gateBefore } from '../support/api-gate.ts';
import { driver } from '../support/driver.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

async function serverWith(...streams: readonly string[]): Promise<TestServer> {
	const server = await startServer();
	const link = await connect(server);
	for (const name of streams) {
		await createStreams(link, [name], { subjects: [`${name.toLowerCase()}.>`], storage: 'file' });
		for (let at = 0; at < 12; at += 1) await link.request(`${name.toLowerCase()}.a`, `message ${at}`);
	}
	return server;
}

function deckOn(server: TestServer, ...args: readonly string[]): Program {
	return startProgram({
		args: ['--server', server.url, '--interval', '500ms', '--timeout', '1s', ...args],
		rows: 30,
		columns: 100,
	});
}

async function streamNames(server: TestServer): Promise<readonly string[]> {
	const link = await connect(server);
	const reply = await link.request('$JS.API.STREAM.NAMES', '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return (JSON.parse(new TextDecoder().decode(reply.message.data)) as { streams: string[] | null }).streams ?? [];
}

interface Line {
	readonly event: string;
	readonly id: string;
	readonly subject?: string;
	readonly outcome?: { readonly kind: string };
}

const journalPath = (program: Program): string => join(program.home, '.local/state/jetdeck/journal.jsonl');

/** Every line of it, none of them cut off. */
function journalOf(program: Program): readonly Line[] {
	const path = journalPath(program);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	const text = readFileSync(path, 'utf8');
	expect(text === '' || text.endsWith('\n')).toBe(true);
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Line);
}

describe('deleting a stream', () => {
	it('needs its name, exactly; says what is lost; and is kept', async () => {
		const server = await serverWith('LOGS', 'ORDERS');
		const program = deckOn(server);
		const person = driver(program);
		await person.select('LOGS');
		person.run('stream.delete');
		const dialog = (await program.waitFor(/Type LOGS/)).join('\n');
		expect(dialog).toMatch(/✗ 12 messages, .* will be lost\./);
		expect(dialog).toContain('$JS.API.STREAM.DELETE.LOGS');
		// The key that opened the dialog, and the answer that comes first to mind, do nothing.
		person.run('stream.delete');
		program.press('enter');
		await program.waitFor(/Nothing was typed/);
		program.type('LOG');
		program.press('enter');
		await program.waitFor(/“LOG” is not “LOGS”: nothing was done/);
		expect(await streamNames(server)).toEqual(['LOGS', 'ORDERS']);
		program.type('S');
		await program.waitFor(/> LOGS/);
		program.press('enter');
		await program.waitFor(/Stream LOGS is deleted/);
		await program.waitFor(/Streams 1/);
		expect(await streamNames(server)).toEqual(['ORDERS']);
		const lines = journalOf(program);
		expect(lines).toMatchObject([
			{ event: 'sent', subject: '$JS.API.STREAM.DELETE.LOGS', before: { subjects: ['logs.>'] } },
			{ event: 'answer', outcome: { kind: 'done' } },
		]);
		await person.palette('undo');
		await program.waitFor(/This takes back “Delete stream LOGS”/);
		program.press('down');
		program.press('enter');
		await program.waitFor(/Stream LOGS is created/);
		expect(await streamNames(server)).toEqual(['LOGS', 'ORDERS']);
	});

	it('leaves everything as it is on esc', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server);
		const person = driver(program);
		await person.select('LOGS');
		person.run('stream.delete');
		await program.waitFor(/Type LOGS/);
		program.type('LOGS');
		await program.waitFor(/> LOGS/);
		person.run('confirm.leave');
		await program.waitFor((lines) => !lines.some((line) => line.includes('Type LOGS')));
		expect(await streamNames(server)).toEqual(['LOGS']);
	});

	it('is refused before any dialog when read-only', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server, '--read-only');
		const person = driver(program);
		await person.select('LOGS');
		await program.waitFor(/READ-ONLY/);
		person.run('stream.delete');
		await program.waitFor(/This jetdeck is read-only/);
		expect(await streamNames(server)).toEqual(['LOGS']);
	});

	it('of marked rows is one proposal, agreed to once', async () => {
		const server = await serverWith('A', 'B', 'C');
		const program = deckOn(server);
		const person = driver(program);
		await person.select('A');
		person.run('list.mark');
		await person.select('C');
		person.run('list.mark');
		await program.waitFor(/2 marked/);
		person.run('stream.delete');
		await program.waitFor(/In all 24 messages/);
		program.type('delete 2 streams');
		await program.waitFor(/> delete 2 streams/);
		program.press('enter');
		await program.waitFor(/2 streams are deleted/);
		expect(await streamNames(server)).toEqual(['B']);
	});
});

describe('purging a stream', () => {
	it('by subject counts first what would go, and nothing else goes', async () => {
		const server = await serverWith('LOGS');
		const link = await connect(server);
		for (let at = 0; at < 5; at += 1) await link.request('logs.b', `other ${at}`);
		const program = deckOn(server);
		const person = driver(program);
		await person.select('LOGS');
		person.run('stream.purge');
		await program.waitFor(/▸ everything/);
		program.press('down');
		await program.waitFor(/▸ by subject/);
		program.press('enter');
		await program.waitFor(/messages of which subject/);
		program.type('logs..');
		program.press('enter');
		await program.waitFor(/“logs\.\.” is no subject/);
		program.press('backspace', 'backspace');
		program.type('.b');
		program.press('enter');
		await program.waitFor(/✗ 5 messages of 17 will be lost/);
		expect(program.screen().join('\n')).toContain('"filter": "logs.b"');
		program.type('LOGS');
		await program.waitFor(/> LOGS/);
		program.press('enter');
		await program.waitFor(/Stream LOGS is purged. 5 messages gone/);
		await program.waitFor((lines) => lines.some((line) => /LOGS.*\s12\s/.test(line)));
	});
});

describe('lowering a limit', () => {
	it('says what it removes, and asks for the name', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server);
		const person = driver(program);
		await person.select('LOGS');
		person.run('stream.edit');
		await program.waitFor(/LOGS › configuration/);
		for (let rows = 0; !program.screen().some((line) => /^▸.? ?Max messages /.test(line)); rows += 1) {
			if (rows > 60) throw new Error('there is no row Max messages');
			const before = program.screen().find((line) => line.startsWith('▸'));
			program.press('down');
			await program.waitFor((lines) => lines.find((line) => line.startsWith('▸')) !== before);
		}
		program.type('10');
		await program.waitFor(/Max messages +10/);
		person.run('form.review');
		await program.waitFor(/\+ max_msgs +10/);
		person.run('form.send');
		await program.waitFor(/✗ Max messages removes 2 messages/);
		program.type('LOGS');
		await program.waitFor(/> LOGS/);
		program.press('enter');
		await program.waitFor(/Stream LOGS is changed/);
		// Back where the edit began.
		await program.waitFor(/▸ LOGS .* 10 /);
	});
});

describe('a server that dies at the confirmation', () => {
	it('is asked again when it is back, and the deck says what became of it', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server);
		const person = driver(program);
		await person.select('LOGS');
		person.run('stream.delete');
		await program.waitFor(/Type LOGS/);
		program.type('LOGS');
		await program.waitFor(/> LOGS/);
		await server.freeze();
		program.press('enter');
		// It cannot even be looked at: nothing was sent, and that is said with what to do.
		await program.waitFor(
			/✗ Nothing was sent: it could not be looked at before\..*No reply on \$JS\.API\.STREAM\.INFO\.LOGS/s,
		);
		await server.stop('SIGKILL');
		await server.restart();
		await program.waitFor(/● live/);
		expect(await streamNames(server)).toEqual(['LOGS']);
		person.run('confirm.leave');
		await person.row('LOGS');
	});
});

/** A deck whose deletion of LOGS needs only enter. */
async function atDeletion(server: TestServer, ...args: readonly string[]): Promise<Program> {
	const program = deckOn(server, ...args);
	const person = driver(program);
	await person.select('LOGS');
	person.run('stream.delete');
	await program.waitFor(/Type LOGS/);
	program.type('LOGS');
	await program.waitFor(/> LOGS/);
	return program;
}

async function killed(program: Program): Promise<void> {
	program.kill('SIGKILL');
	await program.ended;
}

describe('a deck that is killed', () => {
	it('between a request and its answer leaves a journal that says what was sent', async () => {
		const server = await serverWith('LOGS');
		const gate = await gateBefore(await connect(server), (subject) => subject.startsWith('STREAM.DELETE'));
		const program = await atDeletion(server, '--js-api-prefix', gate.prefix);
		program.press('enter');
		await until(() => gate.requests.includes('STREAM.DELETE.LOGS'), { what: 'the request' });
		await killed(program);
		expect(journalOf(program)).toMatchObject([{ event: 'sent', subject: `${gate.prefix}.STREAM.DELETE.LOGS` }]);
		expect(await streamNames(server)).toEqual(['LOGS']);
		gate.open();
		await until(async () => (await streamNames(server)).length === 0, { what: 'the deletion' });
	});

	it('at any moment after the confirmation said what was sent before the server could do it', async () => {
		const events: string[][] = [];
		for (let after = 0; events.at(-1)?.includes('answer') !== true; after = 2 * after + 1) {
			const server = await serverWith('LOGS');
			const program = await atDeletion(server);
			program.press('enter');
			await new Promise((resolve) => setTimeout(resolve, after));
			await killed(program);
			const lines = existsSync(journalPath(program)) ? journalOf(program) : [];
			events.push(lines.map(({ event }) => event));
			if ((await streamNames(server)).length === 0) expect(lines[0]?.subject).toBe('$JS.API.STREAM.DELETE.LOGS');
			await server.stop();
		}
		expect(events[0], 'killed at once').toEqual([]);
		expect(events.at(-1)).toEqual(['sent', 'answer']);
	}, 120_000);
});

describe('two decks', () => {
	it('cannot change the same stream over each other', async () => {
		const server = await serverWith('LOGS');
		const [one, other] = [deckOn(server), deckOn(server)];
		await driver(one).select('LOGS');
		await driver(other).select('LOGS');
		for (const program of [one, other]) {
			driver(program).run('stream.delete');
			await program.waitFor(/Type LOGS/);
			program.type('LOGS');
			await program.waitFor(/> LOGS/);
		}
		one.press('enter');
		await one.waitFor(/Stream LOGS is deleted/);
		await createStreams(await connect(server), ['LOGS'], { storage: 'file' });
		other.press('enter');
		await other.waitFor(/it was deleted and created again/);
		expect(await streamNames(server)).toEqual(['LOGS']);
	});
});

describe('a consumer', () => {
	it('is paused, with the time that is left, and goes on again', async () => {
		const server = await serverWith('LOGS');
		const config = { durable_name: 'tail', ack_policy: 'explicit' };
		await raw(await connect(server), '$JS.API.CONSUMER.CREATE.LOGS.tail', { stream_name: 'LOGS', config });
		const program = deckOn(server);
		const person = driver(program);
		await person.select('LOGS');
		person.run('stream.consumers');
		await person.row('tail');
		person.run('consumer.pause');
		await program.waitFor(/How long/);
		program.press('ctrl+u');
		program.type('soon');
		program.press('enter');
		await program.waitFor(/“soon” is neither a duration nor a time/);
		program.press('ctrl+u');
		program.type('1h');
		program.press('enter');
		await program.waitFor(/Nothing is delivered for 1h/);
		program.press('down');
		program.press('enter');
		await program.waitFor(/paused 59m/);
		person.run('consumer.resume');
		await program.waitFor(/Deliveries go on at once/);
		program.press('down');
		program.press('enter');
		await program.waitFor(/is going on/);
		await program.waitFor((lines) => !lines.some((line) => /paused \d/.test(line)));
	});
});
