import { beforeAll, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/commands/command.ts';
import { compareWith, tooMany } from '../../src/commands/compare.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { putValue } from '../../src/commands/key-changes.ts';
import { newKey, newKeyTtl, newValue } from '../../src/commands/key-new.ts';
import { type OpenKvBucket, openKvBucket } from '../../src/jetstream/kv/open-bucket.ts';
import type { Link } from '../../src/nats/link.ts';
import { latest, unknown } from '../../src/store/datum.ts';
import { changeList, currentView, open } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { comparedEntries } from '../../src/views/keys/comparison.ts';
import { comparedLines } from '../../src/views/keys/comparison-lines.ts';
import { keyListOf, shownKeys, valuesOf } from '../../src/views/keys/key-list.ts';
import { openedKey } from '../../src/views/keys/opened-key.ts';
import { openTestDeck, seen, watchRequests } from '../support/decks.ts';
import { connect } from '../support/jetstream.ts';
import { createBucket } from '../support/kv.ts';
import { carriedOut } from '../support/proposals.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';

describe.each(serverLines)('the keys of a bucket on %s', (line: ServerLine) => {
	let server: TestServer;
	let made = 0;

	beforeAll(async () => {
		server = await startServer({ line });
	});

	interface Begun {
		readonly link: Link;
		readonly deck: Deck;
		readonly stream: string;
		readonly put: (
			key: string,
			value: string | Uint8Array,
			headers?: readonly (readonly [string, string])[],
		) => Promise<void>;
	}

	const begin = async (config: object = {}): Promise<Begun> => {
		made += 1;
		const bucket = `B${made}`;
		const link = await connect(server);
		await createBucket(link, bucket, config);
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the bucket', ({ streamNames }) => latest(streamNames)?.includes(`KV_${bucket}`));
		return {
			link,
			deck,
			stream: `KV_${bucket}`,
			put: async (key, value, headers) => {
				const reply = await link.request(`$KV.${bucket}.${key}`, value, { ...(headers && { headers }) });
				if (!reply.ok) throw new Error(reply.problem.message);
			},
		};
	};
	const show = (deck: Deck, view: View): void => deck.store.setState((state) => open(state, view));
	const startOf = (state: DeckState, stream: string, key: string): string | undefined =>
		valuesOf(state, stream).values.entries.get(key)?.start;

	it('are listed with their values, follow changes, and hide deleted ones', async () => {
		const { link, deck, stream, put } = await begin();
		await put('a', 'one');
		await put('b.c', '{"x":1}');
		await put('gone', '', [['KV-Operation', 'DEL']]);
		await put('empty', '');
		show(deck, { kind: 'keys', stream });
		await seen(deck, 'the values', (state) => startOf(state, stream, 'b.c') === '{"x":1}');
		const state = await seen(deck, 'a deletion', (now) => valuesOf(now, stream).deleted.has('gone') && now);
		expect(shownKeys(state, stream)).toEqual(['a', 'b.c', 'empty']);
		expect(valuesOf(state, stream).values.entries.get('empty')).toMatchObject({ operation: 'put', kind: 'empty' });
		await put('a', 'two');
		await seen(deck, 'the change', (now) => startOf(now, stream, 'a') === 'two');
		await put('new', 'x');
		await seen(deck, 'the new key', (now) => startOf(now, stream, 'new') === 'x');
		// One key goes and another comes: their number stays.
		await link.request(`$JS.API.STREAM.PURGE.${stream}`, JSON.stringify({ filter: `$KV.${stream.slice(3)}.b.c` }));
		await put('zz', 'y');
		await seen(deck, 'the key instead of another', (now) => shownKeys(now, stream).join() === 'a,empty,new,zz');
	});

	it('are compared with those of another bucket, by their values alone', async () => {
		const { link, deck, stream, put } = await begin();
		const other = `${stream}_OTHER`;
		await createBucket(link, other.slice(3));
		for (const [key, value] of [
			['only', '1'],
			['changed', '{"n":1}'],
			['same', 'x'],
		] as const)
			await put(key, value);
		for (const [key, value] of [
			['same', 'y'],
			['same', 'x'],
			['changed', '{"n":2}'],
		] as const)
			await link.request(`$KV.${other.slice(3)}.${key}`, value);
		await compareWith({ deck, state: deck.store.getState() } as CommandContext, { stream, other });
		const state = deck.store.getState();
		expect(currentView(state)).toEqual({ kind: 'comparison', stream, other });
		expect([...(state.comparison?.differences.values() ?? [])]).toMatchObject([
			{ key: 'changed', in: 'both', second: { start: '{"n":2}' } },
			{ key: 'only', in: 'first' },
		]);
		expect(state.comparison?.equal).toBe(1);
		const at = { stream, other, key: 'changed' };
		show(deck, { kind: 'compared-key', ...at });
		const read = await seen(deck, 'both values', (now) => latest(comparedEntries(now, at)) && now);
		expect(comparedLines(read, at).map((line) => line.map(({ text }) => text).join(''))).toContain('    ~ n: 1 → 2');
	});

	it('are put in place of the value that the dialog shows, and of no other', async () => {
		const { deck, stream, put } = await begin();
		await put('a', 'one');
		show(deck, { kind: 'keys', stream });
		await seen(deck, 'the value', (state) => startOf(state, stream, 'a') === 'one');
		putValue({ deck, state: deck.store.getState() } as CommandContext, { stream, key: 'a', isNew: false }, 'mine');
		const dialog = await seen(deck, 'a dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
		await put('a', 'theirs');
		expect(await carriedOut(deck, dialog.proposal)).toMatchObject([{ kind: 'refused', problem: { errCode: 10071 } }]);
		await seen(deck, 'their value', (state) => startOf(state, stream, 'a') === 'theirs');
	});

	it('are compared up to a number of keys, which a pattern bounds', async () => {
		const { deck, stream, put } = await begin();
		for (const key of ['a.1', 'a.2', 'b.1']) await put(key, 'x');
		const opened = await openKvBucket(deck.api(), stream.slice(3), deck.store.getState().features);
		if (!opened.ok || opened.value === undefined) throw new Error('no bucket');
		const { signal } = new AbortController();
		const refusal = (most: number, pattern?: string) =>
			tooMany(deck.api(), opened.value as OpenKvBucket, { pattern, signal }, most);
		expect(await refusal(3)).toBeUndefined();
		expect(await refusal(2)).toMatch(/^Bucket .* has 3 keys, more .*: filter by a pattern \(f\)/);
		expect(await refusal(2, 'a.*')).toBeUndefined();
		expect(await refusal(1, 'a.*')).toMatch(/has 2 keys of a\.\*, more .*: filter by a narrower pattern/);
		expect(await refusal(0, 'c.*')).toBeUndefined();
	});

	it('may be created with a TTL where the bucket has them', async () => {
		const { deck, stream } = await begin(line === 'newest' ? { allow_msg_ttl: true } : {});
		show(deck, { kind: 'keys', stream });
		await seen(deck, 'the bucket', ({ streams }) => latest(streams.entries.get(stream)?.info ?? unknown));
		const context = () => ({ deck, state: deck.store.getState() }) as CommandContext;
		newKey(context(), { stream }, 'session');
		const { overlay } = deck.store.getState();
		const choice = overlay?.kind === 'choice' ? overlay.choices.find(({ label }) => label === 'TTL') : undefined;
		if (line !== 'newest') {
			expect(choice?.disabled).toMatch(/2\.11/);
			return;
		}
		expect(choice).not.toHaveProperty('disabled');
		expect(newKeyTtl(context(), { stream, key: 'session' }, '1500ms')).toMatch(/whole number of seconds/);
		newKeyTtl(context(), { stream, key: 'session' }, '30s');
		expect(deck.store.getState().overlay).toMatchObject({ title: 'Value of session, with a TTL of 30s' });
		newValue(context(), { stream, key: 'session', ttl: 30e9, how: 'empty' });
		const shown = await seen(deck, 'the dialog', (state) => state.overlay?.kind === 'confirm' && state.overlay);
		expect(shown.proposal.consequences.map(({ text }) => text).join()).toMatch(/expires after 30s/);
		expect(shown.proposal.steps[0]?.wire).toMatchObject({
			message: {
				headers: [
					[expect.anything(), '0'],
					['Nats-TTL', '30s'],
				],
			},
		});
	});

	it('are filtered by the server, and large values are read once', async () => {
		const { deck, stream, put } = await begin();
		await put('big', new Uint8Array(300_000).fill(120));
		await put('users.ada.name', 'Ada');
		await put('users.ada.mail', 'ada@example');
		show(deck, { kind: 'keys', stream, pattern: 'users.*.name' });
		await seen(
			deck,
			'one key',
			(state) => keyListOf(state, `${stream}\0users.*.name`)?.names.join() === 'users.ada.name',
		);
		show(deck, { kind: 'keys', stream });
		await seen(deck, 'the large value', (state) => valuesOf(state, stream).values.entries.get('big')?.size === 300_000);
		const before = deck.link().traffic().inBytes;
		await put('users.ada.name', 'Ada L');
		await seen(deck, 'the small change', (state) => startOf(state, stream, 'users.ada.name') === 'Ada L');
		expect(deck.link().traffic().inBytes - before).toBeLessThan(200_000);
	});

	it('ask for one thing a poll while nothing changes', async () => {
		const { link, deck, stream, put } = await begin();
		await put('a', 'one');
		show(deck, { kind: 'keys', stream });
		await seen(deck, 'the value', (state) => startOf(state, stream, 'a') === 'one');
		const asked = await watchRequests(link);
		await seen(deck, 'polls', () => asked.filter((subject) => subject === `STREAM.INFO.${stream}`).length >= 6);
		expect(asked.filter((subject) => /GET/.test(subject))).toEqual([]);
	});

	it('are sorted by their values, all of which are read', async () => {
		const { deck, stream, put } = await begin();
		for (let at = 0; at < 120; at += 1) await put(`k${String(at).padStart(3, '0')}`, 'x'.repeat(at));
		show(deck, { kind: 'keys', stream });
		await seen(deck, 'the names', (state) => keyListOf(state, stream)?.names.length === 120);
		const sort = { column: 'size', descending: true };
		deck.store.setState((state) => changeList(state, `keys:${stream}`, { sort }));
		await seen(deck, 'all values', (state) => valuesOf(state, stream).values.entries.size === 120);
	});

	it('open with the value, and show what changes live', async () => {
		const { deck, stream, put } = await begin({ max_msgs_per_subject: 3 });
		await put('a', '{"x":1}');
		const subject = `$KV.${stream.slice(3)}.a`;
		const view = { kind: 'key', stream, key: 'a', subject, pane: 'value', as: 'auto' } as const;
		show(deck, view);
		await seen(deck, 'the value', (state) => latest(openedKey(state, view).entry)?.revision === 1);
		await put('a', '{"x":2}');
		const opened = await seen(deck, 'the change', (state) => {
			const known = openedKey(state, view);
			return known.before !== undefined && known;
		});
		expect(opened).toMatchObject({ before: { revision: 1 }, kept: 2 });
		expect(latest(opened.entry)).toMatchObject({ revision: 2 });
	});

	it('are read without allow_direct', async () => {
		const { deck, stream, put } = await begin({ allow_direct: false });
		await put('a', 'one');
		show(deck, { kind: 'keys', stream });
		await seen(deck, 'the value', (state) => startOf(state, stream, 'a') === 'one');
	});
});
