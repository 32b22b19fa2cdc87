import { beforeAll, describe, expect, it } from 'vitest';
import { isOver, type Run } from '../../src/changes/run.ts';
import { commands } from '../../src/commands/all.ts';
import { agree } from '../../src/commands/confirm.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { carryOut } from '../../src/commands/picks.ts';
import { run } from '../../src/commands/run.ts';
import { latest } from '../../src/store/datum.ts';
import { changeList, goTo } from '../../src/store/nav.ts';
import { consumerKey, home } from '../../src/store/view.ts';
import { unlistedOf } from '../../src/views/lists.ts';
import { type Peer, peersOf } from '../../src/views/peers.ts';
import { rowsOf } from '../../src/views/rows.ts';
import { startCluster, type TestCluster } from '../support/cluster.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { stillHost } from '../support/draw.tsx';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { until } from '../support/until.ts';

const replicated = ['A', 'B', 'C', 'D', 'E', 'F'];

async function world(cluster: TestCluster): Promise<void> {
	const link = await connect(cluster);
	await createStreams(link, replicated, { storage: 'file', num_replicas: 3 });
	await createStreams(link, ['ONE'], { storage: 'file' });
	await createConsumers(link, 'A', ['c1', 'c2']);
	// Only a copy that is up to date can lead.
	await cluster.whole();
}

function command(deck: Deck, id: string): void {
	const found = commands.find((each) => each.id === id);
	if (found === undefined) throw new Error(`there is no command ${id}`);
	run(found, contextOf(deck, stillHost().host));
}

/** Agrees to the dialog that a command opens, and waits for the end of its run. */
async function confirmed(deck: Deck): Promise<Run> {
	const dialog = await seen(deck, 'the dialog', ({ overlay }) => overlay?.kind === 'confirm' && overlay);
	agree(deck, dialog);
	return seen(
		deck,
		'the end of the run',
		({ runs }) => runs.findLast((each) => isOver(each) && each.proposal === dialog.proposal),
		60_000,
	);
}

/** The list of servers, once everything was read. */
async function peersIn(deck: Deck): Promise<ReadonlyMap<string, Peer>> {
	deck.store.setState((state) => goTo(state, { kind: 'peers' }));
	await seen(
		deck,
		'every stream and consumer',
		(state) => state.swept.consumers !== undefined && unlistedOf(state, 'peers').rest === undefined,
	);
	return peersOf(deck.store.getState()).byName;
}

const leaderIn = (deck: Deck, stream: string): string | undefined =>
	latest(deck.store.getState().streams.entries.get(stream)?.info ?? { phase: 'unknown' })?.cluster?.leader;

const leads = (deck: Deck, server: string, of = replicated): number =>
	of.filter((name) => leaderIn(deck, name) === server).length;

const rows = (deck: Deck, filter: string): readonly string[] => {
	const state = deck.store.getState();
	return rowsOf({ ...state, ...changeList(state, 'streams', { filter }) }, 'streams');
};

/** To a preferred leader, and off a server: 2.11 and 2.15. */
async function movesLeadersAndCopies(cluster: TestCluster): Promise<void> {
	const link = await connect(cluster);
	const deck = await openTestDeck({ server: cluster.url });
	deck.store.setState((state) => goTo(state, home));
	const preferred = { placement: { preferred: 'n1' } };
	for (const name of replicated) {
		const lead = await seen(deck, `a leader of ${name}`, () => leaderIn(deck, name));
		if (lead !== 'n1') await raw(link, `$JS.API.STREAM.LEADER.STEPDOWN.${name}`, preferred);
	}
	await seen(deck, 'one leader of all', () => leads(deck, 'n1') === replicated.length);
	await cluster.whole();
	deck.store.setState((state) => changeList(state, 'streams', { marked: new Set(replicated) }));
	command(deck, 'stream.balance');
	const balanced = await confirmed(deck);
	// ONE is not marked: it stays, and counts.
	expect(balanced.proposal.consequences[1]?.text).toMatch(
		/^Leaders by server, with 1 other stream: n1 [67] → [23], n2 /,
	);
	expect(new Set(balanced.results.map(({ kind }) => kind))).toEqual(new Set(['done']));
	const loads = () => ['n1', 'n2', 'n3'].map((server) => leads(deck, server, [...replicated, 'ONE']));
	await seen(deck, 'leaders everywhere', () => loads().toSorted().join() === '2,2,3');

	const from = await seen(deck, 'the server of ONE', () => leaderIn(deck, 'ONE'));
	const context = contextOf(deck, stillHost().host);
	carryOut(context, { kind: 'evacuate', assets: { streams: ['ONE'], consumers: [] }, peer: from });
	const { results } = await confirmed(deck);
	expect(results).toMatchObject([{ kind: 'done' }]);
	expect(results[0]).not.toHaveProperty('warning');
	// The run is over only when the copy has moved.
	const reply = await link.request('$JS.API.STREAM.INFO.ONE', '');
	const { cluster: now } = JSON.parse(reply.ok ? new TextDecoder().decode(reply.message.data) : '{}');
	expect(now.desired).toBeUndefined();
	expect(now.leader).not.toBe(from);

	// Every server has a copy of A: the plan says that the server will refuse, and it does.
	// A consumer that expired since it was listed keeps nothing else from being planned.
	const expired = consumerKey('A', 'expired');
	carryOut(context, { kind: 'evacuate', assets: { streams: ['A'], consumers: [expired] }, peer: 'n1' });
	const refused = await confirmed(deck);
	expect(refused.proposal.consequences.slice(-2).map(({ text }) => text)).toEqual([
		expect.stringContaining('no server of the cluster is known that has no copy'),
		'A > expired: gone since the list was read.',
	]);
	expect(refused.results).toMatchObject([{ kind: 'refused', problem: { errCode: 10075 } }]);
	await until(() => deck.store.getState().runs.every(isOver), { what: 'no run left' });
}

describe.each(['2.10', 'newest'] as const)('the servers of streams in a cluster of the %s line', (line) => {
	let cluster: TestCluster;
	beforeAll(async () => {
		cluster = await startCluster({ line });
		await world(cluster);
	}, 180_000);

	it('are counted, filtered, and relieved of what they lead', { timeout: 90_000 }, async () => {
		const deck = await openTestDeck({ server: cluster.url });
		const peers = [...(await peersIn(deck)).values()];
		expect(peers.map(({ name }) => name).toSorted()).toEqual(['n1', 'n2', 'n3']);
		const sum = (of: (peer: Peer) => number) => peers.reduce((total, peer) => total + of(peer), 0);
		expect([sum(({ streams }) => streams.leaders), sum(({ streams }) => streams.copies)]).toEqual([7, 19]);
		expect([sum(({ consumers }) => consumers.leaders), sum(({ consumers }) => consumers.copies)]).toEqual([2, 6]);
		const [most] = peers.toSorted((a, b) => leads(deck, b.name) - leads(deck, a.name));
		const { name } = most as Peer;
		expect(rows(deck, `leader:${name}`).filter((stream) => stream !== 'ONE')).toHaveLength(leads(deck, name));
		expect(rows(deck, `server:${name}`)).toEqual(expect.arrayContaining(replicated));
		deck.store.setState((state) => changeList(state, 'peers', { cursor: name }));
		command(deck, 'peer.vacate');
		const { results } = await confirmed(deck);
		expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['done']));
		await seen(
			deck,
			'other leaders',
			() => replicated.every((stream) => leaderIn(deck, stream)) && leads(deck, name) === 0,
		);
	});

	if (line !== 'newest') return;

	it('are balanced as was said, evacuated, and followed until it is done', { timeout: 90_000 }, () =>
		movesLeadersAndCopies(cluster),
	);

	// The last one: it leaves a server stopped.
	it('are offline and unread once they stop', { timeout: 120_000 }, async () => {
		const deck = await openTestDeck({ server: cluster.url });
		await peersIn(deck);
		const holder = leaderIn(deck, 'ONE') ?? '';
		await cluster.server(holder).stop();
		const down = () => peersOf(deck.store.getState()).byName.get(holder)?.streams;
		await seen(
			deck,
			'its copies offline',
			() => down()?.offline === replicated.length && down()?.leaders === 0 && down()?.unread === 1,
			60_000,
		);
		expect(down()).toMatchObject({ copies: replicated.length });
		expect(rows(deck, `server:${holder}`).toSorted()).toEqual([...replicated, 'ONE']);
	});
});
