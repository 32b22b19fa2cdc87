import { describe, expect, it } from 'vitest';
import { latest } from '../../src/store/datum.ts';
import { emptyList, type ListState } from '../../src/store/list.ts';
import type { DeckState, Denied } from '../../src/store/state.ts';
import type { ListId, View } from '../../src/store/view.ts';
import { interestsOf, sweepNeeded } from '../../src/views/interests.ts';
import { visibleIds } from '../../src/views/visible.ts';
import { accountInfo, deckState, ready, streamInfo, withStreams } from '../support/state.ts';

function streams(count: number): Pick<DeckState, 'streamNames'> {
	return { streamNames: ready(Array.from({ length: count }, (_, at) => `S${String(at).padStart(5, '0')}`)) };
}

function consumers(count: number): Pick<DeckState, 'consumerNames'> {
	const names = Array.from({ length: count }, (_, at) => `C${String(at).padStart(5, '0')}`);
	return { consumerNames: { entries: new Map([['S00000', ready(names)]]) } };
}

function list(id: ListId, change: Partial<ListState>): Pick<DeckState, 'lists'> {
	return { lists: new Map([[id, { ...emptyList, ...change }]]) };
}

function denied(...endpoints: readonly NonNullable<Denied['endpoint']>[]): Pick<DeckState, 'denied'> {
	const refusals = endpoints.map((endpoint) => ({ endpoint, subject: endpoint, operation: 'publish', at: 0 }) as const);
	return { denied: new Map(refusals.map((refusal) => [refusal.subject, refusal])) };
}

const byMessages = { sort: { column: 'messages', descending: true } };
const ofStream: View = { kind: 'stream', stream: 'S00000', pane: 'consumers' };

/** Keys of what is asked for, without what always is. */
function asked(parts: Partial<DeckState>): readonly string[] {
	return interestsOf(deckState(parts))
		.map(({ key }) => key)
		.filter((key) => key !== 'account' && key !== 'names' && key !== 'watch');
}

function every(parts: Partial<DeckState>, key: string): number | undefined {
	return interestsOf(deckState(parts)).find((resource) => resource.key === key)?.every;
}

describe('what is asked for', () => {
	it('is always the account and the names, seldom', () => {
		expect(every(streams(3), 'account')).toBe(5);
		expect(every(streams(3), 'names')).toBe(15);
		expect(every({ views: [{ kind: 'account' }] }, 'account')).toBe(1);
		expect(every({ ...streams(3), advisories: false }, 'names')).toBe(5);
	});

	it('is a long list of names more seldom while the account counts as many', () => {
		const counted = (count: number) => ({ ...streams(5000), account: ready(accountInfo({ streams: count })) });
		expect(every(counted(5000), 'names')).toBe(75);
		expect(every(counted(4999), 'names')).toBe(15);
		expect(every({ ...counted(5000), advisories: false }, 'names')).toBe(5);
	});

	it('is the rest of a long list of names after the rows in view', () => {
		const { streamNames } = streams(1024);
		const first = { streamNames: { phase: 'loading', last: { value: latest(streamNames) ?? [], at: 0 } } } as const;
		expect(every(first, 'names')).toBeUndefined();
		expect(every({ ...first, views: [{ kind: 'account' }] }, 'names')).toBe(15);
		expect(every({ ...first, ...withStreams([streamInfo('S00000')]), ...first }, 'names')).toBe(15);
	});

	it('is both at every poll where there is no stream yet: nothing else tells that the server is there', () => {
		expect(interestsOf(deckState(streams(0))).map(({ key, every }) => [key, every])).toEqual([
			['account', 1],
			['names', 1],
		]);
	});

	it('is one LIST for few streams, and the visible rows of many', () => {
		expect(asked(streams(0))).toEqual([]);
		expect(asked(streams(64))).toEqual(['stream-list']);
		const state = deckState(streams(65));
		expect(asked(streams(65))).toEqual(visibleIds(state).map((name) => `stream:${name}`));
		expect(visibleIds(state).length).toBeLessThan(24);
		expect(asked(streams(10_000))).toHaveLength(visibleIds(state).length);
	});

	it('is one LIST for a page of streams whose order needs each value; more are walked over', () => {
		expect(asked({ ...streams(256), ...list('streams', byMessages) })).toEqual(['stream-list']);
		const large = { ...streams(257), ...list('streams', byMessages) };
		expect(asked(large)).not.toContain('stream-list');
		expect(sweepNeeded(deckState(large))).toBe('streams');
		expect(sweepNeeded(deckState({ ...large, ...list('streams', { filter: 'S0' }) }))).toBeUndefined();
		expect(sweepNeeded(deckState({ ...streams(256), ...list('streams', byMessages) }))).toBeUndefined();
	});

	it('is every stream by itself, those out of sight seldom, for an order where LIST is refused', () => {
		const parts = { ...streams(100), ...list('streams', byMessages), ...denied('stream.list') };
		expect(asked(parts)).toHaveLength(100);
		const [first = '', last = ''] = [visibleIds(deckState(parts))[0], 'S00099'];
		expect([every(parts, `stream:${first}`), every(parts, `stream:${last}`)]).toEqual([1, 5]);
		expect(asked({ ...streams(10), ...denied('stream.list') })).toHaveLength(10);
	});

	it('is LIST in place of NAMES or INFO where these are refused', () => {
		expect(asked({ ...streams(2), ...denied('stream.names') })).toEqual(['names-by-list', 'stream-list']);
		expect(asked({ ...streams(200), ...denied('stream.info') })).toEqual(['stream-list']);
		expect(sweepNeeded(deckState({ ...streams(300), ...denied('stream.info') }))).toBe('streams');
		expect(sweepNeeded(deckState({ ...streams(300), ...denied('stream.info', 'stream.list') }))).toBeUndefined();
		const detail: View = { kind: 'stream', stream: 'S00000', pane: 'overview' };
		expect(asked({ ...streams(2), ...denied('stream.info'), views: [detail] })).toEqual([
			'stream:S00000',
			'stream-list',
		]);
	});

	it('is what each pane of a stream shows', () => {
		const ask = (pane: 'overview' | 'json' | 'subjects' | 'consumers') =>
			asked({ ...streams(2), ...consumers(0), views: [{ kind: 'stream', stream: 'S00000', pane }] });
		expect(ask('overview')).toEqual(['stream:S00000']);
		expect(ask('json')).toEqual(['stream:S00000']);
		expect(ask('subjects')).toEqual(['stream:S00000', 'subjects:S00000']);
		expect(ask('consumers')).toEqual(['stream:S00000', 'consumer-names:S00000']);
	});

	it('is one LIST for few consumers, the visible rows of many, and LIST seldom for the order of more than a page', () => {
		const parts = (count: number) => ({ ...streams(1), ...consumers(count), views: [ofStream] });
		expect(asked(parts(64))).toEqual(['stream:S00000', 'consumer-names:S00000', 'consumer-list:S00000']);
		expect(asked(parts(65))).not.toContain('consumer-list:S00000');
		expect(asked(parts(65)).length).toBeLessThan(24);
		const pending = list('stream-consumers:S00000', { sort: { column: 'pending', descending: true } });
		expect(every({ ...parts(256), ...pending }, 'consumer-list:S00000')).toBe(1);
		expect(every({ ...parts(257), ...pending }, 'consumer-list:S00000')).toBe(5);
	});

	it('is a consumer by what is permitted', () => {
		const one: View = { kind: 'consumer', stream: 'S00000', consumer: 'C', pane: 'overview' };
		expect(asked({ ...streams(1), views: [one] })).toEqual(['consumer:S00000\0C', 'stream:S00000']);
		expect(asked({ ...streams(1), views: [one], ...denied('consumer.info') })).toContain('consumer-list:S00000');
		const names = { ...streams(1), ...consumers(3), views: [ofStream] };
		expect(asked({ ...names, ...denied('consumer.list') })).not.toContain('consumer-list:S00000');
		expect(asked({ ...names, ...denied('consumer.list') })).toContain('consumer:S00000\0C00000');
		expect(asked({ ...names, ...denied('consumer.names') })[1]).toBe('consumer-names-by-list:S00000');
	});

	it.each(['lag', 'consumers'] as const)('is a walk over all consumers for the view %s', (kind) => {
		expect(sweepNeeded(deckState({ ...streams(1), views: [{ kind }] }))).toBe('consumers');
	});

	it('is where a stream is read: its beginning first, then what comes, and what is near the edges', () => {
		const view: View = { kind: 'stream', stream: 'S00000', pane: 'messages' };
		const wish = { from: 'last' } as const;
		const entries = Array.from({ length: 100 }, (_, at) => {
			return { seq: at + 500, subject: 's', time: '', size: 0, payload: 0, headers: 0, start: '' };
		});
		const page = { entries, atStart: false, atEnd: true, upTo: 599, confirmed: true };
		const known = (change: object) => ({
			...streams(1),
			views: [view],
			messages: { entries: new Map([['S00000', { wish, page: ready({ ...page, ...change }) }]]) },
		});
		const of = (what: string): string => `messages:S00000:{"from":"last"}:${what}`;
		expect(asked({ ...streams(1), views: [view] })).toEqual(['stream:S00000', of('start')]);
		expect(asked(known({}))).toEqual(['stream:S00000', of('follow'), of('older 500')]);
		expect(asked(known({ atStart: true }))).toEqual(['stream:S00000', of('follow')]);
		const down = list('messages:S00000', { cursor: '599', index: 99, offset: 99 });
		expect(asked({ ...known({ atEnd: false }), ...down })).toEqual(['stream:S00000', of('follow'), of('newer 599')]);
		expect(asked({ ...known({}), ...list('messages:S00000', { filter: 'x' }) })).toEqual([
			'stream:S00000',
			of('follow'),
		]);
		expect(asked({ views: [{ kind: 'message', stream: 'S00000', seq: 5, as: 'auto' }] })).toEqual(['message:S00000:5']);
	});
});
