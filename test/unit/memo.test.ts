import { expect, it } from 'vitest';
import { memo } from '../../src/format/memo.ts';

it('makes a thing again for another object or other arguments alone', () => {
	let made = 0;
	const pair = memo((key: object, width: number, as: string | undefined) => {
		made += 1;
		return { key, width, as };
	});
	const [one, other] = [{}, {}];
	const first = pair(one, 80, undefined);
	expect(first).toEqual({ key: one, width: 80, as: undefined });
	expect(pair(one, 80, undefined)).toBe(first);
	expect(pair(other, 80, undefined).key).toBe(other);
	expect(pair(one, 80, undefined)).toBe(first);
	expect(made).toBe(2);
	expect(pair(one, 80, 'hex').as).toBe('hex');
	expect(pair(one, 81, 'hex').width).toBe(81);
	// Of an object the latest is kept.
	expect(pair(one, 80, undefined)).not.toBe(first);
	expect(made).toBe(5);
});

it('keeps that there is none', () => {
	let made = 0;
	const nothing = memo((_key: object) => {
		made += 1;
		return undefined;
	});
	const key = {};
	nothing(key);
	nothing(key);
	expect(made).toBe(1);
});
