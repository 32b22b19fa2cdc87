import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Link } from '../../src/nats/link.ts';
import { consoleStory } from '../support/console-story.ts';
import { driver } from '../support/driver.ts';
import { connect } from '../support/jetstream.ts';
import { type Program, type ProgramOptions, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ config: 'max_payload: 16MB' });
	const link = await connect(server);
	await link.request('$JS.API.STREAM.CREATE.LOGS', '{"name":"LOGS","subjects":["logs.>"],"max_msgs":100}');
	await link.request('$JS.API.STREAM.CREATE.ORDERS', '{"name":"ORDERS","subjects":["orders.>"]}');
	await link.request('logs.web', 'hello');
});

/** The deck at its console. */
async function atConsole(options: ProgramOptions = {}): Promise<Program> {
	const program = startProgram({ ...options, args: ['--server', server.url, ...(options.args ?? [])] });
	await program.waitFor(/LOGS/);
	program.type('4');
	await program.waitFor(/^› *$/m);
	return program;
}

/** Somebody who answers requests to a subject. */
async function answering(subject: string, answer: (link: Link, reply: string) => void): Promise<void> {
	const link = await connect(server);
	link.subscribe(subject, ({ reply }) => reply !== undefined && answer(link, reply));
	await link.roundTrip();
}

async function info(stream: string): Promise<string> {
	const reply = await (await connect(server)).request(`$JS.API.STREAM.INFO.${stream}`, '');
	return reply.ok ? new TextDecoder().decode(reply.message.data) : reply.problem.message;
}

describe('the console', () => {
	it('keeps what was sent over runs, for this user alone, and finds it again', async () => {
		const state = mkdtempSync(join(tmpdir(), 'jetdeck-state-'));
		onTestFinished(() => rmSync(state, { recursive: true, force: true }));
		const env = { XDG_STATE_HOME: state };
		const first = await atConsole({ env });
		const person = consoleStory(first);
		await person.send('$JS.API.STREAM.INFO.LOGS');
		await first.waitFor(/stream_info_response/);
		await person.send('$JS.API.STREAM.NAMES {"offset":0}');
		await first.waitFor(/stream_names_response/);
		await person.send("req -H 'Authorization: hunter2hunter2' nobody.there");
		await first.waitFor(/no responders|Nobody listens/i);
		driver(first).run('console.leave');
		await first.waitFor(/i type/);
		driver(first).run('deck.quit');
		await first.ended;

		const file = join(state, 'jetdeck/history');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readFileSync(file, 'utf8')).not.toContain('hunter2');

		const second = await atConsole({ env });
		second.press('ctrl+r');
		await second.waitFor(/search/i);
		second.type('INFO.L');
		await second.waitFor(/\$JS\.API\.STREAM\.INFO\.LOGS/);
		second.press('enter');
		await second.waitFor(/^› \$JS\.API\.STREAM\.INFO\.LOGS *$/m);
		second.press('enter');
		await second.waitFor(/stream_info_response/);
		second.press('up');
		await second.waitFor(/^› \$JS\.API\.STREAM\.INFO\.LOGS *$/m);
	});

	it('completes subjects, names and payloads', async () => {
		const program = await atConsole({ columns: 100, rows: 30 });
		program.type('$JS.API.STREAM.UPD');
		program.press('tab');
		await program.waitFor(/^› \$JS\.API\.STREAM\.UPDATE\. *$/m);
		program.type('LO');
		program.press('tab');
		await program.waitFor(/^› \$JS\.API\.STREAM\.UPDATE\.LOGS *$/m);
		program.type(' ');
		program.press('tab');
		await program.waitFor(/"name": ?"LOGS"/);
		program.press('ctrl+u');
		// Nobody has looked at the consumers yet: their names are asked for.
		await (await connect(server)).request(
			'$JS.API.CONSUMER.DURABLE.CREATE.LOGS.reader',
			'{"stream_name":"LOGS","config":{"durable_name":"reader"}}',
		);
		program.type('$JS.API.CONSUMER.INFO.LOGS.');
		program.press('tab');
		await program.waitFor(/^› \$JS\.API\.CONSUMER\.INFO\.LOGS\.reader *$/m);
	});

	it('is left again, before and after something was sent, to where one was', async () => {
		const program = startProgram({ args: ['--server', server.url] });
		const person = driver(program);
		await person.list().row('LOGS').shown();
		person.run('go.consumers');
		await program.waitFor(/^Consumers/m);
		person.run('go.console');
		await program.waitFor(/The API itself.*esc back/s);
		program.press('esc');
		await program.waitFor(/^Consumers/m);
		person.run('go.console');
		await program.waitFor(/The API itself/);
		await consoleStory(program).send('$JS.API.INFO');
		await program.waitFor(/account_info_response.*esc replies/s);
		program.press('esc');
		await program.waitFor(/i type/);
		program.press('esc');
		await program.waitFor(/^Consumers/m);
		person.run('go.console');
		await program.waitFor(/↵ send/);
		program.type('exit\r');
		await program.waitFor(/^Consumers/m);
	});

	it('takes commands and tells its keys while nothing is typed', async () => {
		const program = await atConsole({ columns: 100, rows: 30 });
		program.type('?');
		await program.waitFor(/Complete the word/);
		program.press('esc');
		await program.waitFor(/↵ send/);
		program.type(':streams');
		await program.waitFor(/:streams \[\/FILTER\]/);
		program.press('enter');
		await program.waitFor(/^Streams \d/m);
	});

	it('says what goes on, what has no prefix, and sends its own words behind req', async () => {
		const program = await atConsole({ columns: 100, rows: 30 });
		program.type('foo {"a":\r');
		await program.waitFor(/Unfinished\. Column 5: The JSON is not closed/);
		program.press('ctrl+u', 'backspace', 'ctrl+u');
		await consoleStory(program).send('STREAM.INFO.LOGS');
		await program.waitFor(/Did you mean \$JS\.API\.STREAM\.INFO\.LOGS/);
		await consoleStory(program).send('req help');
		await program.waitFor(/Nobody listens on help/);
		await consoleStory(program).send('constructor');
		await program.waitFor(/Nobody listens on constructor/);
	});

	it('is begun where one publishes from, and comes back there', async () => {
		const link = await connect(server);
		await link.request('$JS.API.STREAM.CREATE.BASKETS', '{"name":"BASKETS","subjects":["baskets.>"]}');
		await link.request('baskets.web', 'first');
		const program = startProgram({ args: ['--server', server.url], columns: 100, rows: 30 });
		const person = driver(program);
		await person.list().row('BASKETS').shown();
		await person.list().row('BASKETS').select();
		person.run('go.console');
		await program.waitFor(/^› *$/m);
		program.type('not sent');
		program.press('esc');
		await person.list().row('BASKETS').shown();
		person.run('stream.messages');
		await program.waitFor(/▸ +\d+ .*baskets\.web/);
		person.run('stream.publish');
		await program.waitFor(/^› baskets\.web *$/m);
		program.type('{"from": "the deck"}\r');
		await person.dialog().agree(/"stream": "BASKETS"/);
		// What stood in the line is not lost.
		program.press('up');
		await program.waitFor(/^› baskets\.web \{"from/m);
		program.press('up');
		await program.waitFor(/^› not sent *$/m);
		program.press('ctrl+u', 'esc');
		await program.waitFor(/i type/);
		program.press('esc');
		await program.waitFor(/Streams › BASKETS › messages.*\{"from": "the deck"\}/s);
	});

	it('begins an update with what is there', async () => {
		const program = await atConsole({ columns: 100, rows: 30 });
		program.type('$JS.API.STREAM.UPDATE.LOGS ');
		program.press('tab');
		// What is there now, so that only what is to change is changed.
		await program.waitFor(/"max_msgs": ?100/);
	});

	it('refuses a deletion where the deck may only read', async () => {
		const program = await atConsole({ args: ['--read-only'] });
		await consoleStory(program).send('$JS.API.STREAM.DELETE.LOGS');
		await program.waitFor(/was not sent: this jetdeck is read-only/);
		// What was typed stays.
		expect(program.screen().join('\n')).toMatch(/› \$JS\.API\.STREAM\.DELETE\.LOGS/);
		expect(await info('LOGS')).toContain('"messages":1');
	});

	it('asks for the name before it deletes, and tells what became of it', async () => {
		const program = await atConsole({ columns: 100, rows: 30 });
		const person = consoleStory(program);
		await person.send('$JS.API.STREAM.DELETE.ORDERS');
		await person.agree('ORDERS');
		await program.waitFor(/"success": true/);
		expect(await info('ORDERS')).toContain('stream not found');
	});

	it('shows what was refused in the words of the server, as it came', async () => {
		const program = await atConsole({ columns: 100, rows: 40 });
		const person = consoleStory(program);
		await person.send('$JS.API.STREAM.CREATE.LOGS {"name":"LOGS","subjects":["other"]}');
		const dialog = driver(program).dialog();
		await dialog.fails(/✗ stream name already in use .*\(err_code 10058\)/);
		await dialog.leave();
		await program.waitFor(/"err_code": 10058/);
		expect(program.screen().join('\n')).toMatch(/· stream_create_response/);
	});

	it('names a fault of the payload with its place, and an error of the server with what to try', async () => {
		const program = await atConsole({ columns: 100, rows: 30 });
		const person = consoleStory(program);
		await person.send('$JS.API.STREAM.INFO.LOGS {"deleted_details": yes}');
		await program.waitFor(/line 1, column 21/);
		program.press('ctrl+u');
		await person.send('$JS.API.STREAM.INFO.LOGS {"deleted_detail": true}');
		await program.waitFor(/"deleted_detail" is not a field.*Did\s+you\s+mean\s+deleted_details/s);
		program.press('ctrl+u');
		await person.send('$JS.API.STREAM.INFO.NOPE');
		await program.waitFor(/stream not found \(404, err_code 10059\)/);
		await program.waitFor(/Check the name/);
	});

	it('scrolls and searches a reply of 5 MB', async () => {
		const rows = Array.from({ length: 14_000 }, (_, at) => ({ id: at, text: `row ${at} ${'x'.repeat(330)}` }));
		const large = JSON.stringify({ rows });
		expect(large.length).toBeGreaterThan(5_000_000);
		await answering('large', (link, reply) => void link.publish(reply, large));
		const program = await atConsole({ columns: 100, rows: 30 });
		await consoleStory(program).send('large');
		await program.waitFor(/4\.\d+ MiB · JSON|5\.\d+ MiB · JSON/);
		program.press('esc');
		await program.waitFor(/i type/);
		program.type('G');
		await program.waitFor(/id: 13999/);
		program.type('g');
		await program.waitFor(/› large/);
		program.type('/');
		await program.waitFor(/enter searches the replies/);
		program.type('row 7777 ');
		program.press('enter');
		await program.waitFor(/"text": "row 7777 x/);
	});

	it('waits for a reply that never comes as long as one likes, and stops', async () => {
		await answering('silent', () => {});
		const program = await atConsole();
		await consoleStory(program).send('req --timeout 1h silent');
		await program.waitFor(/waiting \d+ s, 0 replies · \^C stops.*esc stop/s);
		program.press('esc');
		await program.waitFor(/jetdeck stopped waiting/);
		// The line is there for the next one.
		await consoleStory(program).send('$JS.API.INFO');
		await program.waitFor(/account_info_response/);
	});

	it('stops at ctrl-c what is under way, and only then ends', async () => {
		const program = await atConsole();
		await consoleStory(program).send('sub >');
		await program.waitFor(/listening for \d+ s.*\^C stop /s);
		program.press('ctrl+c');
		await program.waitFor(/listened for/);
		await consoleStory(program).send('watch 1s $JS.API.INFO');
		await program.waitFor(/watching, reply \d+/);
		program.press('ctrl+c');
		await program.waitFor(/esc replies/);
		program.press('ctrl+c');
		expect(await program.ended).toMatchObject({ code: 0 });
	});

	it('takes ten thousand replies, and folds each', async () => {
		await answering('many', (link, reply) => {
			for (let at = 1; at <= 10_000; at += 1) link.publish(reply, `{"number":${at}}`);
		});
		const program = await atConsole({ columns: 100, rows: 30 });
		await consoleStory(program).send('req --replies all --timeout 1s many');
		await program.waitFor(/#10000 .*\{"number":10000\}/);
		await program.waitFor(/↵ send/);
		program.press('esc');
		await program.waitFor(/i type/);
		program.type('G');
		program.type('k');
		program.press('enter');
		await program.waitFor(/"number": (9999|10000)/);
	});

	it('asks again and again, and marks what became different', async () => {
		const program = await atConsole({ columns: 100, rows: 40 });
		await consoleStory(program).send('watch 300ms $JS.API.STREAM.INFO.LOGS');
		await program.waitFor(/watching, reply [2-9]/);
		await (await connect(server)).request('logs.web', 'again');
		await program.waitFor(/changed in reply \d+/);
		await program.waitFor(/≠ state\.messages: 1 → 2/);
		program.press('ctrl+c');
		await program.waitFor((screen) => !screen.join('\n').includes('^C stops'));
	});

	it('listens until it is stopped, and publishes by a word of its own', async () => {
		const program = await atConsole({ columns: 100, rows: 30 });
		const person = consoleStory(program);
		await person.send('sub news.>');
		await program.waitFor(/listening for/);
		await person.send('pub news.today "it works"');
		await program.waitFor(/PUBLISHED 8 B to news\.today/);
		await program.waitFor(/listening for \d+ s, 1 message/);
		// Its messages are read while more come.
		program.press('esc');
		await program.waitFor(/i type.*x stop/s);
		program.press('{');
		program.press('down', 'down', 'enter');
		await program.waitFor(/▾ #1 .*news\.today/);
		await (await connect(server)).request('news.tomorrow', 'more');
		await program.waitFor(/#2 .*news\.tomorrow/);
		program.press('esc');
		await program.waitFor(/^Streams.*console listens to news\.>/m);
		program.type('4');
		await program.waitFor(/^Console · listens to news\.> \^C stops/m);
		program.press('esc');
		await program.waitFor(/x stop/);
		program.type('x');
		await program.waitFor(/listened for .*: 2 messages/);
		await program.waitFor((screen) => !/x stop/.test(screen.join('\n')));
	});
});
