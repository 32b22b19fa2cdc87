import { describe, expect, it } from 'vitest';
import { mayPublish, type UserInfo } from '../../src/jetstream/account.ts';

function user(allow: readonly string[] | undefined, deny: readonly string[] | undefined): UserInfo {
	return { user: 'u', account: 'A', permissions: { publish: { allow, deny } } };
}

describe('what a user may publish', () => {
	it.each<[readonly string[] | undefined, readonly string[] | undefined, string, boolean]>([
		[undefined, undefined, 'a.b', true],
		[['>'], undefined, 'a.b', true],
		[['a.*'], undefined, 'a.b', true],
		[['a.*'], undefined, 'a', false],
		[['a.*'], undefined, 'a.b.c', false],
		[['a.>'], undefined, 'a.b.c', true],
		[['a.>'], undefined, 'a', false],
		[['a.b'], undefined, 'a.c', false],
		[undefined, ['a.>'], 'a.b', false],
		[undefined, ['a.>'], 'b', true],
		[['>'], ['a.b'], 'a.b', false],
		[['$JS.API.STREAM.>'], ['$JS.API.STREAM.INFO.*'], '$JS.API.STREAM.INFO.ORDERS', false],
	])('allowed %j, denied %j: %s is %s', (allow, deny, subject, may) => {
		expect(mayPublish(user(allow, deny), subject)).toBe(may);
	});

	it('is everything while nothing is known', () => {
		expect(mayPublish(undefined, 'a')).toBe(true);
		expect(mayPublish({ user: 'u', account: 'A' }, 'a')).toBe(true);
	});
});
