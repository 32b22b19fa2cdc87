import { describe, expect, it } from 'vitest';
import { errorNotes, explain } from '../../src/jetstream/errors.ts';
import { readReference, readReferenceJson } from '../support/reference.ts';

const serverCodes = readReferenceJson('error-codes.json') as readonly number[];

/** The codes of the table "Error codes worth explaining", ranges spelt out. */
function wellKnown(): readonly number[] {
	const section = readReference('jetstream-api.md').split('## 10. ')[1] ?? '';
	const cells = [...section.matchAll(/^\| ([^|]*\d{5}[^|]*) \|/gm)].map(([, cell = '']) =>
		cell.replaceAll(/\([^)]*\)/g, ''),
	);
	return cells.flatMap((cell) =>
		[...cell.matchAll(/(\d{5})(?:–(\d{5}))?/g)].flatMap(([, from, to]) => {
			const first = Number(from);
			return Array.from({ length: Number(to ?? from) - first + 1 }, (_, index) => first + index);
		}),
	);
}

describe('explanations of errors', () => {
	const known = new Set(serverCodes);

	it('are of codes that servers have', () => {
		expect([...errorNotes.keys()].filter((code) => !known.has(code))).toEqual([]);
	});

	it('exist for every code worth explaining', () => {
		const codes = wellKnown().filter((code) => known.has(code));
		expect(codes.length).toBeGreaterThan(100);
		expect(codes.filter((code) => !errorNotes.has(code))).toEqual([]);
	});

	it('are whole sentences on one line', () => {
		for (const { meaning, advice } of errorNotes.values()) {
			expect(meaning).toMatch(/^\S.*\.$/);
			expect(advice).toMatch(/^[\p{Lu}"\d].*\.$|^max_/u);
		}
	});

	it('say what a code means before what its HTTP code means', () => {
		expect(explain({ code: 404, err_code: 10059 })).toBe(
			'The stream does not exist in this account and domain. Check the name, the account and the domain.',
		);
		expect(explain({ code: 404, err_code: 99_999 })).toBe('What the request names does not exist.');
		expect(explain({ code: 503 })).toMatch(/not available right now/);
		expect(explain({ code: 418 })).toMatch(/the error text says why/);
	});
});
