import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectsOverlap } from '../../src/jetstream/subject-match.ts';
import { parseFilter } from '../../src/store/show/filter.ts';

const names = ['LOGS', 'logs-eu', 'ORDERS', 'a.b(c'];
const found = (filter: string) => names.filter((name) => parseFilter(filter).matches({ texts: [name] }));

describe('a filter', () => {
	it.each([
		['', names],
		['  ', names],
		['!', names],
		['log', ['LOGS', 'logs-eu']],
		['^log', ['LOGS', 'logs-eu']],
		['logs$', ['LOGS']],
		['a|order', ['ORDERS', 'a.b(c']],
		['b(', ['a.b(c']],
		['!log', ['ORDERS', 'a.b(c']],
		['-f odr', ['ORDERS']],
		['-f', names],
		['!-f odr', ['LOGS', 'logs-eu', 'a.b(c']],
		['nothing like it', []],
	])('%j keeps %j', (filter, kept) => {
		expect(found(filter)).toEqual(kept);
	});

	it('looks at every text of a row', () => {
		expect(parseFilter('orders').matches({ texts: ['billing', 'ORDERS'] })).toBe(true);
		expect(parseFilter('!orders').matches({ texts: ['billing', 'ORDERS'] })).toBe(false);
	});

	it('by subject keeps what overlaps, and nothing that is not known', () => {
		const { matches, bySubject } = parseFilter('subject:orders.new');
		expect(bySubject).toBe(true);
		expect(matches({ texts: ['ORDERS'], subjects: ['logs.>', 'orders.*'] })).toBe(true);
		expect(matches({ texts: ['LOGS'], subjects: ['logs.>'] })).toBe(false);
		expect(matches({ texts: ['orders'] })).toBe(false);
		expect(parseFilter('!subject:orders.new').bySubject).toBe(true);
		expect(parseFilter('subject').bySubject).toBe(false);
	});

	it('whatever is typed is understood', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (filter, name) => {
				expect(typeof parseFilter(filter).matches({ texts: [name] })).toBe('boolean');
			}),
		);
	});
});

describe('two subjects', () => {
	it.each([
		['a.b', 'a.b', true],
		['a.b', 'a.c', false],
		['a.*', 'a.c', true],
		['a.*', 'a', false],
		['a.>', 'a', false],
		['a.>', 'a.b.c', true],
		['*.b', 'a.*', true],
		['>', 'a.b', true],
		['a.b', 'a.b.c', false],
		['*', '>', true],
	])('%s and %s: %s', (a, b, overlap) => {
		expect(subjectsOverlap(a, b)).toBe(overlap);
		expect(subjectsOverlap(b, a)).toBe(overlap);
	});
});
