import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesOf } from '../../src/format/lines-of.ts';

const all = async (blocks: readonly Uint8Array[], longest?: number): Promise<readonly string[]> => {
	const lines: string[] = [];
	for await (const line of linesOf(Readable.from(blocks), longest)) lines.push(line);
	return lines;
};

it('are the same however the bytes come, also within a letter', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
			const text = Buffer.from(lines.map((line) => `${line.replaceAll('\n', ' ')}\n`).join(''));
			const blocks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
				text.subarray(at * size, (at + 1) * size),
			);
			expect(await all(blocks)).toEqual(text.toString().split('\n').slice(0, -1));
		}),
	);
});

it('end without a line end, and are cut where memory would end', async () => {
	expect(await all([Buffer.from('a\n\nb')])).toEqual(['a', '', 'b']);
	expect(await all([Buffer.from('12345'), Buffer.from('678\n9')], 4)).toEqual(['12345', '678', '9']);
});
