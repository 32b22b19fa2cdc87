import type { Plan } from '../proposal.ts';
import { hasCopy, type Placed } from './placed.ts';
import { amountOf } from './plan-balance.ts';
import { listOfNames, plain, warn } from './wording.ts';

/**
 * Makes the leaders of streams or consumers step down.
 * @param preferred the server to become leader, 2.11 and later
 */
export function planStepdown(assets: readonly Placed[], preferred?: string): Plan {
	const able = assets.filter(
		(each) => preferred === undefined || (hasCopy(each, preferred) && !leads(each, preferred)),
	);
	const others = assets.filter((each) => !able.includes(each));
	const [first] = able;
	if (first === undefined) return { refusal: `${preferred} leads ${namesOf(assets)} already, or has no copy.` };
	const what = able.length === 1 ? `${first.noun} ${first.label}` : amountOf(able);
	const to = preferred === undefined ? '' : ` to ${preferred}`;
	return {
		title: `Step down the leader${able.length === 1 ? '' : 's'} of ${what}`,
		doing: 'stepping down',
		done: `The leader${able.length === 1 ? '' : 's'} of ${what} ${able.length === 1 ? 'has' : 'have'} stepped down.`,
		effect: 'change',
		lossless: true,
		consequences: [
			plain(
				able.length === 1
					? `${first.group?.leader ?? 'The leader'} will hand over${to}.`
					: `${leadersOf(able)} will hand over${to}.`,
			),
			warn(pauses[first.noun]),
			...(others.length === 0
				? []
				: [plain(`${preferred} leads ${namesOf(others)} already, or has no copy: left alone.`)]),
		],
		steps: able.map((each) =>
			each.step('leader.stepdown', preferred === undefined ? undefined : { placement: { preferred } }),
		),
	};
}

const pauses: Readonly<Record<Placed['noun'], string>> = {
	stream: 'The stream stores no messages until the cluster has elected a new leader.',
	consumer: 'Deliveries pause until the cluster has elected a new leader.',
};

const leads = ({ group }: Placed, server: string): boolean => group?.leader === server;
const namesOf = (assets: readonly Placed[]): string => listOfNames(assets.map(({ label }) => label));

function leadersOf(assets: readonly Placed[]): string {
	const names = new Set(assets.map(({ group }) => group?.leader ?? 'unknown leaders'));
	return listOfNames([...names].toSorted());
}
