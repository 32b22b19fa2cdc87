import type { ServerInfo } from 'nats';
import type { ServerIdentity } from './link.ts';
import type { ServerAddress } from './server-url.ts';

/** Of INFO what the types of nats.js leave out: `domain`, and `api_lvl` of nats-server 2.12 and later. */
type FullInfo = ServerInfo & { readonly domain?: string; readonly api_lvl?: number };

/** The server at the other end, as its INFO line describes it. */
export function serverIdentity(info: FullInfo | undefined, address: ServerAddress): ServerIdentity {
	return {
		name: info?.server_name ?? '',
		id: info?.server_id ?? '',
		version: info?.version ?? '',
		jetstream: info?.jetstream === true,
		maxPayload: info?.max_payload ?? 0,
		headers: info?.headers === true,
		address: address.shown,
		...(info?.cluster ? { cluster: info.cluster } : {}),
		...(info?.domain ? { domain: info.domain } : {}),
		...(info?.api_lvl === undefined ? {} : { apiLevel: info.api_lvl }),
	};
}
