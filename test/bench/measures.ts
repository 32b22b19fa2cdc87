import { spawnSync } from 'node:child_process';
import { doomedStreams } from '../../src/changes/survey.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { createDeck } from '../../src/create-deck.ts';
import { resolveSettings } from '../../src/nats/settings.ts';
import type { View } from '../../src/store/view.ts';
import { median, Program, pause, root } from './program.ts';
import type { Bench } from './world.ts';

/** What `npm start` starts. */
export const deckCommand: readonly string[] = [`${root}/dist/jetdeck`];
/** Without the shell around it, so that what is measured is the deck. */
export const deckAlone: readonly string[] = [process.execPath, `${root}/dist/jetdeck.js`];
/** 38 rows of a list and what is around them. */
export const screen = { columns: 120, rows: 43 } as const;
const rowsSeen = 38;

/**
 * The smallest screen. There as many rows are in view whether the account has ten streams or ten thousand, so that only the
 * size of the account differs; a larger one draws and polls 38 rows against 10.
 */
export const smallScreen = { columns: 120, rows: 16 } as const;

function openDeck(bench: Bench, env: NodeJS.ProcessEnv, size: Scene['size'] = screen, command = deckAlone): Program {
	return new Program([...command, '--server', bench.server.url], size, env);
}

/** Rows of the stream list whose data is there. */
function fullRows(lines: readonly string[]): number {
	return lines.filter((line) => /[SC]\d{5} .*(R1 ✓|up to date ✓|working ✓)/.test(line)).length;
}

/** Milliseconds from the start of the process to a screen of live data. */
export async function firstFrame(bench: Bench, env: NodeJS.ProcessEnv, command: readonly string[]): Promise<number> {
	const program = openDeck(bench, env, screen, command);
	const ms = await program.until((lines) => fullRows(lines) >= rowsSeen, `${rowsSeen} rows`);
	await program.end();
	return ms;
}

export async function firstHello(file: string, env: NodeJS.ProcessEnv): Promise<number> {
	const program = new Program([process.execPath, file], screen, env);
	const ms = await program.until((lines) => lines.some((line) => line.includes('Hello')), 'hello');
	await program.end();
	return ms;
}

/** Milliseconds of the nats CLI to list all streams, or undefined where none is on the PATH. */
export function natsLists({ server }: Bench, env: NodeJS.ProcessEnv): number | undefined {
	const startedAt = performance.now();
	const args = ['--no-context', '--server', server.url, 'stream', 'ls'];
	const { status } = spawnSync('nats', args, { env: { ...env, PATH: process.env.PATH }, stdio: 'ignore' });
	return status === 0 ? performance.now() - startedAt : undefined;
}

export interface Running {
	/** Milliseconds from a key to its frame. */
	readonly keystroke: number;
	/** CPU seconds a second while nobody touches it. */
	readonly idleCpu: number;
	/** Bytes. */
	readonly memory: number;
}

export interface Scene {
	readonly size: typeof screen | typeof smallScreen;
	/** Typed first, once there are streams. */
	readonly before?: string;
	/** What is on the screen before keys are pressed. */
	readonly shown: (lines: readonly string[]) => boolean;
}

/** As many rows of streams. */
export const streamRows =
	(rows: number): Scene['shown'] =>
	(lines) =>
		fullRows(lines) >= Math.min(rows, 10);

/** What a deck costs that is open on a list: keys pressed while it polls, then left alone. */
export async function running(bench: Bench, env: NodeJS.ProcessEnv, scene: Scene): Promise<Running> {
	const program = await openScene(bench, env, scene);
	const keystroke = await keystrokeIn(program);
	const idleCpu = await idleCpuOf(program);
	const memory = program.memory();
	await program.end();
	return { keystroke, idleCpu, memory };
}

/** Milliseconds from a key to its frame. */
export async function keystrokeOf(bench: Bench, env: NodeJS.ProcessEnv, scene: Scene): Promise<number> {
	const program = await openScene(bench, env, scene);
	const keystroke = await keystrokeIn(program);
	await program.end();
	return keystroke;
}

async function openScene(bench: Bench, env: NodeJS.ProcessEnv, { size, before = '', shown }: Scene): Promise<Program> {
	const program = openDeck(bench, env, size);
	if (before !== '') {
		await program.until((lines) => selected(lines) !== '', 'streams');
		program.type(before);
	}
	await program.until(shown, 'the list');
	return program;
}

async function keystrokeIn(program: Program): Promise<number> {
	const times: number[] = [];
	for (let press = 0; press < 60; press += 1) {
		const down = press % 2 === 0;
		const from = selected(program.screen());
		times.push(await program.press(down ? 'j' : 'k', (lines) => selected(lines) !== from));
		await pause(40);
	}
	return median(times);
}

const idleSeconds = 16;

async function idleCpuOf(program: Program): Promise<number> {
	await pause(3_000);
	const before = program.cpuSeconds();
	await pause(idleSeconds * 1_000);
	return (program.cpuSeconds() - before) / idleSeconds;
}

function selected(lines: readonly string[]): string {
	return /^▸ (\S+)/.exec(lines.find((line) => line.startsWith('▸')) ?? '')?.[1] ?? '';
}

/** Bytes from the server a tick, once everything is there. */
export async function bytesPerTick(bench: Bench, view: View, seconds = 10): Promise<number> {
	const resolved = await resolveSettings({ server: bench.server.url, context: false }, {});
	if (!resolved.ok) throw new Error(resolved.problem.message);
	const deck: Deck = createDeck({ settings: resolved.settings, readOnly: true, intervalMs: 500, size: screen });
	deck.store.setState({ views: [view] });
	await pause(2_000);
	const from = deck.link().traffic().inBytes;
	let ticks = 0;
	const stop = deck.store.subscribe((after, before) => {
		if (after.lastTick !== before.lastTick) ticks += 1;
	});
	await pause(seconds * 1_000);
	stop();
	const bytes = deck.link().traffic().inBytes - from;
	await deck.close();
	return bytes / ticks;
}

export interface Cost {
	readonly bytes: number;
	readonly requests: number;
}

/** What planning the deletion of one stream asks of the server. */
export async function costOfDeletion(bench: Bench, stream: string): Promise<Cost> {
	const resolved = await resolveSettings({ server: bench.server.url, context: false }, {});
	if (!resolved.ok) throw new Error(resolved.problem.message);
	const deck: Deck = createDeck({ settings: resolved.settings, readOnly: true, intervalMs: 60_000, size: screen });
	await pause(3_000);
	const before = deck.link().traffic();
	const read = await doomedStreams(deck.api(), [stream], deck.store.getState(), new AbortController().signal);
	if ('refusal' in read) throw new Error(read.refusal);
	const after = deck.link().traffic();
	await deck.close();
	return { bytes: after.inBytes - before.inBytes, requests: after.outMessages - before.outMessages };
}

/** Bytes from the server for a list of everything. */
export async function bytesOfAll(bench: Bench, subject: string): Promise<number> {
	const from = bench.link.traffic().inBytes;
	for (let offset = 0, total = 1; offset < total; ) {
		const reply = await bench.link.request(subject, JSON.stringify({ offset }));
		if (!reply.ok) throw new Error(reply.problem.message);
		const page = JSON.parse(new TextDecoder().decode(reply.message.data));
		total = page.total;
		offset += (page.streams ?? page.consumers).length;
	}
	return bench.link.traffic().inBytes - from;
}

/** Bytes to the terminal of 120×40 for a frame in which one row changed. */
export async function bytesOfOneRow(bench: Bench, env: NodeJS.ProcessEnv, subject: string): Promise<number> {
	const command = [...deckAlone, '--server', bench.server.url, '--interval', '1s'];
	const program = new Program(command, { columns: 120, rows: 40 }, env);
	await program.until((lines) => fullRows(lines) >= 10, 'rows');
	await pause(1_500);
	const frames: number[] = [];
	for (let each = 0; each < 8; each += 1) {
		const count = program.written.length;
		await bench.link.request(subject, 'one more');
		await pause(1_300);
		const text = program.written
			.slice(count)
			.map((chunk) => chunk.text)
			.join('');
		frames.push(
			...text
				.split('\u001b[?2026l')
				.map((frame) => Buffer.byteLength(frame))
				.filter((size) => size > 20),
		);
	}
	await program.end();
	return median(frames);
}
