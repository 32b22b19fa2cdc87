import type { UserInfo } from '../../jetstream/account.ts';
import type { LinkStatus, Target } from '../../nats/link.ts';

/** Whether servers reply to the deck, and over which connection. */
export interface SystemAccess {
	/** Whether the deck's own connection is to the system account; undefined until known. */
	readonly own?: boolean | undefined;
	/** The second connection, meant to be to a system account. */
	readonly beside?: Beside | undefined;
}

export interface Beside {
	readonly target: Target;
	readonly link: LinkStatus;
	/** Whether it is to the system account; undefined until known. */
	readonly isSystem?: boolean | undefined;
	readonly user?: UserInfo | undefined;
}

/**
 * The connection to the system account, for whatever asks servers or changes the meta group: the own one if it is to it, because
 * the header names that one. A second one that reconnects stays it; one that is to another account never is.
 */
export function systemVia({
	system: { own, beside },
}: {
	readonly system: SystemAccess;
}): 'own' | 'beside' | undefined {
	if (own === true) return 'own';
	const isOpen = beside?.link.phase === 'connected' || beside?.link.phase === 'reconnecting';
	return isOpen && beside?.isSystem === true ? 'beside' : undefined;
}

/** Whether all servers reply to requests: the connection to the system account is up. */
export function hasSystem(state: { readonly system: SystemAccess }): boolean {
	const via = systemVia(state);
	return via === 'own' || (via === 'beside' && state.system.beside?.link.phase === 'connected');
}

/** A late reply over a connection that was left since says nothing of who is asked now. */
export function sameAccess(a: { readonly system: SystemAccess }, b: { readonly system: SystemAccess }): boolean {
	return systemVia(a) === systemVia(b) && a.system.beside?.target === b.system.beside?.target;
}
