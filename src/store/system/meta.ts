import { recordIn, textIn } from '../../format/is.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import type { Expected } from '../../jetstream/system/servers.ts';
import {
	isUnmet,
	type MetaGroup,
	type MetaPeer,
	readMeta,
	readStats,
	type ServerStats,
} from '../../jetstream/system/stats.ts';
import type { DeckState } from '../state.ts';
import { systemVia } from './access.ts';

/** A meta group as it was last seen. */
export interface MetaSeen {
	readonly domain: string;
	readonly group: MetaGroup;
	/** The server whose words these are: the leader's, wherever it replies, because the others know little. */
	readonly by: string;
	readonly at: number;
	/** The replicas are those of a former leader: who they are is known, how they are is not. */
	readonly recalled?: true;
}

/** A server with its statistics. */
export interface Told {
	readonly reply: ServerReply;
	readonly stats: ServerStats;
}

/**
 * The meta groups that servers tell of. In one gathering a leader is believed about itself, then who names a leader: one that was
 * just restarted, or cannot hear the others, knows of none. Only a whole gathering shows that there is none. A group whose leader
 * does not reply stays as it was.
 */
export function metasOf(before: readonly MetaSeen[], told: readonly Told[], isWhole = true): readonly MetaSeen[] {
	const metas = new Map(before.map((seen) => [seen.domain, seen]));
	for (const [domain, seen] of bestOf(told)) metas.set(domain, afterwards(metas.get(domain), seen, isWhole));
	return [...metas.values()];
}

/** What is believed of one gathering, by domain. */
function bestOf(told: readonly Told[]): ReadonlyMap<string, MetaSeen> {
	const best = new Map<string, MetaSeen>();
	for (const { reply, stats } of told) {
		const group = stats.jetstream?.meta;
		if (group === undefined) continue;
		const domain = stats.jetstream?.domain ?? '';
		const seen: MetaSeen = { domain, group, by: reply.server.name, at: reply.at };
		const other = best.get(domain);
		if (other === undefined || weightOf(seen) >= weightOf(other)) best.set(domain, seen);
	}
	return best;
}

const weightOf = (seen: MetaSeen): number => (isLed(seen) ? 2 : seen.group.leader === undefined ? 0 : 1);

function afterwards(known: MetaSeen | undefined, seen: MetaSeen, isWhole: boolean): MetaSeen {
	if (known === undefined || isLed(seen)) return seen;
	const { leader } = seen.group;
	if (leader === undefined ? !isWhole && known.group.leader !== undefined : leader === known.group.leader) return known;
	const was = known.group;
	const peers = [...(was.leader === undefined ? [] : [{ name: was.leader, peer: was.peer }]), ...was.replicas];
	return recalling(seen, peers);
}

/** With peers that only a leader, or another request, names. */
function recalling(seen: MetaSeen, peers: readonly Pick<MetaPeer, 'name' | 'peer'>[]): MetaSeen {
	const replicas = peers
		.filter(({ name }) => name !== seen.group.leader)
		.map(({ name, peer }): MetaPeer => ({ name, peer, current: false, offline: false }));
	return replicas.length === 0 ? seen : { ...seen, group: { ...seen.group, replicas }, recalled: true };
}

/** JSZ of a server without a leader names the peers, STATSZ does not. */
export function withPeersOf(metas: readonly MetaSeen[], replies: readonly ServerReply[]): readonly MetaSeen[] {
	return metas.map((seen) => {
		if (isLed(seen) || seen.group.replicas.length > 0) return seen;
		const here = replies.filter(({ value }) => (textIn(recordIn(value, 'config'), 'domain') ?? '') === seen.domain);
		const peers = here.flatMap(({ value }) => readMeta(recordIn(value, 'meta_cluster'))?.replicas ?? []);
		return recalling(seen, [...new Map(peers.map((peer) => [peer.name, peer])).values()]);
	});
}

/** Whether these are the words of the leader itself, who alone knows the peers. */
export const isLed = ({ by, group }: MetaSeen): boolean => group.leader === by;

/** The names of the peers, as far as they are known, the leader's with them. */
export function peerNames({ group: { leader, replicas } }: MetaSeen): readonly string[] {
	const met = replicas.filter((peer) => !isUnmet(peer)).map(({ name }) => name);
	return leader === undefined ? met : [leader, ...met];
}

/** The peers that a leader names: each is expected to reply. */
export function peersOf({ reply, stats }: Told): readonly string[] {
	const group = stats.jetstream?.meta;
	if (group?.leader !== reply.server.name) return [];
	return group.replicas.filter((peer) => !isUnmet(peer)).map(({ name }) => name);
}

/** The meta group of the servers that the deck asks; another domain has one of its own. */
export function metaInView(state: DeckState): MetaSeen | undefined {
	const { system, servers, link: own, target } = state;
	const { beside = { link: own, target } } = systemVia(state) === 'own' ? {} : system;
	const server = 'server' in beside.link ? beside.link.server : undefined;
	const domain = beside.target.domain ?? server?.domain ?? '';
	return servers.metas.find((each) => each.domain === domain) ?? servers.metas[0];
}

/** What a reply to STATSZ shows of who else is there. */
export function othersIn(reply: ServerReply): Expected {
	const stats = readStats(reply.value);
	return { names: peersOf({ reply, stats }), count: stats.activeServers };
}
