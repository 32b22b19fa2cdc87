import type { ServerReply } from '../../jetstream/system/server-reply.ts';
import type { Datum } from '../datum.ts';
import { type Accounts, noAccounts } from './accounts.ts';
import { type Connections, noConnections } from './connections.ts';
import type { MetaSeen } from './meta.ts';
import type { ServerEntry } from './server-entries.ts';

export interface ServersState {
	readonly entries: ReadonlyMap<string, ServerEntry>;
	/** The last gathering, and how many servers it expected. */
	readonly gathered: Datum<{ readonly replies: number; readonly active?: number | undefined }>;
	/** What single servers were asked, and said: by name and question. */
	readonly asked: ReadonlyMap<string, Datum<ServerReply>>;
	/** One for each domain. */
	readonly metas: readonly MetaSeen[];
	/** Of the place in view, or that was last. */
	readonly connections: Connections;
	readonly accounts: Accounts;
}

export const noServers = (): ServersState => ({
	entries: new Map(),
	gathered: { phase: 'unknown' },
	asked: new Map(),
	metas: [],
	connections: noConnections(),
	accounts: noAccounts(),
});
