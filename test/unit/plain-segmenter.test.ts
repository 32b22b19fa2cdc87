import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlainSegmenter } from '../../scripts/plain-segmenter.mjs';

const real = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const plain = new PlainSegmenter(undefined, { granularity: 'grapheme' });
const signs = [...'·…›←↑→↓↵⇧⌫▸○◌●◐✓✗', ...Array.from({ length: 0xa0 }, (_, at) => String.fromCodePoint(0x2500 + at))];
const pieces = fc.oneof(
	fc.constantFrom(
		...signs,
		'\u001b[31m',
		'\u001b[0m',
		'\r\n',
		'\r',
		'\n',
		'\u0301',
		'\u200d',
		'\ufe0f',
		'👩‍👩‍👧',
		'한',
		'한',
	),
	fc.string({ unit: 'grapheme' }),
	fc.string(),
);
const texts = fc.array(pieces).map((each) => each.join(''));

test('every text is cut as Intl.Segmenter cuts it', () => {
	fc.assert(
		fc.property(texts, (text) => {
			expect([...plain.segment(text)]).toEqual([...real.segment(text)]);
		}),
		{ numRuns: 2_000 },
	);
});

test('the segment around a place is found', () => {
	for (const text of ['a▸b', 'e\u0301a']) {
		for (const at of [undefined, 0, 1, 2, 3]) {
			expect(plain.segment(text).containing(at)).toEqual(real.segment(text).containing(at));
		}
	}
});

test('words are left to Intl.Segmenter', () => {
	const options = { granularity: 'word' } as const;
	const words = [...new PlainSegmenter('en', options).segment('two words')];
	expect(words).toEqual([...new Intl.Segmenter('en', options).segment('two words')]);
});
