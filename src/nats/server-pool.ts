import { isIP } from 'node:net';
import { parseServers, type ServerAddress } from './server-url.ts';

/**
 * The servers a link may use: those it was given, then those a connected server told of (`connect_urls` of INFO). The
 * order given is kept; a server that was lost goes behind the others of its kind.
 */
export class ServerPool {
	#given: readonly ServerAddress[];
	#learnt: readonly ServerAddress[] = [];

	constructor(given: readonly ServerAddress[]) {
		this.#given = given;
	}

	/** In the order in which to try them. */
	get given(): readonly ServerAddress[] {
		return this.#given;
	}

	/** Tried after those that were given: they may be reachable from inside the cluster alone. */
	get learnt(): readonly ServerAddress[] {
		return this.#learnt;
	}

	/** Takes over what the server at `via` says of its cluster; servers it no longer names are forgotten. */
	learn(connectUrls: readonly string[], via: ServerAddress): void {
		const known = new Set(this.#given.map(placeOf));
		const learnt = new Map<string, ServerAddress>();
		for (const url of connectUrls) {
			const parsed = parseServers(url, 'connect_urls');
			const found = parsed.ok ? parsed.servers[0]?.address : undefined;
			if (!found || known.has(placeOf(found))) continue;
			learnt.set(placeOf(found), asSecureAs(via, found));
		}
		this.#learnt = [...learnt.values()];
	}

	lost(address: ServerAddress): void {
		this.#given = last(this.#given, address);
		this.#learnt = last(this.#learnt, address);
	}
}

/** Servers are announced as bare `IP:port`: TLS, the name in the certificate and the login are those of who told. */
function asSecureAs(via: ServerAddress, found: ServerAddress): ServerAddress {
	const certificateName = via.certificateName ?? via.host;
	const shown = via.tls ? found.shown.replace(/^nats:/, 'tls:') : found.shown;
	const address = { ...found, tls: via.tls, shown, credentialsOf: via.credentialsOf ?? via.shown };
	return isIP(found.host) && !isIP(certificateName) ? { ...address, certificateName } : address;
}

function placeOf(address: ServerAddress): string {
	return `${address.host} ${address.port}`;
}

function last(servers: readonly ServerAddress[], address: ServerAddress): readonly ServerAddress[] {
	const found = servers.filter((one) => one === address);
	return [...servers.filter((one) => one !== address), ...found];
}
