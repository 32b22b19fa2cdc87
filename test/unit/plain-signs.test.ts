import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { pad, width } from '../../src/format/width.ts';

const signs = [...'·…›←↑→↓↵⇧⌫▸○◌●◐✓✗', ...Array.from({ length: 0xa0 }, (_, at) => String.fromCodePoint(0x2500 + at))];

test('every sign that tables are drawn with is one column wide, as the terminal library says', () => {
	for (const sign of signs) {
		expect([sign, sign.length, stringWidth(sign)]).toEqual([sign, 1, 1]);
		expect(width(`a${sign}b`)).toBe(3);
	}
});

test('what is wider, narrower or longer is still counted', () => {
	expect(width('✓ 日本')).toBe(6);
	expect(width('·e\u0301·')).toBe(3);
	expect(width('●👋')).toBe(3);
	expect(pad('R1 ✓', 6)).toBe('R1 ✓  ');
});
