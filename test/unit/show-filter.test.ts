import fc from 'fast-check';
import fuzzysort from 'fuzzysort';
import { describe, expect, it, vi } from 'vitest';
import { subjectsOverlap } from '../../src/jetstream/subject-match.ts';
import { parseFilter } from '../../src/store/filter.ts';
import { unknownWordSaid, wordHint } from '../../src/views/filter-words.ts';
import { placeWords } from '../../src/views/peers.ts';
import { searchIds } from '../../src/views/search-ids.ts';
import { clusterOf, deckState, streamInfo, withStreams } from '../support/state.ts';

const names = ['LOGS', 'logs-eu', 'ORDERS', 'a.b(c', '$MQTT', '-x'];
const found = (filter: string) => names.filter((name) => parseFilter(filter).matches({ texts: [name] }));

it('a fuzzy filter leaves no names behind: fuzzysort keeps those that it prepares itself', () => {
	const single = vi.spyOn(fuzzysort, 'single');
	expect(found('-f odr')).toEqual(['ORDERS']);
	expect(single.mock.calls.filter(([, name]) => typeof name === 'string')).toEqual([]);
	expect(single).toHaveBeenCalledTimes(names.length);
	single.mockRestore();
});

it('the ids of a list, letter by letter, are those that the filter finds in all of them', () => {
	const letters = fc.string({ unit: fc.constantFrom('a', 'A', '.', '1', 'ü', 'Ü'), maxLength: 6 });
	fc.assert(
		fc.property(fc.uniqueArray(letters), fc.array(letters.filter((text) => text !== '')), (ids, texts) => {
			for (const text of texts) {
				const { matches } = parseFilter(text);
				if (parseFilter(text).text === undefined) continue;
				expect(searchIds(ids, text)).toEqual(ids.filter((id) => matches({ texts: [id] })));
			}
		}),
	);
	const ids = ['ab', 'a', 'b'];
	expect(searchIds(ids, 'A')).toBe(searchIds(ids, 'a'));
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
		const words = ['type', 'stream', 'user'];
		for (const line of ['type:nak', 'stream:jo 7', '7 type:NAK stream:JOBS', 'type:', 'user:', '!type:ack'])
			expect([line, parseFilter(line, words).matches(row)]).toEqual([line, true]);
		for (const line of ['type:ack', 'stream:jo 8', 'user:ops', 'kind:nak', '!type:nak'])
			expect([line, parseFilter(line, words).matches(row)]).toEqual([line, false]);
		expect(parseFilter('type:nak').matches({ texts: ['a type:nak b'] })).toBe(true);
	});

	it('takes a word with several names as one of these in whole, and combines it with a subject and text', () => {
		const row = { texts: ['ORDERS'], subjects: ['orders.>'], words: { server: ['n10', 'n2'], leader: ['n10'] } };
		const kept = (line: string) => parseFilter(line, ['server', 'leader']).matches(row);
		for (const line of [
			'server:n2',
			'server:N10',
			'server:n1*',
			'leader:n10 server:n2 ord',
			'leader:n10 subject:orders.a',
		])
			expect([line, kept(line)]).toEqual([line, true]);
		for (const line of ['server:n1', 'leader:n2', 'leader:n10 server:n3', 'server:n2 subject:b', 'server:n2 LOGS'])
			expect([line, kept(line)]).toEqual([line, false]);
		for (const line of ['leader:n10 !server:n3', '!leader:n2 !other', 'Leader:n10', '!subject:b'])
			expect([line, kept(line)]).toEqual([line, true]);
		for (const line of ['!leader:n10', 'leader:n10 !server:n2', '!ord leader:n10'])
			expect([line, kept(line)]).toEqual([line, false]);
		expect(parseFilter('leader:n2', ['leader']).needsInfos).toBe(true);
		// A name with a colon needs no infos.
		expect(parseFilter('team:a', ['leader']).needsInfos).toBe(false);
	});

	it('keeps no row for what is not known of it, whether it is asked for or excluded', () => {
		const unread = { texts: ['ORDERS'], subjects: undefined, words: undefined };
		for (const line of ['leader:n2', '!leader:n2', 'subject:a', '!subject:a', 'ord !leader:n2'])
			expect([line, parseFilter(line, ['leader']).matches(unread)]).toEqual([line, false]);
		expect(parseFilter('!log', ['leader']).matches(unread)).toBe(true);
	});

	it('says which words there are, which names a word may have, and what is no word', () => {
		const state = deckState(withStreams([streamInfo('S', { info: clusterOf(['n2', 0], ['n3', 0]) })]));
		const hint = (typed: string) => wordHint(state, placeWords, typed);
		expect(['', 'leader:', 'leader:n2', 'ORDERS', 'sever:n2', 'x server:n'].map(hint)).toEqual([
			'server: leader: subject:',
			'n1 n2 n3',
			'',
			'',
			'no word sever: here',
			'n1 n2 n3',
		]);
		expect(unknownWordSaid(placeWords, 'sever:n2')).toContain('“sever:” is no word of this list');
		expect(unknownWordSaid(placeWords, 'server:n2')).toBeUndefined();
		expect(unknownWordSaid(undefined, 'sever:n2')).toBeUndefined();
	});

	it('by subject keeps what overlaps, and nothing that is not known', () => {
		const { matches, needsInfos } = parseFilter('subject:orders.new');
		expect(needsInfos).toBe(true);
		expect(matches({ texts: ['ORDERS'], subjects: ['logs.>', 'orders.*'] })).toBe(true);
		expect(matches({ texts: ['LOGS'], subjects: ['logs.>'] })).toBe(false);
		expect(matches({ texts: ['orders'] })).toBe(false);
		expect(parseFilter('!subject:orders.new').needsInfos).toBe(true);
		expect(parseFilter('subject').needsInfos).toBe(false);
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
