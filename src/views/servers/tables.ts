import { bytes } from '../../format/bytes.ts';
import { minus } from '../../format/exact.ts';
import { count, type Integer } from '../../format/integer.ts';
import { flagIn, integerIn, isRecord, numberIn, recordIn, recordsIn, textIn } from '../../format/is.ts';
import type { Line } from '../../format/line.ts';
import type { Cell, Section } from '../line.ts';
import { reserved } from './sections.ts';

type Values = Readonly<Record<string, unknown>>;
type Table = Extract<Section, { kind: 'table' }>;

/** A column of a table of replies. */
type Head = readonly [title: string, align: 'left' | 'right', cell: (values: Values) => Cell];

/** Rows of a table; the JSON pane has the rest. */
const mostRows = 500;

function table(title: string, heads: readonly Head[], all: readonly Values[], empty: string): Table {
	const rest = all.length - mostRows;
	return {
		kind: 'table',
		title: rest > 0 ? `${title}: the first ${count(mostRows)} of ${count(all.length)}` : title,
		columns: heads.map(([head, align]) => ({ title: head, align })),
		rows: all.slice(0, mostRows).map((values) => heads.map(([, , cell]) => cell(values))),
		empty,
	};
}

const words = (title: string, ...keys: readonly string[]): Head => [
	title,
	'left',
	(values) => ({ text: keys.map((key) => textIn(values, key)).find((text) => text !== undefined) ?? '-' }),
];
const amount = (title: string, key: string, say: (n: Integer) => string = count): Head => [
	title,
	'right',
	(values) => {
		const value = reserved(integerIn(values, key));
		return { text: value === undefined ? '-' : say(value), tone: value === undefined || value === 0 ? 'dim' : 'plain' };
	},
];
const waiting = (title: string, key: string): Head => [
	title,
	'right',
	(values) => {
		const value = integerIn(values, key);
		return { text: value === undefined ? '-' : bytes(value), tone: value !== undefined && value > 0 ? 'warn' : 'dim' };
	},
];

const traffic: readonly Head[] = [
	amount('SUBS', 'subscriptions'),
	amount('MSGS IN', 'in_msgs'),
	amount('MSGS OUT', 'out_msgs'),
	amount('BYTES IN', 'in_bytes', bytes),
	amount('BYTES OUT', 'out_bytes', bytes),
];

const connection: readonly Head[] = [words('RTT', 'rtt'), words('UP', 'uptime')];

const place: Head = ['ADDRESS', 'left', (values) => ({ text: addressOf(values), tone: 'dim' })];

function addressOf(values: Values): string {
	const ip = textIn(values, 'ip');
	return ip === undefined ? '-' : `${ip.includes(':') ? `[${ip}]` : ip}:${numberIn(values, 'port') ?? '?'}`;
}

/** A reply, or why there is none: an empty table is no news then. */
export interface Said {
	readonly value: Values;
	readonly unread?: string | undefined;
}

/** Connections to other servers. */
export function linkSections(routez: Said, gatewayz: Said, leafz: Said): readonly Section[] {
	const name: Head = words('TO', 'remote_name', 'remote_id');
	return [
		table(
			'Routes',
			[name, words('ACCOUNT', 'account'), ...connection, waiting('PENDING', 'pending_size'), ...traffic],
			recordsIn(routez.value, 'routes').toSorted((a, b) =>
				(textIn(a, 'remote_name') ?? '') < (textIn(b, 'remote_name') ?? '') ? -1 : 1,
			),
			routez.unread ?? 'No routes.',
		),
		table(
			'Gateways',
			[words('CLUSTER', 'gateway'), words('WAY', 'way'), ...connection, place, ...traffic],
			gatewaysOf(gatewayz.value),
			gatewayz.unread ?? 'No gateways.',
		),
		table(
			'Leaf nodes',
			[
				words('NAME', 'name'),
				words('ACCOUNT', 'account'),
				['ROLE', 'left', (values) => ({ text: flagIn(values, 'is_spoke') ? 'this is the spoke' : 'this is the hub' })],
				words('RTT', 'rtt'),
				place,
				...traffic,
			],
			recordsIn(leafz.value, 'leafs'),
			leafz.unread ?? 'No leaf nodes.',
		),
	];
}

/** Those to other clusters, and those from them. */
function gatewaysOf(gatewayz: Values): readonly Values[] {
	const out = Object.entries(recordIn(gatewayz, 'outbound_gateways')).map(([gateway, value]) => ({
		...(isRecord(value) ? recordIn(value, 'connection') : {}),
		gateway,
		way: 'to',
	}));
	const back = Object.keys(recordIn(gatewayz, 'inbound_gateways')).flatMap((gateway) =>
		recordsIn(recordIn(gatewayz, 'inbound_gateways'), gateway).map((value) => ({
			...recordIn(value, 'connection'),
			gateway,
			way: 'from',
		})),
	);
	return [...out, ...back];
}

/** JetStream of each account on this server. */
export function accountSections(jsz: Values): readonly Section[] {
	const accounts = recordsIn(jsz, 'account_details').toSorted(
		(a, b) => Number(integerIn(b, 'storage') ?? 0) - Number(integerIn(a, 'storage') ?? 0),
	);
	const total = integerIn(jsz, 'accounts');
	const unread = total === undefined ? 0 : Number(total) - accounts.length;
	return [
		table(
			`JetStream of the accounts here, on all servers of the cluster${unread > 0 ? `; ${count(unread)} more accounts were not read` : ''}`,
			[
				words('ACCOUNT', 'name', 'id'),
				amount('FILE', 'storage', bytes),
				amount('MEMORY', 'memory', bytes),
				amount('FILE RESERVED', 'reserved_storage', bytes),
				amount('MEM RESERVED', 'reserved_memory', bytes),
				['API', 'right', (values) => apiCell(values, 'total', 'plain')],
				['API ERRORS', 'right', (values) => apiCell(values, 'errors', 'warn')],
			],
			accounts,
			'No account uses JetStream here.',
		),
	];
}

function apiCell(values: Values, key: string, tone: 'plain' | 'warn'): Cell {
	const value = integerIn(recordIn(values, 'api'), key);
	if (value === undefined) return { text: '-', tone: 'dim' };
	return { text: count(value), tone: value === 0 ? 'dim' : tone };
}

/** A RAFT group on this server. */
interface Group {
	readonly account: string;
	readonly name: string;
	readonly values: Values;
}

/** Groups that do not keep up, or have no leader: all others need no line. `unread`: what is not among them, in sentences. */
export function raftSections(replies: readonly Values[], unread: readonly Line[]): readonly Section[] {
	const groups = replies.flatMap((reply) =>
		Object.keys(reply).flatMap((account): readonly Group[] => {
			const of = recordIn(reply, account);
			return Object.keys(of).map((name) => ({ account, name, values: recordIn(of, name) }));
		}),
	);
	const late = groups.filter(({ values }) => whyLate(values) !== undefined);
	const rows = late.map(({ account, name, values }) => ({ ...values, account, group: name, why: whyLate(values) }));
	return [
		...(unread.length === 0 ? [] : [{ kind: 'text', title: 'Not read', lines: unread } as const]),
		table(
			`RAFT groups on this server: ${count(groups.length)}, of which ${count(late.length)} ${late.length === 1 ? 'is' : 'are'} behind`,
			[
				words('ACCOUNT', 'account'),
				words('GROUP', 'group'),
				words('STATE', 'state'),
				['WHY', 'left', (values) => ({ text: textIn(values, 'why') ?? '', tone: 'warn' })],
				amount('COMMITTED', 'committed'),
				amount('APPLIED', 'applied'),
				amount('TERM', 'term'),
			],
			rows,
			groups.length === 0
				? `No RAFT groups${unread.length === 0 ? ' here' : ' were read'}.`
				: `All${unread.length === 0 ? '' : ' that were read'} keep up.`,
		),
	];
}

function whyLate(values: Values): string | undefined {
	const behind = minus(integerIn(values, 'committed') ?? 0, integerIn(values, 'applied') ?? 0);
	if (textIn(values, 'leader') === undefined) return 'no leader';
	if (flagIn(values, 'catching_up')) return 'catching up';
	if (flagIn(values, 'overrun')) return 'overrun';
	return behind > 0 ? `${count(behind)} not applied` : undefined;
}
