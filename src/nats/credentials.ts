import type { Authenticator } from 'nats';
import {
	jwtAuthenticator,
	nkeyAuthenticator,
	nkeys,
	tokenAuthenticator,
	usernamePasswordAuthenticator,
} from 'nats/lib/src/nats-base-client.js';
import { isRecord } from '../format/is.ts';
import { fileFault } from './file-fault.ts';
import { readSmallFile } from './read-file.ts';
import type { Auth, SecretSource } from './secrets.ts';
import type { Settings } from './settings-types.ts';

/** What a client presents to the server, and when it expires if it contains that (ms since the epoch). */
interface Credentials {
	readonly authenticator: Authenticator;
	readonly expiresAt?: number;
}

export type LoadedCredentials =
	| { readonly ok: true; readonly credentials: Credentials }
	| { readonly ok: false; readonly message: string };

/**
 * The public key of the account that these settings log in to, where their credentials say it: the issuer of a user's JWT, or the
 * account that a signing key issued it for. A user with a password, a token or a bare nkey does not say it.
 */
export async function accountOf({
	servers,
	secrets,
}: Pick<Settings, 'servers' | 'secrets'>): Promise<string | undefined> {
	const accounts = await Promise.all(servers.map((server) => accountOfLogin(secrets.forServer(server))));
	const [first] = accounts;
	return accounts.every((each) => each === first) ? first : undefined;
}

async function accountOfLogin([auth, ...others]: readonly Auth[]): Promise<string | undefined> {
	if (auth === undefined || others.length > 0) return undefined;
	if (auth.kind === 'jwt') return accountOfJwt(auth.jwt);
	if (auth.kind !== 'creds') return undefined;
	const { source } = auth;
	const text = source.from === 'text' ? source.text : await readSmallFile(source.path).catch(() => '');
	return accountOfJwt(text.matchAll(credsBlock).next().value?.[1] ?? '');
}

function accountOfJwt(jwt: string): string | undefined {
	const { iss, nats } = claimsOf(jwt);
	const account = (isRecord(nats) ? nats.issuer_account : undefined) ?? iss;
	return typeof account === 'string' && /^A[A-Z2-7]{55}$/.test(account) ? account : undefined;
}

const credsBlock = /-{3,}[^\n]*-{3,}\r?\n\s*([^\s-][^\s]*)\s*\r?\n-{3,}/g;

/**
 * Reads what the client presents to the server. Files are read at each call, so that the next connection uses a renewed
 * file. A failure names the file and the reason, without its content.
 */
export async function loadCredentials(auth: Auth): Promise<LoadedCredentials> {
	switch (auth.kind) {
		case 'user':
			return loaded(usernamePasswordAuthenticator(auth.user, auth.password));
		case 'token':
			return loaded(tokenAuthenticator(auth.token));
		case 'jwt':
			return fromJwt(auth.jwt, auth.seed, 'NATS_JWT and NATS_SEED or the context');
		case 'creds':
			return fromSource(auth.source, 'credentials', fromCreds);
		case 'nkey':
			return fromSource(auth.source, 'nkey', fromSeed);
		default:
			return auth satisfies never;
	}
}

async function fromSource(
	source: SecretSource,
	what: string,
	read: (text: string, where: string) => LoadedCredentials,
): Promise<LoadedCredentials> {
	if (source.from === 'text') return read(source.text, `The ${what} given`);
	try {
		return read(await readSmallFile(source.path), `The ${what} file ${source.path}`);
	} catch (error) {
		return { ok: false, message: `The ${what} file ${source.path} cannot be read: ${fileFault(error)}.` };
	}
}

function fromCreds(text: string, where: string): LoadedCredentials {
	const [jwt, seed] = [...text.matchAll(credsBlock)].map((found) => found[1]);
	if (!jwt || !seed) {
		return {
			ok: false,
			message: `${where} is not a NATS credentials file: it must contain a user JWT and a user seed.`,
		};
	}
	return fromJwt(jwt, seed, where);
}

function fromJwt(jwt: string, seed: string | undefined, where: string): LoadedCredentials {
	if (seed !== undefined && !isSeed(seed)) return { ok: false, message: `${where} contains an invalid user seed.` };
	const authenticator = jwtAuthenticator(jwt, seed === undefined ? undefined : new TextEncoder().encode(seed));
	const expiresAt = expiryOf(jwt);
	return loaded(authenticator, expiresAt);
}

function fromSeed(text: string, where: string): LoadedCredentials {
	const seed = text.split(/\s+/).find((word) => /^S[A-Z2-7]{57}$/.test(word));
	if (seed === undefined || !isSeed(seed))
		return { ok: false, message: `${where} contains no valid nkey seed, which starts with SU.` };
	return loaded(nkeyAuthenticator(new TextEncoder().encode(seed)));
}

function loaded(authenticator: Authenticator, expiresAt?: number): LoadedCredentials {
	return { ok: true, credentials: expiresAt === undefined ? { authenticator } : { authenticator, expiresAt } };
}

function isSeed(seed: string): boolean {
	try {
		nkeys.fromSeed(new TextEncoder().encode(seed));
		return true;
	} catch {
		return false;
	}
}

/** `exp` of a JWT, which is in seconds; undefined where it never expires or is not readable. */
function expiryOf(jwt: string): number | undefined {
	const { exp } = claimsOf(jwt);
	return typeof exp === 'number' && exp > 0 ? exp * 1000 : undefined;
}

function claimsOf(jwt: string): Readonly<Record<string, unknown>> {
	try {
		const claims: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
		return isRecord(claims) ? claims : {};
	} catch {
		return {};
	}
}
