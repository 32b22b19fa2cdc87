import { expect, it } from 'vitest';
import type { Problem } from '../../src/jetstream/problem.ts';
import type { ClusterInfo } from '../../src/jetstream/wire.ts';
import { changeList } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { home } from '../../src/store/view.ts';
import { unlistedOf } from '../../src/views/lists.ts';
import { peersOf } from '../../src/views/peers.ts';
import { placeOf } from '../../src/views/places.ts';
import { rowsOf } from '../../src/views/rows.ts';
import {
	clusterOf,
	consumerInfo,
	deckState,
	now,
	ready,
	streamInfo,
	withConsumers,
	withStreams,
} from '../support/state.ts';

const problem: Problem = { kind: 'timeout', subject: '', message: 'No reply', advice: '' };
const seen = { current: true, active: 200_000_000, peer: 'p' };

const offline: ClusterInfo = {
	...{ name: 'C1', leader: 'n2' },
	replicas: [
		{ ...seen, name: 'n1' },
		{ ...seen, name: 'n10', current: false, offline: true },
	],
};
const leaderless: ClusterInfo = { name: 'C1', replicas: [{ ...seen, name: 'n1', current: false }] };

function world(parts: Partial<DeckState> = {}): DeckState {
	const [a, b, c, d] = [
		streamInfo('A', { info: clusterOf(['n2', 0], ['n3', 12]), state: { bytes: 100 } }),
		streamInfo('B', { info: { cluster: offline }, state: { bytes: 10 } }),
		streamInfo('C', { info: { cluster: leaderless }, state: { bytes: 0 } }),
		streamInfo('D', { info: clusterOf(['n2', 0]), state: { bytes: 1 } }),
	];
	return deckState({
		...withStreams([a, b, c, d], { D: { info: { phase: 'failed', problem, at: now, last: { value: d, at: now } } } }),
		...withConsumers([consumerInfo('A', 'one', { info: clusterOf(['n2', 0], ['n3', 0]) })]),
		views: [{ kind: 'peers' }],
		...parts,
	});
}

it('counts what each server leads, stores and lacks, of what was read', () => {
	const { byName, leaderless: none } = peersOf(world());
	const shares = (name: string, kind: 'streams' | 'consumers') =>
		Object.values(byName.get(name)?.[kind] ?? {}).join(' ');
	// leaders, copies, behind, offline, unread
	expect(
		[...byName.keys()].toSorted().map((name) => [name, shares(name, 'streams'), shares(name, 'consumers')]),
	).toEqual([
		['n1', '1 3 0 0 1', '1 1 0 0 0'],
		['n10', '0 1 0 1 0', '0 0 0 0 0'],
		['n2', '1 2 0 0 1', '0 1 0 0 0'],
		['n3', '0 1 1 0 0', '0 1 0 0 0'],
	]);
	expect(byName.get('n2')).toMatchObject({ bytes: 110, cluster: 'C1' });
	expect(none).toEqual({ streams: ['C'], consumers: 0 });
});

it('says what has no leader, and what was not read and is not counted', () => {
	const notice = (state: DeckState) => placeOf({ kind: 'peers' }).notice?.(state);
	const names = ready(['A', 'B', 'C', 'D', 'E']);
	expect(notice(world())).toEqual({ text: '1 stream without a leader: C.', tone: 'bad' });
	expect(unlistedOf(world({ streamNames: names }), 'peers').rest).toBe('not read: 1 of 5 streams, 3 of 4 consumers');
	expect(unlistedOf(world({ swept: { consumers: now } }), 'peers')).toEqual({});
	const failed = { kind: 'consumers', problem, at: now } as const;
	expect(notice(world({ sweepProblem: failed }))?.text).toContain('The last sweep failed: No reply.');
});

it('leads to the rows of one server, by its whole name', () => {
	const rows = (filter: string) => {
		const state = world();
		return rowsOf({ ...state, ...changeList(state, 'streams', { filter }) }, 'streams');
	};
	expect(rows('server:n1')).toEqual(['A', 'B', 'C', 'D']);
	expect(rows('server:n10')).toEqual(['B']);
	expect(rows('leader:n2')).toEqual(['B']);
	expect(rows('!server:n3')).toEqual(['B', 'C', 'D']);
});

it('calls a server that its leader never met by its id, in filters', () => {
	const name = 'Server name unknown at this time (peerID: Qx1mPb3v)';
	const info = { cluster: { name: 'C1', leader: 'n1', replicas: [{ ...seen, name, peer: 'Qx1mPb3v' }] } };
	const state = deckState({ ...withStreams([streamInfo('A', { info }), streamInfo('B')]), views: [{ kind: 'peers' }] });
	expect(peersOf(state).byName.get(name)?.word).toBe('Qx1mPb3v');
	const filtered = { ...state, views: [home], ...changeList(state, 'streams', { filter: 'server:Qx1mPb3v' }) };
	expect(rowsOf(filtered, 'streams')).toEqual(['A']);
});
