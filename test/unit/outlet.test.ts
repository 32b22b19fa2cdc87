import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonForTerminal, lineWriter } from '../../src/cli/outlet.ts';
import { hostileTexts, isHarmless } from '../support/state.ts';

/** What neither a terminal acts on nor an eye misses. */
function harmless(json: string): boolean {
	return json.split('\n').every((line) => isHarmless(line) && !/[\p{Cf}\p{Cs}]/u.test(line));
}

it('writes any value as JSON that does no harm to a terminal, and that means the same', () => {
	const value = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
	fc.assert(
		fc.property(value, (sent) => {
			const written = jsonForTerminal(sent);
			expect(harmless(written)).toBe(true);
			expect(JSON.parse(written)).toEqual({ ...sent });
		}),
	);
	expect(harmless(jsonForTerminal(hostileTexts))).toBe(true);
});

it('writes what a terminal acts on by its number, and all else as it is', () => {
	expect(jsonForTerminal({ a: 'é日\u007f\u009b31m\u202e\u{e0041}\nb' })).toBe(
		String.raw`{
  "a": "é日\u007f\u009b31m\u202e\udb40\udc41\nb"
}`,
	);
});

it('leaves lines out that a slow reader would pile up, and says how many once it has read the rest', async () => {
	const out = new PassThrough();
	const leftOut = await new Promise<number>((resolve) => {
		const write = lineWriter(out, resolve);
		const line = 'x'.repeat(1024 * 1024 - 1);
		for (let at = 0; at < 20; at += 1) write(line);
		out.resume();
	});
	expect(leftOut).toBeGreaterThan(8);
	expect(leftOut).toBeLessThan(13);
});
