import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlappingPair, subjectContains, subjectsOverlap } from '../../src/jetstream/subject-match.ts';

const eitherContains = (one: string, other: string): boolean =>
	subjectContains(one, other) || subjectContains(other, one);

/** Each with each other. */
function slowly(subjects: readonly string[], overlap: (one: string, other: string) => boolean) {
	for (const [second, other] of subjects.entries())
		for (const [first, one] of subjects.slice(0, second).entries()) if (overlap(one, other)) return [first, second];
	return undefined;
}

it.each([
	['overlap', subjectsOverlap],
	['contain one another', eitherContains],
] as const)('finds the first pair of subjects that %s, also of some that are none', (_, overlap) => {
	const token = fc.constantFrom('a', 'b', 'c', '*', '>', '');
	const subject = fc.array(token, { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join('.'));
	const rarely = fc
		.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 4, maxLength: 5 })
		.map((each) => each.join('.'));
	fc.assert(
		fc.property(fc.array(fc.oneof(subject, { weight: 6, arbitrary: rarely }), { maxLength: 12 }), (subjects) => {
			expect(overlappingPair(subjects, overlap)).toEqual(slowly(subjects, overlap));
		}),
		{ numRuns: 3000 },
	);
});

it('compares few of many subjects', () => {
	let compared = 0;
	const counted = (one: string, other: string): boolean => {
		compared += 1;
		return subjectsOverlap(one, other);
	};
	const subjects = Array.from({ length: 20_000 }, (_, at) => `orders.${at}.new`);
	expect(overlappingPair(subjects, counted)).toBeUndefined();
	expect(compared).toBe(0);
	expect(overlappingPair([...subjects, 'orders.*.new'], counted)).toEqual([0, 20_000]);
	expect(compared).toBeLessThanOrEqual(20_000);
});
