import type { ServerIdentity, Target } from '../nats/link.ts';

/**
 * Whether JetStream is one server without a cluster. With a domain, an API prefix, or a connected server without JetStream,
 * requests may end in a cluster that the connection does not show.
 */
export function isStandalone(
	server: ServerIdentity | undefined,
	target: Pick<Target, 'domain' | 'apiPrefix'>,
): boolean {
	if (server === undefined || target.domain !== undefined || target.apiPrefix !== undefined) return false;
	return server.jetstream && server.cluster === undefined;
}
