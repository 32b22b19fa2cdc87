import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieceEnd } from '../../src/format/piece-end.ts';
import { sanitise } from '../../src/format/sanitise.ts';
import { width } from '../../src/format/width.ts';
import type { Body } from '../../src/views/console/body.ts';
import { changedPaths } from '../../src/views/console/changed-paths.ts';
import { inputRows } from '../../src/views/console/input.ts';
import { jsonBody } from '../../src/views/console/json-body.ts';
import { piecesOf } from '../../src/views/console/pieces.ts';
import { textBody } from '../../src/views/console/text-body.ts';

const mixed = fc.string({
	unit: fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom(...'abc xyz0123"\\') },
		{
			weight: 2,
			arbitrary: fc.constantFrom('ä', 'é', 'é', 'ж', '漢', 'ー', '한', '👩‍🚀', '👍🏽', '🇩🇪', '\u200b', '\u001b', 'ﷺ'),
		},
		{ weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
	),
	maxLength: 400,
});
const columns = fc.integer({ min: 20, max: 140 });

const written = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

const saidBy = (body: Body): readonly string[] =>
	Array.from({ length: body.rows }, (_, row) =>
		body
			.line(row)
			.map(({ text }) => text)
			.join(''),
	);

describe('a long text in lines', () => {
	it('loses nothing, and no line is too wide, whatever it is made of', () => {
		fc.assert(
			fc.property(mixed, fc.integer({ min: 2, max: 100 }), (text, room) => {
				const pieces = piecesOf(text, room);
				const all = Array.from({ length: pieces.amount }, (_, at) => pieces.piece(at));
				expect(all.join('')).toBe(text);
				for (const piece of all) expect(width(sanitise(piece))).toBeLessThanOrEqual(room);
			}),
		);
	});

	it('fills its lines by the columns that its characters take', () => {
		expect(piecesOf(`${'x'.repeat(79)}ä`, 80).amount).toBe(1);
		expect(piecesOf('ä'.repeat(160), 80).amount).toBe(2);
		expect(piecesOf('漢'.repeat(80), 80).amount).toBe(2);
		// A letter with an accent of its own is one column.
		expect(piecesOf('e\u0301'.repeat(160), 80).amount).toBe(2);
		expect(pieceEnd('ae\u0301', 0, 1)).toBe(1);
	});

	it('of megabytes is cut, and says so', () => {
		const pieces = piecesOf('x'.repeat(1_000_000), 80);
		expect(pieces.amount).toBe(500);
		expect(pieces.piece(498)).toBe('x'.repeat(80));
		expect(pieces.piece(499)).toBe('… of 1,000,000 characters: copy or save it for the rest');
	});
});

describe('a text of JSON', () => {
	it('is whole in its lines at any width, with any key', () => {
		fc.assert(
			fc.property(
				mixed,
				// The key behind it is one of its own.
				fc.oneof(
					fc.constant('data'),
					mixed.filter((key) => key !== 'z' && key !== '__proto__'),
				),
				columns,
				fc.integer({ min: 0, max: 6 }),
				(text, key, wide, deep) => {
					let value: unknown = { [key]: text, z: 1 };
					for (let at = 0; at < deep; at += 1) value = [value];
					const lines = saidBy(jsonBody(written(value), { toggled: new Set(), name: '', columns: wide }));
					for (const line of lines) expect(width(line)).toBeLessThanOrEqual(wide);
					const squeezed = (all: string): string => all.replaceAll(' ', '');
					const joined = squeezed(lines.join(''));
					// A key too long for any line is cut, the text is not.
					const wanted = squeezed(sanitise(JSON.stringify(text)));
					expect(joined).toContain(`${wanted},"z":1`);
				},
			),
		);
	});

	it('is marked as changed without losing what the mark takes', () => {
		const text = 'Go struct field '.repeat(12);
		const lines = saidBy(
			jsonBody(written({ text }), {
				toggled: new Set(),
				name: '',
				columns: 80,
				changes: changedPaths({ text: 'other' }, { text }),
			}),
		);
		expect(
			lines
				.slice(1, -1)
				.map((line) => line.slice(14))
				.join(''),
		).toBe(JSON.stringify(text));
	});

	it('stands below a key that leaves it no room', () => {
		const key = 'k'.repeat(50);
		const lines = saidBy(jsonBody(written({ [key]: 'v'.repeat(90) }), { toggled: new Set(), name: '', columns: 80 }));
		expect(lines[1]?.trim()).toBe(`"${key}":`);
		expect(
			lines
				.slice(2, -1)
				.map((line) => line.trim())
				.join(''),
		).toBe(`"${'v'.repeat(90)}"`);
	});

	it('of megabytes costs what is drawn of it, once', () => {
		const data = 'QUJD'.repeat(2_000_000);
		const body = jsonBody(written({ data }), { toggled: new Set(), name: '', columns: 80 });
		expect(body.rows).toBe(502);
		expect(saidBy(body)[500]).toContain('… of 8,000,000 characters: copy or save it for the rest');
		const [first, again] = [body.line(1), body.line(1)];
		expect(first).toEqual(again);
	});
});

describe('lines of a text', () => {
	it('cost no more in a text of megabytes than in a short one', () => {
		const texts = [`${'x'.repeat(8_000_000)}ä`, 'ä漢x'.repeat(2_000_000)];
		for (const body of [
			...texts.map((text) => textBody(Buffer.from(text), 80)),
			...texts.map((data) => jsonBody(written({ data }), { toggled: new Set(), name: '', columns: 80 })),
		]) {
			body.line(1);
			const begun = performance.now();
			for (let at = 0; at < 500; at += 1) body.line(at);
			// It took 40 s and more when each line looked at the whole text.
			expect(performance.now() - begun).toBeLessThan(1_000);
		}
	});

	it('have every tab as blanks, and nothing is cut by them', () => {
		const text = 'a\tb'.repeat(60);
		expect(
			saidBy(textBody(Buffer.from(text), 80))
				.map((line) => line.slice(4))
				.join(''),
		).toBe(text.replaceAll('\t', '  '));
	});
});

describe('what is typed', () => {
	it('is whole in its lines', () => {
		fc.assert(
			fc.property(mixed, columns, (before, wide) => {
				const line = before.replaceAll('\n', '');
				const rows = inputRows({ before: line, after: '' }, wide, 1_000);
				for (const row of rows)
					expect(width(`${row.before}${row.under?.trimEnd() ?? ''}${row.after}`)).toBeLessThan(wide);
			}),
		);
	});
});
