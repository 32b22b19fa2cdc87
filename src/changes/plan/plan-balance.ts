import { count, plural } from '../../format/integer.ts';
import { type Features, supports } from '../../jetstream/server-features.ts';
import type { Consequence, Plan, Proposal } from '../proposal.ts';
import type { Unread } from '../read-assets.ts';
import { balance, type Led, type Loads } from './balance.ts';
import type { Placed } from './placed.ts';
import { couldNotRead, listOfNames, plain, warn } from './wording.ts';

interface Candidate extends Led {
	readonly asset: Placed;
}

interface Wish {
	readonly features: Features;
	/** A server that shall lead none of them. */
	readonly avoid?: string;
	/** What is left out. */
	readonly unread: readonly Unread[];
	/** The others of the account: who leads them counts, and does not change. */
	readonly others?: readonly Placed[];
	/** Which of the others do not count, or not as they are now: a sentence. */
	readonly note?: string;
}

/** Spreads the leaders of streams or consumers over their servers, by step-downs. */
export function planBalance(assets: readonly Placed[], { features, avoid, unread, others = [], note }: Wish): Plan {
	const led = assets.flatMap(candidate);
	const leaderless = assets.filter(({ group }) => group !== undefined && group.leader === undefined);
	const left = [...withoutLeader(leaderless), ...couldNotRead(unread)];
	if (led.length === 0)
		return {
			refusal: left.join(' ') || 'None of them runs in a cluster: there is nothing to balance.',
		};
	const unknown = [...left, ...(note === undefined ? [] : [note])];
	const { moves, before, after } = balance(led, { avoid, beside: leadsOf(others) });
	const loads = loadsInWords(before, after);
	const counted = others.length === 0 ? '' : `, with ${amountOf(others, 'other ')}`;
	const stuck = led.filter((each) => each.leader === avoid && !moves.has(each));
	if (moves.size === 0)
		return {
			refusal: [unmoved(`${counted}: ${loads}`, stuck, avoid), ...unknown].join(' '),
			...(unknown.length === 0 && { unchanged: true }),
		};
	const picks = supports(features, '2.11');
	const what = amountOf(assets);
	return {
		title: avoid === undefined ? `Balance the leaders of ${what}` : `Move leaders off ${avoid}`,
		doing: 'stepping down',
		done: `${plural(moves.size, 'leader')} stepped down.`,
		effect: 'change',
		lossless: true,
		consequences: [
			plain(`${count(moves.size)} of ${what} will get another leader: ${movesInWords(moves, picks)}.`),
			...(picks
				? [plain(`Leaders by server${counted}: ${loads}.`)]
				: [
						warn(
							'Servers before 2.11 choose the next leader themselves: the result may be uneven. Balance again then.',
						),
					]),
			warn('Each stores or delivers nothing until its next leader is elected, one after the other.'),
			...remarks(led, stuck, avoid),
			...unknown.map(warn),
		],
		steps: [...moves].map(([{ asset }, preferred]) =>
			asset.step('leader.stepdown', picks ? { placement: { preferred } } : undefined),
		),
	} satisfies Proposal;
}

/** Only servers that are up to date can be elected; what moves already stays as it is. */
function candidate(asset: Placed): readonly Candidate[] {
	const { group, isMoving } = asset;
	if (group?.leader === undefined) return [];
	const others = isMoving ? [] : group.peers.flatMap(([{ name }, { kind }]) => (kind === 'current' ? [name] : []));
	return [{ asset, leader: group.leader, others }];
}

function remarks(
	led: readonly Candidate[],
	stuck: readonly Candidate[],
	avoid: string | undefined,
): readonly Consequence[] {
	const fixed = led.filter(({ others }) => others.length === 0);
	return [
		...(avoid === undefined && fixed.length > 0 ? [plain(`No other server can lead ${labelsOf(fixed)}.`)] : []),
		...(stuck.length > 0 ? [warn(`${avoid} stays the leader of ${labelsOf(stuck)}: no other server can lead.`)] : []),
	];
}

const withoutLeader = (assets: readonly Placed[]): readonly string[] =>
	assets.length === 0 ? [] : [`${namesOf(assets)}: without a leader now.`];

function unmoved(loads: string, stuck: readonly Candidate[], avoid: string | undefined): string {
	if (avoid === undefined) return `No move makes the servers more even. Leaders by server${loads}.`;
	return stuck.length === 0
		? `${avoid} leads none of them.`
		: `${avoid} stays the leader of ${labelsOf(stuck)}: no other server can lead.`;
}

function leadsOf(assets: readonly Placed[]): Loads {
	const loads = new Map<string, number>();
	for (const { group } of assets)
		if (group?.leader !== undefined) loads.set(group.leader, (loads.get(group.leader) ?? 0) + 1);
	return loads;
}

/** `3 streams and 2 consumers`, `3 other streams`. */
export function amountOf(assets: readonly Placed[], which = ''): string {
	const of = (noun: Placed['noun']): number => assets.filter((each) => each.noun === noun).length;
	const parts = (['stream', 'consumer'] as const).flatMap((noun) =>
		of(noun) === 0 ? [] : [plural(of(noun), `${which}${noun}`)],
	);
	return parts.join(' and ');
}

const namesOf = (assets: readonly Placed[]): string => listOfNames(assets.map(({ label }) => label));
const labelsOf = (led: readonly Candidate[]): string => namesOf(led.map(({ asset }) => asset));

function movesInWords(moves: ReadonlyMap<Candidate, string>, picks: boolean): string {
	return listOfNames(
		[...moves].map(([{ asset, leader }, to]) =>
			picks ? `${asset.label} ${leader} → ${to}` : `${asset.label} (now ${leader})`,
		),
	);
}

/** `n1 7 → 3, n2 1 → 3, n3 3`. */
function loadsInWords(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string {
	return [...before.keys()]
		.toSorted()
		.map((name) => {
			const [was, is] = [before.get(name) ?? 0, after.get(name) ?? 0];
			return was === is ? `${name} ${count(is)}` : `${name} ${count(was)} → ${count(is)}`;
		})
		.join(', ');
}
