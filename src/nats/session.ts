import type { NatsConnection } from 'nats';
import { mostTelling } from './connect-problem.ts';
import { type Dialled, dial } from './dial.ts';
import { Inbox } from './inbox.ts';
import type { ConnectProblem, ServerIdentity } from './link.ts';
import { serverIdentity } from './server-identity.ts';
import type { ServerAddress } from './server-url.ts';
import type { Settings } from './settings-types.ts';

/** A connection that is up. */
export interface Session {
	readonly connection: NatsConnection;
	readonly address: ServerAddress;
	readonly server: ServerIdentity;
	readonly inbox: Inbox;
	readonly explain: Dialled['explain'];
	/** The server said that it will shut down; said here as soon as it did. */
	leaving?: ConnectProblem;
}

export const defaultInbox = '_INBOX';

/** Tries one server, once. Never rejects. */
async function openSession(
	settings: Settings,
	address: ServerAddress,
	now: () => number,
	signal: AbortSignal,
): Promise<Session | ConnectProblem> {
	try {
		const result = await dial(settings, address, now, signal);
		if (!result.ok) return result.problem;
		const { connection, explain } = result.dialled;
		const inbox = new Inbox(connection, settings.inboxPrefix ?? defaultInbox);
		return { connection, address, explain, inbox, server: serverIdentity(connection.info, address) };
	} catch (fault) {
		return unforeseen(settings, address, fault);
	}
}

/** Something that should not throw has thrown: it is tried again as after any other failure. */
export function unforeseen({ secrets }: Settings, { shown }: ServerAddress, fault: unknown): ConnectProblem {
	return {
		kind: 'other',
		address: shown,
		message: secrets.redact(`Connecting failed by a fault of jetdeck: ${String(fault)}.`),
		advice: 'Please report it; jetdeck tries again.',
	};
}

/** Tries every server once. Answers with the most telling problem if none takes us. */
export async function openAny(
	settings: Settings,
	addresses: readonly ServerAddress[],
	now: () => number,
	signal: AbortSignal,
): Promise<Session | ConnectProblem> {
	const problems: ConnectProblem[] = [];
	for (const address of addresses) {
		const tried = await openSession(settings, address, now, signal);
		if ('connection' in tried) return tried;
		problems.push(tried);
		if (signal.aborted) break;
	}
	return mostTelling(problems);
}

/** What is said of a server in lame duck mode. */
export function shuttingDown({ address }: Session): ConnectProblem {
	return {
		kind: 'lost',
		address: address.shown,
		message: 'The server is shutting down (lame duck mode).',
		advice: 'Another server of the cluster is used if there is one.',
	};
}
