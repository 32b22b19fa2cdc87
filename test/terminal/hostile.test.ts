import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'nats';
import { beforeAll, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';

const marker = 'HOSTILE';
const hostile = [
	`\u001b[31m${marker}\u001b[2J`,
	`\u001b]0;${marker}\u0007`,
	`\u001b]52;c;${Buffer.from(marker).toString('base64')}\u0007`,
	`\u001bP${marker}\u001b\\`,
	`${marker}\r\nover\bwritten`,
	`\u009b31m\u009d0;${marker}\u009c`,
	`\u202e${marker}\u2066\u2069\u200f`,
	`z${'\u0301'.repeat(50)}algo 👩‍👩‍👧‍👦 🇩🇪 ❤️ 日本語`,
	`${marker} ${'long '.repeat(700)}`,
].join(' ');

const streams = [
	['日本語ストリーム', 'evil.\u202eone'],
	['\u001b]0;owned\u0007', 'evil.\u001b[31mtwo'],
	['plain', 'evil.three'],
] as const;

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
	// Past our own link, which would not send such names.
	const peer = await connect({ servers: server.url });
	const ask = async (subject: string, body: object): Promise<void> => {
		const answer = (await peer.request(subject, JSON.stringify(body))).string();
		if (answer.includes('"error"')) throw new Error(`${JSON.stringify(subject)}: ${answer}`);
	};
	const metadata = { [`key ${hostile.slice(0, 300)}`]: hostile.slice(0, 3000) };
	const description = hostile.slice(0, 3000);
	for (const [name, subject] of streams) {
		const config = { name, subjects: [subject], description, metadata, storage: 'memory' };
		await ask(`$JS.API.STREAM.CREATE.${name}`, config);
		for (const durable_name of ['cons', 'c\u0007ons']) {
			const consumer = { durable_name, ack_policy: 'explicit', description, metadata };
			const subject = `$JS.API.CONSUMER.DURABLE.CREATE.${name}.${durable_name}`;
			await ask(subject, { stream_name: name, config: consumer });
		}
	}
	peer.publish('evil.three', hostile);
	peer.publish('evil.three', `${'['.repeat(3_000)}${']'.repeat(3_000)}`);
	await peer.drain();
});

/** Only our own sequences: colours and styles, cursor and screen, synchronized frames, modes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about control characters
const ours = /\u001b\[[0-9;]*[A-HJKSTfmnsu]|\u001b\[\?[0-9;]+[hlrs]/g;

function harmless(program: Program): void {
	const rest = program.written.replace(ours, '').replace(/\r?\n/g, '').replace(/\r/g, '');
	const bad = [...rest].filter((character) =>
		/[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(character),
	);
	expect(bad.map((character) => character.codePointAt(0)?.toString(16))).toEqual([]);
	expect(program.written).not.toContain('\u001b]');
	expect(program.written).not.toContain('\u0007');
}

it('lets nothing that a server says act on the terminal', async () => {
	const program = startProgram({ args: ['--server', server.url], columns: 160, rows: 40 });
	const person = driver(program);
	await person.list().row('plain').shown();
	harmless(program);
	// The first name holds control characters and cannot be asked for; the last one is wide.
	for (const at of [0, 1, 2]) {
		person.run('move.first');
		for (let down = 0; down < at; down += 1) person.run('move.down');
		await program.settled();
		person.run('open.stream');
		await program.waitFor(at === 0 ? /owned.*overview/ : /HOSTILE/);
		person.run('stream.json');
		await program.waitFor(at === 0 ? /› JSON/ : /"config"/);
		person.run('stream.consumers');
		await program.waitFor(at === 0 ? /control character/ : /cons /);
		person.run('open.consumer');
		await program.settled();
		harmless(program);
		person.run('go.streams');
		await person.list().row('plain').shown();
	}
	person.run('go.consumers');
	await program.waitFor(/Consumers 4/);
	await person.palette('lag');
	await program.waitFor(/Lag 4/);
	harmless(program);
});

it('keeps its columns where a name is wide or would move them', async () => {
	const program = startProgram({ args: ['--server', server.url], columns: 120, rows: 24 });
	await driver(program).list().row('plain').shown();
	// Whose name cannot be asked for, of its consumers nothing is known.
	await program.waitFor((lines) => lines.filter((line) => /R1 ✓|consumers \?/.test(line)).length === 3);
	const heading = program.screen().findIndex((line) => line.includes('HEALTH'));
	const column = program.screen()[heading]?.indexOf('HEALTH') ?? -1;
	const around = (row: number): readonly boolean[] =>
		[column - 1, column].map((each) => program.cell(each, row).text.trim() !== '');
	expect(column).toBeGreaterThan(0);
	for (const row of [1, 2, 3]) expect(around(heading + row)).toEqual([false, true]);
});

it.each(['80', '121'])('keeps its columns where terminals count otherwise, at %s columns', async (columns) => {
	const own = await startServer();
	const peer = await connect({ servers: own.url });
	const names = [
		'plain',
		'น้ำดื่ม',
		'ລາວຳ',
		'हिन्दी',
		'क्षत्रिय',
		'☰menu',
		'\u1112\u1161\u11ab',
		'\u1161x',
		'👩‍👩‍👧😀',
		'㉈',
	];
	for (const [at, name] of names.entries()) {
		const answer = await peer.request(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify({ name, subjects: [`s.${at}`] }));
		expect(answer.string()).not.toContain('"error"');
	}
	await peer.close();
	const program = startProgram({ args: ['--server', own.url], columns: Number(columns), rows: 24 });
	await program.waitFor((lines) => lines.filter((line) => line.includes('R1 ✓')).length === names.length);
	const heading = program.screen().findIndex((line) => line.includes('HEALTH'));
	const placeOf = (row: number): number =>
		Array.from({ length: Number(columns) }, (_, column) => program.cell(column, row).text).indexOf('✓');
	const places = names.map((_, at) => placeOf(heading + 1 + at));
	expect(new Set(places).size).toBe(1);
	expect(places[0]).toBeGreaterThan(0);
	driver(program).run('deck.help');
	await program.waitFor(/Keys/);
	const columnsOf = (row: number): readonly number[] =>
		Array.from({ length: Number(columns) }, (_, column) => column).filter(
			(column) => program.cell(column, row).text === '│',
		);
	for (let row = 3; row < 12; row += 1) expect(columnsOf(row)).toEqual(columnsOf(3));
	expect(columnsOf(3)).toHaveLength(2);
});

it('is safe from what a context says of itself', async () => {
	const program = startProgram({ shell: 'while [ ! -f go ]; do :; done; eval "$JETDECK"' });
	const folder = join(program.home, '.config/nats/context');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'evil.json'), JSON.stringify({ url: server.url, description: hostile }));
	writeFileSync(join(program.home, '.config/nats/context.txt'), 'evil');
	writeFileSync(join(program.home, 'go'), '');
	await driver(program).list().row('plain').shown();
	driver(program).run('deck.context');
	await program.waitFor(/Contexts/);
	harmless(program);
});

it('opens a message of 3,000 nested lists', async () => {
	const program = startProgram({ args: ['--server', server.url], columns: 80, rows: 24 });
	const person = driver(program);
	await person.list().row('plain').shown();
	await person.list().row('plain').select();
	person.run('open.stream');
	await program.waitFor(/plain › overview/);
	person.run('stream.messages');
	await program.waitFor(/messages 2/);
	person.run('messages.open');
	await program.waitFor(/nested deeper than 200 levels, shown as text/);
	for (const form of ['JSON', 'text', 'hex']) {
		person.run('message.form');
		await program.settled();
		expect(program.alternate, form).toBe(true);
	}
	person.run('go.console');
	await program.waitFor(/Console/);
	program.type('req $JS.API.STREAM.MSG.GET.plain {"last_by_subj":"evil.three"}\r');
	await program.waitFor(/stream_msg_get_response/);
});

it.each([
	['report', 'streams'],
	['report', 'streams', '--json'],
	['report', 'stream', 'plain', '--json'],
	['report', 'consumers', '--json'],
	['request', '$JS.API.STREAM.INFO.plain'],
	['request', '--raw', '$JS.API.STREAM.INFO.plain'],
	['request', '$JS.API.\u009bSTREAM.INFO.plain'],
	['report', 'stream', '\u001b]0;owned\u0007'],
	['report', '--\u009b31m'],
	['--context', '\u001b]0;owned\u0007'],
	['--creds', '\u001b]0;owned\u0007'],
])('lets nothing act on the terminal that is printed without a screen: %j', async (...args) => {
	const program = startProgram({ args: [...args, '--server', server.url], columns: 200, rows: 50 });
	await program.ended;
	expect(program.written).not.toBe('');
	harmless(program);
});
