import { expect, it } from 'vitest';
import { objectLineFrom } from '../../src/cli/objects/object-line.ts';
import { jsonChanges } from '../../src/format/json-changes.ts';
import { nameOfToken, tokensOf } from '../../src/jetstream/objects/name.ts';

it('looks for an object only where its own tokens are', () => {
	expect(tokensOf('\u00e4')).toEqual(['w6Q=', '5A==', 'w6Q']);
	// Its Latin-1 bytes are the UTF-8 of the name above.
	expect(tokensOf('\u00c3\u00a4')).not.toContain('w6Q=');
	for (const name of ['a', 'a/b c.txt', '\u00e4', '\u00c3\u00a4', '\ufeff'])
		for (const token of tokensOf(name)) expect(nameOfToken(token)).toBe(name);
});

it('takes names of every JavaScript object for what they are', () => {
	expect(jsonChanges({}, { constructor: 1 }, { whole: 'value' })).toEqual(['constructor: nothing → 1']);
	const line = objectLineFrom(['put', 'B', 'f'], { header: ['constructor: x', '__proto__: y', 'constructor: z'] });
	expect(typeof line === 'string' ? line : Object.entries(line.headers ?? {})).toEqual([
		['constructor', ['x', 'z']],
		['__proto__', ['y']],
	]);
});
