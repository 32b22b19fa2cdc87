import { resolve } from 'node:path';
import type { Context, Environment } from './context.ts';
import { type FieldName, fields, type Layer, type Values } from './option-values.ts';
import type { Auth } from './secrets.ts';

/** What makes a line of the nats CLI reach the server and account of the deck. Contains no secret. */
export interface CliReach {
	/** Assignments before the command, for a POSIX shell: secrets to set there, and variables that would select another server. */
	readonly variables: readonly string[];
	/** Flags of the connection. */
	readonly connection: readonly string[];
	/** Flags of the domain, or of the prefix of the API. */
	readonly api: readonly string[];
}

/** A value for the nats CLI; `hidden` for one that is never printed. */
type CliValue = { readonly text: string } | 'hidden';
type CliValues = Readonly<Partial<Record<FieldName, CliValue>>>;

/** How the user is authenticated, and the source of that. */
export interface CliLogin {
	readonly auth: Auth;
	readonly layer: Layer;
	/** The password is not typed yet. */
	readonly asks: boolean;
}

interface Reaching {
	/** The context in use, and what selected it. */
	readonly context?: { readonly context: Context; readonly nameOrPath: string } | undefined;
	/** Where the values in use come from. */
	readonly values: Values;
	/** Addresses without user information. */
	readonly servers: readonly string[];
	/** Undefined where nobody logs in. */
	readonly login: CliLogin | undefined;
	readonly tls: { readonly first: boolean; readonly ca?: string; readonly cert?: string; readonly key?: string };
	readonly domain?: string | undefined;
	readonly apiPrefix?: string | undefined;
	readonly inboxPrefix?: string | undefined;
	/** The variables of the shell for the line. */
	readonly shell: Environment;
}

const logins = ['user', 'password', 'token', 'creds', 'nkey', 'jwt', 'seed'] as const satisfies readonly FieldName[];
const options: readonly FieldName[] = ['url', ...logins, 'cert', 'key', 'ca', 'inboxPrefix', 'socksProxy'];

/**
 * The context if it leads to the server, with what is given besides; else no context, and all options that lead there. In the nats CLI
 * variables override a context: those that the deck ignores are unset.
 */
export function cliReach(reaching: Reaching): CliReach {
	const { shell, tls } = reaching;
	const used = usable(reaching);
	const wanted = wantedOf(reaching);
	const fromContext = (name: FieldName): boolean => used !== undefined && layerOf(name, reaching) === 'context';
	const flags: string[] = [];
	const variables: string[] = [];
	for (const name of options) {
		const { flag, env } = fields[name] as { readonly flag?: readonly [string, string]; readonly env?: string };
		const value = fromContext(name) ? undefined : wanted[name];
		if (value !== undefined && value !== 'hidden' && flag !== undefined) flags.push(`${flag[1]}=${value.text}`);
		else if (value !== undefined && env !== undefined) variables.push(`${env}="\${${env}:?${unprinted}}"`);
		else if (env !== undefined && shell[env]) variables.push(`${env}=`);
	}
	const where = used === undefined ? '--no-context' : `--context=${used}`;
	const isFirst = used !== undefined && reaching.context?.context.values.tls_first === true;
	const first = tls.first === isFirst ? [] : [tls.first ? '--tlsfirst' : '--no-tlsfirst'];
	return { variables, connection: [where, ...flags, ...first], api: apiFlags(reaching, used) };
}

/** The shell prints this if the variable is not set, and does not run the line. */
const unprinted = 'is not printed, set it';

/** The reach after a typed login: of this user, or without one, of a token. */
export function reachWith(user: string | undefined, { variables, connection, api }: CliReach): CliReach {
	const { user: asUser, password, token } = fields;
	const others = variables.filter((each) => !each.startsWith(`${asUser.env}=`));
	if (user !== undefined) {
		// After the address, as if it had been known from the start.
		const [behind, flag] = [connection.findIndex((each) => each.startsWith(`${fields.url.flag[1]}=`)), asUser.flag[1]];
		return { variables: others, connection: connection.toSpliced(behind + 1, 0, `${flag}=${user}`), api };
	}
	const asToken = (each: string): string =>
		each.startsWith(`${password.env}=`) ? each.replaceAll(password.env, token.env) : each;
	return { variables: others.map(asToken), connection, api };
}

function wantedOf({ servers, login, tls, inboxPrefix }: Reaching): CliValues {
	const texts = {
		url: servers.join(','),
		cert: fileOf(tls.cert),
		key: fileOf(tls.key),
		ca: fileOf(tls.ca),
		inboxPrefix,
	};
	const given = Object.entries(texts).flatMap(([name, text]) =>
		text === undefined ? [] : [[name, { text }] as const],
	);
	return { ...(login && loginOf(login.auth, login.asks)), ...Object.fromEntries(given) };
}

/** The name of a file is no secret, nor is that of a user with a password. */
function loginOf(auth: Auth, asks: boolean): CliValues {
	switch (auth.kind) {
		case 'user':
			// Until a password is typed, it may be a token.
			if (asks) return { user: 'hidden', password: 'hidden' };
			return { user: { text: auth.user }, ...(auth.password !== '' && { password: 'hidden' }) };
		case 'token':
			return { token: 'hidden' };
		case 'creds':
		case 'nkey':
			return { [auth.kind]: auth.source.from === 'file' ? { text: resolve(auth.source.path) } : 'hidden' };
		case 'jwt':
			return { jwt: 'hidden', ...(auth.seed !== undefined && { seed: 'hidden' }) };
		default:
			return auth satisfies never;
	}
}

const fileOf = (path: string | undefined): string | undefined => (path === undefined ? undefined : resolve(path));

function layerOf(name: FieldName, { values, login }: Reaching): Layer | undefined {
	if ((logins as readonly string[]).includes(name)) return login?.layer;
	// Without any the address is the default of both programs.
	return values[name]?.layer ?? (name === 'url' ? 'context' : undefined);
}

/** The context for the nats CLI; undefined if it contains something that no flag can override. */
function usable({ context, login, apiPrefix }: Reaching): string | undefined {
	if (context === undefined) return undefined;
	const { values } = context.context;
	const logsIn = logins.some((name) => values[fields[name].context]) || values.nsc || values.url?.includes('@');
	if (logsIn && login?.layer !== 'context') return undefined;
	// In the nats CLI the domain wins.
	if (values.jetstream_domain && apiPrefix !== undefined) return undefined;
	return context.nameOrPath === context.context.about.name ? context.nameOrPath : resolve(context.nameOrPath);
}

function apiFlags({ values, domain, apiPrefix }: Reaching, used: string | undefined): readonly string[] {
	const given = (layer: Layer | undefined): boolean => used === undefined || layer !== 'context';
	if (domain !== undefined) return given(values.domain?.layer) ? [`--js-domain=${domain}`] : [];
	if (apiPrefix === undefined) return [];
	return given(values.apiPrefix?.layer) ? [`--js-api-prefix=${apiPrefix}`] : [];
}
