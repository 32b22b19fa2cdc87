import { beforeAll, describe, expect, it } from 'vitest';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { driver } from '../support/driver.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { type Program, startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { keyOf } from '../support/terminal.ts';

let server: TestServer;
const names = Array.from({ length: 60 }, (_, at) => `S${String(at).padStart(2, '0')}`);

beforeAll(async () => {
	server = await startServer();
	const link = await connect(server);
	await createStreams(link, names);
	await createStreams(link, ['LOGS'], { subjects: ['logs.>'], description: '日志 📦 of everything' });
	await createStreams(link, ['ORDERS'], { subjects: ['orders.*'] });
	for (const name of ['billing', 'mail']) {
		const config = { durable_name: name, ack_policy: 'explicit', description: `for ${name}` };
		await raw(link, `$JS.API.CONSUMER.DURABLE.CREATE.ORDERS.${name}`, { stream_name: 'ORDERS', config });
	}
	for (let at = 0; at < 30; at += 1) await link.request(`orders.${at % 3}`, `order ${at}`);
	await link.request('logs.one', 'a line');
});

/** Nobody pulls from the consumers: after a minute they would be in trouble, and their stream the first of the list. */
const deck = (size: { readonly columns?: number; readonly rows?: number } = {}): Program =>
	startProgram({ args: ['--server', server.url, '--interval', '500ms', '--lag-idle', '24h'], ...size });

describe('browsing', () => {
	it('goes from the streams into one, through its panes and back', async () => {
		const program = deck();
		const person = driver(program);
		await program.waitFor(/Streams 62/);
		expect(person.list().selected()).toBe('LOGS');
		await person.list().row('ORDERS').select();
		person.run('open.stream');
		await program.waitFor(/Streams › ORDERS › overview/);
		await program.waitFor(/Messages\s+30/);
		person.run('pane.next');
		await program.waitFor(/Streams › ORDERS › consumers 2/);
		await person.list().row('billing').shown();
		person.run('open.consumer');
		await program.waitFor(/ORDERS › consumers › billing › overview/);
		await program.waitFor(/Pending\s+30/);
		person.run('consumer.json');
		await program.waitFor(/"durable_name": "billing"/);
		person.run('go.back');
		await program.waitFor(/Streams › ORDERS › consumers 2/);
		person.run('stream.subjects');
		await person.list().row('orders.0').cells({ MESSAGES: '10' });
		person.run('go.back');
		await program.waitFor(/Streams 62/);
		expect(person.list().selected()).toBe('ORDERS');
	});

	it('takes keys that come in one burst', async () => {
		const program = deck();
		const person = driver(program);
		await program.waitFor(/Streams 62/);
		program.type('jjjjj');
		await program.waitFor(() => person.list().selected() === 'S03');
		person.filter('ord');
		await program.waitFor(/Streams 1 of 62 · filter ord/);
		expect(person.list().selected()).toBe('ORDERS');
		program.type(keyBytes('enter') + keyBytes(keyOf('stream.consumers')));
		await program.waitFor(/Streams › ORDERS › consumers 2/);
	});

	it('filters as one types, and gives the former filter back', async () => {
		const program = deck();
		const person = driver(program);
		await program.waitFor(/Streams 62/);
		person.run('list.filter');
		program.type('!S0');
		await person.list().row('S00').gone();
		await person.list().row('LOGS').shown();
		person.run('filter.drop');
		await person.list().row('S00').shown();
	});

	it('sorts by a column and the other way round', async () => {
		const program = deck();
		const person = driver(program);
		await program.waitFor(/Streams 62/);
		person.run('streams.sort.messages');
		await program.waitFor(() => person.list().first() === 'ORDERS');
		person.run('streams.sort.messages');
		await program.waitFor(() => person.list().first() === 'S00');
	});

	it('runs what the palette finds and what the help lists', async () => {
		const program = deck();
		const person = driver(program);
		await program.waitFor(/Streams 62/);
		await person.palette('lag');
		await program.waitFor(/Lag 2/);
		await person.palette('stream ORDERS');
		await program.waitFor(/Streams › ORDERS › overview/);
		person.run('deck.help');
		await program.waitFor(/Keys/);
		await program.waitFor(/Show stream consumers/);
		for (let moves = 0; !/▸\s+1\s+Show the account/.test(program.screen().join('\n')); moves += 1) {
			if (moves > 20) throw new Error(program.screen().join('\n'));
			const before = program.screen().join('\n');
			person.run('help.down');
			await program.waitFor((lines) => lines.join('\n') !== before);
		}
		person.run('help.run');
		await program.waitFor(/^Account/m);
		await program.waitFor(/API level\s+\d/);
	});

	it('says why a command cannot run', async () => {
		const program = deck();
		await program.waitFor(/Streams 62/);
		driver(program).run('go.previous');
		await program.waitFor(/There is no previous place yet\./);
	});

	it('shows a stream that somebody else made, within a moment', async () => {
		const program = startProgram({ args: ['--server', server.url, '--interval', '60s'] });
		await program.waitFor(/Streams 62/);
		const link = await connect(server);
		await createStreams(link, ['A_NEW_ONE']);
		await driver(program).list().row('A_NEW_ONE').shown();
		await raw(link, '$JS.API.STREAM.DELETE.A_NEW_ONE', {}).catch(() => {});
		await link.request('$JS.API.STREAM.DELETE.A_NEW_ONE', '');
		await driver(program).list().row('A_NEW_ONE').gone();
	});
});

describe('every cell', () => {
	it('is right after any resizes', async () => {
		const program = deck({ columns: 100, rows: 30 });
		await program.waitFor(/Streams 62/);
		// The background has looked at every stream, and nothing on the screen changes but what stable() leaves out.
		await program.waitFor(/nothing wrong/);
		// Narrower, wider, lower, higher, both, back: sizes that a person drags a window through.
		const sizes = [
			[80, 24],
			[60, 16],
			[120, 40],
			[119, 17],
			[77, 33],
			[200, 50],
			[61, 20],
			[50, 10],
			[100, 30],
			[250, 60],
			[99, 29],
		] as const;
		for (const [columns, rows] of sizes) {
			program.resize(columns, rows);
			// Until the program has heard of it, a terminal shows a part of the frame before, or blank lines below it.
			const fits = columns >= 60 && rows >= 16;
			const whole = (lines: readonly string[]): boolean =>
				fits
					? lines[0]?.length === columns && lines.slice(-2).some((line) => line.includes('? help'))
					: lines.some((line) => line.includes('60×16'));
			const resized = stable(await drawn(program, rows, whole));
			driver(program).run('deck.repaint');
			expect(stable(await drawn(program, rows, whole)), `${columns}×${rows}`).toEqual(resized);
			expect(resized.length).toBe(rows);
		}
	});
});

/** A frame that has come whole: on a slow machine a program may pause between clearing the screen and drawing it. */
async function drawn(
	program: Program,
	rows: number,
	whole: (lines: readonly string[]) => boolean,
): Promise<readonly string[]> {
	const isWhole = (lines: readonly string[]): boolean => lines.length === rows && whole(lines);
	await program.waitFor(isWhole);
	const lines = await program.settled();
	return isWhole(lines) ? lines : drawn(program, rows, whole);
}

/** Without what changes by itself: ages, rates and the round trip. */
function stable(lines: readonly string[]): readonly string[] {
	return lines.map((line) =>
		line
			// On a slow machine the header says how long ago the background looked.
			.replace(/, checked in the last \S+/, '')
			.replace(/\d+(\.\d+)?( ?ms|s\b|m\b)/g, '#')
			// A deck that has just begun has no rates yet.
			.replace(/(?<=B +)·/, '0')
			.replace(/\s+/g, ' '),
	);
}
