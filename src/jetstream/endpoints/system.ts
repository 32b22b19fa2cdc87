import type { Effect, RequestField, Version } from './endpoint.ts';

/** Before the subjects of requests to servers. */
export const systemRoot = '$SYS.REQ';

/** In place of a server's id: every server replies. In place of an account: the own one. */
export const every = 'PING';

/** A request to servers themselves, under `$SYS.REQ`; each server replies for itself. */
export interface SystemEndpoint {
	/** Stable name in the program, `server.statsz`. */
	readonly id: string;
	/** After the root; `{server}` is the id of a server, or PING for all; `{account}` an account, or PING for the own one. */
	readonly subject: string;
	readonly title: string;
	/** What the request does, in one sentence. */
	readonly help: string;
	readonly fields: readonly RequestField[];
	/** The key of the reply that has the value, beside `server`; `whole`: the reply has no envelope. */
	readonly value: 'data' | 'statsz' | 'whole';
	/** Members of the value that may contain secrets: they are dropped where the reply is read. */
	readonly secret?: readonly string[];
	readonly effect: Effect;
	/** `account`: answered for users of any account too, about that account. */
	readonly audience: 'account' | 'system';
	readonly since: Version;
}

const text = (name: string, since: Version = '2.9'): RequestField => ({ name, kind: 'text', since });
const flag = (name: string, since: Version = '2.9'): RequestField => ({ name, kind: 'flag', since });
const count = (name: string, since: Version = '2.9'): RequestField => ({ name, kind: 'count', since });
const texts = (name: string): RequestField => ({ name, kind: 'texts', since: '2.9' });

/** Which servers reply: those that match all of these by a part of the value. Without a match there is silence. */
const filters: readonly RequestField[] = [
	...['server_name', 'cluster', 'host', 'domain'].map((name) => text(name)),
	texts('tags'),
	flag('exact_match', '2.12'),
];
const paged: readonly RequestField[] = [count('offset'), count('limit')];

const connections: readonly RequestField[] = [
	text('sort'),
	flag('auth'),
	flag('subscriptions'),
	flag('subscriptions_detail'),
	// 0 open, 1 closed, 2 all: a text is refused.
	count('state'),
	count('cid'),
	text('acc'),
	text('user'),
	text('filter_subject'),
	...paged,
];
const subscriptions: readonly RequestField[] = [flag('subscriptions'), text('account'), text('test'), ...paged];
const leafs: readonly RequestField[] = [text('account'), flag('subscriptions')];
const jetstream: readonly RequestField[] = [
	text('account'),
	flag('accounts'),
	flag('streams'),
	flag('consumer'),
	flag('config'),
	flag('raft'),
	flag('leader_only'),
	flag('stream_leader_only', '2.10'),
	flag('direct_consumer', '2.11'),
	...paged,
];

const read = { value: 'data', effect: 'read', audience: 'system', since: '2.9' } as const;

/** Requests to servers that nats-server 2.9 and later know. */
export const systemEndpoints = [
	{
		...read,
		id: 'server.ping',
		subject: 'SERVER.PING',
		title: 'Ping servers',
		help: 'Returns what STATSZ returns, from every server.',
		fields: filters,
		value: 'statsz',
	},
	{
		...read,
		id: 'server.statsz',
		subject: 'SERVER.{server}.STATSZ',
		title: 'Server statistics',
		help: 'Returns CPU, memory, connections, routes, JetStream usage and, from the meta leader, the meta group.',
		fields: filters,
		value: 'statsz',
	},
	{
		...read,
		id: 'server.idz',
		subject: 'SERVER.{server}.IDZ',
		title: 'Server identity',
		help: 'Returns name, host and id.',
		fields: [],
		value: 'whole',
		since: '2.10',
	},
	{
		...read,
		id: 'server.varz',
		subject: 'SERVER.{server}.VARZ',
		title: 'Server variables',
		help: 'Returns limits, listeners, uptime and traffic.',
		fields: filters,
	},
	{
		...read,
		id: 'server.connz',
		subject: 'SERVER.{server}.CONNZ',
		title: 'Server connections',
		help: 'Returns a page of the connections, open or closed.',
		fields: [...connections, ...filters],
		audience: 'account',
	},
	{
		...read,
		id: 'server.subsz',
		subject: 'SERVER.{server}.SUBSZ',
		title: 'Server subscriptions',
		help: 'Returns the number of subscriptions, and a page of them if asked.',
		fields: [...subscriptions, ...filters],
	},
	{
		...read,
		id: 'server.routez',
		subject: 'SERVER.{server}.ROUTEZ',
		title: 'Server routes',
		help: 'Returns the routes to other servers of the cluster.',
		fields: [flag('subscriptions'), flag('subscriptions_detail'), ...filters],
	},
	{
		...read,
		id: 'server.gatewayz',
		subject: 'SERVER.{server}.GATEWAYZ',
		title: 'Server gateways',
		help: 'Returns the gateways to and from other clusters.',
		fields: [text('name'), flag('accounts'), text('account_name'), ...filters],
	},
	{
		...read,
		id: 'server.leafz',
		subject: 'SERVER.{server}.LEAFZ',
		title: 'Server leaf nodes',
		help: 'Returns the leaf nodes.',
		fields: [...leafs, ...filters],
	},
	{
		...read,
		id: 'server.accountz',
		subject: 'SERVER.{server}.ACCOUNTZ',
		title: 'Server accounts',
		help: 'Returns the names of the accounts, or one account in detail.',
		fields: [text('account'), ...filters],
	},
	{
		...read,
		id: 'server.jsz',
		subject: 'SERVER.{server}.JSZ',
		title: 'Server JetStream',
		help: 'Returns usage, limits and the meta group; accounts, streams and consumers if asked.',
		fields: [...jetstream, ...filters],
	},
	{
		...read,
		id: 'server.healthz',
		subject: 'SERVER.{server}.HEALTHZ',
		title: 'Server health',
		help: 'Returns whether the server, or one stream or consumer, is healthy, and why not.',
		fields: [
			flag('js-enabled-only'),
			flag('js-server-only'),
			flag('js-meta-only', '2.11'),
			...['account', 'stream', 'consumer'].map((name) => text(name, '2.10')),
			flag('details', '2.10'),
			...filters,
		],
	},
	{
		...read,
		id: 'server.raftz',
		subject: 'SERVER.{server}.RAFTZ',
		title: 'Server RAFT groups',
		help: 'Returns the state of the RAFT groups of an account.',
		fields: [text('account', '2.10'), text('group', '2.10'), ...filters],
		since: '2.10.26',
	},
	{
		...read,
		id: 'server.expvarz',
		subject: 'SERVER.{server}.EXPVARZ',
		title: 'Server runtime',
		help: 'Returns the memory statistics of the Go runtime.',
		// The arguments may contain a password: --pass, --auth.
		secret: ['cmdline'],
		fields: filters,
		since: '2.10.16',
	},
	{
		...read,
		id: 'server.ipqueuesz',
		subject: 'SERVER.{server}.IPQUEUESZ',
		title: 'Server queues',
		help: 'Returns the internal queues.',
		fields: [flag('all', '2.10'), text('filter', '2.10'), ...filters],
		since: '2.10.26',
	},
	{
		...read,
		id: 'server.profilez',
		subject: 'SERVER.{server}.PROFILEZ',
		title: 'Server profile',
		help: 'Returns a profile of the Go runtime.',
		fields: [text('name'), count('debug'), ...filters],
	},
	{
		...read,
		id: 'server.kick',
		subject: 'SERVER.{server}.KICK',
		title: 'Kick a client',
		help: 'Closes the connection of a client, which may reconnect.',
		fields: [{ name: 'cid', kind: 'count', since: '2.10', required: true }],
		effect: 'change',
		since: '2.10',
	},
	{
		...read,
		id: 'server.ldm',
		subject: 'SERVER.{server}.LDM',
		title: 'Ask a client to move',
		help: 'Asks a client to reconnect to another server.',
		fields: [{ name: 'cid', kind: 'count', since: '2.10', required: true }],
		effect: 'change',
		since: '2.10',
	},
	{
		...read,
		id: 'server.reload',
		subject: 'SERVER.{server}.RELOAD',
		title: 'Reload a server',
		help: 'Reads the configuration file again.',
		fields: [],
		effect: 'change',
		since: '2.10',
	},
	{
		...read,
		id: 'sys.account.connz',
		subject: 'ACCOUNT.{account}.CONNZ',
		title: 'Account connections',
		help: 'Returns a page of the connections of an account.',
		fields: [...connections, ...filters],
		audience: 'account',
	},
	{
		...read,
		id: 'sys.account.subsz',
		subject: 'ACCOUNT.{account}.SUBSZ',
		title: 'Account subscriptions',
		help: 'Returns the subscriptions of an account.',
		fields: [...subscriptions, ...filters],
	},
	{
		...read,
		id: 'sys.account.leafz',
		subject: 'ACCOUNT.{account}.LEAFZ',
		title: 'Account leaf nodes',
		help: 'Returns the leaf nodes of an account.',
		fields: [...leafs, ...filters],
	},
	{
		...read,
		id: 'sys.account.jsz',
		subject: 'ACCOUNT.{account}.JSZ',
		title: 'Account JetStream',
		help: 'Returns the streams of an account on every server.',
		fields: [...jetstream, ...filters],
	},
	{
		...read,
		id: 'sys.account.info',
		subject: 'ACCOUNT.{account}.INFO',
		title: 'Account details',
		help: 'Returns connections, imports, exports and expiry of an account.',
		fields: filters,
	},
	{
		...read,
		id: 'sys.account.statz',
		subject: 'ACCOUNT.{account}.STATZ',
		title: 'Account statistics',
		help: 'Returns connections, subscriptions and traffic of accounts by server.',
		fields: [texts('accounts'), flag('include_unused'), ...filters],
		audience: 'account',
	},
	{
		...read,
		id: 'sys.account.conns',
		subject: 'ACCOUNT.{account}.CONNS',
		title: 'Account connection count',
		help: 'Returns connections of an account, from servers where it is active.',
		fields: [],
		value: 'whole',
	},
	{
		...read,
		id: 'sys.claims.lookup',
		subject: 'ACCOUNT.{account}.CLAIMS.LOOKUP',
		title: 'Account JWT',
		help: 'Returns the JWT of an account, where an account resolver stores it.',
		fields: [],
		value: 'whole',
	},
	{
		...read,
		id: 'sys.user.info',
		subject: 'USER.INFO',
		title: 'User information',
		help: 'Returns the user, the account and the permissions of this connection.',
		fields: [],
		audience: 'account',
		since: '2.10',
	},
] as const satisfies readonly SystemEndpoint[];

type Row = (typeof systemEndpoints)[number];

export type SystemEndpointId = Row['id'];

/** Requests that need the id of one server or PING, and none that change anything. */
export type ServersReadId = Extract<Row, { effect: 'read'; value: 'data' | 'statsz' }>['id'];

const byId = new Map<SystemEndpointId, SystemEndpoint>(systemEndpoints.map((row) => [row.id, row]));

export function systemEndpointById(id: SystemEndpointId): SystemEndpoint {
	const endpoint = byId.get(id);
	if (endpoint === undefined) throw new Error(`no endpoint ${id}`);
	return endpoint;
}
