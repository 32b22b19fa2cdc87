import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { deckAlone, screen } from './measures.ts';
import { median, Program, pause } from './program.ts';
import type { Bench } from './world.ts';

export interface EventCost {
	/** Milliseconds from a key to its frame. */
	readonly keystroke: number;
	/** The longest CPU time in which no key was read, ms. */
	readonly stretch: number;
	/** CPU seconds a second. */
	readonly cpu: number;
	/** Bytes, at the end. */
	readonly memory: number;
	readonly published: number;
	/** Those in the list and those dropped, as the screen counts them. */
	readonly counted: number;
}

export const eventsPerSecond = 5_000;
const publishedEveryMs = 10;

/** What a deck costs that is open on the events while very many advisories come, keys being pressed. */
export async function costOfEvents({ server }: Bench, env: NodeJS.ProcessEnv, seconds: number): Promise<EventCost> {
	const file = join(env.HOME ?? '', 'stretch');
	const [node = '', ...args] = deckAlone;
	const stretched = [node, '--import', join(import.meta.dirname, 'stretch.mjs'), ...args, '--server', server.url];
	const program = new Program(stretched, screen, { ...env, BENCH_STRETCH: file });
	const flood = await Flood.to(server.url);
	try {
		await program.until((lines) => selectedLine(lines) > 0, 'streams');
		program.type('6');
		await program.until((lines) => lines.some((line) => line.includes('jetdeck listens to')), 'events');
		flood.start();
		await program.until((lines) => countedOn(lines) > 30_000, 'more events than are kept');
		await longestStretch(program, file);
		const [from, cpuFrom] = [performance.now(), program.cpuSeconds()];
		const times: number[] = [];
		while (performance.now() - from < seconds * 1_000) {
			const isDown = times.length % 2 === 0;
			const isThere = (lines: readonly string[]): boolean => selectedLine(lines) > screen.rows / 2 === isDown;
			times.push(await program.press(isDown ? 'G' : 'g', isThere));
			await pause(40);
		}
		const cpu = (program.cpuSeconds() - cpuFrom) / ((performance.now() - from) / 1_000);
		const [stretch, memory, published] = [await longestStretch(program, file), program.memory(), flood.stop()];
		await program.until((lines) => countedOn(lines) === published, `all of ${published} to be counted`);
		return { keystroke: median(times), stretch, cpu, memory, published, counted: countedOn(program.screen()) };
	} finally {
		flood.end();
		await program.end();
	}
}

async function longestStretch(program: Program, file: string): Promise<number> {
	rmSync(file, { force: true });
	program.signal('SIGUSR2');
	while (!existsSync(file) || readFileSync(file, 'utf8') === '') await pause(10);
	return Number(readFileSync(file, 'utf8'));
}

/** The list says `Events N` and, once some are gone, `N dropped`. */
function countedOn(lines: readonly string[]): number {
	const [, listed = '0'] = /Events ([\d,]+)/.exec(lines[1] ?? '') ?? [];
	const [, dropped = '0'] = /([\d,]+) dropped/.exec(lines.join(' ')) ?? [];
	return [listed, dropped].reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
}

const selectedLine = (lines: readonly string[]): number => lines.findIndex((line) => line.startsWith('▸'));

/** Publishes advisories past any client, each with an id of its own. */
class Flood {
	readonly #socket: Socket;
	#timer: NodeJS.Timeout | undefined;
	#sent = 0;

	private constructor(socket: Socket) {
		this.#socket = socket;
	}

	static async to(url: string): Promise<Flood> {
		const { hostname, port } = new URL(url);
		const socket = createConnection(Number(port), hostname);
		socket.on('data', (data) => {
			if (String(data).includes('PING')) socket.write('PONG\r\n');
		});
		await new Promise((resolve) => socket.once('data', resolve));
		socket.write('CONNECT {"verbose":false,"pedantic":false}\r\n');
		return new Flood(socket);
	}

	start(): void {
		const started = performance.now();
		this.#timer = setInterval(() => {
			const due = Math.floor(((performance.now() - started) / 1_000) * eventsPerSecond);
			let text = '';
			for (; this.#sent < due; this.#sent += 1) text += advisory(this.#sent);
			this.#socket.write(text);
		}, publishedEveryMs);
	}

	/** How many it published. */
	stop(): number {
		clearInterval(this.#timer);
		return this.#sent;
	}

	end(): void {
		this.stop();
		this.#socket.destroy();
	}
}

function advisory(at: number): string {
	const [stream, consumer] = [`S${String(at % 100).padStart(5, '0')}`, `C${at}`];
	const body = JSON.stringify({
		type: 'io.nats.jetstream.advisory.v1.consumer_action',
		id: `flood-${at}`,
		timestamp: new Date().toISOString(),
		stream,
		consumer,
		action: 'create',
	});
	return `PUB $JS.EVENT.ADVISORY.CONSUMER.CREATED.${stream}.${consumer} ${body.length}\r\n${body}\r\n`;
}
