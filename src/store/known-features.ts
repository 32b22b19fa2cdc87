import type { Dialect } from '../jetstream/dialect.ts';
import type { Api } from '../jetstream/request.ts';
import { type Features, featuresOf } from '../jetstream/server-features.ts';
import { isStandalone } from '../jetstream/standalone.ts';
import type { AccountInfo } from '../jetstream/wire.ts';
import type { Link } from '../nats/link.ts';
import { latest } from './datum.ts';
import type { DeckState } from './state.ts';

/** The same features as long as they are: readers compare them. */
export function withFeatures(state: DeckState, dialect: Dialect): Partial<DeckState> {
	const { link, account, features: before } = state;
	const features = featuresOf(serverOf({ link }), latest(account), dialect);
	const same = (['version', 'isDerived', 'apiLevel', 'dialect'] as const).every(
		(name) => features[name] === before[name],
	);
	return same ? {} : { features };
}

/** The server at the other end, or the one that was lost. */
export function serverOf({ link }: Pick<DeckState, 'link'>) {
	return 'server' in link ? link.server : undefined;
}

/** What a plan must know of a server and its account, asked now. */
export interface KnownServer {
	readonly features: Features;
	readonly account: AccountInfo | undefined;
	/** Servers that there are; absent if unknown. */
	readonly servers?: number;
}

export async function askServer(api: Api, link: Link, signal: AbortSignal): Promise<KnownServer> {
	const answer = await api.request('account.info', {}, undefined, { signal });
	const account = answer.ok ? answer.value : undefined;
	const server = serverOf({ link: link.status() });
	const features = featuresOf(server, account, api.dialect());
	return { features, account, ...(isStandalone(server, link.target) && { servers: 1 }) };
}
