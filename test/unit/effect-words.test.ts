import { expect, it } from 'vitest';
import { effectInWords } from '../../src/views/console/effect-words.ts';

it.each([
	['read', 'reads, changes nothing', 'reads, changes nothing'],
	['destroy', 'destroys something: asks first', 'destroys something: not sent, this jetdeck is read-only'],
	['change', 'changes something: asks first', 'changes something: not sent, this jetdeck is read-only'],
] as const)(
	'the words for a line that is to %s promise no question that read-only does not ask',
	(effect, free, bound) => {
		expect(effectInWords(effect, { readOnly: false })[1]).toBe(free);
		expect(effectInWords(effect, { readOnly: true })[1]).toBe(bound);
	},
);
