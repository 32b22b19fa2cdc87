import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { KeyInput, nextKey } from '../../src/terminal/keyboard.ts';
import { until } from '../support/until.ts';

const names = [
	'j',
	'G',
	'/',
	'enter',
	'esc',
	'tab',
	'shift+tab',
	'up',
	'pagedown',
	'home',
	'delete',
	'ctrl+d',
	'space',
	'é',
	'日',
	'📦',
];
/** Keys whose bytes are no beginning of other keys' bytes: escape alone is one by the time that passes, not by its bytes. */
const bytes = names.filter((name) => name !== 'esc').map(keyBytes);
const paste = fc
	.string({ unit: 'grapheme' })
	.filter((text) => !text.includes('\u001b'))
	.map((text) => `\u001b[200~${text}\u001b[201~`);
const key = fc.oneof(
	fc.constantFrom(...bytes),
	paste,
	fc.constantFrom('\u001bj', '\u001bOP', '\u001b[1;5C', '\u001b[[A', '\u001b[15~'),
);

function split(text: string): readonly string[] {
	const keys: string[] = [];
	let rest = text;
	for (let next = nextKey(rest); rest !== '' && next !== undefined; next = nextKey(rest)) {
		keys.push(next.key);
		rest = next.rest;
	}
	return rest === '' ? keys : [...keys, rest];
}

describe('what was read', () => {
	it('is cut into the keys that it consists of', () => {
		fc.assert(fc.property(fc.array(key), (keys) => void expect(split(keys.join(''))).toEqual(keys)));
	});

	it('loses nothing, whatever it is', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(split(text).join('')).toBe(text)));
	});

	it('waits for the end of a paste', () => {
		expect(nextKey('\u001b[200~half a pas')).toBeUndefined();
		expect(nextKey('\u001b')).toBeUndefined();
		expect(nextKey('\u001b[')).toBeUndefined();
		expect(nextKey('\u001b[1;')).toBeUndefined();
	});
});

/** Standard input of a program in a terminal, and what it hands on, key by key. */
function terminal(): { readonly source: PassThrough; readonly taken: string[]; readonly input: KeyInput } {
	const source = new PassThrough();
	// Of a terminal's stream nothing else is used here.
	const input = new KeyInput(source as unknown as NodeJS.ReadStream);
	const taken: string[] = [];
	input.addListener('readable', () => {
		for (let read = input.read(); read !== null; read = input.read()) taken.push(read);
	});
	return { source, taken, input };
}

describe('the input', () => {
	it('hands on one key a turn, however they were chunked', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(key, { maxLength: 12 }), fc.array(fc.nat(6), { minLength: 1 }), async (keys, cuts) => {
				const { source, taken } = terminal();
				const whole = Buffer.from(keys.join(''));
				let from = 0;
				for (let at = 0; from < whole.length; at += 1) {
					const size = 1 + (cuts[at % cuts.length] ?? 0);
					source.write(whole.subarray(from, from + size));
					from += size;
				}
				await until(() => taken.length >= keys.length, {
					what: 'every key',
					seen: () => JSON.stringify({ keys, taken }),
				});
				expect(taken).toEqual(keys);
			}),
			{ numRuns: 60 },
		);
	});

	it('takes a lone escape for the key', async () => {
		const { source, taken } = terminal();
		source.write('\u001b');
		await until(() => taken.length === 1, { what: 'escape' });
		source.write('j');
		await until(() => taken.length === 2, { what: 'j' });
		expect(taken).toEqual(['\u001b[27u', 'j']);
	});

	it('takes two escapes for two keys, unless they begin one', async () => {
		const { source, taken } = terminal();
		source.write('\u001b\u001b');
		await until(() => taken.length === 2, { what: 'both' });
		source.write('\u001b\u001b[A');
		source.write('\u001b\u001bj');
		await until(() => taken.length === 5, { what: 'the others' });
		expect(taken).toEqual(['\u001b[27u', '\u001b[27u', '\u001b\u001b[A', '\u001b[27u', '\u001bj']);
	});

	it('lets the components of a key come up before the next key', async () => {
		const source = new PassThrough();
		const input = new KeyInput(source as unknown as NodeJS.ReadStream);
		const seen: string[] = [];
		let ready = true;
		input.addListener('readable', () => {
			seen.push(`${ready ? '' : 'too early: '}${input.read()}`);
			ready = false;
			setImmediate(() => {
				ready = true;
			});
		});
		source.write('jjj');
		await until(() => seen.length === 3, { what: 'three keys' });
		expect(seen).toEqual(['j', 'j', 'j']);
	});

	it('says when the terminal is gone', async () => {
		const { source, input } = terminal();
		let ended = false;
		input.addListener('end', () => {
			ended = true;
		});
		source.end();
		await until(() => ended, { what: 'the end' });
	});
});
