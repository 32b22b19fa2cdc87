import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { systemEndpointById, systemEndpoints } from '../../src/jetstream/endpoints/system.ts';
import { readServerReply, type ServerReply } from '../../src/jetstream/system/server-reply.ts';
import { readStats } from '../../src/jetstream/system/stats.ts';
import type { Message } from '../../src/nats/link.ts';
import { metasOf, peersOf, type Told } from '../../src/store/system/meta.ts';
import { noServers, type ServersState, withoutGone, withReplies } from '../../src/store/system/servers.ts';
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

	it('says first that a server does not answer, then what it says of its health', () => {
		const [reply] = told('2.15.1').map((each) => each.reply);
		const entry = { name: 'a', server: reply?.server };
		const health = { isOk: false, status: 'unavailable', error: 'no meta leader', at: now };
		const rows = {
			missing: { ...entry, missingSince: now, health },
			ill: { ...entry, health },
			unknown: entry,
			well: { ...entry, health: { ...health, isOk: true, status: 'ok' } },
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
		]);
	});
});
