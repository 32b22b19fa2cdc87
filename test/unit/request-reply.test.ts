import { describe, expect, it } from 'vitest';
import { replyWriter } from '../../src/cli/request-reply.ts';
import type { Prepared } from '../../src/store/console/prepare.ts';

const hostile = '\u001b]52;c;aGk=\u0007\u001b[2J\u009b31mhi\ttab';

/** What is written of a reply, as it comes. */
function written(data: Uint8Array | string, { isTTY, raw = false }: { isTTY: boolean; raw?: boolean }): string {
	const chunks: Buffer[] = [];
	const write = (chunk: Uint8Array | string): boolean => chunks.push(Buffer.from(chunk)) > 0;
	const out = { isTTY, write } as unknown as NodeJS.WriteStream;
	const writer = replyWriter({ raw, asPreview: false }, {} as Pick<Prepared, 'preview'>, out, () => {});
	writer.write({ subject: 'a', headers: [], data: Buffer.from(data) });
	return Buffer.concat(chunks).toString('latin1');
}

/** All that a terminal may act upon, but line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const harmful = /[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]/;

describe('a reply on a terminal', () => {
	it.each([
		['text', hostile],
		['JSON', JSON.stringify({ a: hostile })],
		['bytes', Uint8Array.from([0x1b, 0x5b, 0x32, 0x4a, 0xff])],
	])('does it no harm, as %s', (_, data) => {
		expect(written(data, { isTTY: true })).not.toMatch(harmful);
		expect(written(data, { isTTY: true })).toMatch(/\n$/);
	});

	it('is whole, however long', () => {
		expect(written('x'.repeat(50_000), { isTTY: true })).toHaveLength(50_001);
	});

	it('shows bytes that are no text in hexadecimal', () => {
		expect(written(Uint8Array.from([0x1b, 0x41, 0xff]), { isTTY: true })).toBe(
			`00000000  1b 41 ff${' '.repeat(39)}  .A.\n`,
		);
	});

	it('is as it came where that is asked for', () => {
		expect(written(hostile, { isTTY: true, raw: true })).toBe(`${Buffer.from(hostile).toString('latin1')}\n`);
	});
});

describe('a reply in a pipe', () => {
	it('is as it came, with a line end', () => {
		expect(written(hostile, { isTTY: false })).toBe(`${Buffer.from(hostile).toString('latin1')}\n`);
		expect(written('{"a":1}\n', { isTTY: false })).toBe('{"a":1}\n');
	});
});
