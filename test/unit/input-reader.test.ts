import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputReader, largestPaste, type Piece } from '../../src/terminal/input-reader.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';

const esc = '\u001b';
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

interface Sent {
	/** As letters, one each. */
	readonly bytes: string;
	readonly pieces: readonly Piece[];
}

const keyOf = (key: string): Sent => ({ bytes: latin1(key), pieces: [{ kind: 'key', key }] });
const reportOf = (bytes: string): Sent => ({ bytes, pieces: [] });
const pasteOf = (text: string): Sent => {
	const bytes = latin1(text);
	const paste = { kind: 'paste', text, bytes: bytes.length, isTooLarge: false, isBroken: false } as const;
	return { bytes: `${esc}[200~${bytes}${esc}[201~`, pieces: [paste] };
};

/** Keys whose first byte alone is no key that a person may have pressed: that one is tried with the time that passes. */
const keys = ['j', 'G', '/', 'é', '日', '📦', 'enter', 'tab', 'space', 'ctrl+c', 'ctrl+space', 'backspace'].map(
	keyBytes,
);
const sequences = ['shift+tab', 'up', 'pagedown', 'home', 'delete', 'ctrl+left', 'alt+right'].map(keyBytes);
const others = [`${esc}OP`, `${esc}OA`, `${esc}[[A`, `${esc}[15~`, `${esc}[27u`, `${esc}[97;5u`, `${esc}[3$`];

/** What terminals say by themselves, in the bytes that they send. */
const reports = [
	`${esc}]52;c;ZGRkDXE=\u0007`,
	`${esc}]52;c;ZGRkDXE=${esc}\\`,
	`${esc}]11;rgb:1e1e/1e1e/2e2e\u0007`,
	latin1(`${esc}]l📦 ddd q${esc}\\`),
	`${esc}P1+r544e=787465726d${esc}\\`,
	`${esc}P>|XTerm(390)${esc}\\`,
	`${esc}P1$r0m${esc}\\`,
	`${esc}_Gi=31;OK${esc}\\`,
	`${esc}^private${esc}\\`,
	`${esc}Xstart of string${esc}\\`,
	`${esc}[M !!`,
	`${esc}[M qj`,
	`${esc}[M\u00c3\u00a9\u00ff`,
	`${esc}[<0;10;10M`,
	`${esc}[<35;200;50m`,
	`${esc}[?1;2c`,
	`${esc}[>0;276;0c`,
	`${esc}[?12;1$y`,
	`${esc}[?1u`,
	`${esc}[97;1:3u`,
	`${esc}[1;1:3B`,
	`${esc}[201~`,
	// The same in control bytes of 8 bits, as they are and in UTF-8.
	'\u009d52;c;ZGRkDXE=\u0007',
	'\u0090ddd\u001b\\',
	'\u009b?1;2c',
	`${latin1('\u009f')}Gq${esc}\\`,
];

const pastes = fc
	.string({ unit: fc.constantFrom('d', 'q', '\r', '\n', ':', 'é', '📦', '\u0003', '[', '2', '~', esc) })
	.filter((text) => !text.includes(`${esc}[201~`) && !text.includes(`${esc}[0n`));

const sent = fc.oneof(
	fc.constantFrom(...keys, ...sequences, ...others).map(keyOf),
	fc.constantFrom(...reports).map(reportOf),
	pastes.map(pasteOf),
	fc.constant<Sent>({ bytes: `${esc}[0n`, pieces: [{ kind: 'answer' }] }),
);

function reading(): { readonly reader: InputReader; readonly pieces: Piece[] } {
	const pieces: Piece[] = [];
	return { reader: new InputReader((piece) => pieces.push(piece)), pieces };
}

/** Pushes bytes in pieces of these sizes, so far apart. */
function pushCut(reader: InputReader, bytes: string, sizes: readonly number[], apart: readonly number[]): void {
	let from = 0;
	for (let at = 0; from < bytes.length; at += 1) {
		const size = sizes[at % sizes.length] ?? 1;
		reader.push(bytes.slice(from, from + size), apart[at % apart.length] ?? 0);
		from += size;
	}
}

describe('what a terminal sends', () => {
	it('is read the same in whatever pieces it comes, and however late', () => {
		const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
		const apart = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(fc.array(sent, { maxLength: 20 }), sizes, apart, (all, cut, late) => {
				const { reader, pieces } = reading();
				pushCut(reader, all.map(({ bytes }) => bytes).join(''), cut, late);
				reader.idle();
				expect(pieces).toEqual(all.flatMap((each) => each.pieces));
			}),
			{ numRuns: 2000 },
		);
	});

	it('never throws and never leaves a key out that follows, whatever it is', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
				const { reader, pieces } = reading();
				reader.push(Buffer.from(bytes).toString('latin1'), 0);
				reader.idle();
				pieces.length = 0;
				reader.push('j', 1000);
				expect(pieces).toEqual([{ kind: 'key', key: 'j' }]);
			}),
			{ numRuns: 2000 },
		);
	});

	it('may be broken off by ctrl-c, which is never a part of it', () => {
		for (const begun of [
			`${esc}[`,
			`${esc}[1;`,
			`${esc}O`,
			`${esc}]52;c;ZGRk`,
			`${esc}Pddd`,
			`${esc}[M`,
			`${esc}[M!`,
			'\u00e6',
		]) {
			const { reader, pieces } = reading();
			reader.push(begun, 0);
			reader.push('\u0003', 10);
			expect(pieces, JSON.stringify(begun)).toEqual([{ kind: 'key', key: '\u0003' }]);
		}
	});
});

describe('escape', () => {
	const read = (...pushes: readonly (readonly [bytes: string, silentMs: number])[]): readonly string[] => {
		const { reader, pieces } = reading();
		for (const [bytes, silentMs] of pushes) reader.push(bytes, silentMs);
		reader.idle();
		return pieces.flatMap((piece) => (piece.kind === 'key' ? [piece.key] : []));
	};

	it.each([
		['before an arrow that comes at once is alt with it', [[`${esc}${esc}[A`, 0]], [`${esc}${esc}[A`]],
		[
			'and an arrow later are two keys',
			[
				[esc, 0],
				[`${esc}[A`, 120],
			],
			[esc, `${esc}[A`],
		],
		['is a key when nothing comes', [[esc, 0]], [esc]],
		['twice is two', [[esc + esc, 0]], [esc, esc]],
		[
			'begins a sequence that comes 300 ms late',
			[
				[esc, 0],
				['[', 300],
				['B', 300],
			],
			[`${esc}[B`],
		],
		['is its own key before a sign', [[`${esc}?${esc}/`, 0]], [esc, '?', esc, '/']],
		[
			'is its own key before a sign that comes at once',
			[
				[esc, 0],
				[':', 10],
			],
			[esc, ':'],
		],
		['is alt with a letter that comes at once', [[`${esc}b`, 0]], [`${esc}b`]],
		[
			'is alt with a letter that is cut off',
			[
				[esc, 0],
				['b', 30],
			],
			[`${esc}b`],
		],
		[
			'and a letter later are two keys',
			[
				[esc, 0],
				['j', 120],
			],
			[esc, 'j'],
		],
		['and enter are two keys, also when they come at once', [[`${esc}\r`, 0]], [esc, '\r']],
		[
			'and an answer are a key, whatever comes at once',
			[
				[`${esc}${esc}[0n`, 0],
				['j', 5],
			],
			[esc, 'j'],
		],
		[
			'and an answer in pieces are a key',
			[
				[esc, 0],
				[esc, 90],
				['[', 90],
				['0', 90],
				['n', 90],
				['j', 5],
			],
			[esc, 'j'],
		],
		[
			'and an arrow behind the answer are two keys',
			[
				[`${esc}${esc}[0n`, 0],
				[`${esc}[A`, 5],
			],
			[esc, `${esc}[A`],
		],
		['before a paste is a key', [[`${esc}${esc}[200~dd${esc}[201~j`, 0]], [esc, 'j']],
		['before a report is a key', [[`${esc}${esc}]52;c;dd\u0007j`, 0]], [esc, 'j']],
	] as const)('%s', (_, pushes, keysRead) => {
		expect(read(...pushes)).toEqual(keysRead);
	});

	it('says that it waits for more, and less once the terminal answered', () => {
		const { reader } = reading();
		reader.push(esc, 0);
		expect(reader.waiting).toBe('escape');
		reader.push(`${esc}[0n`, 3);
		expect(reader.waiting).toBe('answered escape');
		reader.idle();
		expect(reader.waiting).toBeUndefined();
	});
});

describe('a paste', () => {
	const begin = `${esc}[200~`;
	const end = `${esc}[201~`;

	it('of which the end never comes is broken off by time, and by ctrl-c after a silence', () => {
		for (const interrupted of [false, true]) {
			const { reader, pieces } = reading();
			reader.push(`${begin}orders.eu`, 0);
			if (interrupted) reader.push('\u0003', 700);
			else reader.idle();
			const [paste, ...rest] = pieces;
			expect(paste).toMatchObject({ kind: 'paste', text: 'orders.eu', isBroken: true });
			expect(rest).toEqual(interrupted ? [{ kind: 'key', key: '\u0003' }] : []);
			reader.push('j', 100);
			expect(pieces.at(-1)).toEqual({ kind: 'key', key: 'j' });
		}
	});

	it('that stood still for too long goes on as a paste, not as keys', () => {
		const { reader, pieces } = reading();
		reader.push(`${begin}one`, 0);
		reader.idle();
		reader.push('ddd\rq and much more', 3000);
		reader.push(`of it${end}j`, 20);
		expect(pieces.slice(1)).toMatchObject([
			{ kind: 'paste', text: 'ddd\rq and much moreof it', isBroken: false },
			{ kind: 'key', key: 'j' },
		]);
	});

	it('keeps an answer of the terminal that came in the midst of it out', () => {
		const { reader, pieces } = reading();
		reader.push(`${begin}ord${esc}[0ners${end}`, 0);
		expect(pieces).toMatchObject([{ text: 'orders' }]);
	});

	it('that is too large is counted and not kept', () => {
		const { reader, pieces } = reading();
		reader.push(begin, 0);
		for (let at = 0; at < 20; at += 1) reader.push('x'.repeat(64 * 1024), 0);
		reader.push(`${end}j`, 0);
		expect(pieces).toEqual([
			{ kind: 'paste', text: '', bytes: 20 * 64 * 1024, isTooLarge: true, isBroken: false },
			{ kind: 'key', key: 'j' },
		]);
		expect(20 * 64 * 1024).toBeGreaterThan(largestPaste);
	});

	it('of 16 MB is read in the time of its size, also in small pieces', () => {
		const { reader, pieces } = reading();
		const piece = 'x'.repeat(1024);
		const started = performance.now();
		reader.push(begin, 0);
		for (let at = 0; at < 16 * 1024; at += 1) reader.push(piece, 0);
		reader.push(end, 0);
		expect(pieces).toMatchObject([{ bytes: 16 * 1024 * 1024 }]);
		expect(performance.now() - started).toBeLessThan(2000);
	});
});
