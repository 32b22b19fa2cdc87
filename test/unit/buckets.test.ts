import { describe, expect, it } from 'vitest';
import { bucketOf } from '../../src/jetstream/buckets/bucket.ts';
import { odditiesOf } from '../../src/jetstream/buckets/oddities.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';
import { changeList } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { bucketHealth, bucketRow } from '../../src/views/buckets/row.ts';
import { interestsOf, sweepNeeded } from '../../src/views/interests.ts';
import { listRowOf, unlistedOf } from '../../src/views/lists.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { deckState, ready, streamInfo, withStreams } from '../support/state.ts';

const made = { allow_rollup_hdrs: true, allow_direct: true, discard: 'new' } as const;
const kv = (bucket: string, config: Partial<StreamConfig> = {}) =>
	streamInfo(`KV_${bucket}`, {
		config: { ...made, subjects: [`$KV.${bucket}.>`], max_msgs_per_subject: 1, deny_delete: true, ...config },
	});
const store = (bucket: string, config: Partial<StreamConfig> = {}) =>
	streamInfo(`OBJ_${bucket}`, { config: { ...made, subjects: [`$O.${bucket}.C.>`, `$O.${bucket}.M.>`], ...config } });
const mirror = kv('copy', { subjects: undefined as never, mirror: { name: 'KV_flags' }, mirror_direct: true });

const infos = [kv('flags'), mirror, store('labels'), streamInfo('KV_other'), streamInfo('ORDERS')];

function inBuckets(parts: Partial<DeckState> = {}): DeckState {
	return deckState({ ...withStreams(infos), views: [{ kind: 'buckets' }], ...parts });
}

const named = (state: DeckState) => rowsOf(state, 'buckets');
const filtered = (state: DeckState, filter: string) => changeList(state, 'buckets', { filter });

describe('the list of buckets', () => {
	it('has the streams that are buckets, mirrors too, and those that may be one', () => {
		expect(named(inBuckets())).toEqual(['KV_copy', 'KV_flags', 'OBJ_labels']);
		const unknown = { ...inBuckets(), streams: { entries: new Map() } };
		expect(named(unknown)).toEqual(['KV_copy', 'KV_flags', 'OBJ_labels', 'KV_other']);
	});

	it('knows their kind before it knows anything else', () => {
		const unread = { ...inBuckets(), streams: { entries: new Map() } };
		expect(named({ ...unread, ...filtered(unread, 'kind:objects') })).toEqual(['OBJ_labels']);
		expect(named({ ...unread, ...filtered(unread, 'kind:kv flags') })).toEqual(['KV_flags']);
		expect(named({ ...unread, ...filtered(unread, 'kind:kv server:n1') })).toEqual([]);
	});

	it('asks of 10,000 streams only for the few that may be buckets, also to sort them by a value', () => {
		const names = [...Array.from({ length: 10_000 }, (_, n) => `S${n}`), 'KV_a', 'KV_b', 'OBJ_c'];
		const state = inBuckets({ streamNames: ready(names), streams: { entries: new Map() } });
		const asked = (of: DeckState) =>
			interestsOf(of)
				.map(({ key }) => key)
				.filter((key) => key.startsWith('stream'));
		expect(asked(state)).toEqual(['stream:KV_a', 'stream:KV_b', 'stream:OBJ_c']);
		const sorted = { ...state, ...changeList(state, 'buckets', { sort: { column: 'bytes', descending: true } }) };
		expect(asked(sorted).toSorted()).toEqual(['stream:KV_a', 'stream:KV_b', 'stream:OBJ_c']);
		expect(sweepNeeded(sorted)).toBeUndefined();
	});

	it('lets a sweep read the values of thousands of buckets', () => {
		const names = Array.from({ length: 3000 }, (_, n) => `KV_${n}`);
		const state = inBuckets({ streamNames: ready(names), streams: { entries: new Map() } });
		expect(sweepNeeded(state)).toBeUndefined();
		expect(
			sweepNeeded({ ...state, ...changeList(state, 'buckets', { sort: { column: 'bytes', descending: true } }) }),
		).toBe('streams');
	});

	it('is empty on a preview server, and says why', () => {
		const state = inBuckets({ features: { ...features('2.2.0-beta.6', 0), dialect: 'preview' } });
		expect(named(state)).toEqual([]);
		expect(listRowOf('buckets')?.empty(state, '')[0]).toMatch(/technical preview/);
	});

	it.each([
		[9_999, '≤9,999 keys'],
		[250_000, '≤250k keys'],
		[1_234_567, '≤1.23M keys'],
	])('never cuts the number of %s keys', (num_subjects, text) => {
		const flags = kv('flags');
		const many = { ...flags, state: { ...flags.state, num_subjects } };
		const state = inBuckets(withStreams([many]));
		expect(listRowOf('buckets')?.cells(state, 'KV_flags', ['content'], '')[0]?.text).toBe(text);
	});

	it('counts keys, and objects once they were asked for, again only after a change', () => {
		const shown = (state: DeckState) =>
			['KV_flags', 'OBJ_labels'].map((id) => listRowOf('buckets')?.cells(state, id, ['content'], '')[0]?.text);
		const asked = (state: DeckState) => interestsOf(state).some(({ key }) => key === 'objects:OBJ_labels');
		const state = inBuckets();
		expect([shown(state), asked(state)]).toEqual([['≤3 keys', '·'], true]);
		const { created, state: stored } = store('labels');
		const of = `${stored.last_seq} ${stored.messages}`;
		const counted = (value: string) => ({
			...state,
			objectCounts: { entries: new Map([['OBJ_labels', ready({ objects: 1, created, of: value })]]) },
		});
		expect([shown(counted(of)), asked(counted(of))]).toEqual([['≤3 keys', '≤1 object'], false]);
		expect(asked(counted('an earlier state'))).toBe(true);
	});
});

describe('the list of streams', () => {
	it('leaves out buckets if it is told to, and says how many', () => {
		const state = deckState(withStreams(infos));
		expect(rowsOf(state, 'streams')).toHaveLength(5);
		expect(unlistedOf(state, 'streams')).toEqual({});
		const hiding = { ...state, bucketStreams: 'hidden' as const };
		expect(rowsOf(hiding, 'streams')).toEqual(['KV_other', 'ORDERS']);
		expect(unlistedOf(hiding, 'streams').rest).toBe('3 buckets hidden; . shows them');
	});
});

describe('what is odd about a bucket', () => {
	const odd = (config: StreamConfig) => {
		const bucket = bucketOf(config);
		return bucket === undefined ? undefined : odditiesOf(bucket).map(({ short }) => short);
	};

	it('is nothing for what client libraries make', () => {
		const transform = { src: '$KV.flags.>', dest: '$KV.all.>' };
		const sourced = kv('all', { sources: [{ name: 'KV_flags', subject_transforms: [transform] }] });
		const sealed = store('sealed', { sealed: true, allow_rollup_hdrs: false, deny_purge: true });
		// nats.js leaves deny_delete off, nats.go does not.
		for (const { config } of [kv('flags'), kv('js', { deny_delete: false }), mirror, store('labels'), sourced, sealed])
			expect([config.name, odd(config)]).toEqual([config.name, []]);
	});

	it.each([
		['odd subjects', kv('a', { subjects: ['a.>'] })],
		['odd subjects', kv('a', { subjects: ['$KV.a.>', 'b.>'] })],
		['odd subjects', store('a', { subjects: ['$O.a.>'] })],
		['no history limit', kv('a', { max_msgs_per_subject: -1 })],
		['history over 64', kv('a', { max_msgs_per_subject: 65 })],
		['loses chunks', store('a', { max_msgs_per_subject: 1 })],
		['foreign keys', kv('a', { sources: [{ name: 'KV_b' }] })],
		['no roll-up', kv('a', { allow_rollup_hdrs: false })],
		['drops the oldest', kv('a', { discard: 'old', max_bytes: 1000 })],
		['other retention', store('a', { retention: 'interest' })],
		['no acks', kv('a', { no_ack: true })],
		['no direct gets', store('a', { allow_direct: false })],
		['odd name', kv('ä', {})],
	])('is that it has %s', (short, { config }) => {
		expect(odd(config)).toEqual([short]);
	});

	it('is a remark after what is wrong', () => {
		const info = kv('a', { no_ack: true, max_bytes: 100 });
		const full = { ...info, state: { ...info.state, bytes: 100 } };
		const health = bucketHealth(bucketRow(deckState(withStreams([full])), 'KV_a'));
		expect(health?.reasons.map(({ short }) => short)).toEqual(['full', 'no acks']);
		expect(health?.severity).toBe('critical');
	});
});
