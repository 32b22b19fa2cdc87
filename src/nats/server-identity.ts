import type { ServerInfo } from 'nats';
import type { ServerIdentity } from './link.ts';
import type { ServerAddress } from './server-url.ts';

/** INFO keys that the types of nats.js leave out: `domain`, and `api_lvl` of nats-server 2.12 and later. */
type FullInfo = ServerInfo & { readonly domain?: string; readonly api_lvl?: number };
/** Anything may be in the INFO line of an unknown listener. */
type Said = { readonly [Key in keyof FullInfo]?: unknown };

/** The server at the other end, as its INFO line describes it. */
export function serverIdentity(info: Said = {}, address: ServerAddress): ServerIdentity {
	const [cluster, domain] = [text(info.cluster), text(info.domain)];
	const largest = Number(info.max_payload);
	return {
		name: text(info.server_name),
		id: text(info.server_id),
		version: text(info.version),
		jetstream: info.jetstream === true,
		maxPayload: Number.isSafeInteger(largest) && largest > 0 ? largest : usualMaxPayload,
		headers: info.headers === true,
		address: address.shown,
		...(cluster !== '' && { cluster }),
		...(domain !== '' && { domain }),
		...(typeof info.client_id === 'number' && { clientId: info.client_id }),
		...(typeof info.api_lvl === 'number' && { apiLevel: info.api_lvl }),
	};
}

/** The default if INFO lacks it; the server refuses larger messages itself. */
const usualMaxPayload = 1_048_576;

/** The addresses of the cluster that a server announces to its clients. */
export function connectUrls(info: Said | undefined): readonly string[] {
	const urls = info?.connect_urls;
	return Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [];
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
