import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { connect, createStreams, raw } from '../support/jetstream.ts';
import { startProgram } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const logs = { subjects: ['logs.>'], storage: 'file', max_age: 3_600_000_000_000 };

async function serverWith(...streams: readonly string[]): Promise<TestServer> {
	const server = await startServer();
	await createStreams(await connect(server), streams, logs);
	return server;
}

interface Start {
	/** Lines of a shell script that is the editor; `$1` is the file, `$round` counts its runs. */
	readonly editor?: string;
	readonly files?: Readonly<Record<string, string>>;
	readonly columns?: number;
	readonly rows?: number;
	/** Temporary files are in a folder of its own, not in that of all. */
	readonly own?: boolean;
}

/** A deck whose home, where it runs, holds the files. What the editor writes to `$told` is read by `told`. */
function deckOn(server: TestServer, { editor, files = {}, columns = 100, rows = 34, own = false }: Start = {}) {
	const program = startProgram({
		shell: `export EDITOR="$HOME/editor"; ${own ? 'mkdir tmp; export TMPDIR="$HOME/tmp"; ' : ''}while [ ! -e ready ]; do sleep 0.01; done; eval exec $JETDECK --server ${server.url} --interval 500ms --timeout 1s`,
		columns,
		rows,
	});
	const path = (name: string): string => join(program.home, name);
	for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
	if (editor !== undefined) {
		const counted = `told="$HOME/told"; echo >> "$HOME/rounds"; round=$(wc -l < "$HOME/rounds")`;
		writeFileSync(path('editor'), `#!/bin/sh\n${counted}\n${editor}\n`);
		chmodSync(path('editor'), 0o755);
	}
	writeFileSync(path('ready'), '');
	const told = (): string => (existsSync(path('told')) ? readFileSync(path('told'), 'utf8') : '');
	return { program, person: driver(program), told, path };
}

async function configOf(server: TestServer, stream: string): Promise<Readonly<Record<string, unknown>>> {
	const reply = await (await connect(server)).request(`$JS.API.STREAM.INFO.${stream}`, '');
	if (!reply.ok) throw new Error(reply.problem.message);
	return (JSON.parse(new TextDecoder().decode(reply.message.data)) as { config: Record<string, unknown> }).config;
}

const foldersIn = (parent: string): readonly string[] =>
	readdirSync(parent).filter((name) => name.startsWith('jetdeck-edit-'));
const editorFolders = (): readonly string[] => foldersIn(tmpdir());

describe('a configuration in $EDITOR', () => {
	it('comes back with its fault and every letter, then as a difference, and is sent when agreed to', async () => {
		const server = await serverWith('LOGS');
		const before = editorFolders();
		const { program, person, told } = deckOn(server, {
			editor: `head -2 "$1" >> "$told"; stat -c %a "$1" >> "$told"
case $round in
1) sed -i 's/"max_bytes": -1/"max_bytes": 10 GiB/' "$1" ;;
*) sed -i 's/10 GiB/10737418240/' "$1" ;;
esac`,
		});
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		await program.waitFor(/- max_bytes +unlimited/);
		const dialog = (await program.waitFor(/\+ max_bytes +10 GiB/)).join('\n');
		expect(dialog).toContain('$JS.API.STREAM.UPDATE.LOGS');
		const [first, , mode, fault, , modeAgain] = told().split('\n');
		expect(first).toBe(
			'// Stream LOGS. Save and quit: jetdeck shows the difference, and sends nothing before you confirm.',
		);
		expect(fault).toMatch(/^\/\/ Line \d+, column \d+: /);
		expect([mode, modeAgain]).toEqual(['600', '600']);
		await person.dialog().agree(/Stream LOGS is changed/);
		expect(await configOf(server, 'LOGS')).toMatchObject({ max_bytes: 10 * 1024 ** 3, max_age: logs.max_age });
		expect(editorFolders().filter((name) => !before.includes(name))).toEqual([]);
	});

	it('is not left behind by a deck that was killed, once another one starts', async () => {
		const server = await serverWith('LOGS');
		const { program, person, path, told } = deckOn(server, { editor: 'echo $$ > "$told"; exec sleep 1000', own: true });
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		const editor = await until(() => Number(told()) || undefined, { what: 'the editor to begin' });
		expect(foldersIn(path('tmp'))).toHaveLength(1);
		process.kill(program.pid, 'SIGKILL');
		await program.ended;
		expect(foldersIn(path('tmp'))).toHaveLength(1);
		process.kill(editor, 'SIGKILL');
		const next = startProgram({ args: ['--server', server.url], env: { TMPDIR: path('tmp') } });
		await until(() => foldersIn(path('tmp')).length === 0, { what: 'the folder to be removed' });
		driver(next).run('deck.quit');
	});

	it('has the keyboard and the screen to itself, also when the terminal changes its size', async () => {
		const server = await serverWith('LOGS');
		const { program, person } = deckOn(server, {
			editor: `echo EDITOR HERE; read answer; echo "GOT $answer"; read more; sed -i "s/-1,/$answer,/" "$1"; printf 'no line end'`,
		});
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		await program.waitFor(/EDITOR HERE/);
		expect(program.alternate).toBe(false);
		program.resize(90, 30);
		// A key that means something to the deck, and ctrl-c, which the terminal tells everybody.
		program.type('77q\u007f\r');
		const screen = await program.waitFor(/GOT 77$/m);
		expect(screen.join('\n')).toContain('EDITOR HERE');
		program.press('enter');
		await program.waitFor(/\+ max_msgs +77/);
		expect(program.alternate).toBe(true);
		person.run('confirm.leave');
		await person.list().row('LOGS').shown();
		person.run('move.down');
		await program.settled();
		expect(program.screen().some((line) => line.includes('EDITOR HERE'))).toBe(false);
		expect(program.screen()[0]).toMatch(/^jetdeck /);
	});

	it('is not ended by ctrl-c, nor is the deck', async () => {
		const server = await serverWith('LOGS');
		const { program, person } = deckOn(server, { editor: `trap 'echo HEARD' INT; echo EDITOR HERE; read x || read x` });
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		await program.waitFor(/EDITOR HERE/);
		program.press('ctrl+c');
		await program.waitFor(/HEARD/);
		program.press('enter');
		await program.waitFor(/You changed nothing, so there is nothing to send/);
	});

	it.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('ends with the deck on %s, and leaves no file behind', async (signal, code) => {
		const server = await serverWith('LOGS');
		const before = editorFolders();
		const { program, person, told } = deckOn(server, { editor: `echo $$ > "$told"; echo EDITOR HERE; exec sleep 60` });
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		await program.waitFor(/EDITOR HERE/);
		expect(editorFolders()).not.toEqual(before);
		program.kill(signal);
		expect(await program.ended).toMatchObject({ code });
		expect(program.written).not.toContain('Error');
		expect(editorFolders().filter((name) => !before.includes(name))).toEqual([]);
		expect(() => process.kill(Number(told()), 0)).toThrow('ESRCH');
	});

	it('that is left as it is changes nothing; a text that means nothing is kept for the next time', async () => {
		const server = await serverWith('LOGS');
		const { program, person, told } = deckOn(server, {
			editor: `case $round in
1) ;;
2) echo '{"name": "LOGS", oops' > "$1" ;;
4) cp "$1" "$told"; : > "$1" ;;
*) ;;
esac`,
		});
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		await program.waitFor(/You changed nothing/);
		person.run('stream.edit-text');
		await program.waitFor(/Not accepted: Line 3, column 18/);
		person.run('stream.edit-text');
		await program.waitFor(() => told() !== '');
		expect(told()).toMatch(/^\/\/ Line 3, column 18: .*\n\/\/ Correct the text.*\n\{"name": "LOGS", oops\n$/);
		await program.settled();
		expect(await configOf(server, 'LOGS')).toMatchObject({ max_bytes: -1 });
	});

	it('starts from what is there, not from what was typed into the form before', async () => {
		const server = await serverWith('LOGS');
		const { program, person, told } = deckOn(server, {
			editor: `cp "$1" "$told"; sed -i 's/"max_bytes": -1/"max_bytes": 5000/' "$1"`,
		});
		await person.list().row('LOGS').select();
		person.run('stream.edit');
		await program.waitFor(/▸ +Description/);
		person.run('form.down');
		program.type('typed before');
		await program.waitFor(/typed before/);
		person.run('form.back');
		await program.waitFor(/jetdeck keeps what you typed/);
		person.run('stream.edit-text');
		const dialog = (await program.waitFor(/\+ max_bytes +4\.9 KiB/)).join('\n');
		expect(told()).not.toContain('typed before');
		expect(dialog).not.toContain('+ description');
		expect(dialog).toMatch(/This replaces what you typed into the form/);
	});

	it('says so where there is no such editor', async () => {
		const server = await serverWith('LOGS');
		const { program, person } = deckOn(server);
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		await program.waitFor(/does not exist\. Set EDITOR to another one/);
		await person.list().row('LOGS').shown();
	});

	it('can be the whole of a form; what the server refuses comes back to it, and to the editor', async () => {
		const server = await serverWith('LOGS');
		const { program, person } = deckOn(server, {
			editor: `case $round in
1) echo '{"name": "ORDERS", "subjects": ["orders.>"], "storage": "file", "of_tomorrow": 1}' > "$1" ;;
*) sed -i 's/"of_tomorrow": 1/"max_age": 0/' "$1" ;;
esac`,
		});
		await person.list().row('LOGS').select();
		person.run('stream.new');
		await program.waitFor(/Event log/);
		person.run('form.edit-text');
		await program.waitFor(/does not know the field \S*of_tomorrow/);
		person.run('form.review');
		await program.waitFor(/"of_tomorrow": 1/);
		person.run('form.send');
		await person.dialog().says('unknown field "of_tomorrow" (err_code 10025)').leave();
		await program.waitFor(/✗ Refused: invalid JSON.*"orders\.>"/s);
		person.run('form.edit-text');
		await program.waitFor(
			(lines) => lines.some((l) => l.includes('"orders.>"')) && !/Refused|"of_tomorrow": 1/.test(lines.join('')),
		);
		person.run('form.send');
		await program.waitFor(/Stream ORDERS is created/);
		expect(await configOf(server, 'ORDERS')).toMatchObject({ subjects: ['orders.>'] });
	});
});

describe('a configuration from a file', () => {
	it('is created where it is not there, and else a difference to what runs', async () => {
		const server = await serverWith();
		const { program, person, path } = deckOn(server, {
			files: { 'LOGS.json': JSON.stringify({ name: 'LOGS', ...logs, max_bytes: -1 }) },
		});
		await program.waitFor(/● live/);
		await person.palette('apply LOGS.json');
		await person
			.dialog()
			.title('Create stream LOGS')
			.agree(/Stream LOGS is created/);
		await person.list().row('LOGS').shown();
		await person.palette('apply LOGS.json');
		await program.waitFor(/Stream LOGS already has this configuration/);
		writeFileSync(path('LOGS.json'), JSON.stringify({ name: 'LOGS', ...logs, max_bytes: 10 * 1024 ** 3 }));
		await person.palette('apply LOGS.json');
		await person
			.dialog()
			.says('- max_bytes unlimited', '+ max_bytes 10 GiB')
			.agree(/Stream LOGS is changed/);
		expect(await configOf(server, 'LOGS')).toMatchObject({ max_bytes: 10 * 1024 ** 3 });
	});

	it('that lowers a limit says what goes, and needs the name to be typed', async () => {
		const server = await serverWith('LOGS');
		const link = await connect(server);
		for (let at = 0; at < 12; at += 1) await link.request('logs.a', `message ${at}`);
		const { person } = deckOn(server, {
			files: { 'LOGS.json': JSON.stringify({ name: 'LOGS', ...logs, max_msgs: 5 }) },
		});
		await person.list().row('LOGS').shown();
		await person.palette('apply LOGS.json');
		const dialog = person.dialog().says('✗ Max messages will remove 7 messages at once.');
		await dialog.type('LOGS').agree(/Stream LOGS is changed/);
		expect(await configOf(server, 'LOGS')).toMatchObject({ max_msgs: 5 });
	});

	it('may be a whole INFO reply, and a consumer', async () => {
		const server = await serverWith('LOGS');
		const info = { type: 'io.nats.jetstream.api.v1.consumer_info_response', stream_name: 'LOGS', name: 'tail' };
		const config = { durable_name: 'tail', name: 'tail', ack_policy: 'explicit', filter_subject: 'logs.a' };
		const { person } = deckOn(server, {
			files: { 'tail.json': JSON.stringify({ ...info, config, num_pending: 4, created: '2026-01-01T00:00:00Z' }) },
		});
		await person.list().row('LOGS').shown();
		await person.palette('apply tail.json');
		await person
			.dialog()
			.title('Create consumer tail of stream LOGS')
			.agree(/Consumer tail is created/);
	});

	it('that cannot be read says where it is wrong, and lets its name be corrected', async () => {
		const server = await serverWith('LOGS');
		const { person } = deckOn(server, {
			files: { 'wrong.json': '{\n  "name": "LOGS",\n  "max_bytes": 10 GiB\n}\n', 'right.json': '{"name": "LOGS"}' },
		});
		await person.list().row('LOGS').shown();
		await person.palette('apply wrong.json');
		const name = person.dialog().says('> wrong.json', 'wrong.json: Line 3, column 19');
		await name
			.fill('nowhere.json')
			.isTold(/There is no file .*nowhere\.json/)
			.fill('right.json')
			.enter();
		await person.dialog().title('Edit stream LOGS').says('- subjects logs.>').text();
	});
});

describe('an edit that another hand gets ahead of', () => {
	it('sends nothing, shows both changes, and goes on from what is there now', async () => {
		const server = await serverWith('LOGS');
		const { program, person } = deckOn(server, { editor: `sed -i 's/"max_bytes": -1/"max_bytes": 1024/' "$1"` });
		await person.list().row('LOGS').select();
		person.run('stream.edit-text');
		const dialog = person.dialog().says('+ max_bytes 1 KiB');
		await dialog.ready();
		const other = { name: 'LOGS', ...logs, max_msgs: 5, max_bytes: -1 };
		await raw(await connect(server), '$JS.API.STREAM.UPDATE.LOGS', other);
		await dialog.fails('Somebody else changed it meanwhile. Nothing was sent.', '+ max_msgs 5');
		expect(await configOf(server, 'LOGS')).toMatchObject({ max_msgs: 5, max_bytes: -1 });
		await dialog.leave();
		person.run('stream.edit');
		await program.waitFor(/Somebody else changed it meanwhile:/);
		const review = (await program.waitFor(/Your changes on top of that/)).join('\n');
		expect(review).toMatch(/\+ max_msgs +5/);
		expect(review).toMatch(/\+ max_bytes +1 KiB/);
		person.run('form.send');
		await person
			.dialog()
			.title('Edit stream LOGS')
			.agree(/Stream LOGS is changed/);
		expect(await configOf(server, 'LOGS')).toMatchObject({ max_msgs: 5, max_bytes: 1024 });
	});
});
