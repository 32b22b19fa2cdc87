import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoleEdits, edits } from '../../src/ui/parts/line-edit.ts';

/** What a key makes of a text; `|` is the cursor. */
function after(key: string, text: string): string {
	const [before = '', behind = ''] = text.split('|');
	const edited = consoleEdits[key]?.({ before, after: behind });
	return `${edited?.before}|${edited?.after}`;
}

describe('keys in a text of several lines', () => {
	it.each([
		['home', 'one\ntw|o\nthree', 'one\n|two\nthree'],
		['ctrl+a', 'on|e', '|one'],
		['end', 'one\ntw|o\nthree', 'one\ntwo|\nthree'],
		['ctrl+e', '|one', 'one|'],
		['ctrl+u', 'one\ntw|o\nthree', 'one\n|o\nthree'],
		['ctrl+u', 'one\n|two', 'one|two'],
		['ctrl+u', '|two', '|two'],
		['ctrl+u', 'one tw|o', '|o'],
		['ctrl+k', 'one\nt|wo\nthree', 'one\nt|\nthree'],
		['ctrl+k', 'one|\ntwo', 'one|two'],
		['ctrl+k', 'one|', 'one|'],
		['ctrl+left', '$JS.API.STREAM|', '$JS.API.|STREAM'],
		['alt+b', '{"name": "a|"}', '{"name": "|a"}'],
		['alt+left', '{"name": "|a"}', '{"|name": "a"}'],
		['alt+b', '|one', '|one'],
		['ctrl+right', '|$JS.API', '$JS|.API'],
		['alt+f', 'one| two\nthree', 'one two|\nthree'],
		['alt+right', 'one|', 'one|'],
		['ctrl+d', 'o|ne', 'o|e'],
		['ctrl+w', 'one two|', 'one |'],
	])('%s: %s', (key, before, wanted) => expect(after(key, before)).toBe(wanted));

	it('only move or delete, and never behind what is there', () => {
		const line = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', '.', 'é', '👩‍🚀'), maxLength: 20 });
		fc.assert(
			fc.property(line, line, fc.constantFrom(...Object.keys(edits)), (before, behind, key) => {
				const edited = edits[key]?.({ before, after: behind }) ?? { before: '', after: '' };
				expect(before + behind).toContain(edited.before);
				expect(before + behind).toContain(edited.after);
			}),
		);
	});
});
