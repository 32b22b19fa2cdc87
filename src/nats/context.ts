import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { fileFault } from './file-fault.ts';
import { readSmallFile } from './read-file.ts';
import { parseServers } from './server-url.ts';

/** The description in the context file of the nats CLI. */
export interface TargetContext {
	readonly name: string;
	readonly description?: string;
	/** `color_scheme` of the context file. */
	readonly colorScheme?: string;
	/** The name or description says that this is production. */
	readonly production: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** One context of the nats CLI, without anything secret. */
export interface ContextSummary {
	readonly name: string;
	readonly description?: string;
	/** Its server URLs without user information, comma-separated. */
	readonly url: string;
	/** `nats context select` chose it. */
	readonly selected: boolean;
	readonly colorScheme?: string;
	readonly production: boolean;
	/** Why it cannot be used. */
	readonly problem?: string;
}

const text = v.nullish(v.string());

/** The keys of a context file, as the nats CLI names them; keys of newer versions are allowed. */
const contextSchema = v.looseObject({
	description: text,
	url: text,
	socks_proxy: text,
	token: text,
	user: text,
	password: text,
	creds: text,
	nkey: text,
	cert: text,
	key: text,
	ca: text,
	nsc: text,
	jetstream_domain: text,
	jetstream_api_prefix: text,
	jetstream_event_prefix: text,
	inbox_prefix: text,
	user_jwt: text,
	user_seed: text,
	color_scheme: text,
	tls_first: v.nullish(v.boolean()),
	windows_cert_store: text,
});

type ContextValues = v.InferOutput<typeof contextSchema>;

/** A context as it was read. Its values may be secret: never show or store them. */
export interface Context {
	readonly about: TargetContext;
	readonly values: ContextValues;
}

export type ReadContext =
	| { readonly ok: true; readonly context: Context }
	| { readonly ok: false; readonly message: string; readonly missing: boolean };

/** The words in a name or description that mark a context as production. */
const productionPattern = /\bprod(uction)?\b/i;

export const defaultUrl = 'nats://127.0.0.1:4222';

/** Home directory of the environment given. */
export function homeOf(env: Environment): string {
	return env.HOME || homedir();
}

/** Every context of the nats CLI, by name. Files that cannot be used are listed with the reason. */
export async function listContexts(
	env: Environment,
	production: RegExp = productionPattern,
): Promise<readonly ContextSummary[]> {
	const [names, selected] = await Promise.all([contextNames(env), selectedContext(env)]);
	return Promise.all(names.map((name) => summaryOf(name, name === selected, env, production)));
}

/** Names of the contexts there are, sorted. */
export async function contextNames(env: Environment): Promise<readonly string[]> {
	try {
		const entries = await readdir(contextFolder(env), { withFileTypes: true });
		return entries
			.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
			.map((entry) => entry.name.slice(0, -'.json'.length))
			.filter(isContextName)
			.sort();
	} catch {
		return [];
	}
}

/** The name that `nats context select` stored, undefined if none. The context need not exist. */
export async function selectedContext(env: Environment): Promise<string | undefined> {
	try {
		const name = (await readSmallFile(join(rootOf(env), 'context.txt'))).trim();
		return isContextName(name) ? name : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Reads a context by name, or by the path of a file that ends in `.json`. `missing` distinguishes a missing context
 * from a broken one.
 */
export async function readContext(
	nameOrPath: string,
	env: Environment,
	production: RegExp = productionPattern,
): Promise<ReadContext> {
	const path = nameOrPath.endsWith('.json') && !(await contextNames(env)).includes(nameOrPath) ? nameOrPath : undefined;
	const name = path === undefined ? nameOrPath : basename(path, '.json');
	if (path === undefined && !isContextName(name)) {
		return { ok: false, missing: true, message: `${JSON.stringify(name)} cannot be the name of a context.` };
	}
	const file = path ?? join(contextFolder(env), `${name}.json`);
	try {
		return parseContext(name, await readSmallFile(file), production);
	} catch (error) {
		const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		return { ok: false, missing, message: `The context file ${file} cannot be used: ${fileFault(error)}.` };
	}
}

function parseContext(name: string, json: string, production: RegExp): ReadContext {
	const broken = (why: string): ReadContext => ({
		ok: false,
		missing: false,
		message: `The context ${name} cannot be used: ${why}.`,
	});
	const value = parseJson(json);
	if (value === undefined) return broken('its file is not JSON');
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		return broken('its file is not a JSON object');
	const parsed = v.safeParse(contextSchema, lowerKeys(value));
	// The message of an issue would quote the value, which may be a password: show only the key.
	if (!parsed.success) {
		const key = parsed.issues[0].path?.[0]?.key;
		return broken(`its key ${String(key)} has a value of the wrong type`);
	}
	const { description, color_scheme: colorScheme } = parsed.output;
	const about: TargetContext = {
		name,
		production: production.test(name) || production.test(description ?? ''),
		...(description ? { description } : {}),
		...(colorScheme ? { colorScheme } : {}),
	};
	return { ok: true, context: { about, values: parsed.output } };
}

/** The nats CLI reads `URL` as `url`, like all of Go; of several the last one counts. */
const lowerKeys = (value: object): object =>
	Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toLowerCase(), each]));

function parseJson(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

async function summaryOf(
	name: string,
	selected: boolean,
	env: Environment,
	production: RegExp,
): Promise<ContextSummary> {
	const read = await readContext(name, env, production);
	if (!read.ok) return { name, url: '', selected, production: production.test(name), problem: read.message };
	const { about, values } = read.context;
	const servers = parseServers(values.url || defaultUrl, `The url of the context ${name}`);
	return servers.ok
		? { ...about, selected, url: servers.servers.map(({ address }) => address.shown).join(', ') }
		: { ...about, selected, url: '', problem: servers.message };
}

/** What natscontext refuses in a name: path separators and `..`; and what no file name should contain. */
function isContextName(name: string): boolean {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
	return name !== '' && !name.includes('..') && !/[/\\\u0000-\u001f\u007f]/.test(name);
}

function rootOf(env: Environment): string {
	return join(env.XDG_CONFIG_HOME || join(homeOf(env), '.config'), 'nats');
}

/** Where the nats CLI keeps its contexts. */
export function contextFolder(env: Environment): string {
	return join(rootOf(env), 'context');
}
