import { count, plural } from '../../format/integer.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { supports } from '../../jetstream/server-features.ts';
import type { ServerId } from '../../jetstream/system/server-reply.ts';
import { isUnmet, readStats, type ServerStats } from '../../jetstream/system/stats.ts';
import { type CopiesRead, readCopies } from '../../jetstream/system/stream-copies.ts';
import { expectedOf } from '../../store/system/gathered-resource.ts';
import { type MetaSeen, metasOf, othersIn, peerNames } from '../../store/system/meta.ts';
import type { PlanContext } from '../configure.ts';
import type { Consequence, Plan, Step } from '../proposal.ts';
import type { RequestWire } from '../wire.ts';
import { lostWith, movedFrom, quorumWithout, unknownOf } from './without-server.ts';
import { bad, good, listOfNames, plain, warn } from './wording.ts';

/** A meta group, and its servers that replied. */
interface Group extends MetaSeen {
	readonly members: readonly ServerId[];
}

/** The meta group, and what is known of the copies of streams. */
interface Around {
	readonly meta: Group;
	readonly copies: CopiesRead;
}

type Refusal = { readonly refusal: string };

function step(endpoint: RequestWire['endpoint'], subject: string, body?: object): Step {
	const wire = { kind: 'request', endpoint, params: {}, ...(body !== undefined && { body }) } as const;
	return { asset: { kind: 'subject', subject: `$JS.API.${subject}` }, wire };
}

/** Has the leader of the meta group hand over. `preferred`: to that server, 2.11 and later. */
export async function planMetaStepdown(preferred: string | undefined, around: PlanContext): Promise<Plan> {
	const meta = await readLed(around);
	if ('refusal' in meta) return meta;
	return {
		title: 'Step down the meta leader',
		doing: 'stepping down',
		done: 'The leader of the meta group has stepped down.',
		effect: 'change',
		lossless: true,
		consequences: [
			plain(`${meta.group.leader} will hand over${preferred === undefined ? '' : ` to ${preferred}`}.`),
			warn('Nobody can create, change or list streams until the servers elect another leader, usually within seconds.'),
			good('Streams and consumers keep working meanwhile.'),
		],
		steps: [
			step(
				'meta.leader.stepdown',
				'META.LEADER.STEPDOWN',
				preferred === undefined ? undefined : { placement: { preferred } },
			),
		],
	};
}

/** Removes a server from the meta group, with everything that it stores. */
export async function planServerRemove(peer: string, around: PlanContext, id?: string): Promise<Plan> {
	const read = await readAround(peer, around);
	if ('refusal' in read) return read;
	const { meta, copies } = read;
	return {
		title: `Remove server ${peer} from JetStream`,
		doing: 'removing a server',
		done: `Server ${peer} is removed from the meta group.`,
		effect: 'destroy',
		typed: isUnmet({ name: peer }) ? (id ?? peer) : peer,
		consequences: [
			...lostWith(peer, copies),
			...quorumWithout(peer, copies),
			...movedFrom(peer, copies, 'remove'),
			...unknownOf(peer, copies),
			...groupWithout(peer, meta, copies),
		],
		// A peer that was never met has no name.
		steps: [step('server.remove', 'SERVER.REMOVE', isUnmet({ name: peer }) ? { peer_id: id } : { peer })],
	};
}

/** Moves everything off a server; 2.15 and later. */
export async function planServerEvacuate(peer: string, around: PlanContext): Promise<Plan> {
	const read = await readAround(peer, around);
	if ('refusal' in read) return read;
	const { meta, copies } = read;
	const version = meta.members.find(({ name }) => name === meta.group.leader)?.version;
	if (version !== undefined && !supports({ version }, '2.15'))
		return { refusal: `Evacuating a server needs nats-server 2.15; the meta leader is ${version}.` };
	return {
		title: `Evacuate server ${peer}`,
		doing: 'evacuating',
		done: `Server ${peer} is being evacuated; it is done when it has no streams and consumers left.`,
		effect: 'change',
		consequences: [
			...movedFrom(peer, copies, 'evacuate'),
			...unknownOf(peer, copies),
			plain('It stays a peer of the meta group. This can take long.'),
		],
		steps: [step('server.evacuate', 'SERVER.EVACUATE', { peer })],
	};
}

/** Lowers the quorum of a meta group that lost its majority for good, to the servers that still reply; 2.15 and later. */
export async function planMetaRescue(quorum: number | undefined, around: PlanContext): Promise<Plan> {
	const meta = await readMeta(around);
	if ('refusal' in meta) return meta;
	const { leader, size, quorum: needed } = meta.group;
	if (leader !== undefined) return { refusal: 'The meta group has a leader: it needs no rescue.' };
	if (needed === undefined) return { refusal: 'Rescuing the meta group needs nats-server 2.15.' };
	const cluster = clustersOf(meta.members);
	if (cluster === undefined) return { refusal: 'The servers that replied do not name their cluster.' };
	const wanted = quorum ?? Math.max(1, Math.min(needed, meta.members.length));
	if (wanted < 1 || wanted > needed) return { refusal: `The quorum must be from 1 to ${needed}, which it is now.` };
	return {
		title: `Rescue the meta group of cluster ${cluster}`,
		doing: 'rescuing',
		done: `The servers accepted the quorum of ${wanted}; :meta shows whether a leader is elected. Then remove the lost servers.`,
		effect: 'destroy',
		typed: cluster,
		consequences: [
			bad('Do this only if the other servers are lost for good: if they run, two leaders may decide differently.'),
			bad('The latest creations, changes and deletions of streams and consumers may be lost.'),
			plain(
				`The quorum will be ${wanted} in place of ${needed}${size === undefined ? '' : `, of ${plural(size, 'peer')}`}.`,
			),
			plain('Once a leader is elected, remove the lost servers: the group stays in rescue until then.'),
		],
		steps: [step('meta.rescue', 'META.RESCUE', { quorum_needed: wanted })],
	};
}

/** The name of the group is `_meta_` everywhere; those of its clusters tell which one it is. */
function clustersOf(members: readonly ServerId[]): string | undefined {
	const names = new Set(members.map(({ cluster }) => cluster));
	return names.has(undefined) ? undefined : [...names].toSorted().join(' ');
}

/** The meta group that the connection changes, as it is right now, and its servers that replied. */
async function readMeta({ api, state, signal }: PlanContext): Promise<Group | Refusal> {
	const domain = api.domain();
	if (domain === undefined)
		return { refusal: 'jetdeck does not know which JetStream domain this connection changes. Nothing was sent.' };
	const expected = expectedOf(state.servers);
	const answer = await api.servers.gather('server.statsz', { expected, learn: othersIn, signal });
	if (!answer.ok) return { refusal: inSentences(answer.problem) };
	const told = answer.value.replies
		.map((reply) => ({ reply, stats: readStats(reply.value) }))
		.filter(({ stats }) => stats.jetstream?.meta !== undefined && (stats.jetstream.domain ?? '') === domain);
	const [meta] = metasOf([], told);
	if (meta === undefined) return { refusal: noGroup(domain) };
	const members = told.map(({ reply }) => reply.server);
	const leaders = new Set(told.flatMap(({ reply, stats }) => leaderItself(reply.server.name, stats)));
	// Two clusters without domains that share a system account, or a leader that was cut off.
	if (leaders.size > 1)
		return { refusal: `${listOfNames([...leaders])} each lead a meta group: it is not clear which one would change.` };
	return { ...meta, members };
}

const leaderItself = (name: string, { jetstream }: ServerStats): readonly string[] =>
	jetstream?.meta?.leader === name ? [name] : [];

const noGroup = (domain: string): string =>
	domain === ''
		? 'No server that replied is in a meta group without a domain. A context changes that of its jetstream_domain.'
		: `No server that replied is in a meta group of domain ${domain}.`;

/** With a leader that replies: only it knows the peers. */
async function readLed(around: PlanContext): Promise<Group | Refusal> {
	const meta = await readMeta(around);
	if ('refusal' in meta) return meta;
	const { leader } = meta.group;
	if (leader === undefined) return { refusal: 'The meta group has no leader, which alone could carry it out.' };
	if (leader !== meta.by)
		return { refusal: `The meta leader ${leader} does not reply: wait until another is elected.` };
	return meta;
}

async function readAround(peer: string, around: PlanContext): Promise<Around | Refusal> {
	const { api, signal } = around;
	const meta = await readLed(around);
	if ('refusal' in meta) return meta;
	const { leader, replicas } = meta.group;
	const isPeer = leader === peer || replicas.some(({ name }) => name === peer);
	if (!isPeer) return { refusal: `${peer} is not a peer of the meta group.` };
	// A peer that was never met cannot reply.
	const peers = peerNames(meta);
	const copies = await readCopies(api.servers, { domain: meta.domain, peers }, { names: peers }, signal);
	return copies.ok ? { meta, copies: copies.value } : { refusal: inSentences(copies.problem) };
}

function groupWithout(peer: string, { group }: MetaSeen, { running }: CopiesRead): readonly Consequence[] {
	const peers = [...(group.leader === undefined ? [] : [group.leader]), ...group.replicas.map(({ name }) => name)];
	const left = peers.filter((each) => each !== peer);
	const needed = Math.floor(left.length / 2) + 1;
	const up = left.filter((each) => running.has(each)).length;
	const words = `The meta group will have ${plural(left.length, 'peer')}, of which ${count(needed)} must run; ${count(up)} do.`;
	return [
		(up < needed ? bad : plain)(words),
		...(running.has(peer)
			? [warn(`${peer} is running: check that it is the right one. Its JetStream stops until it is restarted.`)]
			: []),
		...(group.leader === peer ? [warn('It leads the meta group, which elects another leader.')] : []),
	];
}
