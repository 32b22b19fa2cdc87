import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeInJson } from '../../src/format/json-place.ts';

describe('the place of a value in JSON', () => {
	test.each<[string, string, string, number, number]>([
		['of a key', '{\n  "a": 1,\n  "b": "x"\n}', 'b', 3, 8],
		['of a key in a list', '{"sources": [{"name": "A"}, {"name": 7}]}', 'sources.1.name', 1, 38],
		['of a list in a list', '[[1, 2],\n [3]]', '1.0', 2, 3],
		['of an object', '{"m": {"n": 1}, "mirror":\n{"n": 2}}', 'mirror', 2, 1],
		['in a reply', '{"type": "x",\n"config": {"max_age": "1d"}}', 'max_age', 2, 23],
		['of the outermost', '{"a": {"n": {"n": 1}},\n"n": 2}', 'n', 2, 6],
		['after texts with signs of JSON', '{"d": "\\"a\\": [,}", "a": 5}', 'a', 1, 26],
		['of a key with signs', '{"x\\n\\"": 5}', 'x\n"', 1, 11],
	])('%s', (_what, text, path, line, column) => {
		expect(placeInJson(text, path.split('.'))).toEqual({ line, column });
	});

	test('is none where the value is not', () => {
		expect(placeInJson('{"a": 1}', ['b'])).toBeUndefined();
		expect(placeInJson('', ['b'])).toBeUndefined();
	});

	test('is where its text begins, whatever is around it', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), fc.nat(3), (before, after, indent) => {
				const text = JSON.stringify({ before, wanted: ['the', 'one'], after }, undefined, indent);
				const place = placeInJson(`\n${text}`, ['wanted', '1']);
				const lines = `\n${text}`.split('\n');
				expect(lines[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1)).toMatch(/^"one"/);
			}),
		);
	});

	test('of a text that is no JSON makes nothing fail', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\a1 ') }), (text) => void placeInJson(text, ['a'])),
		);
	});
});
