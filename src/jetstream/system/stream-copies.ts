import { flagIn, integerIn, recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { Answer } from '../problem.ts';
import type { ServerReply } from './server-reply.ts';
import type { Expected, Servers } from './servers.ts';

/** A stream or consumer of any account, and the servers with a copy. */
export interface Copies {
	/** `APP > ORDERS`, `APP > ORDERS > C`. */
	readonly name: string;
	/** The cluster that it is placed in; absent where nobody names it. */
	readonly cluster?: string | undefined;
	readonly peers: readonly string[];
	/** Those whose copy is up to date, the leader's with it. */
	readonly current: ReadonlySet<string>;
}

export interface CopiesRead {
	readonly streams: readonly Copies[];
	readonly consumers: readonly Copies[];
	/** The clusters of the peers that replied and have JetStream. */
	readonly running: ReadonlyMap<string, string | undefined>;
	/** Peers that did not reply: what only they store is in no reply. */
	readonly missing: readonly string[];
	/** Accounts that are beyond the page that was read, on the server that has most of them. */
	readonly unreadAccounts: number;
}

/** The servers of a meta group: others may have an account and stream of the same name. */
export interface CopiesOf {
	readonly domain: string;
	readonly peers: readonly string[];
}

/** Accounts of one page. */
const mostAccounts = 1_024;

type Values = Readonly<Record<string, unknown>>;

/** Asks every server for the streams and consumers that it stores: half a kilobyte for each copy, compressed much less. */
export async function readCopies(
	servers: Servers,
	group: CopiesOf,
	expected: Expected,
	signal: AbortSignal,
): Promise<Answer<CopiesRead>> {
	const body = { accounts: true, streams: true, consumer: true, limit: mostAccounts };
	const answer = await servers.gather('server.jsz', { body, expected, signal });
	if (!answer.ok) return answer;
	return { ...answer, value: copiesIn(answer.value.replies, group) };
}

/** By the words of their leaders; of what has none by the words of all that store it. */
function copiesIn(all: readonly ServerReply[], { domain, peers }: CopiesOf): CopiesRead {
	const replies = all.filter(
		({ server, value }) =>
			peers.includes(server.name) && (textIn(recordIn(value, 'config'), 'domain') ?? server.domain ?? '') === domain,
	);
	const [streams, consumers] = [new Map<string, Copy>(), new Map<string, Copy>()];
	for (const reply of replies)
		for (const { kind, key, copy } of copiesOf(reply)) {
			const found = kind === 'stream' ? streams : consumers;
			found.set(key, better(found.get(key), copy));
		}
	const unread = replies.map(({ value }) => {
		const accounts = recordsIn(value, 'account_details').length;
		return Math.max(0, Number(integerIn(value, 'accounts') ?? accounts) - accounts);
	});
	const running = replies.filter(({ value, error }) => error === undefined && !flagIn(value, 'disabled'));
	const replied = new Set(replies.filter(({ error }) => error === undefined).map(({ server }) => server.name));
	return {
		streams: [...streams.values()],
		consumers: [...consumers.values()],
		running: new Map(running.map(({ server }) => [server.name, server.cluster])),
		missing: peers.filter((peer) => !replied.has(peer)),
		unreadAccounts: Math.max(0, ...unread),
	};
}

type Copy = Copies & { readonly byLeader: boolean };

function better(before: Copy | undefined, copy: Copy): Copy {
	if (before === undefined || copy.byLeader) return copy;
	if (before.byLeader) return before;
	return { ...before, peers: [...new Set([...before.peers, ...copy.peers])] };
}

interface Found {
	readonly kind: 'stream' | 'consumer';
	/** By the id of the account: two may have one name. */
	readonly key: string;
	readonly copy: Copy;
}

function copiesOf({ server, value }: ServerReply): readonly Found[] {
	return recordsIn(value, 'account_details').flatMap((account) => {
		const id = textIn(account, 'id') ?? textIn(account, 'name') ?? '?';
		const of = textIn(account, 'name') ?? id;
		return recordsIn(account, 'stream_detail').flatMap((stream): readonly Found[] => {
			const name = textIn(stream, 'name');
			if (name === undefined) return [];
			const consumers = recordsIn(stream, 'consumer_detail').flatMap((consumer): readonly Found[] => {
				const called = textIn(consumer, 'name');
				if (called === undefined) return [];
				const copy = copyOf(`${of} > ${name} > ${called}`, recordIn(consumer, 'cluster'), server);
				return [{ kind: 'consumer', key: [id, name, called].join('\0'), copy }];
			});
			const copy = copyOf(`${of} > ${name}`, recordIn(stream, 'cluster'), server);
			return [{ kind: 'stream', key: [id, name].join('\0'), copy }, ...consumers];
		});
	});
}

/** Who reports it stores it; 2.9 and single servers have no cluster. */
function copyOf(name: string, cluster: Values, server: ServerReply['server']): Copy {
	const leader = textIn(cluster, 'leader');
	const replicas = recordsIn(cluster, 'replicas');
	const namesOf = (all: readonly Values[]): readonly string[] => all.flatMap((each) => textIn(each, 'name') ?? []);
	const current = namesOf(replicas.filter((replica) => flagIn(replica, 'current') && !flagIn(replica, 'offline')));
	const leaders = leader === undefined ? [] : [leader];
	return {
		name,
		cluster: textIn(cluster, 'name') ?? server.cluster,
		peers: [...new Set([...leaders, server.name, ...namesOf(replicas)])],
		current: new Set([...leaders, ...current]),
		byLeader: leader === server.name,
	};
}
