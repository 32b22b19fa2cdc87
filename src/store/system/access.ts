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

/** A late reply over a connection that was left since says nothing of who is asked now. */
export function sameAccess(a: { readonly system: SystemAccess }, b: { readonly system: SystemAccess }): boolean {
	return a.system.beside?.target === b.system.beside?.target;
}

/** Whether all servers reply to requests: one of the connections is to the system account, and is up. */
export function hasSystem({ system: { own, beside } }: { readonly system: SystemAccess }): boolean {
	return own === true || (beside?.isSystem === true && beside.link.phase === 'connected');
}
