import type { Environment } from './context.ts';
import { type FieldName, rank, type Value, type Values } from './option-values.ts';
import { expandPath, type Resolved, secretFile, secretText, showPath } from './reference.ts';
import type { Auth } from './secrets.ts';
import type { UserInfo } from './server-url.ts';

/** Where a login comes from: a file is read again at each attempt. */
export type LoginFrom = 'nobody' | 'file' | 'elsewhere';

/** The login. */
export interface Identity {
	readonly auths: readonly Auth[];
	/** In words, without secrets: `user ops`. */
	readonly words: string;
	readonly from: LoginFrom;
	readonly notes: readonly string[];
	readonly needs?: 'password';
	/** Rank of the place it comes from; 0 for nobody. */
	readonly rank: number;
}

type Kind = 'user' | 'creds' | 'nkey' | 'jwt' | 'token';

/** The order in which natscontext looks for credentials: in one place the first kind counts. */
const kinds: readonly Kind[] = ['user', 'creds', 'nkey', 'jwt', 'token'];

/**
 * Decides which credentials to use. The command line overrides the environment, which overrides the
 * context; of several kinds in one place natscontext's order decides. Unlike in the nats CLI, credentials that
 * were given explicitly always win over a user name in the context.
 */
export async function identityFrom(
	values: Values,
	env: Environment,
	interactive: boolean,
): Promise<Resolved<Identity>> {
	const present = kinds.filter((kind) => values[kind]);
	const best = Math.max(0, ...present.map((kind) => rankOf(values[kind])));
	const kind = present.find((one) => rankOf(values[one]) === best);
	const value = kind && values[kind];
	if (!value) return values.nsc ? needsNsc(values.nsc) : { ok: true, value: nobody(values, env) };
	const made = await makers[kind]({ values, env, interactive, value });
	if (!made.ok) return made;
	return { ok: true, value: { notes: [], from: 'elsewhere', ...made.value, rank: best } };
}

/** The login in a URL. Without a password it is a token, as in every NATS client. */
export function identityOfUrl({ user, password }: UserInfo): { readonly auth: Auth; readonly words: string } {
	return password === undefined
		? { auth: { kind: 'token', token: user }, words: 'a token' }
		: { auth: { kind: 'user', user, password }, words: `user ${user}` };
}

/** A user that has no password is sent as a token: the nats CLI does so. */
function userIdentity(user: string, password: string): { readonly auths: readonly Auth[]; readonly words: string } {
	return password === ''
		? { auths: [{ kind: 'token', token: user }], words: 'a token' }
		: { auths: [{ kind: 'user', user, password }], words: `user ${user}` };
}

type Made = Omit<Identity, 'rank' | 'notes' | 'from'> & Partial<Pick<Identity, 'notes' | 'from'>>;
interface Given {
	/** The value for this kind of credentials. */
	readonly value: Value;
	readonly values: Values;
	readonly env: Environment;
	readonly interactive: boolean;
}

type Maker = (given: Given) => Promise<Resolved<Made>>;

const makers: Readonly<Record<Kind, Maker>> = {
	user: async ({ value: user, values, env, interactive }) => {
		const given = passwordFor(user, values.password);
		if (given) {
			const password = await secretText(given, env);
			return password.ok ? { ok: true, value: userIdentity(user.text, password.value) } : password;
		}
		const auths: readonly Auth[] = [{ kind: 'user', user: user.text, password: '' }];
		// It may be a token: show it only after a password proves that it is a user name.
		if (interactive && user.layer === 'flag')
			return { ok: true, value: { auths, words: 'a user whose password you type', needs: 'password' } };
		if (user.layer === 'context') return { ok: true, value: { auths, words: `user ${user.text}` } };
		const notes = [`jetdeck sends ${user.source} without a password as a token, as the nats CLI does.`];
		return { ok: true, value: { ...userIdentity(user.text, ''), notes } };
	},
	token: async ({ value, env }) => {
		const token = await secretText(value, env);
		return token.ok ? { ok: true, value: { auths: [{ kind: 'token', token: token.value }], words: 'a token' } } : token;
	},
	creds: async ({ value, env }) => fileIdentity('creds', value, 'credentials', env),
	nkey: async ({ value, env }) => fileIdentity('nkey', value, 'nkey', env),
	jwt: async ({ value, values, env }) => {
		const jwt = await secretText(value, env);
		if (!jwt.ok) return jwt;
		const seed = values.seed ? await secretText(values.seed, env) : undefined;
		if (seed && !seed.ok) return seed;
		const auth: Auth = { kind: 'jwt', jwt: jwt.value, ...(seed ? { seed: seed.value } : {}) };
		return { ok: true, value: { auths: [auth], words: 'user JWT' } };
	},
};

function fileIdentity(kind: 'creds' | 'nkey', value: Value, what: string, env: Environment): Resolved<Made> {
	const source = secretFile(value, env);
	if (!source.ok) return source;
	const auths: readonly Auth[] = [{ kind, source: source.value }];
	return source.value.from === 'file'
		? { ok: true, value: { auths, words: `${what} file ${showPath(source.value.path, env)}`, from: 'file' } }
		: { ok: true, value: { auths, words: what } };
}

/** A password in the context belongs to the context's user: it is not sent with another user. */
function passwordFor(user: Value, password: Value | undefined): Value | undefined {
	return password?.layer === 'context' && user.layer !== 'context' ? undefined : password;
}

function nobody(values: Values, env: Environment): Identity {
	const none = { auths: [], notes: [], rank: 0 } as const;
	return values.cert
		? { ...none, words: `client certificate ${showPath(expandPath(values.cert.text, env), env)}`, from: 'elsewhere' }
		: { ...none, words: 'no credentials', from: 'nobody' };
}

function needsNsc({ source }: Value): Resolved<Identity> {
	return {
		ok: false,
		message: `${source}: nsc stores the credentials, and jetdeck does not run nsc; write them to a file with "nsc generate creds" and use --creds.`,
	};
}

function rankOf(value: Values[FieldName]): number {
	return value ? rank[value.layer] : 0;
}
