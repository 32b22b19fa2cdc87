import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise } from '../../src/format/sanitise.ts';
import { plainTable } from '../../src/format/table.ts';
import { pad, truncate, width, wrapText } from '../../src/format/width.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
/** Controls, separators, text direction, invisible and broken characters: nothing of it may reach a terminal. */
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Cf}]/u;

describe('text from outside', () => {
	it('has nothing left that acts on a terminal', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(sanitise(text)).not.toMatch(forbidden);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('is not changed a second time', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(sanitise(sanitise(text))).toBe(sanitise(text));
			}),
		);
	});

	it.each([
		['orders.eu.created', 'orders.eu.created'],
		['\u001b]52;c;aGk=\u0007', '␛]52;c;aGk=␇'],
		['a\r\nb\tc\0', 'a␍␊b␉c␀'],
		['\u007f\u009b31m', '␡�31m'],
		['\u202eabc\u2066', '�abc�'],
		['日本語 한국어', '日本語 한국어'],
		['naïve café', 'naïve café'],
		['e\u0301', 'e\u0301'],
		['👩‍👩‍👧‍👦!', '👩!'],
		['👍🏽', '👍'],
		['❤️', '❤'],
		['🇩🇪', 'DE'],
		['1️⃣', '1'],
		['a\ud800b', 'a�b'],
		[`z${'\u0301'.repeat(40)}`, 'z\u0301\u0301'],
	])('%j is drawn as %j', (text, drawn) => {
		expect(sanitise(text)).toBe(drawn);
	});

	it('is cut where it is too long, and says so', () => {
		expect(sanitise('x'.repeat(20_000))).toHaveLength(10_001);
		expect(sanitise('x'.repeat(20), 5)).toBe('xxxxx…');
	});
});

describe('columns', () => {
	it('are exactly as many as wanted', () => {
		fc.assert(
			fc.property(anyText, fc.nat(40), fc.constantFrom('left' as const, 'right' as const), (text, columns, align) => {
				expect(width(pad(sanitise(text), columns, align))).toBe(columns);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('are not exceeded by what is cut, from whichever end', () => {
		fc.assert(
			fc.property(
				anyText,
				fc.nat(40),
				fc.constantFrom('start' as const, 'middle' as const, 'end' as const),
				(text, columns, from) => {
					expect(width(truncate(sanitise(text), columns, from))).toBeLessThanOrEqual(columns);
				},
			),
		);
	});

	it('are not exceeded by lines that are wrapped, and no letter is lost', () => {
		fc.assert(
			fc.property(fc.lorem({ maxCount: 30 }), fc.integer({ min: 2, max: 40 }), (text, columns) => {
				const lines = wrapText(text, columns);
				expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns);
				expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});

	it.each([
		['middle', 'log…ies', 7],
		['start', '…ntries', 7],
		['end', 'logent…', 7],
	] as const)('keep the %s of a text that is cut', (from, cut, columns) => {
		expect(truncate('logentries', columns, from)).toBe(cut);
	});

	it('stand under each other in a table, also with wide characters', () => {
		const table = plainTable(
			[{ title: 'NAME' }, { title: 'N', align: 'right' }],
			[
				['日本', '1'],
				['a', '22'],
			],
		);
		expect(table).toBe('NAME   N\n日本   1\na     22');
	});
});

describe('a terminal', () => {
	/**
	 * Texts of the scripts and signs that names and descriptions are written with. Emoji are left out: they are two columns wide
	 * since Unicode 9, and this terminal counts by Unicode 6.
	 */
	const texts = [
		'plain ASCII',
		'Größe naïve Čeština',
		'Ελληνικά кириллица',
		'日本語 中文 한국어',
		'ｆｕｌｌ ﾊﾝｶｸ',
		'שלום',
		'مرحبا',

		'e\u0301 a\u0300\u0323',
		'❤️ 🇩🇪 1️⃣',
		'▸ ● ○ ✓ ! … │ ╭ ╮ █ ▏ ░',
		'→ ← ↑ ↓ ↵ ⇧ ·',
		'¼ ½ × ÷ ± € £',
		'\u001b[31m\u202e',
	];

	it('has emoji two columns wide', () => {
		expect(['📦', '🚀', '😀', '👩‍👩‍👧‍👦', '👍🏽'].map((text) => width(sanitise(text)))).toEqual([2, 2, 2, 2, 2]);
	});

	it.each(texts)('advances by as many columns as are counted: %j', async (text) => {
		const terminal = new xterm.Terminal({ cols: 120, rows: 2, allowProposedApi: true });
		const drawn = sanitise(text);
		await new Promise<void>((resolve) => terminal.write(drawn, resolve));
		expect(terminal.buffer.active.cursorX).toBe(width(drawn));
		terminal.dispose();
	});
});
