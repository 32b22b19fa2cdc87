import { isIPv6 } from 'node:net';

/** Where one server listens. Holds no user information. */
export interface ServerAddress {
	readonly host: string;
	readonly port: number;
	/** The URL has `tls://`: a connection without TLS is refused. */
	readonly tls: boolean;
	/** How it is written for people: `nats://host:4222`. */
	readonly shown: string;
	/** The name its certificate is checked against, where that is not `host`: an address learnt from another server. */
	readonly certificateName?: string;
	/** The `shown` address of the server whose URL has the login: for an address learnt from that server. */
	readonly credentialsOf?: string;
}

/** The part of a URL before the `@`. */
export interface UserInfo {
	readonly user: string;
	readonly password?: string;
}

export interface ParsedServer {
	readonly address: ServerAddress;
	readonly userInfo?: UserInfo;
}

export type ParsedServers =
	| { readonly ok: true; readonly servers: readonly ParsedServer[] }
	| { readonly ok: false; readonly message: string };

const defaultPort = 4222;
const wholeUrls = 'write a URL with a user name completely, nats://user:password@host, and a comma in it as %2C';
const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;

const schemeRules: Readonly<Record<string, { readonly tls: boolean } | { readonly refuse: string }>> = {
	nats: { tls: false },
	tcp: { tls: false },
	tls: { tls: true },
	ws: { refuse: 'WebSocket URLs are not supported; use the nats:// or tls:// port of that server' },
	wss: { refuse: 'WebSocket URLs are not supported; use the nats:// or tls:// port of that server' },
};

/** Node builds a large expression for isIPv6; most hosts do not need it. */
const isAddress6 = (host: string): boolean => /:.*:/.test(host) && isIPv6(host);

/** Writes an address for people and for the client; IPv6 hosts get their brackets. */
function showAddress(host: string, port: number, tls: boolean): string {
	return `${tls ? 'tls' : 'nats'}://${isAddress6(host) ? `[${host}]` : host}:${port}`;
}

/** A URL without its `user:password@`, for the screen. To be safe it hides everything up to the last `@`. */
export function withoutUserInfo(url: string): string {
	return url.includes('@') ? `${scheme.exec(url)?.[0] ?? ''}${url.slice(url.lastIndexOf('@') + 1)}` : url;
}

/**
 * Reads a comma-separated list of server URLs. The scheme may be left out (`nats://`), and the port (4222).
 * @param source what the list was given by, such as `--server`; named in the error
 */
export function parseServers(text: string, source: string): ParsedServers {
	const servers: ParsedServer[] = [];
	const parts = text.split(',').filter((part) => part.trim() !== '');
	// The rest of a password after a comma looks so. The part before it would be shown as a host.
	if (parts.slice(1).some((part) => part.includes('@') && !scheme.test(part.trim())))
		return { ok: false, message: `${source}: ${wholeUrls}.` };
	for (const one of parts) {
		const parsed = parseServer(one.trim());
		if (typeof parsed === 'string') return { ok: false, message: `${source}: ${parsed}.` };
		servers.push(parsed);
	}
	if (servers.length === 0)
		return { ok: false, message: `${source} names no server; a URL looks like nats://host:4222.` };
	return { ok: true, servers };
}

function parseServer(text: string): ParsedServer | string {
	const name = scheme.exec(text)?.[1]?.toLowerCase() ?? 'nats';
	const rule = schemeRules[name];
	if (!rule) return `${name}:// is not a NATS URL; use nats:// or tls://`;
	if ('refuse' in rule) return rule.refuse;
	const bare = text.replace(scheme, '');
	const unescaped = unescapedIn(bare);
	if (unescaped !== undefined) return unescaped;
	const url = parseUrl(`nats://${isAddress6(bare) ? `[${bare}]` : bare}`);
	if (!url?.hostname) return whyNot(text);
	const port = url.port === '' ? defaultPort : Number(url.port);
	if (port < 1) return whyNot(text);
	const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
	const address = { host, port, tls: rule.tls, shown: showAddress(host, port, rule.tls) };
	const userInfo = readUserInfo(url);
	return userInfo ? { address, userInfo } : { address };
}

/** Characters that end the host of a URL, and must be escaped before the `@`. */
const escapes: readonly (readonly [character: string, written: string])[] = [
	['/', '%2F'],
	['?', '%3F'],
	['#', '%23'],
];

/** The rule for a user name, password or token that would end the host; the value itself is not shown. */
function unescapedIn(bare: string): string | undefined {
	const before = bare.slice(0, Math.max(0, bare.lastIndexOf('@')));
	const found = escapes.filter(([character]) => before.includes(character));
	if (found.length === 0) return undefined;
	const written = found.map(([character, code]) => `${character} as ${code}`).join(', ');
	return `in a user name, password or token inside a URL, write ${written}`;
}

/** An invalid port may be a password whose `@host` was left out: it is not repeated. */
function whyNot(text: string): string {
	const address = withoutUserInfo(text);
	const [, before, port] = /^((?:[a-z][a-z0-9+.-]*:\/\/)?[^:]+):([^:\]]*)$/i.exec(address) ?? [];
	if (port === undefined) return `${JSON.stringify(address)} is not a server URL such as nats://host:4222`;
	return `the port after ${JSON.stringify(before)} must be a number from 1 to 65535, as in nats://host:4222`;
}

function parseUrl(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}

function readUserInfo(url: URL): UserInfo | undefined {
	if (url.username === '' && url.password === '') return undefined;
	const user = decode(url.username);
	return url.password === '' ? { user } : { user, password: decode(url.password) };
}

/** A `%` that starts no escape means itself, as people write it in passwords. */
function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
