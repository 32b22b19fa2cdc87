import { describe, expect, it } from 'vitest';
import { forgetStreams } from '../../src/store/forget.ts';
import { learnConsumers, learnStreams } from '../../src/store/learn.ts';
import { emptyList } from '../../src/store/list.ts';
import { isAnother } from '../../src/store/recreated.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { ListId } from '../../src/store/view.ts';
import { newest } from '../../src/views/messages/stream-messages.ts';
import { before as ago, consumerInfo, now, ready, sampleState, streamInfo, subjectCounts } from '../support/state.ts';

const answer = <T>(value: T) => ({ ok: true, value, at: now, ms: 1 }) as const;

describe('another one under the same name', () => {
	it.each([
		['the same', ago(1), ago(1), false],
		['one created later', ago(9), ago(1), true],
		['one of which it is not said', undefined, ago(1), false],
		['one that says nothing', ago(1), undefined, false],
		['an offline one in a list', ago(1), '0001-01-01T00:00:00Z', false],
	])('is told from %s', (_what, was, is, another) => {
		expect(isAnother({ created: was }, { created: is })).toBe(another);
	});
});

/** A state in which somebody was everywhere. */
function visited(): DeckState {
	const marked = (...rows: string[]) => ({ ...emptyList, cursor: rows[0], marked: new Set(rows), filter: 'x' });
	const lists: readonly (readonly [ListId, ReturnType<typeof marked>])[] = [
		['streams', marked('LOGS', 'ORDERS')],
		['lag', marked('LOGS\0archive', 'ORDERS\0billing')],
		['messages:LOGS', marked('5')],
		['messages:ORDERS', marked('LOGS')],
		['fetched:LOGS\0archive', marked('$JS.ACK.1')],
		['stream-consumers:ORDERS', marked('ORDERS\0billing')],
	];
	const page = ready({ entries: [], atStart: true, atEnd: true, upTo: 0, confirmed: true });
	return sampleState({
		lists: new Map(lists),
		messages: { entries: new Map(['LOGS', 'ORDERS'].map((name) => [name, { wish: newest(), page }])) },
		subjects: { entries: new Map(['LOGS', 'ORDERS'].map((name) => [name, ready(subjectCounts([]))])) },
		fetched: new Map(['LOGS\0archive', 'ORDERS\0billing'].map((key) => [key, { created: undefined, messages: [] }])),
		opened: { stream: 'LOGS', seq: 5, entry: { phase: 'loading' }, gone: false },
	});
}

describe('what is known by a name', () => {
	it('is forgotten everywhere when another stream has it, and of that stream alone', () => {
		const state = visited();
		const info = streamInfo('LOGS', { info: { created: ago(1) } });
		const after = { ...state, ...learnStreams(state, (put) => put('LOGS', answer(info))) };
		for (const table of [after.messages, after.subjects, after.consumerNames])
			expect(table.entries.has('LOGS')).toBe(false);
		expect([...after.consumers.entries.keys()]).toEqual(['ORDERS\0billing']);
		expect([...after.fetched.keys()]).toEqual(['ORDERS\0billing']);
		expect(after.opened).toBeUndefined();
		expect(after.lists.get('streams')?.marked).toEqual(new Set(['ORDERS']));
		expect(after.lists.get('lag')?.marked).toEqual(new Set(['ORDERS\0billing']));
		// The filter is what somebody wants to see, not what is known.
		expect(after.lists.get('messages:LOGS')).toEqual({ ...emptyList, filter: 'x', cursor: undefined });
		expect(after.lists.get('fetched:LOGS\0archive')?.marked.size).toBe(0);
		// A sequence is no name.
		expect(after.lists.get('messages:ORDERS')?.marked).toEqual(new Set(['LOGS']));
		expect(after.lists.get('stream-consumers:ORDERS')?.marked.size).toBe(1);
	});

	it('stays while it is the same stream', () => {
		const state = visited();
		const after = learnStreams(state, (put) => put('LOGS', answer(streamInfo('LOGS'))));
		expect(Object.keys(after)).toEqual(['streams']);
	});

	it('is forgotten of a consumer', () => {
		const state = visited();
		const info = consumerInfo('LOGS', 'archive', { info: { created: ago(1) } });
		const after = { ...state, ...learnConsumers(state, (put) => put('LOGS\0archive', answer(info))) };
		expect([...after.fetched.keys()]).toEqual(['ORDERS\0billing']);
		expect(after.lists.get('lag')?.marked).toEqual(new Set(['ORDERS\0billing']));
		expect(after.lists.get('fetched:LOGS\0archive')?.marked.size).toBe(0);
	});

	it('is forgotten when the stream is gone', () => {
		const after = forgetStreams(visited(), (name) => name === 'LOGS');
		expect([...(after.messages?.entries.keys() ?? [])]).toEqual(['ORDERS']);
	});
});
