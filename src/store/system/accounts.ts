import { minus } from '../../format/exact.ts';
import { recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import { answered, type Datum, unknown } from '../datum.ts';
import { joined, type Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { type AccountEntry, countsIn, type Traffic, usageIn } from './account-entries.ts';
import { gatheredResource, rowsEvery, statsEvery } from './gathered-resource.ts';

type Values = Readonly<Record<string, unknown>>;

/** The streams of one account, each from the server that leads it. */
export interface AccountStreams {
	readonly id: string;
	readonly streams: Datum<readonly Values[]>;
	/** Servers that did not reply. */
	readonly missing: readonly string[];
}

export interface Accounts {
	readonly entries: ReadonlyMap<string, AccountEntry>;
	readonly gathered: Datum<object>;
	/** Servers that did not reply. */
	readonly missing: readonly string[];
	/** When which servers told of traffic. */
	readonly counted?: { readonly at: number; readonly servers: string } | undefined;
	/** Of the account that was opened last. */
	readonly opened?: AccountStreams | undefined;
}

export const noAccounts = (): Accounts => ({ entries: new Map(), gathered: unknown, missing: [] });

/** Polls between two readings of every account: each server lists all of them. */
export function accountsEvery(state: DeckState): number {
	const { entries, accounts } = state.servers;
	return rowsEvery(state, entries.size * accounts.entries.size);
}

/** Connections of every account. */
export function accountsResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'accounts:statz',
		every: accountsEvery(state),
		id: 'sys.account.statz',
		body: { include_unused: true },
		patch: (replies, missing) => (now) => {
			const part = countsIn(replies);
			if (missing === undefined) return withPart(now, part, missing, { counted: undefined });
			const counted = {
				at: Math.max(...replies.map(({ at }) => at)),
				servers: replies
					.map(({ server }) => server.id)
					.toSorted()
					.join(' '),
			};
			return withPart(now, withRates(now.servers.accounts, part, counted), missing, { counted });
		},
		outcome: (answer) => (now) => {
			const { accounts } = now.servers;
			return {
				servers: { ...now.servers, accounts: { ...accounts, gathered: answered<object>(accounts.gathered, answer) } },
			};
		},
	});
}

/** Connections of one account. Its traffic is left to the readings of all, whose rates are taken between the same two moments. */
export function oneAccountResource(state: DeckState, id: string): Resource {
	return gatheredResource(state, {
		key: `accounts:statz:${id}`,
		every: statsEvery(state),
		id: 'sys.account.statz',
		body: { accounts: [id], include_unused: true },
		patch: (replies, missing) => (now) => {
			const entry = countsIn(replies).get(id);
			if (entry === undefined) return {};
			const { traffic: _, rates: __, ...counts } = entry;
			return withPart(now, new Map([[id, counts]]), missing);
		},
	});
}

/** What every account stores. */
export function accountUsageResource(state: DeckState): Resource {
	return gatheredResource(state, {
		key: 'accounts:jsz',
		every: 2 * accountsEvery(state),
		id: 'server.jsz',
		body: { accounts: true },
		patch: (replies, missing) => (now) => withPart(now, usageIn(replies), missing),
	});
}

/** The streams and consumers of one account, and what it stores. */
export function accountStreamsResource(state: DeckState, id: string): Resource {
	const of = ({ servers }: DeckState): AccountStreams =>
		servers.accounts.opened?.id === id ? servers.accounts.opened : { id, streams: unknown, missing: [] };
	const put = (now: DeckState, opened: AccountStreams): Partial<DeckState> => ({
		servers: { ...now.servers, accounts: { ...now.servers.accounts, opened } },
	});
	return gatheredResource(state, {
		key: `accounts:streams:${id}`,
		every: 5 * statsEvery(state),
		id: 'server.jsz',
		body: { account: id, streams: true, consumer: true, stream_leader_only: true },
		patch: (replies, missing) =>
			joined([
				(now) => withPart(now, usageIn(replies), missing),
				(now) =>
					put(now, {
						id,
						streams: { phase: 'ready', value: replies.flatMap((reply) => ledStreams(reply, id)), at: now.now },
						missing: missing ?? [],
					}),
			]),
		outcome: (answer) => (now) => {
			if (answer.ok) return {};
			const before = of(now);
			return put(now, { ...before, streams: answered(before.streams, answer) });
		},
	});
}

/** Followers are wrong about other followers: each stream comes from its leader. Servers before 2.10.19 send all of theirs. */
function ledStreams({ server, value }: ServerReply, id: string): readonly Values[] {
	const account = recordsIn(value, 'account_details').find(
		(each) => textIn(each, 'id') === id || textIn(each, 'name') === id,
	);
	return recordsIn(account ?? {}, 'stream_detail').filter((stream) => {
		const cluster = recordIn(stream, 'cluster');
		const leader = textIn(cluster, 'leader');
		return stream.cluster === undefined || leader === server.name;
	});
}

/** Only between two gatherings of the same servers: the figures of another one would look like traffic. */
function withRates(
	{ entries, counted: last }: Accounts,
	part: Accounts['entries'],
	counted: NonNullable<Accounts['counted']>,
): Accounts['entries'] {
	const ms = counted.at - (last?.at ?? counted.at);
	if (ms <= 0 || last?.servers !== counted.servers) return part;
	const rated = (entry: AccountEntry): AccountEntry => {
		const { traffic: now } = entry;
		const then = entries.get(entry.id)?.traffic;
		if (now === undefined || then === undefined) return entry;
		const rateOf = (key: keyof Traffic): number | undefined => {
			const grown = Number(minus(now[key], then[key]));
			// A server that was restarted counts from zero.
			return grown < 0 ? undefined : (grown * 1000) / ms;
		};
		const [in_msgs, in_bytes] = [rateOf('in_msgs'), rateOf('in_bytes')];
		return { ...entry, rates: { in_msgs, in_bytes, out_msgs: rateOf('out_msgs'), out_bytes: rateOf('out_bytes') } };
	};
	return new Map([...part].map(([id, entry]) => [id, rated(entry)]));
}

/** An account without JetStream is in one part only. While servers are waited for, only larger figures are news. */
function withPart(
	now: DeckState,
	part: Accounts['entries'],
	missing: readonly string[] | undefined,
	more: Pick<Accounts, 'counted'> = {},
): Partial<DeckState> {
	const { accounts } = now.servers;
	if (missing === undefined && accounts.entries.size > 0) return {};
	const entries = new Map(accounts.entries);
	for (const [id, entry] of part) entries.set(id, { ...entries.get(id), ...entry });
	return {
		servers: { ...now.servers, accounts: { ...accounts, ...more, entries, missing: missing ?? accounts.missing } },
	};
}
