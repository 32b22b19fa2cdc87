import { bytes } from '../../format/bytes.ts';
import { total } from '../../format/exact.ts';
import { plural } from '../../format/integer.ts';
import { desiredOf } from '../../jetstream/desired.ts';
import type { Group } from '../../jetstream/peer-group.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import type { Unread } from '../read-assets.ts';
import { hasCopy, majorityOf, type Placed, placedStream } from './placed.ts';
import { amountOf } from './plan-balance.ts';
import { streamStep } from './steps.ts';
import { bad, couldNotRead, good, listOfNames, plain, warn } from './wording.ts';

/**
 * Copies streams or consumers from one server to spare ones, then removes the old copies (2.15 and later).
 * @param serversFor those that may have a copy of it, as far as they are known
 */
export function planEvacuate(
	assets: readonly Placed[],
	peer: string,
	serversFor: (asset: Placed) => readonly string[],
	unread: readonly Unread[] = [],
): Plan {
	const concerned = assets.filter((each) => hasCopy(each, peer));
	const others = assets.filter((each) => !hasCopy(each, peer));
	if (concerned.length === 0)
		return {
			refusal: [
				...(assets.length === 0 ? [] : [`${peer} has no copy of ${namesOf(assets)}.`]),
				...couldNotRead(unread),
			].join(' '),
		};
	const what = concerned.length === 1 ? `${concerned[0]?.noun} ${concerned[0]?.label}` : amountOf(concerned);
	const lost = concerned.filter(({ group }) => group !== undefined && !hasMajority(group));
	const full = concerned.filter((each) => serversFor(each).every((server) => hasCopy(each, server)));
	const size = total(concerned.map((each) => each.bytes));
	const messages = total(concerned.map((each) => each.messages));
	const streams = concerned.filter(({ noun }) => noun === 'stream');
	return {
		title: `Evacuate ${what} from ${peer}`,
		doing: 'evacuating',
		done: `${peer} has no copy of ${what} any more.`,
		effect: 'change',
		lossless: lost.length === 0,
		consequences: [
			...(streams.length === 0
				? [plain(`A spare server of the stream will take over each copy on ${peer}.`)]
				: [
						plain(
							`${plural(messages, 'message')}, ${bytes(size)}, will be copied to ${concerned.length === 1 ? 'a spare server' : 'spare servers'}.`,
						),
					]),
			plain(
				concerned.length === 1
					? `The copy on ${peer} is removed once a majority of the new group is up to date.`
					: `One after the other: each copy on ${peer} is removed once a majority of its new group is up to date.`,
			),
			...quorumAfter(lost),
			...(full.length === 0 ? [] : [warn(spareSaid(full))]),
			...(others.length === 0 ? [] : [plain(`${peer} has no copy of ${namesOf(others)}.`)]),
			...couldNotRead(unread).map(warn),
		],
		steps: concerned.map((each) => each.step('peer.evacuate', { peer })),
	};
}

/** The new copy joins before the old one leaves, so a group that has a majority keeps it. */
function quorumAfter(lost: readonly Placed[]): readonly Consequence[] {
	if (lost.length === 0) return [good('No majority is lost: each new copy joins before the old one leaves.')];
	return lost.map(({ label, group: { leader, running, size } = noGroup }) =>
		bad(
			leader === undefined
				? `${label} has no leader now: it cannot move until its servers elect one.`
				: `${label} has no majority now, ${running} of its ${size} servers run: it cannot move until ${majorityOf(size)} do.`,
		),
	);
}

const noGroup: Pick<Group, 'leader' | 'running' | 'size'> = { leader: undefined, running: 0, size: 0 };

const hasMajority = ({ leader, running, size }: Group): boolean => leader !== undefined && running >= majorityOf(size);

function spareSaid(full: readonly Placed[]): string {
	const where = full[0]?.noun === 'consumer' ? 'server of its stream' : 'server of the cluster';
	return `${namesOf(full)}: no ${where} is known that has no copy. Without a spare one the server refuses (err_code 10075).`;
}

const namesOf = (assets: readonly Placed[]): string => listOfNames(assets.map(({ label }) => label));

/** Removes the copies of streams on one server at once; spare servers make new ones. */
export function planPeerRemove(infos: readonly StreamInfo[], peer: string, unread: readonly Unread[] = []): Plan {
	const assets = infos.map(placedStream);
	const concerned = assets.filter((each) => hasCopy(each, peer));
	const others = assets.filter((each) => !hasCopy(each, peer));
	const leftOut = [
		...(others.length === 0 ? [] : [plain(`${peer} has no copy of ${namesOf(others)}.`)]),
		...couldNotRead(unread).map(warn),
	];
	if (concerned.length === 0) return { refusal: leftOut.map(({ text }) => text).join(' ') };
	const [first] = concerned;
	const what = concerned.length === 1 ? `stream ${first?.label}` : amountOf(concerned);
	const isOffline = concerned.some(({ group }) =>
		group?.peers.some(([{ name }, { kind }]) => name === peer && (kind === 'offline' || kind === 'unseen')),
	);
	return {
		title: `Remove peer ${peer} from ${what}`,
		doing: 'removing a peer',
		done: `Peer ${peer} is removed from ${what}.`,
		effect: 'destroy',
		typed: peer,
		consequences: [
			bad(concerned.length === 1 ? `The copy on ${peer} will be deleted.` : `The copies on ${peer} will be deleted.`),
			...concerned.flatMap((each) => leftAfter(each, peer)),
			...(concerned.some(({ group }) => (group?.size ?? 0) > 1)
				? [
						warn(
							'A spare server of the cluster will create a new copy; until it is up to date, the stream has one copy fewer.',
						),
					]
				: []),
			...(isOffline ? [] : [warn(`${peer} is online: check that it is the right one.`)]),
			...leftOut,
		],
		steps: infos.flatMap((info, at) =>
			concerned.includes(assets[at] as Placed) ? [streamStep(info, 'stream.peer.remove', { peer })] : [],
		),
	};
}

/**
 * The replacement counts for the majority from the start, so the others must make it up, or nothing is stored until it runs. A copy
 * that is behind runs, but lacks messages: one that has just joined may be empty.
 */
function leftAfter({ label, group, messages }: Placed, peer: string): readonly Consequence[] {
	if (group === undefined) return [];
	const { leader, peers, size } = group;
	const amount = plural(messages, 'message');
	if (leader === undefined)
		return [bad(`${label} has no leader now: nobody says which copies are up to date, ${amount} may be lost.`)];
	if (peers.some(([{ name }, { kind }]) => name === peer && kind === 'joining'))
		return [plain(`${label} keeps its copies: ${peer} has not joined them yet.`)];
	if (size === 1) return [bad(`${label} has no other copy: ${amount} will be lost.`)];
	const others = peers.filter(([{ name }]) => name !== peer).map(([, { kind }]) => kind);
	const current = others.filter((kind) => kind === 'current').length + (leader === peer ? 0 : 1);
	const running = current + others.filter((kind) => kind === 'behind').length;
	const needed = majorityOf(size);
	if (running === 0) return [bad(`${label}: no other copy runs, ${amount} may be lost.`)];
	if (current === 0) return [bad(`${label}: no other copy is up to date, messages may be lost.`)];
	if (running < needed)
		return [
			bad(`${label} may lose its majority: ${running} of its ${size} copies are left and run, and it needs ${needed}.`),
		];
	if (current < needed)
		return [
			warn(`${label}: ${running} of its ${size} copies are left and run, but only ${current} of them is up to date.`),
		];
	return [plain(`${label} keeps its majority: ${running} of its ${size} copies are left and run.`)];
}

/** Rolls back moves, scalings and changes of retention that are under way (2.15 and later). */
export function planCancelMove(infos: readonly StreamInfo[], unread: readonly Unread[] = []): Plan {
	const moving = infos.flatMap((info) => {
		const desired = info.cluster && desiredOf(info.cluster);
		return desired === undefined ? [] : [{ info, desired }];
	});
	const others = infos.filter((info) => moving.every((each) => each.info !== info)).map(({ config }) => config.name);
	const leftOut = [
		...(others.length === 0 ? [] : [plain(`No move of ${listOfNames(others)} is under way.`)]),
		...couldNotRead(unread).map(warn),
	];
	if (moving.length === 0) return { refusal: leftOut.map(({ text }) => text).join(' ') };
	const names = moving.map(({ info }) => info.config.name);
	const what = names.length === 1 ? `stream ${names[0]}` : plural(names.length, 'stream');
	return {
		title: `Cancel the move of ${what}`,
		doing: 'cancelling the move',
		done: `The move of ${what} is rolled back.`,
		effect: 'change',
		lossless: true,
		consequences: [
			...moving.map(({ info: { config }, desired: { servers, doing, replicasBefore } }) =>
				plain(
					`${config.name} no longer ${replicasBefore === undefined || replicasBefore === config.num_replicas ? `moves to ${listOfNames(servers)}` : `changes from ${plural(replicasBefore, 'replica')} to ${config.num_replicas}`}${doing === undefined ? '' : ` (now: ${doing})`}.`,
				),
			),
			plain(
				'Each stream returns to its former servers and configuration; the server removes copies made for the move.',
			),
			...leftOut,
		],
		steps: moving.map(({ info }) => streamStep(info, 'stream.cancel-move')),
	};
}
