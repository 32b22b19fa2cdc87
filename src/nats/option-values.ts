import type { Context, Environment } from './context.ts';

/** The options of a connection. An empty string counts as not given. */
export interface ConnectionOptions {
	/** One or more URLs, comma-separated. */
	readonly server?: string;
	/** A name, or the path of a context file ending in `.json`; false is none, not even the selected one. */
	readonly context?: string | false;
	readonly creds?: string;
	readonly nkey?: string;
	readonly user?: string;
	readonly password?: string;
	readonly token?: string;
	readonly tlscert?: string;
	readonly tlskey?: string;
	readonly tlsca?: string;
	readonly tlsfirst?: boolean;
	readonly jsDomain?: string;
	readonly jsApiPrefix?: string;
	readonly jsEventPrefix?: string;
	readonly inboxPrefix?: string;
	/** Milliseconds, or a duration as people write it: `5s`. */
	readonly timeout?: number | string;
	/** Somebody can type a password. */
	readonly interactive?: boolean;
	/** The dialect of the API; `auto` asks the server. */
	readonly dialect?: 'auto' | 'current' | 'preview';
	/** The words in a context's name or description that mark it as production. */
	readonly production?: RegExp;
}

/** Where a value comes from; a higher rank wins. */
export type Layer = 'flag' | 'env' | 'context';
export const rank: Readonly<Record<Layer, number>> = { flag: 3, env: 2, context: 1 };

/** The place of a rank; undefined for 0, which is none. */
export function layerOfRank(wanted: number): Layer | undefined {
	return (Object.keys(rank) as Layer[]).find((layer) => rank[layer] === wanted);
}

export interface Value {
	readonly text: string;
	readonly layer: Layer;
	/** Its source, for people: `--creds`, `NATS_CREDS`, `creds of the context prod`. */
	readonly source: string;
}

type TextOption = Exclude<
	keyof ConnectionOptions,
	'context' | 'tlsfirst' | 'interactive' | 'dialect' | 'production' | 'timeout'
>;

interface Field {
	readonly flag?: readonly [option: TextOption | 'timeout', written: string];
	readonly env?: string;
	readonly context?: string;
}

/** Where each value may come from; the names are those of the nats CLI. */
export const fields = {
	url: { flag: ['server', '--server'], env: 'NATS_URL', context: 'url' },
	user: { flag: ['user', '--user'], env: 'NATS_USER', context: 'user' },
	password: { flag: ['password', '--password'], env: 'NATS_PASSWORD', context: 'password' },
	token: { flag: ['token', '--token'], env: 'NATS_TOKEN', context: 'token' },
	creds: { flag: ['creds', '--creds'], env: 'NATS_CREDS', context: 'creds' },
	nkey: { flag: ['nkey', '--nkey'], env: 'NATS_NKEY', context: 'nkey' },
	jwt: { env: 'NATS_JWT', context: 'user_jwt' },
	seed: { env: 'NATS_SEED', context: 'user_seed' },
	nsc: { context: 'nsc' },
	cert: { flag: ['tlscert', '--tlscert'], env: 'NATS_CERT', context: 'cert' },
	key: { flag: ['tlskey', '--tlskey'], env: 'NATS_KEY', context: 'key' },
	ca: { flag: ['tlsca', '--tlsca'], env: 'NATS_CA', context: 'ca' },
	socksProxy: { env: 'NATS_SOCKS_PROXY', context: 'socks_proxy' },
	timeout: { flag: ['timeout', '--timeout'], env: 'NATS_TIMEOUT' },
	domain: { flag: ['jsDomain', '--js-domain'], context: 'jetstream_domain' },
	apiPrefix: { flag: ['jsApiPrefix', '--js-api-prefix'], context: 'jetstream_api_prefix' },
	eventPrefix: { flag: ['jsEventPrefix', '--js-event-prefix'], context: 'jetstream_event_prefix' },
	inboxPrefix: { flag: ['inboxPrefix', '--inbox-prefix'], context: 'inbox_prefix' },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof fields;
export type Values = Readonly<Partial<Record<FieldName, Value>>>;

/** Picks each value from the command line, else the environment, else the context. */
export function pickValues(options: ConnectionOptions, env: Environment, context: Context | undefined): Values {
	const picked: Partial<Record<FieldName, Value>> = {};
	for (const name of Object.keys(fields) as FieldName[]) {
		const value = pick(fields[name], options, env, context);
		if (value) picked[name] = value;
	}
	return picked;
}

function pick(
	field: Field,
	options: ConnectionOptions,
	env: Environment,
	context: Context | undefined,
): Value | undefined {
	const flagged = field.flag && options[field.flag[0]];
	if (field.flag && flagged !== undefined && flagged !== '') {
		const text = typeof flagged === 'number' ? `${flagged}ms` : flagged;
		return { text, layer: 'flag', source: field.flag[1] };
	}
	const exported = field.env === undefined ? undefined : env[field.env];
	if (field.env !== undefined && exported) return { text: exported, layer: 'env', source: field.env };
	const stored = field.context === undefined ? undefined : context?.values[field.context];
	if (context && typeof stored === 'string' && stored !== '') {
		return { text: stored, layer: 'context', source: `${field.context} of the context ${context.about.name}` };
	}
	return undefined;
}
