import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexLines, jsonOf, payloadKind, payloadStart, textLines, textOf } from '../../src/format/payload.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Anything a terminal would act on, or that turns the direction of a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
const harmful = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe('what a payload is', () => {
	it.each([
		['', 'empty'],
		['{"a":1}', 'json'],
		['  [1, 2]\n', 'json'],
		['{"a":', 'text'],
		['42', 'text'],
		['plain\twords\r\nand lines', 'text'],
		['\u001b[31mred\u001b[0m', 'text'],
		['nul\0', 'binary'],
	])('%j is %s', (text, kind) => {
		expect(payloadKind(bytes(text))).toBe(kind);
	});

	it('is binary where it is not UTF-8, and text where only the cut is in the way', () => {
		expect(payloadKind(Uint8Array.of(0xff, 0xfe, 0x41))).toBe('binary');
		expect(payloadKind(bytes('é'.repeat(100_000)))).toBe('text');
		expect(textOf(bytes('é'.repeat(4)), 3)).toBe('é');
	});

	it('is not made into an object when that would be long', () => {
		expect(jsonOf(bytes(`["${'x'.repeat(300 * 1024)}"]`))).toBeUndefined();
		expect(jsonOf(bytes('[12345678901234567890]'))).toEqual([12345678901234567890n]);
	});
});

describe('what is drawn of a payload', () => {
	it('is never raw, whatever it holds', () => {
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'binary' }).map(bytes)), (payload) => {
				const drawn = [payloadStart(payload), ...textLines(payload, 1000), ...hexLines(payload, 1000, 16)];
				expect(drawn.filter((line) => harmful.test(line))).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});

	it('drops nothing of a long line', () => {
		const line = 'x'.repeat(50_000);
		expect(textLines(bytes(line), 64 * 1024).join('')).toBe(line);
	});

	it('is a hex dump that says every byte', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(8 as const, 16 as const), (payload, perLine) => {
				const said = hexLines(payload, 1000, perLine).flatMap((line) =>
					line
						.slice(10, 10 + perLine * 3)
						.split(' ')
						.filter((part) => part !== ''),
				);
				expect(said.map((part) => Number.parseInt(part, 16))).toEqual([...payload]);
			}),
		);
	});

	it('takes no time to speak of for 60 MB', () => {
		const payload = new Uint8Array(60 * 1024 * 1024).fill(0x61);
		const started = performance.now();
		expect(payloadKind(payload)).toBe('text');
		expect(payloadStart(payload)).toHaveLength(201);
		expect(textLines(payload, 256 * 1024).length).toBeGreaterThan(60);
		expect(hexLines(payload, 64 * 1024, 16)).toHaveLength(4096);
		expect(performance.now() - started).toBeLessThan(2000);
	});
});
