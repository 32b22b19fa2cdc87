import type { UserInfo } from '../../jetstream/account.ts';
import type { LinkStatus, Target } from '../../nats/link.ts';
import type { Slice } from '../slice.ts';
import type { DeckState } from '../state.ts';

/** The account that a context logged in to, and the server that said so: on another cluster that name is another account. */
interface LoggedIn {
	readonly account: string;
	/** The id of the server, new at each of its starts. */
	readonly server: string;
}

declare module '../state.ts' {
	interface DeckState {
		/** By context: where former connections of this deck logged in to. */
		readonly loggedIn: ReadonlyMap<string, LoggedIn>;
	}
}

export const loggedInSlice: Slice<'loggedIn'> = {
	initial: () => ({ loggedIn: new Map() }),
	onNewConnection: (state) => ({ loggedIn: logins(state) }),
};

/** The account of a context that this deck was or is connected with, if it is one of these servers. */
export function accountOfContext(state: DeckState, context: string): string | undefined {
	const login = logins(state).get(context);
	const isHere = [...state.servers.entries.values()].some(({ server }) => server?.id === login?.server);
	return isHere ? login?.account : undefined;
}

function logins({ loggedIn, target, link, user, system: { beside } }: DeckState): DeckState['loggedIn'] {
	return new Map([
		...loggedIn,
		...loginOf(target, link, user),
		...(beside ? loginOf(beside.target, beside.link, beside.user) : []),
	]);
}

/** A context whose URL or login was replaced says nothing of the context. */
function loginOf(
	{ context, label }: Target,
	link: LinkStatus,
	user: UserInfo | undefined,
): readonly (readonly [string, LoggedIn])[] {
	if (context === undefined || context.name !== label || user === undefined || !('server' in link)) return [];
	return [[context.name, { account: user.account, server: link.server.id }]];
}
