import { describe, expect, it } from 'vitest';
import { findOutcome, readBefore } from '../../src/changes/find-outcome.ts';
import { planMetaRescue, planMetaStepdown, planServerEvacuate, planServerRemove } from '../../src/changes/plan/meta.ts';
import type { Planner } from '../../src/changes/proposal.ts';
import { overInWords } from '../../src/changes/propose.ts';
import { Runner } from '../../src/changes/runner.ts';
import type { Link, Target } from '../../src/nats/link.ts';
import type { DeckState } from '../../src/store/state.ts';
import { hasSystem, sameAccess, systemVia } from '../../src/store/system/access.ts';
import { stillDeck } from '../support/draw.tsx';
import { deckState, server } from '../support/state.ts';

/** What a server of the cluster says of its meta group, to each request. */
interface Said {
	readonly name: string;
	readonly meta?: object;
	readonly domain?: string;
	readonly cluster?: string;
	readonly accounts?: readonly object[];
	/** How many it has. */
	readonly streams?: number;
}

/** A door on which these servers reply. */
function replying(said: readonly Said[]): Pick<Link, 'gather'> {
	const messages = said.map(({ name, meta, domain, cluster = 'c15', accounts = [], streams = 0 }) => {
		const body = {
			server: { name, id: `ID ${name} ${domain}`, cluster, jetstream: true, ver: '2.15.1' },
			statsz: { jetstream: { config: { domain }, stats: {}, meta } },
			data: { config: { domain }, accounts: accounts.length, account_details: accounts, streams, consumers: 0 },
		};
		return { subject: '', data: new TextEncoder().encode(JSON.stringify(body)), headers: [] };
	});
	return {
		gather: async (_subject, _payload, { isLast }) => {
			for (const [at, message] of messages.entries()) isLast?.(message, at + 1);
			return { messages, ms: 1 };
		},
	};
}

const lost = { name: '_meta_', cluster_size: 3, quorum_needed: 2 };
const led = { ...lost, leader: 'n1', replicas: [{ name: 'n2' }, { name: 'n3' }] };

/** What a plan comes to, in words. */
async function planned(
	said: readonly Said[],
	plan: (around: Parameters<typeof planMetaRescue>[1]) => ReturnType<Planner>,
) {
	const { deck } = stillDeck(deckState({}), replying(said));
	return plan({ api: deck.api(), state: deck.store.getState(), signal: new AbortController().signal });
}

const rescue = (around: Parameters<typeof planMetaRescue>[1]) => planMetaRescue(undefined, around);

describe('a rescue of the meta group', () => {
	it('is refused while any server names a leader, whoever replies last', async () => {
		const all = [
			{ name: 'n1', meta: led },
			{ name: 'n3', meta: lost },
		];
		const refusal = { refusal: 'The meta group has a leader: it needs no rescue.' };
		expect(await planned(all, rescue)).toEqual(refusal);
		expect(await planned(all.toReversed(), rescue)).toEqual(refusal);
		expect(await planned([{ name: 'n2', meta: { ...lost, leader: 'n1' } }, ...all.slice(1)], rescue)).toEqual(refusal);
	});

	it('asks for the name of the cluster, which the group does not have', async () => {
		const plan = await planned([{ name: 'n3', meta: lost }], rescue);
		expect(plan).toMatchObject({ title: 'Rescue the meta group of cluster c15', typed: 'c15' });
	});

	it('is of the domain that the request goes to, or of none', async () => {
		const plan = await planned([{ name: 'l1', meta: lost, domain: 'leaf' }], rescue);
		expect(plan).toMatchObject({ refusal: expect.stringContaining('without a domain') });
	});
});

it('is not planned for one of two groups that cannot be told apart', async () => {
	const two = [
		{ name: 'n1', meta: led },
		{ name: 'l1', meta: { ...lost, leader: 'l1' }, cluster: 'leafs' },
	];
	const plan = await planned(two, (around) => planMetaStepdown(undefined, around));
	expect(plan).toMatchObject({ refusal: expect.stringContaining('each lead a meta group') });
});

/** A context beside the own one. */
const target = (name: string, production: boolean): Target => ({
	...deckState({}).target,
	label: name,
	context: { name, production },
});

const connected = (cluster: string): DeckState['link'] => ({
	phase: 'connected',
	since: 0,
	server: { ...server, cluster },
});

describe('the connection to the system account', () => {
	const beside = { target: target('sys', false), link: connected('c15'), isSystem: true };

	it('is the own one if it is to that account, otherwise the second one that was found to be, and no other', () => {
		expect(systemVia({ system: { own: true, beside } })).toBe('own');
		expect(systemVia({ system: { own: false, beside } })).toBe('beside');
		for (const isSystem of [false, undefined])
			expect(systemVia({ system: { own: false, beside: { ...beside, isSystem } } })).toBeUndefined();
		const link = { phase: 'reconnecting', since: 0, attempt: 1 } as DeckState['link'];
		const back = { system: { own: false, beside: { ...beside, link } } };
		// Servers that it knows stay, but nobody is asked in place of it.
		expect([systemVia(back), hasSystem(back)]).toEqual(['beside', false]);
		expect(sameAccess(back, { system: { own: false, beside } })).toBe(true);
		expect(sameAccess({ system: { own: true, beside } }, { system: { own: false, beside } })).toBe(false);
	});

	it('is named by the dialog, with its cluster and production', () => {
		const prod = { ...beside, target: target('prod-sys', true) };
		const state = deckState({ link: connected('c10'), system: { own: false, beside: prod } });
		expect(overInWords(state, prod.target)).toEqual({
			text: 'Sent over context prod-sys, PRODUCTION, to cluster c15, not c10 of the header.',
			tone: 'warn',
		});
		const same = deckState({ link: connected('c15'), system: { own: false, beside } });
		expect(overInWords(same, beside.target)).toEqual({ text: 'Sent over context sys, to cluster c15.', tone: 'plain' });
	});

	it('is part of what is confirmed, only where the deck asked for it', async () => {
		const { deck } = stillDeck(deckState({}), replying([{ name: 'n1', meta: led }]));
		const plan: Planner = (api, signal) => planMetaStepdown(undefined, { api, state: deck.store.getState(), signal });
		const shown = await deck.propose('Step down', plan, 'system');
		expect(shown?.proposal.over).toBe(deck.store.getState().target);
		// A line of the console is planned and sent over the own connection.
		expect((await deck.propose('Step down', plan))?.proposal.over).toBeUndefined();
	});

	it('sends nothing that was planned over another one', async () => {
		const { deck } = stillDeck(deckState({}));
		const runner = new Runner({
			store: deck.store,
			way: ({ over }) => (over === undefined ? { api: deck.api(), link: deck.link() } : undefined),
			journal: undefined,
			journalRequired: false,
			refresh: () => {},
			tell: () => {},
			listen: () => {},
		});
		const proposal = {
			title: 'Step down the meta leader',
			doing: 'stepping down',
			done: '',
			effect: 'change',
			consequences: [],
			steps: [],
			over: target('left', false),
		} as const;
		expect(runner.start(proposal)).toMatchObject({ refusal: expect.stringContaining('plan it again') });
		expect(deck.store.getState().runs).toEqual([]);
	});
});

describe('a change of the meta group without a reply', () => {
	type Changed = 'meta.leader.stepdown' | 'server.remove' | 'server.evacuate' | 'meta.rescue';
	const sent = (endpoint: Changed, body: object = {}) =>
		({ asset: { kind: 'subject', subject: 's' }, wire: { kind: 'request', endpoint, params: {}, body } }) as const;
	const [stepdown, removal] = [sent('meta.leader.stepdown'), sent('server.remove', { peer: 'n2' })];
	const api = (said: readonly Said[]) => stillDeck(deckState({}), replying(said)).deck.api();
	const found = async (step: typeof stepdown, before: readonly Said[], after: readonly Said[]) =>
		(await findOutcome(api(after), step, { noted: await readBefore(api(before), step) })).kind;
	const all = [{ name: 'n1', meta: led }];
	const none = [{ name: 'n3', meta: lost }];

	it('was carried out if another server leads, or the leader names the peer no more', async () => {
		const other = [{ name: 'n2', meta: { ...led, leader: 'n2', replicas: [{ name: 'n1' }, { name: 'n3' }] } }];
		const fewer = [{ name: 'n1', meta: { ...led, replicas: [{ name: 'n3' }] } }];
		expect([await found(stepdown, all, other), await found(removal, all, fewer)]).toEqual(['applied', 'applied']);
		expect([await found(stepdown, all, all), await found(removal, all, all)]).toEqual(['not applied', 'not applied']);
	});

	it('is asked again while nobody leads, and left open if nothing was known before', async () => {
		expect([await found(stepdown, all, none), await found(removal, all, none)]).toEqual(['unclear', 'unclear']);
		expect([await found(stepdown, none, all), await found(removal, none, all)]).toEqual(['cannot tell', 'cannot tell']);
	});

	it('has emptied a server that has fewer streams and consumers; as many say nothing', async () => {
		const evacuation = sent('server.evacuate', { peer: 'n2' });
		const having = (streams: number) => [{ name: 'n2', meta: lost, streams }];
		expect(await found(evacuation, having(5), having(2))).toBe('applied');
		expect(await found(evacuation, having(5), having(5))).toBe('unclear');
		expect(await found(evacuation, having(5), all)).toBe('unclear');
		expect(await found(evacuation, having(0), having(0))).toBe('cannot tell');
	});

	it('has lowered the quorum of a server, or of none', async () => {
		const rescue = sent('meta.rescue', { quorum_needed: 1 });
		const survivor = [{ name: 'n3', meta: { ...lost, quorum_needed: 1 } }];
		expect(await found(rescue, none, survivor)).toBe('applied');
		expect(await found(rescue, none, none)).toBe('not applied');
		expect(await found(rescue, none, [])).toBe('unclear');
		expect(await found(rescue, survivor, survivor)).toBe('cannot tell');
	});
});

describe('removing a server', () => {
	/** An asset with copies there, the first of which leads. */
	const placed = (name: string, [leader, ...others]: readonly string[], consumers: readonly object[] = []) => ({
		name,
		cluster: { name: 'c15', leader, replicas: others.map((each) => ({ name: each, current: true })) },
		consumer_detail: consumers,
	});
	const account = (id: string, ...streams: readonly object[]) => ({ name: 'APP', id, stream_detail: streams });
	const remove = (said: readonly Said[]) => planned(said, (around) => planServerRemove('n1', around));
	const texts = async (said: readonly Said[]) => {
		const plan = await remove(said);
		return 'refusal' in plan ? [plan.refusal] : plan.consequences.map(({ text, tone }) => `${tone}: ${text}`);
	};
	const cluster = (n1: readonly object[], n2: readonly object[] = [], n3: readonly object[] = []): readonly Said[] => [
		{ name: 'n1', meta: led, accounts: n1 },
		{ name: 'n2', meta: { ...lost, leader: 'n1' }, accounts: n2 },
		{ name: 'n3', meta: { ...lost, leader: 'n1' }, accounts: n3 },
	];

	it('loses an only copy, whatever other domains and accounts call alike', async () => {
		const only = account('A', placed('ORDERS', ['n1']));
		const loss = 'bad: 1 stream will lose the only copy, with all messages: APP > ORDERS.';
		const leaf = { name: 'l1', domain: 'leaf', accounts: [account('A', placed('ORDERS', ['l1']))] };
		for (const all of [
			[...cluster([only]), leaf],
			[leaf, ...cluster([only])],
		])
			expect((await texts(all))[0]).toBe(loss);
		const other = account('B', placed('ORDERS', ['n2']));
		expect((await texts(cluster([only], [other])))[0]).toBe(loss);
		expect((await texts(cluster([], [other])))[0]).toBe('good: No stream has a copy on n1.');
	});

	it('has nobody take over a copy but a running peer of the group, in the cluster of the stream', async () => {
		const three = account('A', placed('ORDERS', ['n1', 'n2', 'n3']));
		const stuck = 'warn: No other server is free for 1 stream, which will have one copy fewer: APP > ORDERS.';
		const outside: readonly Said[] = [
			{ name: 'l1', domain: 'leaf' },
			{ name: 'x1', cluster: 'other' },
		];
		expect(await texts([...cluster([three], [three], [three]), ...outside])).toContain(stuck);
		const four = { ...led, replicas: [...led.replicas, { name: 'n4' }] };
		const free = 'plain: Other servers take over the copies of 1 stream, where their tags and limits allow it.';
		const [n1, ...rest] = cluster([three], [three], [three]);
		expect(await texts([{ name: 'n1', ...n1, meta: four }, ...rest, { name: 'n4' }])).toContain(free);
		expect(await texts([{ name: 'n1', ...n1, meta: four }, ...rest, { name: 'n4', cluster: 'far' }])).toContain(stuck);
	});

	it('that is evacuated loses copies that nobody takes over', async () => {
		const streams = account('A', placed('THREE', ['n1', 'n2', 'n3']), placed('ONE', ['n1']));
		const said = await planned(cluster([streams]), (around) => planServerEvacuate('n1', around));
		expect('refusal' in said ? said : said.consequences.map(({ text }) => text)).toEqual([
			'Other servers take over the copies of 1 stream, where their tags and limits allow it.',
			'No other server is free for 1 stream, which will have one copy fewer: APP > THREE.',
			'It stays a peer of the meta group. This can take long.',
		]);
	});

	it('loses what a consumer with one copy knows, and names those whose majority is gone', async () => {
		const consumers = [placed('LONE', ['n1']), placed('SAFE', ['n2', 'n1', 'n3'])];
		const stream = account('A', placed('ORDERS', ['n1', 'n2', 'n3'], consumers));
		const said = await texts(cluster([stream], [], []));
		expect(said[0]).toBe(
			'bad: 1 consumer will lose the only copy of what is acknowledged, and start over or disappear: APP > ORDERS > LONE.',
		);
		expect(said.join()).not.toContain('SAFE');
		const silent = (await texts(cluster([stream], []).slice(0, 1))).join('\n');
		expect(silent).toContain('bad: 1 stream will have no quorum without it: APP > ORDERS.');
		expect(silent).toContain('bad: 1 consumer will have no quorum without it: APP > ORDERS > SAFE.');
		expect(silent).toMatch(/warn: n2.*n3 did not reply/);
	});
});
