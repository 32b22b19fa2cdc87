import { afterEach, describe, expect, test } from 'vitest';
import { kvBucketOf } from '../../src/jetstream/buckets/kv-bucket.ts';
import type { KvEntry } from '../../src/jetstream/kv/entry.ts';
import { markOf } from '../../src/jetstream/kv/key-names.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import type { BucketValues, KeyList } from '../../src/views/keys/key-list.ts';
import { type ShownValue, shownValue } from '../../src/views/keys/shown-value.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { before, now, ready, sampleState, streamInfo, withStreams } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

const info = streamInfo('KV_B', { config: { subjects: ['$KV.B.>'], max_msgs_per_subject: 5, allow_msg_ttl: true } });
const bucket = kvBucketOf(info.config);

const entry = (key: string, text: string | Uint8Array, more: Partial<KvEntry> = {}): KvEntry => {
	const value = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	const time = before(120_000);
	return { key, revision: 7, time, operation: 'put', value, headers: [], size: value.length, ...more };
};

const entries = [
	entry('binary', Uint8Array.of(0, 255, 16)),
	entry('count', '42'),
	entry('deleted', '', { operation: 'delete' }),
	entry('empty', ''),
	entry('expired', '', { operation: 'purge', reason: 'MaxAge' }),
	entry('json', '{"a":1}', { ttl: 180_000_000_000 }),
	entry('nasty', '\u001b[31mred\u0007'),
];

function bucketState(names: readonly string[], parts: Partial<DeckState> = {}): Partial<DeckState> {
	const list: KeyList = { names, total: names.length, whole: true, subjects: names.length, upTo: 812, ms: 1 };
	const mark = { mark: markOf(info), upTo: 812, at: now };
	const values = entries.map((each): [string, ShownValue] => [each.key, shownValue(each, mark)]);
	const read: BucketValues = {
		...(bucket && { bucket }),
		values: { entries: new Map(values) },
		deleted: new Set(['deleted', 'expired']),
		gone: new Set(),
		failed: new Map([['denied', 'Permissions Violation']]),
	};
	return {
		...withStreams([info]),
		views: [{ kind: 'buckets' }, { kind: 'keys', stream: 'KV_B' }],
		keys: { entries: new Map([['KV_B', ready(list)]]) },
		keyValues: { entries: new Map([['KV_B', read]]) },
		...parts,
	};
}

function show(parts: Partial<DeckState>): Drawing {
	drawing = draw(sampleState(parts));
	return drawing;
}

const names = [...entries.map(({ key }) => key), 'denied', 'unread'];

describe('the keys of a bucket', () => {
	test.each([
		[60, 16],
		[80, 24],
		[200, 60],
	])('fit %i×%i, with values by their kind and nothing that a terminal would obey', (columns, rows) => {
		const { lines, text } = show(bucketState(names, { size: { columns, rows } }));
		expect(lines().every((line) => line.length <= columns)).toBe(true);
		expect(text()).toMatch(/count +42/);
		expect(text()).toMatch(/empty +empty/);
		expect(text()).toMatch(/binary +00 ff 10/);
		expect(text()).toMatch(/unread +reading…/);
		expect(text()).toMatch(/denied +! Permissions/);
		expect(text()).not.toContain('\u0007');
		expect(text()).not.toMatch(/\n▸? *deleted /);
		if (columns >= 80) expect(text()).toContain('2 deleted hidden');
		if (columns >= 200) expect(text()).toMatch(/json +{"a":1} +JSON .*1m/);
	});

	test('show deleted ones on demand, and tell what the server removed', async () => {
		const { typeFor } = show(bucketState(names));
		await typeFor('X', 'expired');
		expect(drawing?.text()).toMatch(/deleted +deleted/);
		expect(drawing?.text()).toMatch(/expired +expired/);
	});

	test('are read aloud without the operation that only a list with deleted ones shows', async () => {
		drawing = draw(sampleState(bucketState(names)), { screenReader: true });
		await drawing.typeFor('j', 'count, selected, row 2 of 7, value 42');
		expect(drawing.text()).not.toMatch(/op put/);
		await drawing.typeFor('X', 'op put');
	});

	test('count names, not keys, while some were not read', () => {
		expect(show(bucketState(names)).text()).toContain('keys 7 names');
		drawing?.end();
		expect(show(bucketState(['count', 'json'])).text()).toMatch(/keys 2 ·/);
	});

	test('say what an empty bucket is, and what to press', () => {
		const { text } = show(bucketState([]));
		expect(text()).toContain('No keys in this bucket.');
		expect(text()).toContain('Press n to put one.');
	});

	test('cannot be written in a read-only deck, which says so', async () => {
		const { typeFor } = show(bucketState(names, { readOnly: true }));
		await typeFor('n', 'This jetdeck is read-only');
	});
});

describe('a key', () => {
	const view: View = { kind: 'key', stream: 'KV_B', key: 'json', subject: '$KV.B.json', pane: 'value', as: 'auto' };
	const opened = (latest: KvEntry | undefined, more: object = {}): Partial<DeckState> =>
		bucketState(names, {
			views: [{ kind: 'keys', stream: 'KV_B' }, view],
			openedKey: { stream: 'KV_B', key: 'json', entry: ready(latest), kept: 2, ...more },
		});

	test('shows its value, its TTL, and what the last change was', () => {
		const was = entry('json', '{"a":0}', { revision: 3 });
		const { text } = show(opened(entries[5], { before: was, changedAt: now - 3_000 }));
		expect(text()).toContain('2 revisions kept');
		expect(text()).toMatch(/TTL +3m/);
		expect(text()).toMatch(/Time left +1/);
		expect(text()).toContain('from revision 3');
		expect(text()).toContain('~ a: 0 → 1');
		expect(text()).toContain('"a": 1');
	});

	test('tells an expired value from one that somebody deleted', () => {
		expect(show(opened(entry('json', '', { operation: 'purge', reason: 'MaxAge' }))).text()).toContain(
			'The server removed the value',
		);
		drawing?.end();
		expect(show(opened(entry('json', '', { operation: 'delete' }))).text()).toContain('A client deleted the key');
	});

	test('that is gone shows the value that it had', () => {
		const { text } = show(opened(undefined, { before: entries[5], changedAt: now }));
		expect(text()).toContain('was removed with its history');
		expect(text()).toContain('"a": 1');
	});
});
