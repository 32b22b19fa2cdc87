import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretReader } from '../../src/terminal/ask-secret.ts';
import type { Paste } from '../../src/terminal/input-reader.ts';
import { KeyInput } from '../../src/terminal/keyboard.ts';
import { until } from '../support/until.ts';

const esc = '\u001b';
/** How Ink is told of the escape key. */
const escapeKey = `${esc}[27u`;

/** Standard input of a program in a terminal, what it hands on, and how often the terminal was asked. */
class Keys extends EventEmitter {
	readonly taken: string[] = [];
	/** Those that were taken for the mouse wheel. */
	readonly turned: string[] = [];
	readonly faults: Paste[] = [];
	asked = 0;
	readonly input = new KeyInput(this as unknown as NodeJS.ReadStream, {
		ask: () => {
			this.asked += 1;
		},
		onFault: (paste) => this.faults.push(paste),
	});
	constructor() {
		super();
		this.input.addListener('readable', () => {
			for (let read = this.input.read(); read !== null; read = this.input.read()) {
				this.taken.push(read);
				if (this.input.isWheel) this.turned.push(read);
			}
		});
	}
	resume(): this {
		return this;
	}
	/** The terminal sends something. */
	sends(text: string): void {
		this.emit('data', Buffer.from(text, 'latin1'));
	}
}

describe('by the time that passes', () => {
	beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
	afterEach(() => void vi.useRealTimers());
	const pass = (ms: number): void => void vi.advanceTimersByTime(ms);

	it('escape is the key, soon where the terminal answers, and else when nothing else can come', () => {
		const keys = new Keys();
		keys.sends(esc);
		expect(keys.asked).toBe(1);
		pass(20);
		keys.sends(`${esc}[0n`);
		pass(56);
		expect(keys.taken).toEqual([escapeKey]);
		keys.sends(esc);
		pass(340);
		expect(keys.taken).toEqual([escapeKey]);
		pass(20);
		expect(keys.taken).toEqual([escapeKey, escapeKey]);
	});

	it.each([5, 30, 100, 300])('a sequence is one key, byte by byte, %i ms apart', (apart) => {
		const keys = new Keys();
		for (const byte of `${esc}[B${esc}[1;5C${esc}]52;c;ZGRkDXE=\u0007j`) {
			keys.sends(byte);
			pass(apart);
		}
		expect(keys.taken).toEqual([`${esc}[B`, `${esc}[1;5C`, 'j']);
	});

	it.each([
		['a control sequence', `${esc}[1;`],
		['a string', `${esc}]52;c;ZGRk`],
		['a mouse', `${esc}[M!`],
		['a letter', '\u00e6\u0097'],
	])('%s of which the end never comes is no key, and the next one is', (_, begun) => {
		const keys = new Keys();
		keys.sends(begun);
		pass(1100);
		keys.sends('j');
		pass(1);
		expect(keys.taken).toEqual(['j']);
	});

	it('a paste of which the end never comes is handed on, said to be broken, and ends', () => {
		const keys = new Keys();
		keys.sends(`${esc}[200~orders`);
		pass(2100);
		keys.sends('q');
		pass(1);
		expect(keys.taken).toEqual([`${esc}[200~orders${esc}[201~`, 'q']);
		expect(keys.faults).toMatchObject([{ bytes: 6, isBroken: true }]);
	});

	it('a terminal that never answers is asked no more', () => {
		const keys = new Keys();
		for (let press = 0; press < 6; press += 1) {
			keys.sends(esc);
			pass(400);
		}
		expect(keys.taken).toHaveLength(6);
		expect(keys.asked).toBe(3);
	});

	it('who has the terminal next waits for an answer on its way, but not for long', async () => {
		const keys = new Keys();
		await keys.input.quiet();
		keys.sends(esc);
		let quiet = 0;
		const settled = keys.input.quiet().then(() => quiet++);
		await vi.advanceTimersByTimeAsync(40);
		expect(quiet).toBe(0);
		keys.sends(`${esc}[0n`);
		await settled;
		keys.sends(esc);
		const never = keys.input.quiet();
		await vi.advanceTimersByTimeAsync(301);
		await never;
	});

	it.each([
		['a notch', [`${esc}[A`.repeat(3)], 3],
		['two of them, read at once', [`${esc}[B`.repeat(6)], 6],
		['a notch in application mode', [`${esc}OB`.repeat(5)], 5],
		['keys, pressed fast', [`${esc}[A`.repeat(2), `${esc}[A`], 0],
		['arrows of both ways', [`${esc}[A${esc}[B${esc}[A`], 0],
		['arrows with an enter', [`${`${esc}[B`.repeat(3)}\r`], 0],
		['other keys', ['jjj'], 0],
	])('%s is the wheel, or not', (_, sent, turned) => {
		const keys = new Keys();
		for (const text of sent) keys.sends(text);
		pass(20);
		expect(keys.turned).toHaveLength(turned);
		expect(keys.taken.length).toBeGreaterThanOrEqual(turned);
		keys.sends('j');
		pass(20);
		expect(keys.input.isWheel).toBe(false);
	});

	it('ctrl-c by itself gives up what was typed ahead', () => {
		const keys = new Keys();
		keys.sends('jjjjjjjj');
		keys.sends('\u0003');
		pass(1);
		expect(keys.taken).toEqual(['j', '\u0003']);
	});
});

describe('the input', () => {
	it('lets the components of a key come up before the next key', async () => {
		const source = new PassThrough();
		const input = new KeyInput(source as unknown as NodeJS.ReadStream);
		const seen: string[] = [];
		let ready = true;
		input.addListener('readable', () => {
			seen.push(`${ready ? '' : 'too early: '}${input.read()}`);
			ready = false;
			setImmediate(() => {
				ready = true;
			});
		});
		source.write('jjj');
		await until(() => seen.length === 3, { what: 'three keys' });
		expect(seen).toEqual(['j', 'j', 'j']);
	});

	it('says when the terminal is gone', async () => {
		const source = new PassThrough();
		const input = new KeyInput(source as unknown as NodeJS.ReadStream);
		let ended = false;
		input.addListener('readable', () => {});
		input.addListener('end', () => {
			ended = true;
		});
		source.end();
		await until(() => ended, { what: 'the end' });
	});
});

describe('a secret', () => {
	it.each([
		['s3cret\r', 's3cret'],
		[`s3${esc}[A${esc}[Dcr\u007f\u007fcret${esc}]11;rgb:0/0/0\u0007\r`, 's3cret'],
		['wrong\u0015pässwörd\r', 'pässwörd'],
		['s3\u0003', undefined],
	])('typed as %j is %s', (typed, secret) => {
		const answers: (string | undefined)[] = [];
		secretReader((answer) => answers.push(answer)).push(Buffer.from(typed).toString('latin1'), 0);
		expect(answers).toEqual([secret]);
	});
});
