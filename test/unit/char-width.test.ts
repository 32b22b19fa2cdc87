import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { charColumns, isAgreed } from '../../src/format/char-width.ts';
import { sanitise } from '../../src/format/sanitise.ts';
import stringWidth from '../../src/format/string-width.ts';
import { pad, truncate, width } from '../../src/format/width.ts';
import { typeable } from '../../src/ui/parts/line-edit.ts';
import { withSteadyColumns } from '../../src/ui/steady-columns.ts';
import { columnTables, type Table, terminalThatCounts } from '../support/terminal-tables.ts';

const lastCode = 0x10ffff;
const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

let recorded: ReturnType<typeof columnTables>;

beforeAll(() => {
	recorded = columnTables();
});

/** All that can stand in an input, where what is typed is drawn as it is. */
function* typed(): Generator<number> {
	for (let code = 0x20; code <= lastCode; code += 1) {
		if (typeable(String.fromCodePoint(code)) !== '') yield code;
	}
}

/** All else that can stand on the screen: what is made harmless first is another character. */
function* shown(): Generator<number> {
	for (const code of typed()) {
		// A mark needs a letter to stand on.
		const drawn = sanitise(`a${String.fromCodePoint(code)}`);
		if (drawn === `a${String.fromCodePoint(code)}`) yield code;
	}
}

describe('the columns of every character of Unicode', () => {
	it('are those of all terminals, where they are agreed on', () => {
		let agreed = 0;
		const wrong: string[] = [];
		for (const code of typed()) {
			if (!isAgreed(String.fromCodePoint(code))) continue;
			agreed += 1;
			for (const [name, table] of recorded)
				if (table(code) !== charColumns(code))
					wrong.push(`U+${code.toString(16)} ${charColumns(code)}: ${name} ${table(code)}`);
		}
		expect(wrong).toEqual([]);
		expect(agreed).toBeGreaterThan(80_000);
	});

	it('are elsewhere as many as the terminal takes that takes the most', () => {
		const wrong: string[] = [];
		for (const code of shown()) {
			// A mark that is newer than the terminal may have a column there: what follows is drawn over it.
			if (isAgreed(String.fromCodePoint(code)) || charColumns(code) === 0) continue;
			for (const [name, table] of recorded)
				if (table(code) > charColumns(code))
					wrong.push(`U+${code.toString(16)} ${charColumns(code)}: ${name} ${table(code)}`);
		}
		expect(wrong).toEqual([]);
	});

	it('are one picture or sign for what is not shown as it is', () => {
		for (let code = 0; code <= lastCode; code += 1) {
			if (isSurrogate(code)) continue;
			expect(width(sanitise(String.fromCodePoint(code)))).toBeLessThanOrEqual(2);
		}
	});

	it('are those that Ink lays out by', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }).map((text) => sanitise(text)),
				(text) => {
					expect(stringWidth(`\u001b[1m${text}\u001b[22m`)).toBe(width(text));
				},
			),
		);
	});
});

/** The first row of a terminal that counts by a table. */
async function rowIn(table: Table, frame: string): Promise<string> {
	const [cells = []] = await terminalThatCounts(table, { columns: 80, rows: 4 })(frame);
	return cells.map((chars) => (chars === '' ? ' ' : (chars[0] ?? ' '))).join('');
}

const names = [
	'น้ำดื่ม',
	'ລາວຳ ນ້ຳ',
	'\u1112\u1161\u11ab\u1100\u1173\u11af',
	'\u1161\u11a8 \u1100\u1100',
	'☰☱䷀𝌀',
	'हिन्दी क्षत्रिय',
	'தமிழ் বাংলা',
	'日本語ストリーム',
	'👩‍👩‍👧‍👦 🇩🇪 ❤️ 👋🏽',
	'㉈㉏ \ue0b0 \u{f0000}',
	'e\u0301\u0302\u0303 שלום مرحبا',
];

describe('what stands behind a name in a row', () => {
	it.each(names)('%s is in its column in every terminal', async (name) => {
		const cell = pad(sanitise(name), 24);
		expect(width(cell)).toBe(24);
		const frame = withSteadyColumns(`\u001b[1G\u001b[K\u001b[7m▸ ${cell}\u001b[27m|✓ ${pad(sanitise(name), 24)}|`);
		for (const [terminal, table] of recorded) {
			const row = await rowIn(table, frame);
			expect([terminal, row.indexOf('|'), row.lastIndexOf('|'), row[27]]).toEqual([terminal, 26, 53, '✓']);
		}
	});

	it('is in its column wherever the frame begins to draw', async () => {
		const frame = withSteadyColumns('\u001b[1G\u001b[Kab\r\n\u001b[A\u001b[5Gमी|\u001b[20G☰|');
		for (const [, table] of recorded) expect((await rowIn(table, frame)).slice(6)).toMatch(/^\|\s{12}.?\s?\|/);
	});

	it('costs nothing where terminals agree', () => {
		const frame = '\u001b[1G\u001b[K日本語 naïve ▸ ✓ ●\n';
		expect(withSteadyColumns(frame)).toBe(frame);
	});

	it('is never cut through, and never pushed out of its place', () => {
		fc.assert(
			fc.property(fc.constantFrom(...names), fc.nat(30), (name, columns) => {
				const text = sanitise(name);
				expect(width(truncate(text, columns))).toBeLessThanOrEqual(columns);
				expect(width(pad(text, columns))).toBe(columns);
			}),
		);
	});
});
