import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundled.ts';
import { type Program, startProgram } from '../support/pty.ts';

let file: string;

beforeAll(async () => {
	file = await bundled('sized.tsx');
});

interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** Every cell as it is drawn: what is in it and how. */
function cells(program: Program, { columns, rows }: Size): readonly string[] {
	return Array.from({ length: rows }, (_, row) =>
		Array.from({ length: columns }, (_, column) => {
			const { text, colour, bold, inverse } = program.cell(column, row);
			return `${text === '' ? ' ' : text}${colour < 0 ? '' : `#${colour}`}${bold ? '*' : ''}${inverse ? '!' : ''}`;
		}).join('|'),
	);
}

/** Waits until the fixture has drawn itself once. */
async function drawn(program: Program, size: Size): Promise<void> {
	await program.waitFor((lines) => lines.length === size.rows && /\d/.test(lines.at(-1) ?? ''));
	await program.settled();
}

/** What a program shows that was never resized. */
async function fresh(size: Size, moves: number): Promise<readonly string[]> {
	const program = startProgram({ file, ...size });
	await drawn(program, size);
	program.type('j'.repeat(moves));
	await program.waitFor((lines) => (lines[0] ?? '').startsWith(`${moves} `));
	await program.settled();
	const shown = cells(program, size);
	program.type('q');
	await program.ended;
	return shown;
}

/** However long a machine that is busy takes for it; and nothing comes behind it. */
async function comesToShow(program: Program, size: Size, wanted: readonly string[]): Promise<void> {
	const isShown = (): boolean => isDeepStrictEqual(cells(program, size), wanted);
	await program.waitFor(isShown).catch(() => expect(cells(program, size)).toEqual(wanted));
	await program.settled();
	expect(cells(program, size)).toEqual(wanted);
}

const anySize = fc.record({ columns: fc.integer({ min: 20, max: 140 }), rows: fc.integer({ min: 5, max: 45 }) });
const anyStep = fc.oneof(anySize, fc.constant('move' as const));

describe('every cell', () => {
	it('is as if never resized, after any resizes in any haste, with keys in between', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 8 }), anySize, async (steps, last) => {
				const first = { columns: 80, rows: 24 };
				const program = startProgram({ file, ...first });
				await drawn(program, first);
				for (const step of [...steps, last]) {
					if (step === 'move') program.type('j');
					else program.resize(step.columns, step.rows);
				}
				const moves = steps.filter((step) => step === 'move').length;
				await comesToShow(program, last, await fresh(last, moves));
				program.type('q');
				await program.ended;
			}),
			{ numRuns: 8, endOnFailure: true },
		);
	}, 240_000);

	it('is right when the terminal is back at its size before anybody could look', async () => {
		const size = { columns: 100, rows: 30 };
		const program = startProgram({ file, ...size });
		await drawn(program, size);
		const before = cells(program, size);
		for (const columns of [40, 60, 21]) {
			program.resize(columns, 8);
			program.resize(size.columns, size.rows);
			await program.settled();
			await comesToShow(program, size, before);
		}
	});

	it('is right after what changed behind a resize', async () => {
		const program = startProgram({ file, columns: 120, rows: 20 });
		await drawn(program, { columns: 120, rows: 20 });
		const size = { columns: 61, rows: 20 };
		program.resize(size.columns, size.rows);
		await program.settled();
		program.type('jjj');
		await program.settled();
		await comesToShow(program, size, await fresh(size, 3));
	});
});
