import type { ServerIdentity } from './link.ts';

/** Why no message with headers can go to a server; undefined where one can. They came with nats-server 2.2. */
export function noHeaders({ headers, version }: Pick<ServerIdentity, 'headers' | 'version'>): string | undefined {
	if (headers) return undefined;
	const which = version === '' ? 'This server' : `This server (${version})`;
	return `${which} takes no headers; nats-server 2.2 and later do, unless they are switched off.`;
}
