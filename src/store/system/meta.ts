import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import type { Expected } from '../../jetstream/system/servers.ts';
import { isUnmet, type MetaGroup, readStats, type ServerStats } from '../../jetstream/system/stats.ts';
import type { DeckState } from '../state.ts';

/** A meta group as it was last seen. */
export interface MetaSeen {
	readonly domain: string;
	readonly group: MetaGroup;
	/** The server whose words these are: the leader's, wherever it replies, because the others know little. */
	readonly by: string;
	readonly at: number;
}

/** A server with its statistics. */
export interface Told {
	readonly reply: ServerReply;
	readonly stats: ServerStats;
}

/**
 * The meta groups that servers tell of. A group whose leader does not reply stays as it was; one without a leader is as the server
 * says that knows most of its peers.
 */
export function metasOf(before: readonly MetaSeen[], told: readonly Told[]): readonly MetaSeen[] {
	const metas = new Map(before.map((seen) => [seen.domain, seen]));
	for (const { reply, stats } of told) {
		const group = stats.jetstream?.meta;
		if (group === undefined) continue;
		const domain = stats.jetstream?.domain ?? '';
		const seen: MetaSeen = { domain, group, by: reply.server.name, at: reply.at };
		const known = metas.get(domain);
		if (known === undefined || known === seen || isBetter(seen, known)) metas.set(domain, seen);
	}
	return [...metas.values()];
}

function isBetter(seen: MetaSeen, known: MetaSeen): boolean {
	if (leads(seen)) return true;
	// What a leader said is kept until another says that there is none.
	if (leads(known)) return seen.group.leader === undefined && seen.at > known.at;
	return seen.group.replicas.length >= known.group.replicas.length;
}

const leads = ({ by, group }: MetaSeen): boolean => group.leader === by;

/** The peers that a leader names: each is expected to reply. */
export function peersOf({ reply, stats }: Told): readonly string[] {
	const group = stats.jetstream?.meta;
	if (group?.leader !== reply.server.name) return [];
	return group.replicas.filter((peer) => !isUnmet(peer)).map(({ name }) => name);
}

/** The meta group of the servers that the deck asks; another domain has one of its own. */
export function metaInView(state: DeckState): MetaSeen | undefined {
	return metaOfDomain(state, state.servers.metas);
}

export function metaOfDomain({ system, link }: DeckState, metas: readonly MetaSeen[]): MetaSeen | undefined {
	const asked = system.own === true ? link : (system.beside?.link ?? link);
	const domain = 'server' in asked ? (asked.server.domain ?? '') : '';
	return metas.find((each) => each.domain === domain) ?? metas[0];
}

/** What a reply to STATSZ shows of who else is there. */
export function othersIn(reply: ServerReply): Expected {
	const stats = readStats(reply.value);
	return { names: peersOf({ reply, stats }), count: stats.activeServers };
}
