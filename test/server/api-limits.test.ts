import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { userInfo } from '../../src/jetstream/account.ts';
import type { AnswerNote } from '../../src/jetstream/api-options.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const names = (count: number): readonly string[] =>
	Array.from({ length: count }, (_, index) => `S${String(index).padStart(4, '0')}`);

describe('long lists', () => {
	it('come in pages of names and of infos, one after another or several at once', async () => {
		const server = await startServer();
		const link = await connect(server, { timeout: 5000 });
		const expected = names(1100);
		await createStreams(link, expected);
		const notes: AnswerNote[] = [];
		const api = openApi(link, { readOnly: true, onAnswer: (note) => notes.push(note) });
		const progress: number[] = [];
		const all = await api.pages('stream.names', {}, {}, { onPage: ({ received }) => progress.push(received) });
		expect(all).toMatchObject({ ok: true, value: { items: expected, total: 1100 } });
		expect(progress).toEqual([1024, 1100]);
		expect(notes).toHaveLength(2);
		for (const concurrency of [1, 4]) {
			notes.length = 0;
			const infos = await api.pages('stream.list', {}, {}, { concurrency });
			expect(infos.ok && infos.value.items.map(({ config }) => config.name)).toEqual(expected);
			expect(notes).toHaveLength(5);
		}
	});

	it('can be given up', async () => {
		const link = await connect(await startServer());
		const api = openApi(link, { readOnly: true });
		const gone = new AbortController();
		gone.abort();
		expect(await api.pages('stream.names', {}, {}, { signal: gone.signal })).toMatchObject({
			ok: false,
			problem: { kind: 'cancelled' },
		});
	});
});

describe('a server that does not answer', () => {
	it('explains that JetStream is off', async () => {
		const server = await startServer({ jetstream: false });
		const api = openApi(await connect(server), { readOnly: true });
		expect(await api.request('account.info', {})).toMatchObject({
			ok: false,
			problem: {
				kind: 'no-responders',
				subject: '$JS.API.INFO',
				advice: expect.stringMatching(/JetStream is off on this server/),
			},
		});
	});

	it('explains a wrong domain and a wrong prefix', async () => {
		const server = await startServer();
		const domain = openApi(await connect(server, { jsDomain: 'nowhere' }), { readOnly: true });
		expect(domain.prefix).toBe('$JS.nowhere.API');
		expect(await domain.request('account.info', {})).toMatchObject({
			ok: false,
			problem: { kind: 'no-responders', advice: expect.stringMatching(/domain nowhere/) },
		});
		const prefix = openApi(await connect(server, { jsApiPrefix: 'imported.api' }), { readOnly: true });
		expect(await prefix.request('account.info', {})).toMatchObject({
			ok: false,
			problem: { kind: 'no-responders', subject: 'imported.api.INFO', advice: expect.stringMatching(/imported\.api/) },
		});
	});

	it('answers under its domain', async () => {
		const storeDir = await mkdtemp(join(tmpdir(), 'jetdeck-domain-'));
		onTestFinished(() => rm(storeDir, { recursive: true, force: true }));
		const config = `jetstream { domain: hub, store_dir: ${JSON.stringify(storeDir)} }`;
		const server = await startServer({ jetstream: false, config });
		const api = openApi(await connect(server, { jsDomain: 'hub' }), { readOnly: true });
		expect(await api.request('account.info', {})).toMatchObject({ ok: true, value: { domain: 'hub' } });
	});

	it('explains the silence on what it does not know or does not let this account do', async () => {
		const api = openApi(await connect(await startServer({ line: '2.10' }), { timeout: 300 }), { readOnly: false });
		expect(await api.request('consumer.reset', { stream: 'S', consumer: 'C' })).toMatchObject({
			ok: false,
			problem: { kind: 'timeout', advice: 'Servers before 2.14 do not support this request.' },
		});
		expect(await api.request('account.purge', { account: 'A' })).toMatchObject({
			ok: false,
			problem: { kind: 'timeout', advice: 'Servers answer only users of the system account.' },
		});
	});

	it('advises nothing that is impossible to a user of the system account', async () => {
		const config = 'accounts { SYS { users: [{ user: sys, password: sys }] } }\nsystem_account: SYS';
		const user = { user: 'sys', password: 'sys', timeout: 300 };
		const api = openApi(await connect(await startServer({ config }), user), { readOnly: false });
		expect(await api.request('server.remove', {}, { peer: 'n9' })).toMatchObject({
			problem: {
				kind: 'timeout',
				advice: 'Servers answer only users of the system account, and only in a cluster.',
			},
		});
		expect(await api.request('meta.rescue', {}, { quorum_needed: 1 })).toMatchObject({
			problem: {
				advice: 'Servers from 2.15 on answer only users of the system account, and only in a cluster.',
			},
		});
		expect(await api.request('account.info', {})).toMatchObject({
			problem: { errCode: 10039, advice: expect.stringMatching(/the system account cannot have it\.$/) },
		});
	});

	it('notices when something else answers', async () => {
		const link = await connect(await startServer({ jetstream: false }));
		const api = openApi(link, { readOnly: true });
		const answers = ['', 'hello', '[]', '{"streams":0}', '{"type":"io.nats.jetstream.api.v1.stream_info_response"}'];
		for (const text of answers) {
			const stop = link.subscribe(
				'$JS.API.INFO',
				({ reply }) => void link.request(reply ?? '', text, { timeoutMs: 1 }),
			);
			await until(async () => (await link.roundTrip()) !== undefined, { what: 'the subscription' });
			expect(await api.request('account.info', {})).toMatchObject({ ok: false, problem: { kind: 'malformed' } });
			stop();
		}
	});
});

describe('a user with few permissions', () => {
	const config = `
		accounts { A { jetstream: enabled, users: [ { user: u, password: p, permissions: {
			publish: { allow: ["$JS.API.INFO", "$SYS.REQ.USER.INFO"] }, subscribe: { allow: ["_INBOX.>"] } } } ] } }`;

	it('learns which subject is refused, at once, and may do the rest', async () => {
		const server = await startServer({ config });
		const link = await connect(server, { user: 'u', password: 'p' });
		const notes: AnswerNote[] = [];
		const api = openApi(link, { readOnly: true, onAnswer: (note) => notes.push(note) });
		const refused = await api.request('stream.names', {});
		expect(refused).toMatchObject({
			ok: false,
			problem: { kind: 'permission-publish', advice: expect.stringContaining('$JS.API.STREAM.NAMES') },
		});
		expect(refused.ms).toBeLessThan(900);
		expect(await api.request('account.info', {})).toMatchObject({ ok: true });
		expect(notes).toMatchObject([
			{ endpoint: 'stream.names', ok: false, problem: { kind: 'permission-publish' } },
			{ endpoint: 'account.info', ok: true },
		]);
		expect(await userInfo(link)).toMatchObject({
			user: 'u',
			account: 'A',
			permissions: { publish: { allow: expect.any(Array) } },
		});
	});
});
