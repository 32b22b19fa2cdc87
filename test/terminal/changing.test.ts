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
		await person.list().row('LOGS').select();
		person.run('stream.delete');
		const dialog = person.dialog().title('Delete stream LOGS');
		await dialog.says(/✗ 12 messages, .* will be lost\./, '$JS.API.STREAM.DELETE.LOGS').text();
		// The key that opened the dialog, and the answer that comes first to mind, do nothing.
		person.run('stream.delete');
		await dialog.isTold('Type LOGS to confirm').type('LOG').isTold('“LOG” is not “LOGS”: nothing was sent').text();
		expect(await streamNames(server)).toEqual(['LOGS', 'ORDERS']);
		await dialog.type('S').agree(/Stream LOGS is deleted/);
		await person.list().row('LOGS').gone();
		expect(await streamNames(server)).toEqual(['ORDERS']);
		const lines = journalOf(program);
		expect(lines).toMatchObject([
			{ event: 'sent', subject: '$JS.API.STREAM.DELETE.LOGS', before: { subjects: ['logs.>'] } },
			{ event: 'answer', outcome: { kind: 'done' } },
		]);
		await person.palette('undo');
		await person
			.dialog()
			.says('This undoes “Delete stream LOGS”')
			.agree(/Stream LOGS is created/);
		expect(await streamNames(server)).toEqual(['LOGS', 'ORDERS']);
	});

	it('leaves everything as it is on esc', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server);
		const person = driver(program);
		await person.list().row('LOGS').select();
		person.run('stream.delete');
		await person.dialog().title('Delete stream LOGS').type('LOGS').leave();
		expect(await streamNames(server)).toEqual(['LOGS']);
	});

	it('is refused before any dialog when read-only', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server, '--read-only');
		const person = driver(program);
		await person.list().row('LOGS').select();
		await program.waitFor(/READ-ONLY/);
		person.run('stream.delete');
		await program.waitFor(/This jetdeck is read-only/);
		expect(await streamNames(server)).toEqual(['LOGS']);
	});

	it('of marked rows is one proposal, agreed to once', async () => {
		const server = await serverWith('A', 'B', 'C');
		const program = deckOn(server);
		const person = driver(program);
		await person.list().row('A').select();
		person.run('list.mark');
		await person.list().row('C').select();
		person.run('list.mark');
		await program.waitFor(/2 marked/);
		person.run('stream.delete');
		await person
			.dialog()
			.says('In total 24 messages')
			.type('delete 2 streams')
			.agree(/2 streams are deleted/);
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
		await person.list().row('LOGS').select();
		person.run('stream.purge');
		await person.dialog().take('by subject');
		const subject = person.dialog().title('by subject').type('logs..');
		await subject.isTold('“logs..” is not a subject').fill('logs.b').enter();
		const purge = person.dialog().says('✗ 5 messages of 17 will be lost', '"filter": "logs.b"');
		await purge.type('LOGS').agree(/Stream LOGS is purged. 5 messages removed/);
		await person.list().row('LOGS').cells({ MESSAGES: '12' });
	});
});

describe('lowering a limit', () => {
	it('says what it removes, and asks for the name', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server);
		const person = driver(program);
		await person.list().row('LOGS').select();
		person.run('stream.edit');
		await program.waitFor(/LOGS › configuration/);
		await person.toField('Max messages');
		program.type('10');
		await program.waitFor(/Max messages +10/);
		person.run('form.review');
		await program.waitFor(/\+ max_msgs +10/);
		person.run('form.send');
		await person
			.dialog()
			.says('✗ Max messages will remove 2 messages')
			.type('LOGS')
			.agree(/Stream LOGS is changed/);
		// Back where the edit began.
		await person.list().row('LOGS').cells({ MESSAGES: '10' });
		expect(person.list().selected()).toBe('LOGS');
	});
});

describe('a server that dies at the confirmation', () => {
	it('is asked again when it is back, and the deck says what became of it', async () => {
		const server = await serverWith('LOGS');
		const program = deckOn(server);
		const person = driver(program);
		await person.list().row('LOGS').select();
		person.run('stream.delete');
		const dialog = person.dialog().type('LOGS');
		await dialog.ready();
		await server.freeze();
		// It cannot even be looked at: nothing was sent, and that is said with what to do.
		await dialog.fails('✗ Nothing was sent: jetdeck could not read it first.', 'No reply on $JS.API.STREAM.INFO.LOGS');
		await server.stop('SIGKILL');
		await server.restart();
		await program.waitFor(/● live/);
		expect(await streamNames(server)).toEqual(['LOGS']);
		await dialog.leave();
		await person.list().row('LOGS').shown();
	});
});

/** A deck whose deletion of LOGS needs only an answer. */
async function atDeletion(server: TestServer, ...args: readonly string[]) {
	const program = deckOn(server, ...args);
	const person = driver(program);
	await person.list().row('LOGS').select();
	person.run('stream.delete');
	const dialog = person.dialog().title('Delete stream LOGS').type('LOGS');
	await dialog.ready();
	return { program, dialog };
}

async function killed(program: Program): Promise<void> {
	program.kill('SIGKILL');
	await program.ended;
}

describe('a deck that is killed', () => {
	it('between a request and its answer leaves a journal that says what was sent', async () => {
		const server = await serverWith('LOGS');
		const gate = await gateBefore(await connect(server), (subject) => subject.startsWith('STREAM.DELETE'));
		const { program, dialog } = await atDeletion(server, '--js-api-prefix', gate.prefix);
		dialog.answer();
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
			const { program, dialog } = await atDeletion(server);
			dialog.answer();
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
		const [one, other] = [await atDeletion(server), await atDeletion(server)];
		await one.dialog.agree(/Stream LOGS is deleted/);
		await createStreams(await connect(server), ['LOGS'], { storage: 'file' });
		await other.dialog.fails('Somebody deleted the stream LOGS and created it again.');
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
		await person.list().row('LOGS').select();
		person.run('stream.consumers');
		await person.list().row('tail').shown();
		person.run('consumer.pause');
		const howLong = person.dialog().fill('soon').isTold('“soon” is neither a duration nor a time');
		await howLong.fill('1h').enter();
		await person.dialog().says('will deliver nothing for 1h').agree();
		await person
			.list()
			.row('tail')
			.cells({ STATE: /^paused 59m/ });
		person.run('consumer.resume');
		await person
			.dialog()
			.says('Deliveries resume at once')
			.agree(/is resumed/);
		await person
			.list()
			.row('tail')
			.cells({ STATE: /^(?!paused)/ });
	});
});
