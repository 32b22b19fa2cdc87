import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectContains, subjectsContain } from '../../src/jetstream/subject-match.ts';

describe('subjects that together contain another', () => {
	it.each([
		[['a.*', 'a.*.>'], 'a.>', true],
		[['a', 'a.>', '*', '*.>'], '>', true],
		[['*', '*.*', '*.*.>'], '>', true],
		[['a.*', 'a.b.>'], 'a.>', false],
		[['a.b', 'a.c'], 'a.*', false],
		[['a.*.*'], 'a.>', false],
		[['*.b', 'a.*'], 'a.b', true],
		[[], 'a', false],
	])('%j contain %s: %s', (wides, narrow, expected) => {
		expect(subjectsContain(wides, narrow)).toBe(expected);
	});

	it('are decided as by trying every subject', () => {
		const tails = ['a', 'b', '*', '>'];
		const subject = fc
			.tuple(fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 2 }), fc.constantFrom(...tails))
			.map(([tokens, last]) => [...tokens, last].join('.'));
		// One more token than any pattern has, and one letter that none has.
		const letters = ['a', 'b', 'z'];
		const longer = (shorter: readonly string[]) =>
			shorter.flatMap((each) => letters.map((letter) => `${each}.${letter}`));
		const [two, three] = [longer(letters), longer(longer(letters))];
		const all = [...letters, ...two, ...three, ...longer(three)];
		fc.assert(
			fc.property(fc.array(subject, { maxLength: 5 }), subject, (wides, narrow) => {
				const tried = all
					.filter((each) => subjectContains(narrow, each))
					.every((each) => wides.some((wide) => subjectContains(wide, each)));
				expect(subjectsContain(wides, narrow)).toBe(tried);
			}),
		);
	});
});
