import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitAfter } from '../../src/store/back-off.ts';

describe('the wait after failures', () => {
	it('is none without one, then 2 s, doubling, at most a minute', () => {
		expect([0, 1, 2, 3, 4, 5, 6].map(waitAfter)).toEqual([0, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
	});

	it('never grows shorter nor longer than a minute, however many there were', () => {
		fc.assert(
			fc.property(fc.nat(), (failures) => {
				expect(waitAfter(failures + 1)).toBeGreaterThanOrEqual(waitAfter(failures));
				expect(waitAfter(failures)).toBeLessThanOrEqual(60_000);
			}),
		);
	});
});
