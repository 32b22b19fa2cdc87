import { total } from '../format/exact.ts';
import type { Integer } from '../format/integer.ts';
import { memo } from '../format/memo.ts';
import { groupOf, isClustered } from '../jetstream/peer-group.ts';
import type { ClusterInfo, PeerInfo } from '../jetstream/wire.ts';
import { type Datum, lastKnown, latest } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import type { FilterWords } from './lists/row.ts';

/** What a server has of streams, or of consumers. */
export interface Shares {
	readonly leaders: number;
	/** Including those of which it is the leader. */
	readonly copies: number;
	/** Copies that catch up, or that join or leave their group. */
	readonly behind: number;
	/** Copies that their leader has lost sight of. */
	readonly offline: number;
	/** Copies of the last reply, which could not be read again. */
	readonly unread: number;
}

/** A server, as the infos of streams and consumers name it. */
export interface Peer {
	/** A sentence, of a server that its leader never met. */
	readonly name: string;
	/** As filters call it: its name, or its id if nobody knows its name. */
	readonly word: string;
	readonly cluster: string | undefined;
	readonly streams: Shares;
	readonly consumers: Shares;
	/** Of its copies of streams, as large as each leader says. */
	readonly bytes: Integer;
}

/** The servers of the account's streams and consumers, and what is not counted there. */
export interface Peers {
	readonly byName: ReadonlyMap<string, Peer>;
	/** Without a leader, by kind. */
	readonly leaderless: { readonly streams: readonly string[]; readonly consumers: number };
}

const noShares: Shares = { leaders: 0, copies: 0, behind: 0, offline: 0, unread: 0 };

/** Made once for what is known of streams and consumers. */
export const peersOf = ({ streams, consumers }: DeckState): Peers => countedIn(streams, consumers);

export const serverNames = (state: DeckState): readonly string[] => [...peersOf(state).byName.keys()].toSorted();

const countedIn = memo((streams: DeckState['streams'], consumers: DeckState['consumers']): Peers => {
	const byName = new Map<string, Peer>();
	const leaderless = { streams: [] as string[], consumers: 0 };
	for (const [name, { info }] of streams.entries) {
		const last = latest(info);
		if (last === undefined) continue;
		const group = count(byName, 'streams', info, last.state.bytes);
		if (group === 'leaderless') leaderless.streams.push(name);
	}
	for (const { info } of consumers.entries.values())
		if (count(byName, 'consumers', info, 0) === 'leaderless') leaderless.consumers++;
	return { byName, leaderless };
});

interface Placed {
	readonly cluster?: ClusterInfo | undefined;
	readonly ts?: string | undefined;
}

type Server = Pick<PeerInfo, 'name' | 'peer'>;

/** Adds a stream or consumer to each of its servers. */
function count(
	peers: Map<string, Peer>,
	kind: 'streams' | 'consumers',
	datum: Datum<Placed>,
	bytes: Integer,
): 'leaderless' | undefined {
	const { cluster, ts } = lastKnown(datum)?.value ?? {};
	if (cluster === undefined || !isClustered(cluster)) return undefined;
	const isUnread = datum.phase === 'failed';
	const add = (server: Server, has: Partial<Shares>): void => {
		const { name } = server;
		const none = { streams: noShares, consumers: noShares, bytes: 0 };
		const before = peers.get(name) ?? { name, word: wordOf(server), cluster: cluster.name, ...none };
		const shares = isUnread ? { unread: 1 } : { copies: 1, ...has };
		peers.set(name, {
			...before,
			[kind]: sum(before[kind], shares),
			bytes: isUnread ? before.bytes : total([before.bytes, bytes]),
		});
	};
	const { leader, peers: others } = groupOf(cluster, ts);
	if (leader !== undefined) add({ name: leader }, { leaders: 1 });
	for (const [server, state] of others) {
		const isLost = state.kind === 'offline' || state.kind === 'unseen';
		// Without a leader no server knows which copies are behind.
		const isBehind = leader !== undefined && (state.kind === 'behind' || state.kind === 'joining');
		add(server, { ...(isLost && { offline: 1 }), ...(isBehind && { behind: 1 }) });
	}
	return leader === undefined && !isUnread ? 'leaderless' : undefined;
}

function sum(shares: Shares, more: Partial<Shares>): Shares {
	const { leaders = 0, copies = 0, behind = 0, offline = 0, unread = 0 } = more;
	return {
		leaders: shares.leaders + leaders,
		copies: shares.copies + copies,
		behind: shares.behind + behind,
		offline: shares.offline + offline,
		unread: shares.unread + unread,
	};
}

/** `server:n2` has a copy there, `leader:n2` is led by it. */
export const placeWords: FilterWords = { server: { values: serverWords }, leader: { values: serverWords } };

function serverWords(state: DeckState): readonly string[] {
	return [...peersOf(state).byName.values()].map(({ word }) => word).toSorted();
}

/** A filter ends at a space. */
const wordOf = ({ name, peer }: Server): string => (/\s/.test(name) ? (peer ?? name.replace(/\s+/g, '')) : name);

/** Who leads it and who has a copy, as filters search it; nothing while unknown. */
export function placesOf(info: Placed | undefined): Readonly<Record<string, readonly string[]>> | undefined {
	if (info === undefined) return undefined;
	const { cluster, ts } = info;
	if (cluster === undefined) return {};
	const { leader, peers } = groupOf(cluster, ts);
	const leaders = leader === undefined ? [] : [leader];
	return { server: [...leaders, ...peers.map(([each]) => wordOf(each))], leader: leaders };
}
