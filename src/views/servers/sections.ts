import { bytes } from '../../format/bytes.ts';
import { dateTime, duration, shortDuration } from '../../format/duration.ts';
import { count, type Integer, plural } from '../../format/integer.ts';
import { flagIn, integerIn, numberIn, recordIn, recordsIn, textIn } from '../../format/is.ts';
import { rate } from '../../format/rate.ts';
import type { ServerStats } from '../../jetstream/system/stats.ts';
import { severityTones } from '../columns/cell.ts';
import { fact, facts, paragraph, usage } from '../detail/facts.ts';
import type { Fact, Section } from '../line.ts';
import type { ServerRow } from './row.ts';

type Values = Readonly<Record<string, unknown>>;

/** Lines of what is wrong; a server may name every stream that it has. */
const mostErrors = 20;

const number = (label: string, value: Integer | undefined): readonly Fact[] =>
	fact(label, value === undefined ? undefined : count(value));

/** A number that is bad news unless it is 0. */
const trouble = (label: string, value: Integer | undefined): readonly Fact[] =>
	value === undefined ? [] : [{ label, value: count(value), tone: value > 0 ? 'warn' : 'plain' }];

const nanoseconds = (label: string, value: Integer | undefined): readonly Fact[] =>
	fact(label, value === undefined ? undefined : duration(value));

const size = (label: string, value: Integer | undefined): readonly Fact[] =>
	fact(label, value === undefined ? undefined : bytes(value));

/** A share of a limit, where the server has one: 0, or below, is none. */
const used = (label: string, value: Integer | undefined, limit: Integer | undefined, say = count): readonly Fact[] =>
	value === undefined ? [] : [usage(label, value, limit, { say, zeroIsNone: true })];

/** One server in words: what is wrong, who it is, what it does. */
export function overviewSections(
	row: ServerRow,
	varz: Values,
	health: Values,
	jsz: Values,
	columns: number,
): readonly Section[] {
	return [
		...wrongSection(row, health, columns),
		...facts('Server', serverFacts(row, varz)),
		...(row.stats === undefined
			? []
			: facts(row.missingSince === undefined ? 'Load' : 'Load at the last reply', loadFacts(row, row.stats, varz))),
		...jetStreamSection(row, jsz),
		...facts('Limits', limitFacts(varz)),
		...facts('Listeners', listenerFacts(varz)),
	];
}

function wrongSection({ state, health }: ServerRow, details: Values, columns: number): readonly Section[] {
	const errors = recordsIn(details, 'errors').flatMap((error) => {
		const text = textIn(error, 'error');
		return text === undefined ? [] : [text];
	});
	const own = state.severity === 'ok' || state.severity === 'unknown' ? [] : [state.long ?? state.short];
	const said = [...new Set([...own, ...errors])].filter((text) => errors.length === 0 || text !== health?.error);
	if (said.length === 0) return [];
	const rest = said.length - mostErrors;
	const lines = said
		.slice(0, mostErrors)
		.flatMap((text) =>
			paragraph(`! ${text}`, severityTones[state.severity === 'ok' ? 'warning' : state.severity], columns),
		);
	const more = rest > 0 ? paragraph(`… and ${count(rest)} more: the JSON pane has them all.`, 'dim', columns) : [];
	return [{ kind: 'text', title: 'Health', lines: [...lines, ...more] }];
}

function serverFacts({ server, stats, now, ms, missingSince, isMetaLeader }: ServerRow, varz: Values): readonly Fact[] {
	const start = stats?.start;
	const up = start === undefined || missingSince !== undefined ? '' : `, up ${shortDuration(now - start)}`;
	return [
		...fact('Name', server?.name),
		...fact('Id', server?.id, { tone: 'dim' }),
		...fact('Version', server?.version && [server.version, textIn(varz, 'go')].filter(Boolean).join(', ')),
		...fact('Started', start === undefined ? undefined : `${dateTime(new Date(start).toISOString())}${up}`),
		...fact('Configured', textIn(varz, 'config_load_time') && dateTime(textIn(varz, 'config_load_time'))),
		...fact('Cluster', server?.cluster),
		...fact('Domain', server?.domain ?? stats?.jetstream?.domain),
		...fact('Tags', server?.tags.join(', ')),
		...fact('System account', textIn(varz, 'system_account')),
		...fact('Meta leader', isMetaLeader ? 'yes' : undefined),
		...fact('Round trip', ms === undefined ? undefined : `${ms.toFixed(1)} ms`),
	];
}

function loadFacts({ rates }: ServerRow, stats: ServerStats, varz: Values): readonly Fact[] {
	const { cpu, cores } = stats;
	const perSecond = (messages: number | undefined, size: number | undefined): string | undefined =>
		messages === undefined ? undefined : `${rate(messages)} messages/s, ${bytes(Math.round(size ?? 0))}/s`;
	return [
		...fact(
			'CPU',
			cpu === undefined ? undefined : `${Math.round(cpu)}%${cores === undefined ? '' : ` of ${cores * 100}%`}`,
		),
		...size('Memory', stats.memory),
		...used('Connections', stats.connections, integerIn(varz, 'max_connections')),
		...fact('Accepted', acceptedInWords(stats.totalConnections)),
		...number('Subscriptions', stats.subscriptions),
		...number('Accounts', stats.accounts),
		...trouble('Slow consumers', stats.slowConsumers),
		...trouble('Stale connections', stats.staleConnections),
		...trouble('Stalled clients', stats.stalledClients),
		...fact('In', perSecond(rates?.messagesIn, rates?.bytesIn)),
		...fact('Out', perSecond(rates?.messagesOut, rates?.bytesOut)),
		...number('Routes', stats.routes),
		...number('Gateways', stats.gateways),
		...number('Leaf nodes', integerIn(varz, 'leafnodes')),
	];
}

const acceptedInWords = (connections: Integer | undefined): string | undefined =>
	connections === undefined ? undefined : `${plural(connections, 'connection')} since the start`;

function jetStreamSection({ stats, rates, peer }: ServerRow, jsz: Values): readonly Section[] {
	const jetstream = stats?.jetstream;
	if (jetstream === undefined) return [];
	const config = recordIn(jsz, 'config');
	return facts('JetStream', [
		...fact('State', flagIn(jsz, 'disabled') ? 'off, or removed from the meta group' : undefined, { tone: 'warn' }),
		...used('File', jetstream.storage, jetstream.maxStorage, bytes),
		...used('Memory', jetstream.memory, jetstream.maxMemory, bytes),
		...size('File reserved', reserved(jetstream.reservedStorage)),
		...size('Memory reserved', reserved(jetstream.reservedMemory)),
		...fact('Directory', textIn(config, 'store_dir'), { tone: 'dim' }),
		...number('Streams', integerIn(jsz, 'streams')),
		...number('Consumers', integerIn(jsz, 'consumers')),
		...number('Messages', integerIn(jsz, 'messages')),
		...number('RAFT groups', jetstream.groups),
		...number('API requests', jetstream.apiTotal),
		...trouble('API errors', jetstream.apiErrors),
		...fact('API a second', rates?.api === undefined ? undefined : rate(rates.api)),
		...fact('API level', jetstream.apiLevel === undefined ? undefined : String(jetstream.apiLevel)),
		...number('Meta lag', peer?.lag),
	]);
}

/** 2.10.27 counts below zero, which it sends as a very large number; an account without a limit has it too. */
export const reserved = (value: Integer | undefined): Integer | undefined =>
	value === undefined || value >= 2 ** 63 ? undefined : value;

function limitFacts(varz: Values): readonly Fact[] {
	return [
		...size('Largest message', integerIn(varz, 'max_payload')),
		...number('Connections', integerIn(varz, 'max_connections')),
		...number('Subscriptions', integerIn(varz, 'max_subscriptions')),
		...size('Pending bytes', integerIn(varz, 'max_pending')),
		...size('Control line', integerIn(varz, 'max_control_line')),
		...nanoseconds('Ping every', integerIn(varz, 'ping_interval')),
		...number('Pings unanswered', integerIn(varz, 'ping_max')),
		...nanoseconds('Write deadline', integerIn(varz, 'write_deadline')),
		...fact('Login', flagIn(varz, 'auth_required') ? 'required' : undefined),
		...fact('TLS', tlsOf(varz)),
		...fact('Certificate until', textIn(varz, 'tls_cert_not_after') && dateTime(textIn(varz, 'tls_cert_not_after'))),
	];
}

function tlsOf(varz: Values): string | undefined {
	if (!flagIn(varz, 'tls_required')) return undefined;
	return flagIn(varz, 'tls_verify') ? 'required, with a certificate of the client' : 'required';
}

function listenerFacts(varz: Values): readonly Fact[] {
	const cluster = recordIn(varz, 'cluster');
	return [
		...fact('Clients', address(varz, 'host', 'port')),
		...fact('Routes', address(cluster, 'addr', 'cluster_port')),
		...fact('Gateways', address(recordIn(varz, 'gateway'), 'host', 'port')),
		...fact('Leaf nodes', address(recordIn(varz, 'leaf'), 'host', 'port')),
		...fact('WebSocket', address(recordIn(varz, 'websocket'), 'host', 'port')),
		...fact('MQTT', address(recordIn(varz, 'mqtt'), 'host', 'port')),
		...fact('Monitoring', address(varz, 'http_host', 'http_port') ?? address(varz, 'http_host', 'https_port')),
	];
}

function address(values: Values, host: string, port: string): string | undefined {
	const at = numberIn(values, port);
	return at === undefined || at === 0 ? undefined : `${textIn(values, host) ?? ''}:${at}`;
}
