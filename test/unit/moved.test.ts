import { describe, expect, it } from 'vitest';
import type { LookContext } from '../../src/changes/outcome/look.ts';
import { evacuating, moveCancelled, peerRemoved } from '../../src/changes/outcome/moved.ts';
import { evacuated } from '../../src/changes/outcome/settled.ts';
import type { ClusterInfo } from '../../src/jetstream/wire.ts';
import { streamInfo } from '../support/state.ts';

const group = (leader: string | undefined, others: readonly string[], to?: readonly string[]): ClusterInfo => ({
	name: 'C1',
	...(leader !== undefined && { leader }),
	replicas: others.map((name) => ({ name, current: true, active: 1, peer: name })),
	...(to !== undefined && { desired: { replicas: to.map((name) => ({ name })) } }),
});

/** What a look finds whose stream was in one group and is in another. */
async function found(look: typeof evacuating, before: ClusterInfo | undefined, now: ClusterInfo): Promise<string> {
	const there = (cluster: ClusterInfo) =>
		({ kind: 'there', info: streamInfo('A', { info: { cluster } }), config: {}, created: undefined }) as const;
	const around = {
		meaning: { body: { peer: 'n1' } },
		was: before === undefined ? {} : { found: there(before) },
	} as unknown as LookContext;
	return (await look.judge(there(now), around)).kind;
}

const before = group('n1', ['n2', 'n3']);
const moving = group('n1', ['n2', 'n3', 'n4'], ['n2', 'n3', 'n4']);
const moved = group('n2', ['n3', 'n4']);

describe('whether a request about copies was carried out, found out afterwards', () => {
	it.each([
		['an evacuation that shows as a move', evacuating, before, moving, 'applied'],
		['an evacuation that is over', evacuating, before, moved, 'applied'],
		['an evacuation of which nothing shows', evacuating, before, before, 'not applied'],
		['an evacuation while it moved already', evacuating, moving, moving, 'cannot tell'],
		['an evacuation during an election', evacuating, before, group(undefined, ['n2']), 'unclear'],
		['a removal', peerRemoved, before, moved, 'applied'],
		['a removal of which nothing shows', peerRemoved, before, before, 'not applied'],
		['a removal during an election', peerRemoved, before, group(undefined, ['n2']), 'unclear'],
		['a cancelled move', moveCancelled, moving, before, 'applied'],
		['a move that goes on', moveCancelled, moving, moving, 'not applied'],
		['a move that was finished', moveCancelled, moving, moved, 'cannot tell'],
		['a cancelled move during an election', moveCancelled, moving, group(undefined, []), 'unclear'],
		['a move of which nothing is known', moveCancelled, undefined, before, 'cannot tell'],
	] as const)('%s', async (_, look, was, is, kind) => {
		expect(await found(look, was, is)).toBe(kind);
	});
});

it('an evacuation is over only when a leader says so', () => {
	const left = (cluster: ClusterInfo) =>
		evacuated(streamInfo('A', { info: { cluster } }), { body: { peer: 'n1' } } as never);
	expect(left(moved)).toBeUndefined();
	expect(left(moving)).toMatchObject({ isUnderWay: true });
	expect(left(before)).toEqual({ said: 'n1 still has its copy', isUnderWay: false });
	expect(left({ name: 'C1' })).toEqual({ said: 'it has no leader', isUnderWay: false });
});
