import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Problem } from '../../src/jetstream/problem.ts';
import type { StreamInfo, StreamSource } from '../../src/jetstream/wire.ts';
import type { DeckState } from '../../src/store/state.ts';
import { interestsOf } from '../../src/views/interests.ts';
import { copyingsOf, nodeKey, treeOf } from '../../src/views/lineage/graph.ts';
import { lineageList } from '../../src/views/lists/lineage.ts';
import { allRows } from '../../src/views/lists.ts';
import { deckState, now, ready, streamInfo, withStreams } from '../support/state.ts';

const from = (name: string, api?: string): StreamSource => ({ name, ...(api !== undefined && { external: { api } }) });

/** A stream with sources that are up to date, unless `active` says otherwise. */
function sourced(name: string, sources: readonly StreamSource[], active = 1e9): StreamInfo {
	const states = sources.map((source) => ({ ...source, lag: 0, active })) as NonNullable<StreamInfo['sources']>;
	return streamInfo(name, { config: { subjects: [], sources }, info: { sources: states } });
}

const drawn = (state: DeckState, about = '') =>
	allRows(state, about === '' ? 'lineage' : `lineage:${about}`).map((id) =>
		lineageList
			.cells(state, id, ['name', 'kind', 'where', 'state'], about)
			.map(({ text }) => text)
			.join(' | '),
	);

const hub = '$JS.hub.API';
const asked = (state: DeckState) =>
	interestsOf({ ...state, views: [{ kind: 'lineage' }] }).flatMap(({ key }) =>
		key.startsWith('origin:') ? [key.slice(7)] : [],
	);

it('draws origins with what copies them below, and ends where streams copy each other', () => {
	const state = deckState(
		withStreams([
			sourced('A', [from('B')]),
			sourced('B', [from('A'), from('C')]),
			streamInfo('C'),
			streamInfo('ALONE'),
			sourced('D', [from('GONE')], -1),
		]),
	);
	expect(drawn(state)).toEqual([
		'C | origin | here | ✓',
		'└ B | source | here | ✓',
		'  └ A | source | here | ✓',
		'    └ B | source | here | a cycle',
		'GONE | origin | here | no such stream here',
		'└ D | source | here | never in contact',
	]);
	expect(drawn(state, 'D')).toHaveLength(2);
	expect(drawn(state, 'ALONE')).toEqual([]);
});

it('opens every stream once, whatever copies what', () => {
	const name = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
	fc.assert(
		fc.property(fc.array(fc.tuple(name, name), { maxLength: 40 }), (pairs) => {
			const copyings = pairs.flatMap(([to, origin]) =>
				copyingsOf({ prefix: '', stream: to }, sourced(to, [from(origin)]), new Set()),
			);
			const branches = treeOf(copyings);
			const keys = new Set(copyings.flatMap((each) => [nodeKey(each.from), nodeKey(each.to)]));
			expect(new Set(branches.map(({ node }) => nodeKey(node)))).toEqual(keys);
			expect(branches.length).toBeLessThanOrEqual(copyings.length + keys.size);
		}),
	);
});

it('asks other domains for origins, follows what these copy, and says where nobody answers', () => {
	const nobody: Problem = { kind: 'no-responders', subject: '', message: 'Nobody', advice: '' };
	const own = deckState(withStreams([sourced('COPY', [from('ORDERS', hub), from('X', '$JS.gone.API')])]));
	expect(asked(own)).toEqual([`${hub}\0ORDERS`, '$JS.gone.API\0X']);
	const origins = new Map([
		[`${hub}\0ORDERS`, ready(sourced('ORDERS', [from('RAW'), from('COPY', '$JS.here.API')]))],
		['$JS.gone.API\0X', { phase: 'failed', problem: nobody, at: now } as const],
	]);
	const target = { ...own.target, domain: 'here' };
	const state = { ...own, target, origins: { entries: origins } };
	expect(drawn(state)).toEqual([
		'X | origin | gone | nobody answers',
		'└ COPY | source | here | ✓',
		'  └ ORDERS | source | hub | ✓',
		'    └ COPY | source | here | a cycle',
		'RAW | origin | hub | ·',
		'└ ORDERS | source | hub | ✓, listed above',
	]);
	expect(asked(state)).toContain(`${hub}\0RAW`);
});

it('publishes no question that a stream would store, none behind a foreign prefix, and none of that kind in a read-only deck', () => {
	const own = deckState(
		withStreams([
			streamInfo('LOGS', { config: { subjects: ['logs.>'] } }),
			sourced('COPY', [from('A', 'logs.api'), from('B', 'acc.API'), from('C', 'bad subject'), from('D', hub)]),
		]),
	);
	const origins = { entries: new Map([[`${hub}\0D`, ready(sourced('D', [from('E', 'their.API')]))]]) };
	const state = { ...own, origins };
	expect(asked(state)).toEqual(['acc.API\0B', `${hub}\0D`]);
	expect(asked({ ...state, readOnly: true })).toEqual([`${hub}\0D`]);
	const said = drawn(state).filter((row) => row.includes('not asked'));
	expect(said).toEqual([
		'C | origin | bad subject | not asked: no valid prefix',
		'A | origin | logs.api | not asked: stream LOGS would store it',
		'E | origin | their.API | not asked: prefix of another account',
	]);
	// A stream that was not read yet might be the one.
	expect(asked({ ...state, streamNames: ready(['LOGS', 'COPY', 'UNREAD']) })).toEqual([]);
});
