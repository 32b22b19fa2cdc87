import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/driver.ts';
import { asInstalled, inJobControl, inShell, modesBefore, processesOf, restored } from '../support/in-shell.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import type { Program } from '../support/pty.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { keyOf } from '../support/terminal.ts';
import { until } from '../support/until.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startServer();
	const link = await connect(server);
	await createStreams(link, ['LOGS'], { subjects: ['logs.>'] });
	await link.request('logs.a', 'hello');
});

/** Where a deck may be when it ends, and how one comes there from the list of streams. */
const places: Readonly<Record<string, (program: Program) => Promise<unknown>>> = {
	'the list': async () => {},
	'a filter': (program) => {
		driver(program).run('list.filter');
		program.type('LO');
		return program.waitFor(/LO/);
	},
	'the palette': (program) => {
		driver(program).run('deck.palette');
		return program.waitFor(/Command or stream/);
	},
	'the keys': (program) => {
		driver(program).run('deck.help');
		return program.waitFor(/Keys/);
	},
	'a dialog': (program) => {
		driver(program).run('stream.delete');
		return program.waitFor(/Type LOGS/);
	},
	'a form': (program) => {
		driver(program).run('stream.edit');
		return program.waitFor(/step 1 of/);
	},
	'the messages': (program) => {
		driver(program).run('stream.messages');
		return program.waitFor(/logs\.a/);
	},
	'the console': (program) => {
		driver(program).run('go.console');
		program.type('sub logs.b\r');
		return program.waitFor(/listening for/);
	},
	'an editor': (program) => {
		driver(program).run('stream.edit-text');
		return program.waitFor(/EDITING/);
	},
	'what a screen reader reads': async () => {},
};

interface Ending {
	/** Of the shell that waits, and of the deck. */
	readonly end: (program: Program, processes: readonly [guard: number, deck: number]) => Promise<void> | void;
	readonly code: number;
	/** An editor takes the keys of the terminal, and its signals. */
	readonly notIn?: readonly string[];
	/** In a shell that stops and continues jobs. */
	readonly inJobs?: true;
}

const signalled = (signal: NodeJS.Signals, code: number, whom: 'deck' | 'guard' = 'deck'): Ending => ({
	end: (_, [guard, deck]) => void process.kill(whom === 'deck' ? deck : guard, signal),
	code,
});
const ofKeys = { notIn: ['an editor'] };

/** Stopped, and taken again by `fg`; then it ends as one that never was. */
const stopped = (stop: Ending['end']): Ending => ({
	end: async (program, processes) => {
		await stop(program, processes);
		await program.waitFor(/STOPPED/);
		program.type('go\r');
		await until(() => program.alternate, { what: 'the deck to have the screen again' });
		process.kill(processes[1], 'SIGTERM');
	},
	code: 143,
	inJobs: true,
	notIn: ['an editor', 'what a screen reader reads'],
});

const endings: Readonly<Record<string, Ending>> = {
	'ctrl-c': { end: (program) => program.press('ctrl+c'), code: 0, notIn: ['an editor', 'the console'] },
	SIGTERM: signalled('SIGTERM', 143),
	SIGHUP: signalled('SIGHUP', 129),
	SIGINT: { ...signalled('SIGINT', 130), ...ofKeys },
	SIGQUIT: { ...signalled('SIGQUIT', 131), ...ofKeys },
	'SIGTERM of the shell that waits': signalled('SIGTERM', 143, 'guard'),
	'SIGHUP of the shell that waits': signalled('SIGHUP', 129, 'guard'),
	SIGKILL: signalled('SIGKILL', 137),
	SIGABRT: signalled('SIGABRT', 134),
	SIGSEGV: signalled('SIGSEGV', 139),
	'SIGTSTP and fg': stopped((_, [, deck]) => void process.kill(deck, 'SIGTSTP')),
	'ctrl-z and fg': stopped((program) => program.press(keyOf('deck.suspend'))),
};

const all = Object.keys(places).flatMap((place, at) =>
	Object.entries(endings).flatMap(([how, ending], number) =>
		ending.notIn?.includes(place) ? [] : [{ place, how, ending, isTried: (at + number) % 5 === 0 }],
	),
);

/** With EXITS=all each way of ending in each place; else some of them, each place and each way at least once. */
const tried = all.filter(({ isTried }) => isTried || process.env.EXITS === 'all');

function begun(place: string, { inJobs }: Ending): Program {
	const command = `EDITOR='echo EDITING; exec sleep 1000 #' ${place.includes('reader') ? 'INK_SCREEN_READER=true ' : ''}${asInstalled} --server ${server.url}`;
	return inJobs ? inJobControl(command) : inShell(command);
}

describe('the terminal is given back', () => {
	it.each(tried)('in $place on $how', async ({ place, ending }) => {
		const program = begun(place, ending);
		await program.waitFor(/LOGS/);
		const [guard = 0, deck = 0] = processesOf(program);
		await places[place]?.(program);
		const others = processesOf(program).slice(2);
		await ending.end(program, [guard, deck]);
		if (place.includes('reader')) {
			await program.waitFor(/RESTORED/);
			expect(program.modes).toEqual(modesBefore);
		} else await restored(program, ending.code);
		for (const pid of others) if (isThere(pid)) process.kill(pid, 'SIGKILL');
	});

	it.each(Object.keys(places))('to nobody, and nothing goes on, where it is closed: in %s', async (place) => {
		const program = begun(place, signalled('SIGHUP', 129));
		await program.waitFor(/LOGS/);
		await places[place]?.(program);
		const processes = processesOf(program);
		program.hangUp();
		await until(() => !processes.some(isThere), {
			what: 'all processes to end',
			seen: () => processes.map(stateOf).join(),
		});
	});
});

const isThere = (pid: number): boolean =>
	readdirSync('/proc').includes(String(pid)) && !/^\d+ \(.*\) Z/.test(stateOf(pid));

function stateOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return `${pid} ended`;
	}
}
