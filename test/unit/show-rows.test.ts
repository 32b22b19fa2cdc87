import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyList, type ListState } from '../../src/store/list.ts';
import type { DeckState } from '../../src/store/state.ts';
import { consumerKey, type ListId } from '../../src/store/view.ts';
import { needsInfos, rowsOf, windowFor } from '../../src/views/rows.ts';
import { visibleIds } from '../../src/views/visible.ts';
import {
	consumerInfo,
	deckState,
	now,
	ready,
	sampleState,
	streamInfo,
	subjectCounts,
	withConsumers,
	withStreams,
} from '../support/state.ts';

function withList(state: DeckState, id: ListId, list: Partial<ListState>): DeckState {
	return { ...state, lists: new Map([[id, { ...emptyList, ...list }]]) };
}

function streams(messages: Readonly<Record<string, number>>): Pick<DeckState, 'streamNames' | 'streams'> {
	return withStreams(Object.entries(messages).map(([name, count]) => streamInfo(name, { state: { messages: count } })));
}

const byMessages = { sort: { column: 'messages', descending: true } };

describe('the rows of a list', () => {
	it('are the names in their order', () => {
		expect(rowsOf(sampleState(), 'streams')).toEqual(['LOGS', 'ORDERS']);
		expect(rowsOf(sampleState(), 'text:account')).toEqual([]);
	});

	it('are sorted by a column, equals by name, those without a value last in both directions', () => {
		const state = deckState({ ...streams({ a: 2, b: 7, c: 2 }), streamNames: ready(['a', 'b', 'c', 'new']) });
		expect(rowsOf(withList(state, 'streams', byMessages), 'streams')).toEqual(['b', 'a', 'c', 'new']);
		const ascending = { sort: { column: 'messages', descending: false } };
		expect(rowsOf(withList(state, 'streams', ascending), 'streams')).toEqual(['a', 'c', 'b', 'new']);
	});

	it('are sorted as by default when the column is not one of the list', () => {
		const state = withList(deckState(streams({ b: 1, a: 2 })), 'streams', {
			sort: { column: 'gone', descending: true },
		});
		expect(rowsOf(state, 'streams')).toEqual(['a', 'b']);
	});

	it('are the same array as long as they are the same rows', () => {
		const state = sampleState();
		const rows = rowsOf(state, 'streams');
		expect(rowsOf({ ...state, streams: { entries: state.streams.entries }, now: now + 5000 }, 'streams')).toBe(rows);
		expect(rowsOf({ ...state, streamNames: ready(['LOGS', 'ORDERS']) }, 'streams')).toBe(rows);
	});

	it('of another connection are not mixed up with these', () => {
		expect(rowsOf(deckState(streams({ a: 1 })), 'streams')).toEqual(['a']);
		expect(rowsOf(deckState(streams({ b: 1 })), 'streams')).toEqual(['b']);
	});

	it('keep their places while keys come, and move when they rest', () => {
		const first = withList(deckState(streams({ a: 1, b: 2 })), 'streams', byMessages);
		expect(rowsOf(first, 'streams')).toEqual(['b', 'a']);
		const busy = { ...first, ...streams({ a: 9, b: 2, c: 5 }), touchedAt: now - 1499 };
		expect(rowsOf(busy, 'streams')).toEqual(['b', 'a', 'c']);
		expect(rowsOf({ ...busy, ...streams({ a: 9, c: 5 }) }, 'streams')).toEqual(['a', 'c']);
		expect(rowsOf({ ...busy, touchedAt: now - 1500 }, 'streams')).toEqual(['a', 'c', 'b']);
	});

	it('by name are put in order when the keys rest, also those that came meanwhile', () => {
		const first = deckState(streams({ b: 1, d: 1 }));
		expect(rowsOf(first, 'streams')).toEqual(['b', 'd']);
		const busy = { ...first, ...streams({ a: 1, b: 1, c: 1, d: 1 }), touchedAt: now };
		expect(rowsOf(busy, 'streams')).toEqual(['b', 'd', 'a', 'c']);
		expect(rowsOf({ ...busy, now: now + 1500 }, 'streams')).toEqual(['a', 'b', 'c', 'd']);
	});

	it('of a large list are put in order when the keys rest, where one came meanwhile', () => {
		const many = Object.fromEntries(Array.from({ length: 257 }, (_, at) => [`s${String(at).padStart(3, '0')}`, at]));
		const first = withList({ ...deckState(streams(many)), swept: { streams: 1 } }, 'streams', byMessages);
		expect(rowsOf(first, 'streams').at(-1)).toBe('s000');
		const busy = { ...first, ...streams({ ...many, new: 1000 }), touchedAt: now };
		expect(rowsOf(busy, 'streams').at(-1)).toBe('new');
		expect(rowsOf({ ...busy, now: now + 1500 }, 'streams')[0]).toBe('new');
	});

	it('are put in order by the first values that come, whatever keys do', () => {
		const named = { ...deckState({ streamNames: ready(['a', 'b', 'c']) }), touchedAt: now };
		const first = withList(named, 'streams', byMessages);
		expect(rowsOf(first, 'streams')).toEqual(['a', 'b', 'c']);
		expect(rowsOf({ ...first, ...streams({ a: 1, b: 2, c: 3 }) }, 'streams')).toEqual(['c', 'b', 'a']);
	});

	it('are in order when the keys rest, whatever happened', () => {
		const event = fc.oneof(
			fc.record({ messages: fc.dictionary(fc.constantFrom(...'abcdefgh'), fc.nat(9)) }),
			fc.record({ names: fc.subarray([...'abcdefgh']) }),
			fc.record({ pressed: fc.boolean() }),
			fc.record({ column: fc.constantFrom('name', 'messages') }),
		);
		fc.assert(
			fc.property(fc.array(event), (events) => {
				let state = deckState({ streamNames: ready([]) });
				for (const happened of events) {
					if ('messages' in happened) state = { ...state, ...streams(happened.messages) };
					else if ('names' in happened) state = { ...state, streamNames: ready(happened.names) };
					else if ('column' in happened)
						state = withList(state, 'streams', { sort: { column: happened.column, descending: true } });
					else state = { ...state, touchedAt: happened.pressed ? now : 0 };
					rowsOf(state, 'streams');
				}
				const atRest = { ...state, now: now + 1500 };
				// Rows of another connection remember nothing of these.
				const anew = { ...atRest, target: { ...atRest.target } };
				expect(rowsOf(atRest, 'streams')).toEqual(rowsOf(anew, 'streams'));
			}),
			{ numRuns: 1000 },
		);
	});

	it('are put in order at once when somebody sorts or filters', () => {
		const state = { ...deckState(streams({ a: 1, b: 2 })), touchedAt: now };
		expect(rowsOf(state, 'streams')).toEqual(['a', 'b']);
		expect(rowsOf(withList(state, 'streams', byMessages), 'streams')).toEqual(['b', 'a']);
		expect(rowsOf(withList(state, 'streams', { ...byMessages, filter: 'a' }), 'streams')).toEqual(['a']);
	});

	it('of a large list keep their order until the next sweep', () => {
		const many = Object.fromEntries(Array.from({ length: 257 }, (_, at) => [`s${String(at).padStart(3, '0')}`, at]));
		const first = withList({ ...deckState(streams(many)), swept: { streams: 1 } }, 'streams', byMessages);
		expect(rowsOf(first, 'streams')[0]).toBe('s256');
		const later = { ...first, ...streams({ ...many, s000: 1000 }) };
		expect(rowsOf(later, 'streams')[0]).toBe('s256');
		expect(rowsOf({ ...later, swept: { streams: 2 } }, 'streams')[0]).toBe('s000');
	});

	it('are every row once, whatever the sort', () => {
		const column = fc.constantFrom('name', 'messages', 'bytes', 'rate', 'last', 'health', 'description', 'subjects');
		const messages = fc.dictionary(fc.string({ minLength: 1 }), fc.nat());
		fc.assert(
			fc.property(messages, column, fc.boolean(), (named, by, descending) => {
				const state = withList(deckState(streams(named)), 'streams', { sort: { column: by, descending } });
				expect(rowsOf(state, 'streams').toSorted()).toEqual(Object.keys(named).toSorted());
			}),
		);
	});
});

describe('the rows of consumers', () => {
	it('of one stream are its names, known or not', () => {
		const state = sampleState({ consumerNames: { entries: new Map([['LOGS', ready(['search', 'archive', 'new'])]]) } });
		expect(rowsOf(state, 'stream-consumers:LOGS')).toEqual(
			['archive', 'new', 'search'].map((name) => consumerKey('LOGS', name)),
		);
	});

	it('of the account stand by stream and name, without those of streams that are gone', () => {
		const state = sampleState({ consumerNames: { entries: new Map() }, streamNames: ready(['LOGS']) });
		expect(rowsOf(state, 'consumers')).toEqual([consumerKey('LOGS', 'archive'), consumerKey('LOGS', 'search')]);
	});

	it('by lag begin with the worst', () => {
		expect(rowsOf(sampleState(), 'lag')).toEqual([
			consumerKey('LOGS', 'archive'),
			consumerKey('LOGS', 'search'),
			consumerKey('ORDERS', 'billing'),
		]);
	});

	it('by lag begin with the worst as soon as all were read, although a key was just pressed', () => {
		const healthy = ['a', 'b', 'c'].map((name) => consumerInfo('SEEN', name));
		const streamNames = ready(['SEEN', 'WORSE']);
		const before = deckState({ streamNames, ...withConsumers(healthy), touchedAt: now });
		expect(rowsOf(before, 'lag')).toHaveLength(3);
		const worst = consumerInfo('WORSE', 'worst', { info: { num_pending: 45_000, num_waiting: 0 } });
		const swept = { ...before, ...withConsumers([...healthy, worst]), swept: { consumers: now } };
		expect(rowsOf(swept, 'lag')[0]).toBe(consumerKey('WORSE', 'worst'));
	});

	it('are found by their own name, their stream, or both', () => {
		const found = (filter: string) => rowsOf(withList(sampleState(), 'consumers', { filter }), 'consumers').length;
		expect([found('billing'), found('logs'), found('logs search'), found('subject:orders.new')]).toEqual([1, 2, 1, 3]);
	});
});

describe('the rows of subjects', () => {
	it('begin with the one of most messages', () => {
		const counts = subjectCounts([
			['a', 1],
			['b', 5],
			['c', 3],
		]);
		const state = deckState({ subjects: { entries: new Map([['S', ready(counts)]]) } });
		expect(rowsOf(state, 'subjects:S')).toEqual(['b', 'c', 'a']);
	});
});

describe('a list asks for every info', () => {
	it('when its order or filter needs them', () => {
		const state = sampleState();
		expect(needsInfos(state, 'streams')).toBe(false);
		expect(needsInfos(withList(state, 'streams', byMessages), 'streams')).toBe(true);
		expect(needsInfos(withList(state, 'streams', { filter: 'subject:x' }), 'streams')).toBe(true);
		expect(needsInfos(state, 'consumers')).toBe(true);
		expect(needsInfos(state, 'lag')).toBe(true);
		expect(needsInfos(state, 'stream-consumers:LOGS')).toBe(false);
		const byPending = { sort: { column: 'pending', descending: true } };
		expect(needsInfos(withList(state, 'stream-consumers:LOGS', byPending), 'stream-consumers:LOGS')).toBe(true);
		expect(needsInfos(state, 'subjects:LOGS')).toBe(false);
		expect(needsInfos(state, 'text:account')).toBe(false);
	});
});

describe('the visible rows', () => {
	const names = Array.from({ length: 100 }, (_, at) => `s${String(at).padStart(2, '0')}`);
	const state = deckState({ streamNames: ready(names), size: { columns: 80, rows: 24 } });

	it('are as many as fit, and hold the cursor', () => {
		expect(visibleIds(state)).toEqual(names.slice(0, 19));
		const low = withList(state, 'streams', { cursor: 's50', index: 50, offset: 0 });
		expect(windowFor(low, 'streams', 19)).toEqual({ offset: 32, count: 19, selected: 50 });
		expect(visibleIds(low).at(-1)).toBe('s50');
	});

	it('of a list of consumers too', () => {
		const made = deckState({
			...withConsumers([consumerInfo('S', 'c')]),
			views: [{ kind: 'stream', stream: 'S', pane: 'consumers' }],
		});
		expect(visibleIds(made)).toEqual([consumerKey('S', 'c')]);
	});
});
