import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kvBucketOf } from '../../src/jetstream/buckets/kv-bucket.ts';
import { objectBucketOf } from '../../src/jetstream/buckets/object-bucket.ts';
import { entryOf } from '../../src/jetstream/kv/entry.ts';
import {
	isStorable,
	keyFault,
	keyFilterFault,
	keyOf,
	storedSubject,
	writtenSubject,
} from '../../src/jetstream/kv/key.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';

const own: StreamConfig = { name: 'KV_B', subjects: ['$KV.B.>'], max_msgs_per_subject: 1 };
const mirror = (more: object = {}): StreamConfig => ({
	name: 'KV_M',
	max_msgs_per_subject: 1,
	mirror: { name: 'KV_O', ...more },
});

describe('which streams are buckets', () => {
	it.each([
		['its own', own, { bucket: 'B', stored: '$KV.B.', written: '$KV.B.' }],
		['without a limit of values', { ...own, max_msgs_per_subject: -1 }, { bucket: 'B', stored: '$KV.B.' }],
		['other subjects', { ...own, subjects: ['users.>'] }, { bucket: 'B', stored: '$KV.B.' }],
		['a part of its subjects', { ...own, subjects: ['$KV.B.a.*'] }, { bucket: 'B', stored: '$KV.B.' }],
		['a mirror', mirror(), { bucket: 'M', stored: '$KV.O.', written: '$KV.O.', origin: { bucket: 'O' } }],
		[
			'a mirror of another domain',
			mirror({ external: { api: '$JS.HUB.API', deliver: '' } }),
			{ stored: '$KV.O.', written: '$KV.O.', origin: { bucket: 'O', api: '$JS.HUB.API' } },
		],
		[
			'a mirror that renames its subjects',
			mirror({ subject_transforms: [{ src: '$KV.O.>', dest: '$KV.M.>' }] }),
			{ stored: '$KV.M.', written: '$KV.O.' },
		],
		['a mirror of no bucket', { ...mirror(), mirror: { name: 'LOGS' } }, { stored: '$KV.M.', written: '$KV.M.' }],
	])('%s', (_what, config, expected) => {
		expect(kvBucketOf(config)).toMatchObject(expected);
	});

	it.each([
		['another name', { ...own, name: 'B' }],
		['no name', { ...own, name: 'KV_' }],
		['neither values nor subjects', { name: 'KV_B', subjects: ['b.>'] }],
	])('none with %s', (_what, config) => {
		expect(kvBucketOf(config)).toBeUndefined();
	});

	it('those of objects', () => {
		const store = { name: 'OBJ_B', subjects: ['$O.B.C.>', '$O.B.M.>'] };
		expect(objectBucketOf(store)).toMatchObject({ bucket: 'B', stored: '$O.B.' });
		expect(objectBucketOf({ name: 'OBJ_M', mirror: { name: 'OBJ_B' } })).toMatchObject({
			bucket: 'M',
			stored: '$O.B.',
		});
		expect(objectBucketOf({ name: 'OBJ_B', subjects: ['b.>'] })).toBeUndefined();
		expect(objectBucketOf(own)).toBeUndefined();
	});
});

describe('keys', () => {
	it.each(['a', 'a.b', 'A/b=c_d-e.9', '=', '/'])('%s is one', (key) => {
		expect(keyFault(key)).toBeUndefined();
	});

	it.each(['', '.a', 'a.', 'a..b', 'a b', 'a*', '>', 'a:b', 'a@b', 'a\\b', 'ü', 'a\n', '_kv', '_kv.x'])(
		'%j is none',
		(key) => {
			expect(keyFault(key)).toBeTypeOf('string');
		},
	);

	it.each([
		['ü', true],
		['a:b', true],
		['a*b', true],
		['', false],
		['a b', false],
		['a.*', false],
		['a..b', false],
	])('the server stores %j: %s', (key, stored) => {
		expect(isStorable(key)).toBe(stored);
	});

	it.each([
		['a.*.c', true],
		['>', true],
		['a.>', true],
		['>.a', false],
		['a*', false],
		['a.b>', false],
		['', false],
	])('%j selects keys: %s', (filter, selects) => {
		expect(keyFilterFault(filter) === undefined).toBe(selects);
	});

	it('come back from their subjects', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (key) => {
				expect(keyOf({ stored: '$KV.B.' }, storedSubject({ stored: '$KV.B.' }, key))).toBe(key);
			}),
		);
		expect(keyOf({ stored: '$KV.B.' }, '$KV.BB.a')).toBeUndefined();
		expect(keyOf({ stored: '$KV.B.' }, '$KV.B.')).toBeUndefined();
	});

	it.each([
		['its own', own, '$JS.API', '$KV.B.a.b'],
		['its own in a domain', own, '$JS.HUB.API', '$JS.HUB.API.$KV.B.a.b'],
		['its own behind an import', own, 'far.api', 'far.api.$KV.B.a.b'],
		['a mirror', mirror(), '$JS.API', '$KV.O.a.b'],
		['a far mirror', mirror({ external: { api: '$JS.HUB.API' } }), '$JS.API', '$JS.HUB.API.$KV.O.a.b'],
		['a far mirror in a domain', mirror({ external: { api: '$JS.HUB.API' } }), '$JS.L.API', '$JS.HUB.API.$KV.O.a.b'],
	])('are written to: %s', (_what, config, prefix, subject) => {
		const bucket = kvBucketOf(config);
		expect(bucket && writtenSubject(bucket, 'a.b', prefix)).toBe(subject);
	});
});

describe('a revision', () => {
	const stored = (headers: readonly (readonly [string, string])[], value = '') => ({
		seq: 7,
		subject: '$KV.B.a',
		time: '2026-11-30T01:54:06.9Z',
		headers,
		payload: Buffer.from(value),
		size: 1,
	});
	const entry = (...headers: readonly (readonly [string, string])[]) => entryOf(stored(headers), { stored: '$KV.B.' });

	it.each([
		['a value', [], { operation: 'put', key: 'a', revision: 7 }],
		['a deletion', [['KV-Operation', 'DEL']], { operation: 'delete' }],
		['a purge', [['KV-Operation', 'PURGE']], { operation: 'purge' }],
		['a name of every object', [['KV-Operation', 'constructor']], { operation: 'put' }],
		['the same as a reason', [['Nats-Marker-Reason', 'toString']], { operation: 'put' }],
		['an expiry', [['Nats-Marker-Reason', 'MaxAge']], { operation: 'purge', reason: 'MaxAge' }],
		['a removal', [['Nats-Marker-Reason', 'Remove']], { operation: 'delete', reason: 'Remove' }],
		['an unknown operation', [['KV-Operation', 'PUT']], { operation: 'put' }],
		['an unknown reason', [['Nats-Marker-Reason', 'Moon']], { operation: 'put' }],
		['seconds', [['Nats-TTL', '60']], { operation: 'put', ttl: 60_000_000_000 }],
		['a duration', [['Nats-TTL', '1m30s']], { ttl: 90_000_000_000 }],
		['no end', [['Nats-TTL', 'never']], { ttl: 'never' }],
	] as const)('is %s', (_what, headers, expected) => {
		expect(entry(...headers)).toMatchObject(expected);
	});

	it('has no TTL that cannot be read, and no reason beside an operation of a client', () => {
		expect(entry(['Nats-TTL', 'soon'])).not.toHaveProperty('ttl');
		expect(entry(['KV-Operation', 'DEL'], ['Nats-Marker-Reason', 'MaxAge'])).toMatchObject({ operation: 'delete' });
		expect(entry(['KV-Operation', 'DEL'], ['Nats-Marker-Reason', 'MaxAge'])).not.toHaveProperty('reason');
	});

	it('is none under another subject', () => {
		expect(entryOf({ ...stored([]), subject: '$KV.C.a' }, { stored: '$KV.B.' })).toBeUndefined();
	});
});
