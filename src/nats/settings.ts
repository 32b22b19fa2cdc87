import { type CliLogin, cliReach, reachWith } from './cli-reach.ts';
import { type Context, contextNames, defaultUrl, type Environment, readContext, selectedContext } from './context.ts';
import { loadCredentials } from './credentials.ts';
import { parseDuration } from './duration.ts';
import { type Identity, identityFrom, identityOfUrl, type LoginFrom } from './identity.ts';
import type { ConnectProblem, Target } from './link.ts';
import { type ConnectionOptions, layerOfRank, pickValues, rank, type Values } from './option-values.ts';
import { subjectRules } from './prefix.ts';
import { expandPath } from './reference.ts';
import { type Auth, Secrets } from './secrets.ts';
import { type ParsedServer, parseServers } from './server-url.ts';
import type { Settings, TlsSettings } from './settings-types.ts';
import { tlsFault } from './tls-material.ts';

export type { ConnectionOptions } from './option-values.ts';
export type { Settings } from './settings-types.ts';

export type ResolvedSettings =
	| { readonly ok: true; readonly settings: Settings }
	| { readonly ok: false; readonly problem: ConnectProblem };

const defaultTimeoutMs = 5_000;

/** Thrown inside this file only, to leave a resolution half-way. */
class Refusal extends Error {}

/**
 * Works out the server and login from the command line, the environment and a context of the nats CLI, with its
 * precedence. Credentials are read once to find mistakes early, and again at each connection. `shell`: the variables of the shell
 * for lines of the nats CLI, if the connection does not follow all of them.
 */
export async function resolveSettings(
	options: ConnectionOptions,
	env: Environment,
	shell: Environment = env,
): Promise<ResolvedSettings> {
	try {
		return { ok: true, settings: await resolve(options, env, shell) };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return { ok: false, problem: { kind: 'config', address: '', message: error.message, advice } };
	}
}

const advice = 'Correct the option, the environment variable or the context it comes from.';

/** The settings with the typed secret. An empty password makes the user name a token, as in the nats CLI. */
export function withSecret(settings: Settings, secret: { readonly password: string }): Settings {
	const { needs: _answered, ...rest } = settings;
	const user = settings.secrets.userWith(secret.password);
	const identity = user === undefined ? 'a token' : `user ${user}`;
	const secrets = settings.secrets.withPassword(secret.password);
	const cli = reachWith(user, settings.target.cli);
	return { ...rest, target: { ...settings.target, identity, cli }, secrets, loginFrom: 'elsewhere' };
}

async function resolve(options: ConnectionOptions, env: Environment, shell: Environment): Promise<Settings> {
	const { context, nameOrPath, notes: contextNotes } = await chooseContext(options, env);
	const values = pickValues(options, env, context);
	if (values.socksProxy) throw new Refusal(`${values.socksProxy.source}: jetdeck does not support SOCKS proxies.`);
	const servers = take(parseServers(values.url?.text ?? defaultUrl, values.url?.source ?? 'The default')).servers;
	const identity = take(await identityFrom(values, env, options.interactive === true)).value;
	const { secrets, words, from, login } = secretsFor(servers, identity, values);
	const tls = tlsFrom(values, options, context, env);
	const prefixes = take(subjectRules(values));
	const target: Target = {
		...labelOf(context, values, servers[0]?.address.shown ?? defaultUrl),
		servers: servers.map(({ address }) => address.shown),
		timeoutMs: timeoutFrom(values),
		identity: words,
		cli: cliReach({
			context: context && { context, nameOrPath: nameOrPath ?? context.about.name },
			values,
			servers: servers.map(({ address }) => address.shown),
			login,
			tls,
			...prefixes.target,
			inboxPrefix: prefixes.inboxPrefix,
			shell,
		}),
		notes: [
			...contextNotes,
			...urlNotes(values, context, from === 'nobody' ? '' : ` jetdeck logs in with ${words}.`),
			...identity.notes,
		],
		...(context ? { context: context.about } : {}),
		...prefixes.target,
		...(options.dialect !== undefined && options.dialect !== 'auto' && { dialect: options.dialect }),
	};
	await proveUsable(identity.auths, tls, values);
	return {
		target,
		servers: servers.map(({ address }) => address),
		tls,
		secrets,
		loginFrom: from,
		...(prefixes.inboxPrefix === undefined ? {} : { inboxPrefix: prefixes.inboxPrefix }),
		...(identity.needs ? { needs: identity.needs } : {}),
	};
}

/** If another URL replaces that of the context, the label has both: the name alone would name the wrong server. */
function labelOf(
	context: Context | undefined,
	{ url }: Values,
	address: string,
): Pick<Target, 'label' | 'beforeServer'> {
	if (context === undefined) return { label: address, beforeServer: '' };
	const { name } = context.about;
	if (url === undefined || url.layer === 'context') return { label: name };
	return { label: `${name} @ ${address}`, beforeServer: `${name} @ ` };
}

function take<T extends { readonly ok: true }>(result: T | { readonly ok: false; readonly message: string }): T {
	if (result.ok) return result;
	throw new Refusal(result.message);
}

interface Chosen {
	readonly context?: Context;
	/** What selected it. */
	readonly nameOrPath?: string;
	readonly notes: readonly string[];
}

/** `--context`, else `NATS_CONTEXT`, else the selected one; a selection that does not exist counts as none. */
async function chooseContext(options: ConnectionOptions, env: Environment): Promise<Chosen> {
	if (options.context === false) return { notes: [] };
	const named = options.context || env.NATS_CONTEXT;
	const name = named || (await selectedContext(env));
	if (!name) return { notes: [] };
	const read = await readContext(name, env, options.production);
	if (read.ok) return { context: read.context, nameOrPath: name, notes: [] };
	if (!read.missing) throw new Refusal(read.message);
	if (!named) return { notes: [`The selected context ${name} does not exist; jetdeck ignores it.`] };
	const known = await contextNames(env);
	const list = known.length === 0 ? 'There are no contexts.' : `Contexts: ${known.join(', ')}.`;
	throw new Refusal(
		`There is no context ${JSON.stringify(name)} (${options.context ? '--context' : 'NATS_CONTEXT'}). ${list}`,
	);
}

/** User information in a URL applies to that server, unless a higher place has credentials. */
function secretsFor(
	servers: readonly ParsedServer[],
	identity: Identity,
	values: Values,
): {
	readonly secrets: Secrets;
	readonly words: string;
	readonly from: LoginFrom;
	readonly login: CliLogin | undefined;
} {
	const urlRank = values.url ? rank[values.url.layer] : 0;
	const [auth] = identity.auths;
	const layer = layerOfRank(identity.rank);
	const given = auth && layer && { auth, layer, asks: identity.needs !== undefined };
	const { words: own, from } = identity;
	if (identity.rank > urlRank) return { secrets: new Secrets(identity.auths), words: own, from, login: given };
	const byServer = new Map<string, readonly Auth[]>();
	let words: string | undefined;
	let login: CliLogin | undefined;
	for (const { address, userInfo } of servers) {
		if (!userInfo) continue;
		const its = identityOfUrl(userInfo);
		byServer.set(address.shown, [its.auth]);
		words ??= `${its.words} of the URL`;
		login ??= { auth: its.auth, layer: values.url?.layer ?? 'flag', asks: false };
	}
	const secrets = new Secrets(identity.auths, byServer);
	if (words === undefined) return { secrets, words: own, from, login: given };
	return { secrets, words, from: 'elsewhere', login: login ?? given };
}

function tlsFrom(
	values: Values,
	options: ConnectionOptions,
	context: Context | undefined,
	env: Environment,
): TlsSettings {
	const { ca, cert, key } = values;
	if (cert && !key) throw new Refusal(`${cert.source} needs its key; give it with --tlskey.`);
	if (key && !cert) throw new Refusal(`${key.source} needs its certificate; give it with --tlscert.`);
	return {
		first: options.tlsfirst ?? context?.values.tls_first ?? false,
		...(ca ? { ca: expandPath(ca.text, env) } : {}),
		...(cert ? { cert: expandPath(cert.text, env) } : {}),
		...(key ? { key: expandPath(key.text, env) } : {}),
	};
}

function timeoutFrom({ timeout }: Values): number {
	if (!timeout) return defaultTimeoutMs;
	return take(parseDuration(timeout.text, timeout.source)).ms;
}

/** An exported NATS_URL easily sends the credentials of one place to a server of another, hence the note. */
function urlNotes({ url }: Values, context: Context | undefined, kept: string): readonly string[] {
	if (!context || !url || url.layer === 'context') return [];
	return [`${url.source} replaces the URL of the context ${context.about.name}.${kept}`];
}

/** Mistakes in files are found before anything is connected to. */
async function proveUsable(auths: readonly Auth[], tls: TlsSettings, { ca, cert, key }: Values): Promise<void> {
	for (const auth of auths) take(await loadCredentials(auth));
	const sources = {
		...(ca && { ca: ca.source }),
		...(cert && { cert: cert.source }),
		...(key && { key: key.source }),
	};
	const fault = await tlsFault(tls, sources);
	if (fault !== undefined) throw new Refusal(fault);
}
