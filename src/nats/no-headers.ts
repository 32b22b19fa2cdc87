import type { ServerIdentity } from './link.ts';

/** Why a server does not support headers; undefined if it does. They came with nats-server 2.2. */
export function noHeaders({ headers, version }: Pick<ServerIdentity, 'headers' | 'version'>): string | undefined {
	if (headers) return undefined;
	const which = version === '' ? 'This server' : `This server (${version})`;
	return `${which} does not support headers; nats-server 2.2 and later do, unless its configuration turns them off.`;
}
