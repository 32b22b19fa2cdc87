import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planKvEdit } from '../../src/changes/plan/kv-edit.ts';
import { compactJson } from '../../src/format/json-layout.ts';
import { kvBucketOf } from '../../src/jetstream/buckets/kv-bucket.ts';
import { editableText, editedValue } from '../../src/jetstream/kv/edited-value.ts';
import { entryOf, type KvEntry } from '../../src/jetstream/kv/entry.ts';
import type { OpenKvBucket } from '../../src/jetstream/kv/open-bucket.ts';
import { valueChanges } from '../../src/jetstream/kv/value-changes.ts';
import type { StoredEntry } from '../../src/jetstream/messages/stored-entry.ts';
import type { Api } from '../../src/jetstream/request.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { changeList } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { withoutStored } from '../../src/views/keys/draft.ts';
import { type KeyList, shownKeys, valuesOf, withPage } from '../../src/views/keys/key-list.ts';
import { keyResources } from '../../src/views/keys/resources.ts';
import { timeLeft } from '../../src/views/keys/time-left.ts';
import { stopReading, wantsAll } from '../../src/views/keys/wanted.ts';
import { toggleDeleted, unmarkUnlisted, withValues } from '../../src/views/keys/write-values.ts';
import { deckState, now, ready, streamInfo, withStreams } from '../support/state.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const entry = (value: string, more: Partial<KvEntry> = {}): KvEntry => ({
	key: 'a',
	revision: 5,
	time: '2026-03-31T11:00:00Z',
	operation: 'put',
	value: bytes(value),
	headers: [],
	size: value.length,
	...more,
});

describe('what a revision changed', () => {
	it.each([
		['paths of JSON', '{"a":{"b":1},"ts":1}', '{"a":{"b":2},"ts":2}', ['~ a.b: 1 → 2', '~ ts: 1 → 2']],
		['another way of writing', '{"a":1}', '{ "a": 1 }', ['~ the same JSON, written another way']],
		['lines', 'one\ntwo\nthree', 'one\n2\nthree', ['- two', '+ 2']],
		['a line more', 'one', 'one\ntwo', ['+ two']],
		['binary', '\u0000a', '\u0000ab', ['~ 2 B → 3 B']],
		['nothing', 'same', 'same', []],
	])('%s', (_what, before, after, expected) => {
		const said = valueChanges(entry(before), entry(after)).map(({ sign, text }) => `${sign} ${text}`);
		expect(said).toEqual(expected);
	});

	it('a deletion, and what the server removed', () => {
		const expired = entry('', { operation: 'purge', reason: 'MaxAge' });
		expect(valueChanges(entry('x'), expired)).toEqual([{ sign: '~', text: 'put → expired' }]);
	});
});

describe('a value in an editor', () => {
	it('comes back as it was, JSON in its own lines', () => {
		fc.assert(
			fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
				const editable = editableText(bytes(text));
				if ('refusal' in editable) return;
				expect(Buffer.from(editedValue(editable, editable.text)).toString()).toBe(text);
				expect(Buffer.from(editedValue(editable, `${editable.text}\n`)).toString()).toBe(
					editable.text.endsWith('\n') ? `${text}\n` : text,
				);
			}),
		);
	});

	it('keeps numbers as they were written', () => {
		const editable = editableText(bytes('{"a":1.10,"b":12345678901234567890}'));
		if ('refusal' in editable) throw new Error(editable.refusal);
		expect(editable.text).toBe('{\n  "a": 1.10,\n  "b": 12345678901234567890\n}');
		expect(compactJson(editable.text)).toBe('{"a":1.10,"b":12345678901234567890}');
	});

	it.each([
		['binary', Uint8Array.of(0, 1, 2)],
		['too large', new Uint8Array(2 * 1024 * 1024)],
	])('is refused if it is %s', (_what, value) => {
		expect(editableText(value)).toHaveProperty('refusal');
	});
});

const config = { name: 'KV_B', subjects: ['$KV.B.>'], max_msgs_per_subject: 5, allow_direct: true };
const info = streamInfo('KV_B', { config });
const bucket = kvBucketOf(info.config);
if (bucket === undefined) throw new Error('KV_B is a bucket');
const open: OpenKvBucket = {
	bucket,
	source: { api: { prefix: '$JS.API' } as Api, info, features: features('2.15.1', 5) },
	target: info,
};

describe('a plan of an edit', () => {
	const said = (base: KvEntry, value: string, latest: KvEntry | undefined): string => {
		const plan = planKvEdit(open, { base, value: bytes(value) }, latest);
		return 'refusal' in plan ? plan.refusal : plan.consequences.map(({ text }) => text).join('\n');
	};

	it('shows both values if somebody wrote meanwhile, and replaces the one that was read', () => {
		const theirs = entry('{"a":2}', { revision: 7 });
		const plan = planKvEdit(open, { base: entry('{"a":1}'), value: bytes('{"a":3}') }, theirs);
		expect(plan).toMatchObject({ steps: [{ wire: { endpoint: 'kv.update', write: { revision: 7 } } }] });
		const text = said(entry('{"a":1}'), '{"a":3}', theirs);
		expect(text).toContain('it is at revision 7');
		expect(text).toContain('Theirs: {"a":2}');
		expect(text).toContain('Yours: {"a":3}');
	});

	it('says what it changes, and that JSON or a TTL is lost', () => {
		const base = entry('{"a":1}', { ttl: 60_000_000_000 });
		const text = said(base, 'no JSON', base);
		expect(text).toContain('The value was JSON, and the new one is not.');
		expect(text).toContain('has a TTL of 1m');
	});

	it('is no draft any more once it is stored', () => {
		const base = entry('x');
		const proposal = planKvEdit(open, { base, value: bytes('y') }, base);
		if ('refusal' in proposal) throw new Error(proposal.refusal);
		const run = { id: '1', proposal, startedAt: 0, activity: 'over', stopping: false } as const;
		const done = { kind: 'done', reply: {}, ms: 1, came: [] } as const;
		const draft = { base, text: 'y', value: bytes('y') };
		const keyDrafts = new Map([
			['KV_B\0a', draft],
			['KV_B\0b', draft],
		]);
		const state = deckState({ keyDrafts });
		expect(withoutStored(state, { ...run, results: [done] }).keyDrafts).toEqual(new Map([['KV_B\0b', draft]]));
		expect(withoutStored(state, { ...run, results: [{ kind: 'stopped' }] })).toEqual({});
		const later = deckState({ keyDrafts: new Map([['KV_B\0a', { ...draft, value: bytes('z') }]]) });
		expect(withoutStored(later, { ...run, results: [done] })).toEqual({});
	});

	it('that starts from nothing is at odds with a value, not with a deletion', () => {
		const none = entry('', { revision: 0, operation: 'purge' });
		expect(said(none, 'y', entry('x'))).toContain(
			'The key has a value that yours does not start from: it is at revision 5',
		);
		expect(said(none, 'y', entry('', { operation: 'delete' }))).not.toContain('deleted. Confirm');
	});

	it('is none if the key has the value', () => {
		expect(said(entry('x'), 'y', entry('y', { revision: 9 }))).toContain('already has this value');
	});

	it('creates a key again that was removed', () => {
		const plan = planKvEdit(open, { base: entry('x'), value: bytes('y') }, undefined);
		expect(plan).toMatchObject({ steps: [{ wire: { endpoint: 'kv.create' } }] });
	});
});

describe('the time that a value has left', () => {
	const time = new Date(now - 10_000).toISOString();
	const minute = 60_000_000_000;
	it.each([
		['nothing ends it', {}, {}, undefined],
		['its own TTL', { ttl: minute }, { allow_msg_ttl: true }, 50_000],
		['a TTL without effect', { ttl: minute }, { allow_msg_ttl: false }, undefined],
		['max_age', {}, { max_age: minute }, 50_000],
		['the earlier one', { ttl: 2 * minute }, { allow_msg_ttl: true, max_age: minute }, 50_000],
		['never', { ttl: 'never' as const }, { allow_msg_ttl: true, max_age: minute }, undefined],
		['over', { ttl: 1_000_000_000 }, { allow_msg_ttl: true }, 0],
	])('%s', (_what, ttl, limits, expected) => {
		expect(timeLeft({ time, ...ttl }, limits, now)).toBe(expected);
	});
});

const listed = (names: readonly string[], more: Partial<KeyList> = {}): KeyList => ({
	names,
	total: names.length,
	whole: true,
	subjects: names.length,
	upTo: 812,
	ms: 1,
	...more,
});

function withKeys(list: KeyList, parts: Partial<DeckState> = {}): DeckState {
	return deckState({
		...withStreams([info]),
		views: [{ kind: 'keys', stream: 'KV_B' }],
		keys: { entries: new Map([['KV_B', ready(list)]]) },
		...parts,
	});
}

const stored = (key: string, seq: number, value: string, headers: StoredEntry['headers'] = []): StoredEntry => ({
	seq,
	subject: `$KV.B.${key}`,
	time: '2026-03-31T11:00:00Z',
	headers,
	payload: bytes(value),
	size: value.length,
});

function read(
	state: DeckState,
	messages: readonly StoredEntry[],
	without: readonly string[] = [],
	upTo = 812,
): DeckState {
	const found = new Map(messages.map((message) => [message.subject, message]));
	const read = { found, without: without.map((key) => `$KV.B.${key}`), failed: new Map(), upTo };
	return { ...state, ...withValues(state, { bucket: bucket as NonNullable<typeof bucket>, info, read, at: now }) };
}

describe('the keys of a bucket', () => {
	it('join pages that shifted, each name once', () => {
		const first = listed(['a', 'b'], { total: 4, whole: false });
		const page = { keys: ['b', 'c', 'd'], total: 4, info };
		expect(withPage(first, page, 1)).toMatchObject({ names: ['a', 'b', 'c', 'd'], whole: true });
	});

	it('hide deleted ones once their values were read, and unmark them', () => {
		const state = withKeys(listed(['a', 'b', 'c']));
		const marked = { ...state, ...changeList(state, 'keys:KV_B', { marked: new Set(['a', 'b']) }) };
		const after = read(marked, [stored('a', 1, 'x'), stored('b', 2, '', [['KV-Operation', 'DEL']])], ['c']);
		expect(shownKeys(after, 'KV_B')).toEqual(['a']);
		expect(after.lists.get('keys:KV_B')?.marked).toEqual(new Set(['a']));
		expect(shownKeys({ ...after, deletedShown: new Set(['KV_B']) }, 'KV_B')).toEqual(['a', 'b']);
	});

	it('lose their marks when deleted ones are hidden again, and when they are listed no more', () => {
		const marker = stored('b', 2, '', [['KV-Operation', 'DEL']]);
		const seen = read(withKeys(listed(['a', 'b'])), [stored('a', 1, 'x'), marker]);
		const shown = { ...seen, ...toggleDeleted(seen, 'KV_B') };
		const marked = { ...shown, ...changeList(shown, 'keys:KV_B', { marked: new Set(['a', 'b']) }) };
		const marks = (change: Partial<DeckState>): unknown => ({ ...marked, ...change }).lists.get('keys:KV_B')?.marked;
		expect(marks(toggleDeleted(marked, 'KV_B'))).toEqual(new Set(['a']));
		expect(marks(unmarkUnlisted(marked, 'KV_B', listed(['b'])))).toEqual(new Set(['b']));
		expect(marks(unmarkUnlisted(marked, 'KV_B', listed(['b'], { whole: false })))).toEqual(new Set(['a', 'b']));
	});

	it('keep a newer revision than a copy of the stream that lags returns', () => {
		const state = read(withKeys(listed(['a'])), [stored('a', 9, 'new')]);
		const lagging = read(state, [stored('a', 3, 'old')], [], 5);
		expect(valuesOf(lagging, 'KV_B').values.entries.get('a')).toMatchObject({ revision: 9 });
		const reverted = read(lagging, [stored('a', 3, 'old')]);
		expect(valuesOf(reverted, 'KV_B').values.entries.get('a')).toMatchObject({ revision: 3 });
	});

	it('are read on only for a filter or an order, until that is stopped', () => {
		const part = withKeys(listed(['a'], { total: 300_000, whole: false }));
		expect(wantsAll(part, 'KV_B')).toBeUndefined();
		const filtered = { ...part, ...changeList(part, 'keys:KV_B', { filter: 'x' }) };
		expect(wantsAll(filtered, 'KV_B')).toBe('names');
		const stopped = { ...filtered, ...stopReading(filtered, 'KV_B') };
		expect(wantsAll(stopped, 'KV_B')).toBeUndefined();
		const again = { ...stopped, ...changeList(stopped, 'keys:KV_B', { filter: 'xy' }) };
		expect(wantsAll(again, 'KV_B')).toBe('names');
		const sort = { column: 'size', descending: true };
		const sorted = { ...part, ...changeList(part, 'keys:KV_B', { sort }) };
		expect(wantsAll(sorted, 'KV_B')).toBeUndefined();
		const few = withKeys(listed(['a', 'b']));
		expect(wantsAll({ ...few, ...changeList(few, 'keys:KV_B', { sort }) }, 'KV_B')).toBe('values');
	});

	it('read values only of the rows in view and around them', () => {
		const names = Array.from({ length: 1_000 }, (_, at) => `k${String(at).padStart(4, '0')}`);
		const asked = keyResources(withKeys(listed(names)), 'KV_B', 20).map(({ key }) => key);
		expect(asked).toEqual(['keys:KV_B', 'key-values:KV_B:40 k0000', 'key-values:KV_B']);
	});
});

it('tells markers of the server from deletions of clients', () => {
	const marker = stored('a', 1, '', [['Nats-Marker-Reason', 'MaxAge']]);
	expect(entryOf(marker, { stored: '$KV.B.' })).toMatchObject({ operation: 'purge', reason: 'MaxAge' });
	expect(entryOf(stored('a', 1, ''), { stored: '$KV.B.' })).toMatchObject({ operation: 'put' });
});
