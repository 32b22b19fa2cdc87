import type { NatsConnection } from 'nats';
import { type Dialled, dial, type Way } from './dial.ts';
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
export async function openSession(
	way: Way,
	address: ServerAddress,
	signal: AbortSignal,
): Promise<Session | ConnectProblem> {
	try {
		const result = await dial(way, address, signal);
		if (!result.ok) return result.problem;
		const { connection, explain } = result.dialled;
		const inbox = new Inbox(connection, way.settings.inboxPrefix ?? defaultInbox);
		return { connection, address, explain, inbox, server: serverIdentity(connection.info, address) };
	} catch (fault) {
		return unforeseen(way.settings, address, fault);
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

/** What is said of a server in lame duck mode. */
export function shuttingDown({ address }: Session): ConnectProblem {
	return {
		kind: 'lost',
		address: address.shown,
		message: 'The server is shutting down (lame duck mode).',
		advice: 'Another server of the cluster is used if there is one.',
	};
}
