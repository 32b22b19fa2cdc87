import { groupBy } from '../../format/group-by.ts';
import { type Features, supports } from '../../jetstream/server-features.ts';
import type { Plan } from '../proposal.ts';
import type { Unread } from '../read-assets.ts';
import type { Placed } from './placed.ts';
import { amountOf } from './plan-balance.ts';
import { couldNotRead, listOfNames, plain, warn } from './wording.ts';

interface Wish {
	readonly features: Features;
	/** The server to become leader, 2.11 and later. */
	readonly preferred?: string | undefined;
	/** What is left out. */
	readonly unread?: readonly Unread[];
}

/** Makes the leaders of streams or consumers step down. */
export function planStepdown(assets: readonly Placed[], { features, preferred, unread = [] }: Wish): Plan {
	const why = new Map(assets.map((each) => [each, whyNot(each, preferred)]));
	const able = assets.filter((each) => why.get(each) === undefined);
	const others = [
		...groupBy(
			assets.filter((each) => !able.includes(each)),
			(each) => why.get(each) ?? '',
		),
	].map(([reason, each]) => `${namesOf(each)}: ${reason}.`);
	const [first] = able;
	if (first === undefined) return { refusal: [...others, ...couldNotRead(unread)].join(' ') };
	const isIgnored = preferred !== undefined && !supports(features, '2.11');
	const what = able.length === 1 ? `${first.noun} ${first.label}` : amountOf(able);
	const to = preferred === undefined || isIgnored ? '' : ` to ${preferred}`;
	return {
		title: `Step down the leader${able.length === 1 ? '' : 's'} of ${what}`,
		doing: 'stepping down',
		done: `The leader${able.length === 1 ? '' : 's'} of ${what} ${able.length === 1 ? 'has' : 'have'} stepped down.`,
		effect: 'change',
		lossless: true,
		consequences: [
			plain(`${leadersOf(able)} will hand over${to}.`),
			...(isIgnored ? [warn('Servers before 2.11 ignore the preferred server: the cluster elects one.')] : []),
			warn(pauses[first.noun]),
			...others.map(plain),
			...couldNotRead(unread).map(warn),
		],
		steps: able.map((each) =>
			each.step('leader.stepdown', preferred === undefined ? undefined : { placement: { preferred } }),
		),
	};
}

/** Why its leader does not step down, or not in favour of this server; a single server says so itself. */
function whyNot({ group }: Placed, preferred: string | undefined): string | undefined {
	if (group === undefined) return undefined;
	if (group.leader === undefined) return 'without a leader now';
	if (group.size === 1) return 'one copy, so no other server can lead';
	if (preferred === undefined) return undefined;
	if (group.leader === preferred) return `${preferred} leads already`;
	const state = group.peers.find(([{ name, peer }]) => name === preferred || peer === preferred)?.[1].kind;
	if (state === undefined) return `no copy on ${preferred}`;
	return state === 'current' ? undefined : `the copy on ${preferred} is not up to date`;
}

const pauses: Readonly<Record<Placed['noun'], string>> = {
	stream: 'The stream stores no messages until the cluster has elected a new leader.',
	consumer: 'Deliveries pause until the cluster has elected a new leader.',
};

const namesOf = (assets: readonly Placed[]): string => listOfNames(assets.map(({ label }) => label));

function leadersOf(assets: readonly Placed[]): string {
	const names = new Set(assets.map(({ group }) => group?.leader ?? 'The leader'));
	return listOfNames([...names].toSorted());
}
