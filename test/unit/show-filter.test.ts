import fc from 'fast-check';
import fuzzysort from 'fuzzysort';
import { describe, expect, it, vi } from 'vitest';
import { subjectsOverlap } from '../../src/jetstream/subject-match.ts';
import { parseFilter } from '../../src/store/filter.ts';

const names = ['LOGS', 'logs-eu', 'ORDERS', 'a.b(c', '$MQTT', '-x'];
const found = (filter: string) => names.filter((name) => parseFilter(filter).matches({ texts: [name] }));

it('a fuzzy filter leaves no names behind: fuzzysort keeps those that it prepares itself', () => {
	const single = vi.spyOn(fuzzysort, 'single');
	expect(found('-f odr')).toEqual(['ORDERS']);
	expect(single.mock.calls.filter(([, name]) => typeof name === 'string')).toEqual([]);
	expect(single).toHaveBeenCalledTimes(names.length);
	single.mockRestore();
});

describe('a filter', () => {
	it.each([
		['', names],
		['  ', names],
		['!', names],
		['log', ['LOGS', 'logs-eu']],
		// Nothing in it is a pattern.
		['^log', []],
		['logs$', []],
		['.', ['a.b(c']],
		['b(', ['a.b(c']],
		['$mq', ['$MQTT']],
		['$', ['$MQTT']],
		['!$mq', ['LOGS', 'logs-eu', 'ORDERS', 'a.b(c', '-x']],
		['-x', ['-x']],
		['-', ['logs-eu', '-x']],
		['-f', []],
		['!log', ['ORDERS', 'a.b(c', '$MQTT', '-x']],
		['-f odr', ['ORDERS']],
		['-f ', names],
		['!-f odr', ['LOGS', 'logs-eu', 'a.b(c', '$MQTT', '-x']],
		['nothing like it', []],
	])('%j keeps %j', (filter, kept) => {
		expect(found(filter)).toEqual(kept);
	});

	it('looks at every text of a row', () => {
		expect(parseFilter('orders').matches({ texts: ['billing', 'ORDERS'] })).toBe(true);
		expect(parseFilter('!orders').matches({ texts: ['billing', 'ORDERS'] })).toBe(false);
	});

	it('looks at words of their own, where rows have them, all at once', () => {
		const row = { texts: ['rejected message 7', 'JOBS'], words: { type: 'nak', stream: 'JOBS', user: undefined } };
		for (const line of ['type:nak', 'stream:jo 7', '7 type:NAK stream:JOBS', 'type:', 'user:', '!type:ack'])
			expect([line, parseFilter(line).matches(row)]).toEqual([line, true]);
		for (const line of ['type:ack', 'stream:jo 8', 'user:ops', 'kind:nak', '!type:nak'])
			expect([line, parseFilter(line).matches(row)]).toEqual([line, false]);
		expect(parseFilter('type:nak').matches({ texts: ['a type:nak b'] })).toBe(true);
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

	it('finds every name by any part of it, however large the text is', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), (name, from, length) => {
				const part = name.slice(from % name.length, (from % name.length) + 1 + length);
				fc.pre(!/^\s*(!|-f\s|subject:)/.test(part));
				expect(parseFilter(part).matches({ texts: [name] })).toBe(true);
			}),
		);
		expect(parseFilter('(a+)+$'.repeat(200_000)).matches({ texts: ['aaaa'] })).toBe(false);
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
