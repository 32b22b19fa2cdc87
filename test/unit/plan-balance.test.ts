import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balance } from '../../src/changes/plan/balance.ts';
import { planCancelMove, planEvacuate, planPeerRemove } from '../../src/changes/plan/move-copies.ts';
import { placedConsumer, placedStream } from '../../src/changes/plan/placed.ts';
import { planBalance } from '../../src/changes/plan/plan-balance.ts';
import { planStepdown } from '../../src/changes/plan/step-down.ts';
import type { Plan, Proposal } from '../../src/changes/proposal.ts';
import { gone } from '../../src/changes/read-assets.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { ClusterInfo } from '../../src/jetstream/wire.ts';
import { consumerInfo, streamInfo } from '../support/state.ts';

const newest = features('2.15.1', 5);
const seen = { current: true, active: 200_000_000, peer: 'p' };

/** What a leader says of a server, by the last letter of its name here. */
const states = {
	'!': { current: false, offline: true },
	'~': { current: false, lag: 1000 },
	'+': { current: false, pending: true },
} as const;

/** Of a stream that `leader` leads; `n3!` is offline, `n3~` behind, `n3+` joins. */
function cluster(leader: string | undefined, ...others: readonly string[]): { readonly cluster: ClusterInfo } {
	const replicas = others.map((name) => {
		const state = states[name.at(-1) as keyof typeof states];
		return state === undefined ? { ...seen, name } : { ...seen, ...state, name: name.slice(0, -1) };
	});
	return { cluster: { name: 'C1', ...(leader !== undefined && { leader }), replicas } };
}

const stream = (name: string, leader: string | undefined, ...others: readonly string[]) =>
	streamInfo(name, { info: cluster(leader, ...others), state: { messages: 5, bytes: 2048 } });
const placed = (...args: Parameters<typeof stream>) => placedStream(stream(...args));

function proposed(plan: Plan): Proposal {
	if ('refusal' in plan) throw new Error(plan.refusal);
	return plan;
}
const said = (plan: Plan): readonly string[] => proposed(plan).consequences.map(({ text }) => text);
const sent = (plan: Plan) =>
	proposed(plan).steps.map(({ wire }) => [wire.endpoint, 'body' in wire ? wire.body : undefined]);

describe('balancing leaders', () => {
	it('leaves no leader that another server of its group could lead to make the loads more even, in any cluster', () => {
		const servers = ['n1', 'n2', 'n3', 'n4', 'n5'];
		const group = fc
			.shuffledSubarray(servers, { minLength: 1 })
			.map(([leader = '', ...others]) => ({ leader, others }));
		fc.assert(
			fc.property(fc.array(group, { maxLength: 40 }), (led) => {
				const { moves, before, after } = balance(led);
				const sum = (loads: ReadonlyMap<string, number>) => [...loads.values()].reduce((a, b) => a + b, 0);
				expect([sum(before), sum(after)]).toEqual([led.length, led.length]);
				for (const each of led) {
					const at = moves.get(each) ?? each.leader;
					expect([each.leader, ...each.others]).toContain(at);
					for (const other of each.others) expect((after.get(at) ?? 0) - (after.get(other) ?? 0)).toBeLessThan(2);
				}
			}),
		);
	});

	it('says what moves, in favour of whom, and what cannot', () => {
		const plan = planBalance(
			[placed('A', 'n1', 'n2'), placed('B', 'n1', 'n2'), placed('C', 'n1'), placed('D', undefined, 'n1', 'n2')],
			{
				features: newest,
				unread: [
					{ name: 'E > c1', why: gone },
					{ name: 'E', why: 'no answer' },
					{ name: 'E > c2', why: gone },
					{ name: 'F', why: 'JetStream not available' },
				],
			},
		);
		expect(said(plan)).toEqual([
			'1 of 4 streams will get another leader: A n1 → n2.',
			'Leaders by server: n1 3 → 2, n2 0 → 1.',
			'Each stores or delivers nothing until its next leader is elected, one after the other.',
			'No other server can lead C.',
			'D: without a leader now.',
			'E > c1 and E > c2: gone since the list was read.',
			'jetdeck could not read E: no answer.',
			'jetdeck could not read F: JetStream not available.',
		]);
		expect(sent(plan)).toEqual([['stream.leader.stepdown', { placement: { preferred: 'n2' } }]]);
	});

	it('lets servers before 2.11 choose, and elects nobody that is not up to date', () => {
		const plan = planBalance([placed('A', 'n1', 'n2', 'n3!'), placed('B', 'n1', 'n3!'), placed('C', 'n1', 'n3!')], {
			features: features('2.10.27', 0),
			unread: [],
		});
		expect(sent(plan)).toEqual([['stream.leader.stepdown', undefined]]);
		expect(said(plan)[0]).toBe('1 of 3 streams will get another leader: A (now n1).');
		expect(said(plan)[1]).toContain('Servers before 2.11 choose the next leader themselves');
	});

	it('moves what one server leads, and nothing else', () => {
		const consumer = placedConsumer(consumerInfo('A', 'c', { info: cluster('n2', 'n1') }));
		const assets = [
			placed('A', 'n2', 'n1', 'n3'),
			placed('B', 'n1', 'n3'),
			placed('C', 'n1', 'n3'),
			consumer,
			placed('R1', 'n2'),
		];
		const plan = planBalance(assets, { features: newest, unread: [], avoid: 'n2' });
		expect(proposed(plan).title).toBe('Move leaders off n2');
		expect(sent(plan)).toEqual([
			['stream.leader.stepdown', { placement: { preferred: 'n3' } }],
			['consumer.leader.stepdown', { placement: { preferred: 'n1' } }],
		]);
		expect(said(plan)).toContain('n2 stays the leader of R1: no other server can lead.');
	});

	it.each([
		[
			[placed('A', 'n1', 'n2'), placed('B', 'n2', 'n1')],
			undefined,
			'No move makes the servers more even. Leaders by server: n1 1, n2 1.',
		],
		[[placed('A', 'n1', 'n2')], 'n2', 'n2 leads none of them.'],
		[[placedStream(streamInfo('A'))], undefined, 'None of them runs in a cluster: there is nothing to balance.'],
	])('is refused where nothing moves', (assets, avoid, refusal) => {
		expect(planBalance(assets, { features: newest, unread: [], ...(avoid && { avoid }) })).toMatchObject({ refusal });
	});

	it('counts what the others lead, and leaves them alone', () => {
		const marked = [placed('A', 'n1', 'n2', 'n3'), placed('B', 'n1', 'n2', 'n3')];
		const lead = (many: number, name: string) => Array.from({ length: many }, (_, at) => placed(`${name}${at}`, name));
		const wish = {
			features: newest,
			unread: [],
			others: [...lead(3, 'n2'), ...lead(1, 'n4'), placed('L', undefined, 'n1')],
		};
		const plan = planBalance(marked, wish);
		expect(sent(plan)).toEqual([['stream.leader.stepdown', { placement: { preferred: 'n3' } }]]);
		expect(said(plan)[1]).toBe('Leaders by server, with 5 other streams: n1 2 → 1, n2 3, n3 0 → 1.');
		expect(planBalance([placed('A', 'n1', 'n2')], wish)).toEqual({
			refusal: 'No move makes the servers more even. Leaders by server, with 5 other streams: n1 1, n2 3.',
			unchanged: true,
		});
		const note = 'The other streams count as jetdeck last read them.';
		expect(said(planBalance(marked, { ...wish, note })).at(-1)).toBe(note);
		expect(planBalance([placed('A', 'n1', 'n2')], { ...wish, note })).toEqual({
			refusal: `No move makes the servers more even. Leaders by server, with 5 other streams: n1 1, n2 3. ${note}`,
		});
	});

	it('claims nothing of what it could not read', () => {
		const wish = { features: newest, unread: [{ name: 'X' }], avoid: 'n2' };
		expect(planBalance([placed('A', 'n1', 'n2')], wish)).toEqual({
			refusal: 'n2 leads none of them. jetdeck could not read X.',
		});
		expect(planBalance([placed('L', undefined, 'n1', 'n2')], wish)).toEqual({
			refusal: 'L: without a leader now. jetdeck could not read X.',
		});
	});
});

it('steps down several leaders, and leaves alone what the preferred server leads or lacks', () => {
	const plan = planStepdown(
		[placed('A', 'n1', 'n2'), placed('B', 'n2', 'n1'), placed('C', 'n3', 'n1'), placed('D', 'n1', 'n2!')],
		{
			features: newest,
			preferred: 'n2',
			unread: [{ name: 'E' }],
		},
	);
	expect(sent(plan)).toHaveLength(1);
	expect(said(plan)).toEqual([
		'n1 will hand over to n2.',
		'The stream stores no messages until the cluster has elected a new leader.',
		'B: n2 leads already.',
		'C: no copy on n2.',
		'D: the copy on n2 is not up to date.',
		'jetdeck could not read E.',
	]);
	expect(proposed(planStepdown([placed('A', 'n1', 'n2'), placed('B', 'n2', 'n1')], { features: newest })).title).toBe(
		'Step down the leaders of 2 streams',
	);
});

it('steps down no leader that nobody can follow, and names why', () => {
	const assets = [placed('ONE', 'n1'), placed('L', undefined, 'n1', 'n2')];
	expect(planStepdown(assets, { features: newest, unread: [{ name: 'X' }] })).toEqual({
		refusal: 'ONE: one copy, so no other server can lead. L: without a leader now. jetdeck could not read X.',
	});
	expect(planStepdown([], { features: newest, preferred: 'n2', unread: [{ name: 'X' }] })).toEqual({
		refusal: 'jetdeck could not read X.',
	});
});

it('says that a server before 2.11 ignores whom a request prefers', () => {
	const plan = planStepdown([placed('A', 'n1', 'n2')], { features: features('2.10.27', 0), preferred: 'n2' });
	expect(said(plan).slice(0, 2)).toEqual([
		'n1 will hand over.',
		'Servers before 2.11 ignore the preferred server: the cluster elects one.',
	]);
});

describe('moving copies', () => {
	it('says in figures what is copied, and whether a majority is lost', () => {
		const servers = () => ['n1', 'n2', 'n3', 'n4'];
		expect(said(planEvacuate([placed('A', 'n1', 'n2', 'n3'), placed('B', 'n2')], 'n1', servers))).toEqual([
			'5 messages, 2 KiB, will be copied to a spare server.',
			'The copy on n1 is removed once a majority of the new group is up to date.',
			'No majority is lost: each new copy joins before the old one leaves.',
			'n1 has no copy of B.',
		]);
		const ill = planEvacuate([placed('A', 'n1', 'n2!', 'n3!')], 'n1', () => ['n1', 'n2', 'n3']);
		expect(said(ill)).toContain('A has no majority now, 1 of its 3 servers run: it cannot move until 2 do.');
		expect(said(ill).at(-1)).toContain('A: no server of the cluster is known that has no copy.');
		expect(proposed(ill).lossless).toBe(false);
		expect(planEvacuate([placed('B', 'n2')], 'n1', servers)).toEqual({ refusal: 'n1 has no copy of B.' });
	});

	it('says what a removed peer leaves', () => {
		const remove = (peer: string, ...others: readonly string[]) =>
			said(planPeerRemove([stream('A', 'n1', ...others)], peer));
		expect(remove('n2', 'n2', 'n3')).toContain('A keeps its majority: 2 of its 3 copies are left and run.');
		expect(remove('n2', 'n2!', 'n3')).not.toContain('n2 is online: check that it is the right one.');
		expect(remove('n2', 'n2', 'n3!')).toContain(
			'A may lose its majority: 1 of its 3 copies are left and run, and it needs 2.',
		);
		expect(remove('n1', 'n2!', 'n3!')).toContain('A: no other copy runs, 5 messages may be lost.');
		expect(remove('n1', 'n2~', 'n3~')).toContain('A: no other copy is up to date, messages may be lost.');
		expect(remove('n1', 'n2', 'n3~')).toContain(
			'A: 2 of its 3 copies are left and run, but only 1 of them is up to date.',
		);
		expect(remove('n4', 'n2', 'n3', 'n4+')).toContain('A keeps its copies: n4 has not joined them yet.');
		expect(remove('n1')).toEqual([
			'The copy on n1 will be deleted.',
			'A has no other copy: 5 messages will be lost.',
			'n1 is online: check that it is the right one.',
		]);
		expect(said(planPeerRemove([stream('A', undefined, 'n1', 'n2!', 'n3!')], 'n1'))).toContain(
			'A has no leader now: nobody says which copies are up to date, 5 messages may be lost.',
		);
		expect(said(planEvacuate([placed('A', undefined, 'n1', 'n2')], 'n1', () => ['n4']))).toContain(
			'A has no leader now: it cannot move until its servers elect one.',
		);
	});

	it('removes a peer only from what was read and has a copy there', () => {
		const infos = [stream('A', 'n1', 'n2', 'n3'), stream('B', 'n2')];
		const plan = planPeerRemove(infos, 'n1', [{ name: 'C', why: 'gone' }]);
		expect(sent(plan)).toEqual([['stream.peer.remove', { peer: 'n1' }]]);
		expect(said(plan).slice(-2)).toEqual(['n1 has no copy of B.', 'C: gone since the list was read.']);
		expect(planPeerRemove([], 'n1', [{ name: 'C', why: 'gone' }])).toEqual({
			refusal: 'C: gone since the list was read.',
		});
	});

	it('cancels only what moves', () => {
		const desired = { replicas: [{ name: 'n4' }], status: { description: 'catching up', type: 'catchup' } };
		const moving = streamInfo('A', { info: { cluster: { ...cluster('n1', 'n2').cluster, desired } } });
		const unread = [{ name: 'C', why: 'no reply' }];
		const plan = planCancelMove([moving, stream('B', 'n1', 'n2')], unread);
		expect(sent(plan)).toEqual([['stream.cancel-move', undefined]]);
		expect(said(plan)[0]).toBe('A no longer moves to n4 (now: catching up).');
		expect(said(plan).slice(-2)).toEqual(['No move of B is under way.', 'jetdeck could not read C: no reply.']);
		expect(planCancelMove([stream('B', 'n1')])).toEqual({ refusal: 'No move of B is under way.' });
		expect(planCancelMove([], unread)).toEqual({ refusal: 'jetdeck could not read C: no reply.' });
	});
});
