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
	readonly socket: Dialled['socket'];
	readonly reader: Dialled['reader'];
	/** Called as soon as the server announces its shutdown. */
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
		const { connection } = result.dialled;
		const inbox = new Inbox(connection, way.settings.inboxPrefix ?? defaultInbox);
		return { ...result.dialled, address, inbox, server: serverIdentity(connection.info, address) };
	} catch (fault) {
		return unforeseen(way.settings, address, fault);
	}
}

/** Code that should not throw has thrown: try again as after any other failure. */
export function unforeseen({ secrets }: Settings, { shown }: ServerAddress, fault: unknown): ConnectProblem {
	return {
		kind: 'other',
		address: shown,
		message: secrets.redact(`A bug of jetdeck ended the connection attempt: ${String(fault)}.`),
		advice: 'Please report it; jetdeck tries again.',
	};
}

/** The problem of a server in lame duck mode. */
export function shuttingDown({ address }: Session): ConnectProblem {
	return {
		kind: 'lost',
		address: address.shown,
		message: 'The server is shutting down (lame duck mode).',
		advice: 'jetdeck connects to another server of the cluster, if there is one.',
	};
}
