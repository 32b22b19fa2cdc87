import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { systemEndpointById, systemEndpoints } from '../../src/jetstream/endpoints/system.ts';
import { readServerReply, type ServerReply } from '../../src/jetstream/system/server-reply.ts';
import { readStats } from '../../src/jetstream/system/stats.ts';
import type { Message } from '../../src/nats/link.ts';
import type { DeckState } from '../../src/store/state.ts';
import { usageIn } from '../../src/store/system/account-entries.ts';
import { accountsEvery, accountsResource } from '../../src/store/system/accounts.ts';
import { expectedOf } from '../../src/store/system/gathered-resource.ts';
import { metasOf, peersOf, type Told, withPeersOf } from '../../src/store/system/meta.ts';
import { withoutGone, withReplies } from '../../src/store/system/server-entries.ts';
import { noServers, type ServersState } from '../../src/store/system/servers.ts';
import { withHealthOf, withStatsOf } from '../../src/store/system/servers-resources.ts';
import { listRowOf } from '../../src/views/lists.ts';
import { metaIds, metaRow } from '../../src/views/servers/meta-row.ts';
import { serverRow } from '../../src/views/servers/row.ts';
import { readReference } from '../support/reference.ts';
import { deckState, now } from '../support/state.ts';

/** The recorded replies of one version, and what they were asked. */
function recorded(file: 'statsz' | 'healthz', of: string): readonly unknown[] {
	const lines = readReference(`system/${file}.jsonl`).trim().split('\n');
	return lines.map((line) => JSON.parse(line)).flatMap((each) => (each.of === of ? [each.reply] : []));
}

const message = (body: unknown, headers: Message['headers'] = []): Message => ({
	subject: '_INBOX.1',
	data: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
	headers,
});

const read = (id: Parameters<typeof systemEndpointById>[0], body: unknown, ms = 3): ServerReply => {
	const reply = readServerReply(systemEndpointById(id), message(body), { at: now, ms });
	if (reply === undefined) throw new Error('it is no reply');
	return reply;
};

const told = (version: string): readonly Told[] =>
	recorded('statsz', version).map((body) => {
		const reply = read('server.statsz', body);
		return { reply, stats: readStats(reply.value) };
	});

const merged = (before: ServersState, replies: readonly ServerReply[], missing: readonly string[] = []) => ({
	...before,
	entries: withReplies(before, { replies, missing, now }, () => ({})),
});

/** A server in the cluster that knows of no leader: 2.15 sends no replicas then. */
function leaderless(name: string): Told {
	const meta = { name: '_meta_', cluster_size: 3, quorum_needed: 2 };
	const reply = read('server.statsz', {
		server: { name, id: `ID ${name}`, cluster: 'c15', jetstream: true },
		statsz: { jetstream: { config: {}, stats: {}, meta } },
	});
	// It comes last.
	return { reply: { ...reply, at: now + 5 }, stats: readStats(reply.value) };
}

/** Two dead peers: the leader heard one seven hours ago, the other never. */
const dead = [
	{ name: 'c15-n2', current: false, offline: true, active: 7 * 3_600_000_000_000 },
	{ name: 'c15-n3', current: false, offline: true, active: 0 },
];

/** The deck after one gathering. */
function gathered(all: readonly Told[], missing: readonly string[], before: Partial<ServersState> = {}): DeckState {
	const state = deckState({ system: { own: true }, servers: { ...noServers(), ...before } });
	return {
		...state,
		...withStatsOf(
			all.map(({ reply }) => reply),
			missing,
		)(state),
	};
}

describe('the table of requests to servers', () => {
	it('gives each one id and one subject, and a sentence', () => {
		expect(new Set(systemEndpoints.map(({ id }) => id)).size).toBe(systemEndpoints.length);
		expect(new Set(systemEndpoints.map(({ subject }) => subject)).size).toBe(systemEndpoints.length);
		expect(systemEndpoints.filter(({ help }) => !/^[^.]+\.$/.test(help))).toEqual([]);
	});
});

describe('the reply of a server', () => {
	it('is read with its envelope, compressed or not', () => {
		const [body] = recorded('healthz', '2.15.1 {"details":true}');
		const plain = read('server.healthz', body);
		expect(plain).toMatchObject({
			server: { name: 'c15-n1', version: '2.15.1', cluster: 'c15' },
			value: { status: 'ok' },
		});
		const packed = {
			...message(''),
			data: gzipSync(JSON.stringify(body)),
			headers: [['Content-Encoding', 'gzip']] as const,
		};
		expect(readServerReply(systemEndpointById('server.healthz'), packed, { at: now, ms: 3 })).toEqual(plain);
	});

	it('is none where it is anything else', () => {
		const endpoint = systemEndpointById('server.statsz');
		const bodies = [
			'',
			'x',
			'[]',
			'{}',
			'{"server":{}}',
			'{"server":[1]}',
			'{"server":"n1","statsz":{}}',
			`${'['.repeat(9999)}`,
		];
		for (const body of bodies) expect(readServerReply(endpoint, message(body), { at: now, ms: 1 })).toBeUndefined();
		const broken = message('not gzip', [['Content-Encoding', 'gzip']]);
		expect(readServerReply(endpoint, broken, { at: now, ms: 1 })).toBeUndefined();
	});

	it('has no command line of the server, which may contain its password', () => {
		const body = {
			server: { name: 'n1', id: 'N' },
			data: { cmdline: ['nats-server', '--user', 'a', '--pass', 's3cr3t'], memstats: { Alloc: 1 } },
		};
		expect(read('server.expvarz', body).value).toEqual({ memstats: { Alloc: 1 } });
	});

	it('has an error in place of a value', () => {
		const body = { server: { name: 'n1', id: 'N' }, data: null, error: { code: 500, description: 'no such account' } };
		expect(read('server.jsz', body)).toMatchObject({ value: {}, error: { code: 500, description: 'no such account' } });
	});
});

describe('the statistics of a server', () => {
	it('are read of every version', () => {
		const [newest, , follower] = told('2.15.1');
		expect(newest?.stats).toMatchObject({
			cpu: 1,
			connections: 1,
			activeServers: 3,
			jetstream: {
				maxStorage: 4_294_967_296,
				apiTotal: 119,
				apiErrors: 8,
				meta: { leader: 'c15-n1', quorum: 2, size: 3 },
			},
		});
		expect(newest?.stats.jetstream?.meta?.replicas).toMatchObject([
			{ name: 'c15-n2', current: true, offline: false },
			{ name: 'c15-n3', current: true, offline: false },
		]);
		expect(follower?.stats.jetstream?.meta?.replicas).toEqual([]);
		const [old] = told('2.9.10');
		expect(old?.stats).toMatchObject({ connections: 3, jetstream: { storage: 74, apiErrors: 3 } });
		expect(old?.stats.jetstream?.meta).toBeUndefined();
	});

	it('lack what is absurd', () => {
		const stats = readStats({
			start: 7,
			mem: '5',
			cpu: 'NaN',
			connections: 1.5,
			routes: {},
			jetstream: [],
			sent: null,
		});
		expect(stats).toMatchObject({ routes: 0, sent: {}, jetstream: { meta: undefined } });
		for (const key of ['start', 'memory', 'cpu', 'connections'] as const) expect(stats[key]).toBeUndefined();
	});
});

describe('what is known of servers', () => {
	it('keeps what was known of one that does not reply, and since when', () => {
		const replies = told('2.15.1').map(({ reply }) => reply);
		const all = merged(noServers(), replies);
		const later = merged(all, replies.slice(1), ['c15-n1', 'c15-n9']);
		expect(later.entries.get('c15-n1')).toMatchObject({ missingSince: now, server: { version: '2.15.1' } });
		// Nobody ever heard it.
		expect(later.entries.get('c15-n9')).toEqual({ name: 'c15-n9', missingSince: now });
		expect(merged(later, replies).entries.get('c15-n1')?.missingSince).toBeUndefined();
	});

	it('forgets a server that stopped and that nobody expects, after a while', () => {
		const { entries } = merged(noServers(), [], ['gone', 'peer']);
		expect(withoutGone(entries, new Set(['peer']), now + 599_000)).toBe(entries);
		expect([...withoutGone(entries, new Set(['peer']), now + 601_000).keys()]).toEqual(['peer']);
	});

	it('tells two servers of one name apart, and a restarted one from its former life', () => {
		const one = read('server.statsz', { server: { name: 'n', id: 'NAAAAAAAAA' }, statsz: {} });
		const two = read('server.statsz', { server: { name: 'n', id: 'NBBBBBBBBB' }, statsz: {} });
		expect([...merged(noServers(), [two, one]).entries.keys()]).toEqual(['n', 'n NBBBBBBB']);
		// The one that goes on replying keeps its row; the other is missing, though its name replied.
		const both = merged(noServers(), [one, two]);
		const left = merged(both, [two]).entries;
		expect([...left.values()].map(({ server, missingSince }) => [server?.id, missingSince])).toEqual([
			['NAAAAAAAAA', now],
			['NBBBBBBBBB', undefined],
		]);
		const known = { ...noServers(), entries: new Map([['n', { name: 'n', server: one.server, statsAt: 5 }]]) };
		expect(merged(known, [two]).entries.get('n')).toEqual({ name: 'n', server: two.server, heardAt: now });
	});

	it('believes the leader of the meta group, and keeps what it said while it is silent', () => {
		const servers = told('2.15.1');
		expect(servers.flatMap(peersOf)).toEqual(['c15-n2', 'c15-n3']);
		const [seen] = metasOf([], servers.toReversed());
		expect(seen).toMatchObject({ by: 'c15-n1', group: { replicas: [{ name: 'c15-n2' }, { name: 'c15-n3' }] } });
		const without = metasOf(seen === undefined ? [] : [seen], servers.slice(1));
		expect(without).toEqual([seen]);
	});

	it('believes nobody who knows of no leader while another names one, in either order', () => {
		const servers = [...told('2.15.1').slice(0, 2), leaderless('c15-n3')];
		for (const all of [servers, servers.toReversed()])
			expect(metasOf([], all)).toMatchObject([{ by: 'c15-n1', group: { leader: 'c15-n1' } }]);
		const [seen] = metasOf([], servers);
		const known = seen === undefined ? [] : [seen];
		// One server alone, such as that whose page is open, does not know it for all.
		expect(metasOf(known, [leaderless('c15-n3')], false)).toEqual(known);
		expect(metasOf(known, [told('2.15.1')[1] as Told, leaderless('c15-n3')])).toEqual(known);
	});

	it('remembers the peers of a group that lost its leader, but not how they were', () => {
		const led = metasOf([], told('2.15.1'));
		const [lost] = metasOf(led, [leaderless('c15-n2'), leaderless('c15-n3')]);
		expect(lost?.group.leader).toBeUndefined();
		expect(lost?.group.replicas.map(({ name, activeMs, lag }) => [name, activeMs, lag])).toEqual([
			['c15-n1', undefined, undefined],
			['c15-n2', undefined, undefined],
			['c15-n3', undefined, undefined],
		]);
		const state = gathered([leaderless('c15-n2'), leaderless('c15-n3')], ['c15-n1'], { metas: led });
		expect(metaIds(state).map((name) => [name, metaRow(state, name).state.short, metaRow(state, name).peer])).toEqual([
			['c15-n1', 'no answer', undefined],
			['c15-n2', 'replies', undefined],
			['c15-n3', 'replies', undefined],
		]);
	});

	it('lists who counts itself to a group that never had a leader, then the peers that JSZ names', () => {
		const state = gathered([leaderless('c15-n2')], []);
		expect(metaIds(state)).toEqual(['c15-n2']);
		const jsz = read('server.jsz', {
			server: { name: 'c15-n2', id: 'N2' },
			data: { meta_cluster: { name: '_meta_', replicas: [{ name: 'c15-n1' }, { name: 'c15-n3' }] } },
		});
		const named = { ...state, servers: { ...state.servers, metas: withPeersOf(state.servers.metas, [jsz]) } };
		expect(metaIds(named)).toEqual(['c15-n1', 'c15-n3', 'c15-n2']);
	});

	it('forgets no dead peer while the leader is lost, nor because one server was asked alone', () => {
		const gone = { name: 'c15-n3', missingSince: now - 3_600_000, heardAt: now - 3_600_000 };
		const entries = new Map([['c15-n3', gone]]);
		const metas = metasOf([], told('2.15.1'));
		const lost = gathered([leaderless('c15-n2')], ['c15-n3'], { metas, entries });
		expect(lost.servers.entries.get('c15-n3')).toEqual(gone);
		const [, follower] = told('2.15.1');
		const one = withStatsOf(follower === undefined ? [] : [follower.reply], [], false);
		const before = deckState({ servers: { ...noServers(), entries } });
		expect(one(before).servers?.entries.get('c15-n3')).toEqual(gone);
	});

	it('says since when a peer is silent that was dead before, by its leader, and nothing it does not know', () => {
		const [leader] = told('2.15.1');
		const body = { ...leader?.reply.value };
		const jetstream = { ...(body.jetstream as object), meta: { name: 'c15', leader: 'c15-n1', replicas: dead } };
		const reply = { ...(leader?.reply as ServerReply), value: { ...body, jetstream } };
		const state = gathered([{ reply, stats: readStats(reply.value) }], ['c15-n2', 'c15-n3']);
		expect(state.servers.entries.get('c15-n2')?.missingSince).toBe(now - 7 * 3_600_000);
		expect(serverRow(state, 'c15-n2').state.long).toMatch(/^no answer since \d/);
		expect(serverRow(state, 'c15-n3').state.long).toMatch(/^no answer so far/);
	});

	it('takes a server that is slow to check its health for one of unknown health, not for a silent one', () => {
		const state = gathered(told('2.15.1'), []);
		const after = { ...state, ...withHealthOf([], ['c15-n2'])(state) };
		expect(serverRow(after, 'c15-n2').state).toEqual({ severity: 'unknown', short: '·' });
	});

	it('says first that a server does not answer, then what it says of its health', () => {
		const [reply] = told('2.15.1').map((each) => each.reply);
		const entry = { name: 'a', server: reply?.server };
		const stored = (storage: number) =>
			readStats({ jetstream: { config: { max_storage: 10_000 }, stats: { storage } } });
		const health = { isOk: false, status: 'unavailable', error: 'no meta leader', at: now };
		const rows = {
			missing: { ...entry, missingSince: now, health },
			ill: { ...entry, health },
			unknown: entry,
			well: { ...entry, health: { ...health, isOk: true, status: 'ok' } },
			// HEALTHZ says nothing of that.
			full: { ...entry, health: { ...health, isOk: true, status: 'ok' }, stats: stored(9600) },
			filling: { ...entry, health: { ...health, isOk: true, status: 'ok' }, stats: stored(7600) },
		};
		const state = deckState({
			system: { own: true },
			servers: { ...noServers(), entries: new Map(Object.entries(rows)) },
		});
		expect(Object.keys(rows).map((name) => serverRow(state, name).state.short)).toEqual([
			'no answer',
			'unavailable',
			'·',
			'ok',
			'storage 96%',
			'storage 76%',
		]);
		expect(serverRow(state, 'full').state).toMatchObject({
			severity: 'critical',
			long: 'Storage 96% full, 9.4 KiB of 9.8 KiB',
		});
	});
});

it('asks every account the more seldom the more of them all servers list, and expects the servers that listed them', async () => {
	const told = (server: string, accounts: number) =>
		read('sys.account.statz', {
			server: { name: server, id: server },
			data: { account_statz: Array.from({ length: accounts }, (_, at) => ({ acc: `A${at}`, conns: 1 })) },
		});
	const after = async (servers: number, accounts: number): Promise<DeckState> => {
		const replies = Array.from({ length: servers }, (_, at) => told(`n${at}`, accounts));
		const gather = async () => ({ ok: true, value: { replies, missing: [] }, at: 0, ms: 0 });
		const asking = { servers: { gather }, signal: new AbortController().signal, early: () => {} };
		const state = deckState({});
		const { patch } = await accountsResource(state).fetch({} as never, asking as never);
		return { ...state, ...patch(state) };
	};
	expect(accountsEvery(await after(3, 10))).toBe(2);
	const many = await after(50, 500);
	expect(accountsEvery(many)).toBe(36);
	expect(expectedOf(many.servers).names).toHaveLength(50);
	expect(listRowOf('accounts')?.unlisted(many, '')).toEqual({ rest: 'read every 1m, r reads again' });
});

it('takes what an account stores from one server of each cluster, for every one of them tells of all', () => {
	const told = (server: object, data: object, storage: number) =>
		read('server.jsz', {
			server,
			data: {
				...data,
				account_details: [{ id: 'APP', name: 'APP', memory: 0, storage, api: { total: storage / 10, errors: 3 } }],
			},
		});
	const clustered = { meta_cluster: { name: 'c15' } };
	const hub = [960, 950, 960].map((storage, at) => told({ name: `n${at}`, id: `N${at}` }, clustered, storage));
	const leaf = [1, 2].map((at) => told({ name: `l${at}`, id: `L${at}`, domain: 'leaf' }, clustered, 40));
	const alone = [1, 2].map((at) => told({ name: `s${at}`, id: `S${at}` }, {}, 100));
	const used = (replies: readonly ServerReply[]) => usageIn(replies).get('APP')?.jetstream;
	expect(used(hub)).toMatchObject({ storage: 960, requests: 96, errors: 3 });
	expect(used([...hub, ...leaf])).toMatchObject({ storage: 1000, requests: 100, errors: 6 });
	expect(used(alone)).toMatchObject({ storage: 200, requests: 20, errors: 6 });
});

it('counts what an account sends and receives a second, without what servers send each other', async () => {
	const told = (at: number, msgs: number, routed: number, server = routed) => ({
		...read('sys.account.statz', {
			server: { name: `n${server}`, id: `N${server}` },
			data: {
				account_statz: [
					{ acc: 'APP', conns: 1, received: { msgs, bytes: msgs * 10, routes: { msgs: routed, bytes: 0 } }, sent: {} },
				],
			},
		}),
		at,
	});
	const ask = async (state: DeckState, replies: readonly ServerReply[], missing: readonly string[] = []) => {
		const gather = async () => ({ ok: true, value: { replies, missing }, at: 0, ms: 0 });
		const asking = { servers: { gather }, signal: new AbortController().signal, early: () => {} };
		const { patch } = await accountsResource(state).fetch({} as never, asking as never);
		return { ...state, ...patch(state) };
	};
	const ratesIn = ({ servers }: DeckState) => servers.accounts.entries.get('APP')?.rates;
	const first = await ask(deckState({}), [told(1000, 100, 1), told(1000, 50, 2)]);
	expect(ratesIn(first)).toBeUndefined();
	const second = await ask(first, [told(3000, 140, 21, 1), told(3000, 70, 2)]);
	expect(ratesIn(second)).toMatchObject({ in_msgs: 20, in_bytes: 300, out_msgs: 0 });
	// Another server, or one that was restarted, is no traffic.
	const fewer = await ask(second, [told(5000, 200, 1)], ['n2']);
	expect(ratesIn(fewer)).toBeUndefined();
	expect(ratesIn(await ask(fewer, [told(7000, 200, 1), told(7000, 90, 2)]))).toBeUndefined();
	// One that hangs costs nobody the others.
	expect(ratesIn(await ask(fewer, [told(7000, 260, 1)], ['n2']))?.in_msgs).toBe(30);
	expect(ratesIn(await ask(second, [told(5000, 10, 1), told(5000, 70, 2)]))?.in_msgs).toBeUndefined();
});
