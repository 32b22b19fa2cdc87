import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonLine, jsonLines, jsonTextLines } from '../../src/format/json-text.ts';

const drawn = (lines: readonly JsonLine[]): string =>
	lines.map(({ indent, parts }) => '  '.repeat(indent) + parts.map(({ text }) => text).join('')).join('\n');

describe('a text of JSON in lines', () => {
	test('has its numbers, keys and order as they are written', () => {
		const text =
			'{"price":1.10,"n":1.0,"e":1e3,"big":12345678901234567890,"f":0.1000000000000000055,"2":-0,"1":[],"n":{}}';
		expect(drawn(jsonTextLines(text))).toBe(`{
  "price": 1.10,
  "n": 1.0,
  "e": 1e3,
  "big": 12345678901234567890,
  "f": 0.1000000000000000055,
  "2": -0,
  "1": [],
  "n": {}
}`);
	});

	test('has strings that can be read, and controls that cannot act', () => {
		expect(drawn(jsonTextLines('["\\u00e9\\u001b[31m","a\u202e"]'))).toBe(drawn(jsonLines(['é\u001b[31m', 'a\u202e'])));
	});

	test('is that of its value, where a value loses nothing', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.nat(3), (each, indent) => {
				const kept: unknown = JSON.parse(JSON.stringify(each));
				expect(drawn(jsonTextLines(JSON.stringify(kept, undefined, indent)))).toBe(drawn(jsonLines(kept)));
			}),
		);
	});
});
