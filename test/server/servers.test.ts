import { beforeAll, describe, expect, it } from 'vitest';
import { planMetaRescue, planMetaStepdown, planServerEvacuate, planServerRemove } from '../../src/changes/plan/meta.ts';
import type { Planner } from '../../src/changes/proposal.ts';
import { systemEndpoints } from '../../src/jetstream/endpoints/system.ts';
import type { Api } from '../../src/jetstream/request.ts';
import { supports } from '../../src/jetstream/server-features.ts';
import { currentView, goTo } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { serverPanes } from '../../src/store/view.ts';
import { cellsOf, fittedColumns } from '../../src/views/cells.ts';
import { emptyLines } from '../../src/views/empty.ts';
import { noticeLines } from '../../src/views/notice.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { metaIds, metaRow } from '../../src/views/servers/meta-row.ts';
import { linesOf } from '../../src/views/text-lines.ts';
import { startCluster, type TestCluster } from '../support/cluster.ts';
import { openTestDeck, seen, settingsFor } from '../support/decks.ts';
import { createStreams } from '../support/jetstream.ts';
import { linkWith, reached } from '../support/links.ts';
import { startServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const sys = { user: 'sys', password: 'sys' } as const;

/** The list as it is drawn, a text a row. */
function drawn(state: DeckState): readonly string[] {
	const columns = fittedColumns(state, 'servers');
	return rowsOf(state, 'servers').map((row) =>
		cellsOf(state, 'servers', row, columns)
			.map(({ text }) => text.trim())
			.join(' | '),
	);
}

const noticed = (state: DeckState): string =>
	noticeLines(state)
		.map((line) => line.map(({ text }) => text.trim()).join(''))
		.join(' ');

const textOf = (state: DeckState): string =>
	linesOf(state)
		.map((line) => line.map(({ text }) => text).join(''))
		.join('\n');

const allKnown = (state: DeckState): boolean =>
	[...state.servers.entries.values()].some(({ stats }) => stats !== undefined);

const allWell = (state: DeckState): boolean =>
	drawn(state).length === 3 && drawn(state).every((row) => /^n\d( \*)? \| ok \|/.test(row));

describe.each(['newest', '2.10'] as const)('the servers of a cluster of %s', (line) => {
	let cluster: TestCluster;
	beforeAll(async () => {
		cluster = await startCluster({ line });
	}, 240_000);

	const another = async (name: string) =>
		cluster.servers.find((server) => server.name !== name) as (typeof cluster.servers)[0];

	it('are the first screen of the system account; who freezes, stops and returns is named', {
		timeout: 180_000,
	}, async () => {
		const leader = await cluster.leader();
		const deck = await openTestDeck({ server: leader.url, ...sys });
		await seen(deck, 'the servers', (state) => currentView(state).kind === 'servers' && allWell(state));
		expect(drawn(deck.store.getState()).filter((row) => row.startsWith(`${leader.name} *`))).toHaveLength(1);

		const victim = await another(leader.name);
		await victim.freeze();
		const named = `${victim.name} | ! no answer since`;
		await seen(deck, 'the frozen one first', (state) => drawn(state)[0]?.startsWith(named));
		// The others are as fresh as before.
		const since = Date.now();
		await seen(deck, 'news of the others', ({ servers }) =>
			[...servers.entries.values()].every(({ name, statsAt = 0 }) => (name === victim.name) !== statsAt > since),
		);
		victim.thaw();
		await seen(deck, 'the frozen one back', allWell, 60_000);

		await victim.stop();
		await seen(deck, 'the stopped one first', (state) => drawn(state)[0]?.startsWith(named));
		const { servers } = deck.store.getState();
		const before = servers.entries.get(victim.name)?.server?.id;
		await victim.start();
		await seen(
			deck,
			'another life of it',
			(state) => {
				const id = state.servers.entries.get(victim.name)?.server?.id;
				return id !== before && allWell(state);
			},
			120_000,
		);
	});

	it('answer a user of another account with their names; a second connection shows the rest', {
		timeout: 60_000,
	}, async () => {
		const deck = await openTestDeck({ server: cluster.url });
		await seen(deck, 'the account', ({ system }) => system.own === false);
		deck.store.setState(goTo(deck.store.getState(), { kind: 'servers' }));
		await seen(deck, 'the names', (state) => drawn(state).length === 3);
		expect(drawn(deck.store.getState())[0]).toMatch(/^n1 \| replies \| 2\.\d+\.\d+ \|/);
		expect(noticed(deck.store.getState())).toContain(':system connects to the system account');

		deck.connectSystem(await settingsFor({ server: cluster.url }));
		await seen(deck, 'that it is another account', (state) => noticed(state).includes('is not the system account.'));

		deck.connectSystem(await settingsFor({ server: cluster.url, ...sys }));
		await seen(deck, 'all of them', allWell);
		expect(noticed(deck.store.getState())).toBe('');
		// The streams are those of the own account.
		expect(deck.store.getState().user?.account).not.toBe('$SYS');

		deck.disconnectSystem();
		await seen(deck, 'the names alone', (state) => drawn(state)[0]?.startsWith('n1 | replies'));
	});

	it('are opened one by one: in words, their links, accounts, RAFT groups and JSON', { timeout: 60_000 }, async () => {
		const deck = await openTestDeck({ server: cluster.url, ...sys });
		await seen(deck, 'all of them', allWell);
		const words = {
			overview: /Load[\s\S]*Limits[\s\S]*Largest message +1 MiB/,
			links: /Routes[\s\S]*n[123][\s\S]*No leaf nodes/,
			accounts: /No account uses JetStream|\$G/,
			raft: /RAFT groups on this server: [1-9]/,
			json: /VARZ[\s\S]*"max_payload": 1048576/,
		} as const;
		for (const pane of serverPanes) {
			deck.store.setState(goTo(deck.store.getState(), { kind: 'server', server: 'n2', pane }));
			await seen(deck, `its ${pane}`, (state) => words[pane].test(textOf(state)));
		}
	});

	it('make up the meta group: its leader steps down, and a dead peer is removed', { timeout: 180_000 }, async () => {
		const leader = await cluster.leader();
		const deck = await openTestDeck({ server: leader.url });
		await seen(deck, 'the account', ({ system }) => system.own === false);
		deck.connectSystem(await settingsFor({ server: leader.url, ...sys }));
		deck.store.setState(goTo(deck.store.getState(), { kind: 'meta' }));
		const leads = ({ servers }: DeckState) => servers.metas[0]?.group.leader;
		await seen(deck, 'three peers', (state) => metaIds(state).length === 3 && leads(state) === leader.name);

		const carriedOut = async (plan: Planner) => {
			const confirm = await deck.propose('Change', plan, 'system');
			if (confirm === undefined) throw new Error(JSON.stringify(deck.store.getState().toasts));
			const started = deck.agree(confirm.proposal);
			const run = await seen(deck, confirm.proposal.title, ({ runs }) =>
				runs.find((each) => 'id' in started && each.id === started.id && each.activity === 'over'),
			);
			return { results: run.results, said: confirm.proposal.consequences.map(({ text }) => text) };
		};
		const carryOut = async (plan: Planner): Promise<readonly string[]> => {
			const { results, said } = await carriedOut(plan);
			expect(results).toMatchObject([{ kind: 'done' }]);
			return said;
		};
		const around = (api: Api, signal: AbortSignal) => ({ api, signal, state: deck.store.getState() });
		await carryOut((api, signal) => planMetaStepdown(undefined, around(api, signal)));
		const next = await seen(deck, 'another leader', (state) => leads(state) !== leader.name && leads(state), 60_000);

		await until(
			() =>
				createStreams(deck.link(), ['KEPT'], { num_replicas: 3 }).then(
					() => true,
					() => false,
				),
			{
				what: 'a stream',
				every: 500,
				within: 60_000,
			},
		);
		const dead = cluster.servers.find(({ name }) => name !== next && name !== leader.name)?.name ?? '';
		await cluster.server(dead).stop();
		await seen(deck, 'that it is dead', (state) => metaRow(state, dead).state.short === 'no answer');
		const isCurrent = async (): Promise<boolean> => {
			const info = await deck.api().request('stream.info', { stream: 'KEPT' });
			const { leader, replicas } = (info.ok ? info.value.cluster : undefined) ?? {};
			return leader !== dead && (replicas ?? []).some(({ name, current }) => name !== dead && current);
		};
		await until(isCurrent, { what: 'both other copies current', every: 200, within: 60_000 });
		const said = await carryOut((api, signal) => planServerRemove(dead, around(api, signal)));
		expect(said[0]).toMatch(/^Sent over .+, to cluster [^,]+\.$/);
		expect(said.slice(1)).toEqual([
			'No other server is free for 1 stream, which will have one copy fewer: $G > KEPT.',
			`${dead} did not reply: streams and consumers that no other server stores are unknown, and will be lost.`,
			'The meta group will have 2 peers, of which 2 must run; 2 do.',
		]);
		await seen(deck, 'two peers', ({ servers }) => servers.metas[0]?.group.replicas.length === 1);
		expect(metaRow(deck.store.getState(), dead).state.short).toBe('no peer');
		if (line !== 'newest') return;

		const evacuated = await carryOut((api, signal) => planServerEvacuate(next, around(api, signal)));
		expect(evacuated.slice(1)).toEqual([
			'No other server is free for 1 stream, which will have one copy fewer: $G > KEPT.',
			'It stays a peer of the meta group. This can take long.',
		]);
		await seen(deck, 'that it is empty', (state) => metaRow(state, next).entry?.jsz?.streams === 0, 60_000);
		const alone = await deck.api().request('stream.info', { stream: 'KEPT' });
		expect(alone).toMatchObject({ ok: true, value: { cluster: { leader: leader.name } } });

		await cluster.server(next).stop('SIGKILL');
		await seen(deck, 'no leader', (state) => leads(state) === undefined, 60_000);
		// Until its election timeout is over, the survivor refuses: it still knows a leader.
		const rescued = async (): Promise<boolean> => {
			const { results } = await carriedOut((api, signal) => planMetaRescue(undefined, around(api, signal)));
			if (results[0]?.kind !== 'done')
				expect(results).toMatchObject([{ kind: 'refused', problem: { errCode: 10224 } }]);
			return results[0]?.kind === 'done';
		};
		await until(rescued, { what: 'the rescue', every: 1000, within: 60_000 });
		await seen(deck, 'a leader', (state) => leads(state) === leader.name, 60_000);
		expect(noticed(deck.store.getState())).toMatch(/1 must run\..* It is in rescue: remove the peers that are lost\./);
	});
});

describe.each(['newest', '2.10', '2.9'] as const)('requests to servers of %s', (line) => {
	it('are answered from the version on that their row says', { timeout: 60_000 }, async () => {
		const config = 'accounts { $SYS { users: [ { user: sys, password: sys } ] } }';
		const server = await startServer({ line, config });
		const link = await linkWith({ server: server.url, ...sys });
		await reached(link, 'connected');
		const status = link.status();
		const version = 'server' in status ? status.server.version : '';
		// A profile takes long, and only a resolver has JWTs.
		const left: readonly string[] = ['server.profilez', 'sys.claims.lookup'];
		const reads = systemEndpoints.filter(({ effect, id }) => effect === 'read' && !left.includes(id));
		const answered = await Promise.all(
			reads.map(async ({ id, subject }) => {
				const token = subject.startsWith('ACCOUNT') ? '$G' : 'PING';
				const reply = await link.request(`$SYS.REQ.${subject.replace(/\{\w+\}/, () => token)}`, '', {
					timeoutMs: 1500,
				});
				return [id, reply.ok || reply.problem.kind !== 'no-responders'] as const;
			}),
		);
		expect(Object.fromEntries(answered)).toEqual(
			Object.fromEntries(reads.map(({ id, since }) => [id, supports({ version }, since)])),
		);
		await link.close();
	});
});

it('says that the system account has no streams, and advises nothing about JetStream', {
	timeout: 60_000,
}, async () => {
	const server = await startServer({ config: 'accounts { $SYS { users: [ { user: sys, password: sys } ] } }' });
	const deck = await openTestDeck({ server: server.url, ...sys });
	await seen(deck, 'the servers', (state) => currentView(state).kind === 'servers' && drawn(state).length === 1);
	deck.store.setState(goTo(deck.store.getState(), { kind: 'streams' }));
	const text = (state: DeckState): string =>
		(emptyLines(state, 'streams') ?? []).map((line) => line.map((part) => part.text.trim()).join('')).join(' ');
	await seen(deck, 'why there are none', (state) => /system account.*Press 7 for the servers/.test(text(state)));
	expect(text(deck.store.getState())).not.toMatch(/enable/i);
});

const two =
	'accounts { A { jetstream: enabled, users: [ { user: a, password: a } ] }, $SYS { users: [ { user: sys, password: sys } ] } }';

it('uses the own connection where both are to the system account, and says so', { timeout: 60_000 }, async () => {
	const server = await startServer({ config: two });
	const deck = await openTestDeck({ server: server.url, ...sys });
	await seen(deck, 'that it is the system account', ({ system }) => system.own === true);
	deck.connectSystem(await settingsFor({ server: server.url, ...sys }));
	const text = 'This connection is to the system account and is used:';
	await seen(deck, 'which is used', (state) => noticed(state).includes(text) && drawn(state).length === 1);
	deck.connectSystem(await settingsFor({ server: 'nats://127.0.0.1:1', ...sys }));
	await seen(deck, 'the servers, whatever the second one is', (state) =>
		noticed(state).includes('127.0.0.1:1 is not.'),
	);
	expect(drawn(deck.store.getState())).toHaveLength(1);
});

it('sends no change of servers over a second connection in --read-only', { timeout: 60_000 }, async () => {
	const server = await startServer({ config: two });
	const deck = await openTestDeck({ server: server.url, user: 'a', password: 'a' }, { readOnly: true });
	deck.store.setState((state) => goTo(state, { kind: 'servers' }));
	await seen(deck, 'the account', ({ system }) => system.own === false);
	deck.connectSystem(await settingsFor({ server: server.url, ...sys }));
	await seen(deck, 'the server in full', allKnown);
	const sent: string[] = [];
	const watching = await linkWith({ server: server.url, ...sys });
	await reached(watching, 'connected');
	watching.subscribe('$JS.API.>', ({ subject }) => void sent.push(subject));
	watching.subscribe('$SYS.REQ.SERVER.*.KICK', ({ subject }) => void sent.push(subject));
	await watching.roundTrip();
	const plan: Planner = async () => ({
		title: 'Step down the meta leader',
		doing: 'stepping down',
		done: 'Done.',
		effect: 'change',
		consequences: [],
		steps: [
			{
				asset: { kind: 'subject', subject: '$JS.API.META.LEADER.STEPDOWN' },
				wire: { kind: 'request', endpoint: 'meta.leader.stepdown', params: {} },
			},
		],
	});
	const confirm = await deck.propose('Change', plan, 'system');
	if (confirm === undefined) throw new Error('nothing was proposed');
	expect(deck.agree(confirm.proposal)).toHaveProperty('id');
	const run = await seen(deck, 'its end', ({ runs }) => runs.find(({ activity }) => activity === 'over'));
	expect(run.results).toMatchObject([{ kind: 'not-sent', problem: { kind: 'read-only' } }]);
	await watching.roundTrip();
	expect(sent).toEqual([]);
});
