import { isIP } from 'node:net';
import { parseServers, type ServerAddress } from './server-url.ts';

/**
 * The servers for a link: the given ones, then those that a connected server announced (`connect_urls` of INFO). The
 * given order stays; a lost server moves after the others of its kind.
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

	/** Tried after the given ones: they may be reachable only from inside the cluster. */
	get learnt(): readonly ServerAddress[] {
		return this.#learnt;
	}

	/** Takes the cluster that the server at `via` announces; servers that it no longer names are forgotten. */
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

/** Servers are announced as bare `IP:port`: TLS, the certificate name and the login are those of the announcing server. */
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
