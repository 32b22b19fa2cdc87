import { describe, expect, it } from 'vitest';
import type { LookContext } from '../../src/changes/outcome/look.ts';
import { evacuating, moveCancelled, peerRemoved } from '../../src/changes/outcome/moved.ts';
import { evacuated, rolledBack } from '../../src/changes/outcome/settled.ts';
import type { Step } from '../../src/changes/proposal.ts';
import type { StepResult } from '../../src/changes/run.ts';
import { settled } from '../../src/changes/settle.ts';
import type { ClusterInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { stillDeck } from '../support/draw.tsx';
import { deckState, streamInfo } from '../support/state.ts';

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
		evacuated(streamInfo('A', { info: { cluster } }), { body: { peer: 'n1' } } as never, undefined);
	expect(left(moved)).toBeUndefined();
	expect(left(moving)).toMatchObject({ isUnderWay: true });
	expect(left(before)).toEqual({ said: 'n1 still has its copy', isUnderWay: false });
	expect(left({ name: 'C1' })).toEqual({ said: 'it has no leader', isUnderWay: false });
});

it('a move is rolled back only if it did not end before', () => {
	const was = streamInfo('A', { info: { cluster: moving } });
	const left = (cluster: ClusterInfo, from: typeof was | undefined = was) =>
		rolledBack(streamInfo('A', { info: { cluster } }), {} as never, from);
	expect(left(before)).toBeUndefined();
	expect(left(moving)).toMatchObject({ isUnderWay: true });
	expect(left(moved)).toEqual({ said: 'the move was finished before it could be cancelled', isUnderWay: false });
	expect(left(moved, streamInfo('A'))).toBeUndefined();
});

describe('following a move', () => {
	const step: Step = {
		asset: { kind: 'stream', stream: 'A' },
		wire: { kind: 'request', endpoint: 'stream.peer.evacuate', params: { stream: 'A' }, body: { peer: 'n1' } },
	};
	const done: StepResult = { kind: 'done', reply: { success: true }, ms: 1, came: [] };

	/** Follows a stream whose looks show these groups, the last one for ever. */
	async function followed(
		groups: readonly ClusterInfo[],
		until: (said: readonly string[]) => 'stop' | 'leave' | undefined,
	) {
		const left = groups.values();
		let now = groups[0] as ClusterInfo;
		const leaving = new AbortController();
		const said: string[] = [];
		const request: Link['request'] = async (subject) => {
			const next = left.next();
			if (!next.done) now = next.value;
			const reply = {
				type: 'io.nats.jetstream.api.v1.stream_info_response',
				...streamInfo('A', { info: { cluster: now } }),
			};
			return {
				ok: true,
				message: { subject, data: new TextEncoder().encode(JSON.stringify(reply)), headers: [] },
				ms: 1,
			};
		};
		const { deck } = stillDeck(deckState({}), { request });
		const result = await settled(step, done, {
			api: deck.api(),
			signal: leaving.signal,
			was: {},
			isStopped: () => until(said) === 'stop',
			say: (state) => {
				said.push(state);
				if (until(said) === 'leave') leaving.abort();
			},
		});
		return { said, warning: result.kind === 'done' ? result.warning : result };
	}

	it('ends without a word once the copy has left', async () => {
		const { said, warning } = await followed([moving, moved], () => undefined);
		expect([said, warning]).toEqual([['moving to n2, n3, n4'], undefined]);
	});

	it.each(['stop', 'leave'] as const)('says that the server goes on, when a person chooses to %s', async (how) => {
		const { said, warning } = await followed([moving], (all) => (all.length === 2 ? how : undefined));
		expect(said).toHaveLength(2);
		expect(warning).toBe('The server continues with stream A: moving to n2, n3, n4.');
	});
});
