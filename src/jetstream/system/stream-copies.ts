import { flagIn, integerIn, recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { Answer } from '../problem.ts';
import type { ServerReply } from './server-reply.ts';
import type { Expected, Servers } from './servers.ts';

/** A stream of any account, and the servers with a copy. */
export interface StreamCopies {
	/** `APP > ORDERS`. */
	readonly name: string;
	/** Absent while it has none. */
	readonly leader?: string | undefined;
	readonly peers: readonly string[];
	/** Those whose copy is up to date, the leader's with it. */
	readonly current: ReadonlySet<string>;
}

export interface CopiesRead {
	readonly streams: readonly StreamCopies[];
	/** Servers that replied and have JetStream. */
	readonly running: ReadonlySet<string>;
	/** Servers that did not reply: streams that only they store are in no reply. */
	readonly missing: readonly string[];
	/** Accounts that are beyond the page that was read, on the server that has most of them. */
	readonly unreadAccounts: number;
}

/** Accounts of one page. */
const mostAccounts = 1_024;

/** Asks every server for the streams that it stores: half a kilobyte for each copy, compressed much less. */
export async function readCopies(
	servers: Servers,
	expected: Expected,
	signal: AbortSignal,
): Promise<Answer<CopiesRead>> {
	const body = { accounts: true, streams: true, limit: mostAccounts };
	const answer = await servers.gather('server.jsz', { body, expected, signal });
	if (!answer.ok) return answer;
	const { replies, missing } = answer.value;
	return { ...answer, value: copiesIn(replies, missing) };
}

/** Streams by the words of their leaders; of one without a leader by the words of all that store it. */
function copiesIn(replies: readonly ServerReply[], missing: readonly string[]): CopiesRead {
	const found = new Map<string, StreamCopies & { readonly byLeader: boolean }>();
	for (const reply of replies)
		for (const copy of copiesOf(reply)) found.set(copy.name, better(found.get(copy.name), copy));
	const unread = replies.map(({ value }) => {
		const accounts = recordsIn(value, 'account_details').length;
		return Math.max(0, Number(integerIn(value, 'accounts') ?? accounts) - accounts);
	});
	const running = replies.filter(({ value, error }) => error === undefined && !flagIn(value, 'disabled'));
	return {
		streams: [...found.values()],
		running: new Set(running.map(({ server }) => server.name)),
		missing,
		unreadAccounts: Math.max(0, ...unread),
	};
}

type Copy = StreamCopies & { readonly byLeader: boolean };

function better(before: Copy | undefined, copy: Copy): Copy {
	if (before === undefined || copy.byLeader) return copy;
	if (before.byLeader) return before;
	return { ...before, peers: [...new Set([...before.peers, ...copy.peers])] };
}

function copiesOf({ server, value }: ServerReply): readonly Copy[] {
	return recordsIn(value, 'account_details').flatMap((account) => {
		const of = textIn(account, 'name') ?? textIn(account, 'id') ?? '?';
		return recordsIn(account, 'stream_detail').flatMap((stream): readonly Copy[] => {
			const name = textIn(stream, 'name');
			if (name === undefined) return [];
			const cluster = recordIn(stream, 'cluster');
			const leader = textIn(cluster, 'leader');
			const replicas = recordsIn(cluster, 'replicas');
			const names = replicas.flatMap((replica) => textIn(replica, 'name') ?? []);
			const current = replicas
				.filter((replica) => flagIn(replica, 'current') && !flagIn(replica, 'offline'))
				.flatMap((replica) => textIn(replica, 'name') ?? []);
			// Who reports it stores it; 2.9 and single servers have no cluster.
			const peers = [...new Set([...(leader === undefined ? [] : [leader]), server.name, ...names])];
			return [
				{
					name: `${of} > ${name}`,
					leader,
					peers,
					current: new Set(leader === undefined ? current : [leader, ...current]),
					byLeader: leader === server.name,
				},
			];
		});
	});
}
