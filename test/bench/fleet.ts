import { gzipSync } from 'node:zlib';
import { serverCache } from '../../src/demo/cache-folder.ts';
import { debianServer } from '../../src/demo/debian.ts';
import { runServer } from '../../src/demo/run-server.ts';
import { isRecord, recordIn, recordsIn } from '../../src/format/is.ts';
import { readReference } from '../support/reference.ts';
import { type Bench, connectedTo } from './world.ts';

type Values = Readonly<Record<string, unknown>>;

const login = { user: 'ops', pass: 'ops' } as const;

/**
 * As many servers as an operator never has on one machine: recorded replies, of STATSZ from a file and all others from the one server that
 * runs, multiplied by servers and accounts. They come from a client of an ordinary account, where that server itself keeps silent.
 */
export async function fleetOf(servers: number, accounts: number): Promise<Bench> {
	const server = await runServer(await debianServer('sid', serverCache(process.env)), [
		`accounts { SYS { users: [{ user: ${login.user}, password: ${login.pass} }] }, APP { jetstream: enabled, users: [{ user: app, password: app }] } }`,
		'system_account: SYS',
		'no_auth_user: app',
	]);
	const system = await connectedTo(server.url.replace('//', `//${login.user}:${login.pass}@`));
	const recorded = async (subject: string, body: object): Promise<Values> => {
		const reply = await system.request(subject, JSON.stringify(body));
		if (!reply.ok) throw new Error(reply.problem.message);
		return JSON.parse(new TextDecoder().decode(reply.message.data));
	};
	const link = await connectedTo(server.url);
	const names = Array.from({ length: servers }, (_, at) => `n${at + 1}`);
	const said = new Map<string, readonly Uint8Array[]>();
	const answers = (subject: string, isPacked: boolean, of: (asked: Values) => (name: string) => object): void => {
		link.subscribe(`$SYS.REQ.${subject}`, ({ data, reply }) => {
			if (reply === undefined) return;
			const asked = data.length === 0 ? '{}' : new TextDecoder().decode(data);
			const headers = isPacked ? ([['Content-Encoding', 'gzip']] as const) : [];
			const replyOf = of(JSON.parse(asked));
			const texts = () => names.map((name) => JSON.stringify(replyOf(name)));
			const all = said.get(subject + asked) ?? texts().map((text) => (isPacked ? gzipSync(text) : Buffer.from(text)));
			said.set(subject + asked, all);
			for (const each of all) link.publish(reply, each, { headers });
		});
	};
	await link.request('$JS.API.STREAM.CREATE.S', JSON.stringify({ name: 'S', subjects: ['s'], storage: 'memory' }));
	const statz = await recorded('$SYS.REQ.ACCOUNT.PING.STATZ', { include_unused: true });
	const usage = await recorded('$SYS.REQ.SERVER.PING.JSZ', { accounts: true });
	const counts = await recorded('$SYS.REQ.SERVER.PING.JSZ', {});
	const health = await recorded('$SYS.REQ.SERVER.PING.HEALTHZ', {});
	await system.close();
	const manyStatz = multiplied(statz, 'account_statz', accounts, 'acc');
	const manyUsage = multiplied(usage, 'account_details', accounts, 'id');
	// Whether this is the system account.
	answers('SERVER.PING', false, () => (name) => statsOf(names, name));
	answers('SERVER.PING.STATSZ', false, () => (name) => statsOf(names, name));
	answers('SERVER.PING.HEALTHZ', true, () => (name) => named(health, name));
	answers('ACCOUNT.PING.STATZ', true, (asked) => (name) => named(only(manyStatz, asked.accounts), name));
	answers(
		'SERVER.PING.JSZ',
		true,
		({ accounts: all }) =>
			(name) =>
				named(all === true ? manyUsage : counts, name),
	);
	const end = async (): Promise<void> => {
		await link.close();
		await server.stop();
	};
	return { server, link, streams: 0, end };
}

const recordedStats = readReference('system/statsz.jsonl')
	.trim()
	.split('\n')
	.map((line): Values => JSON.parse(line).reply);

/** The first leads the meta group. */
function statsOf(names: readonly string[], name: string): object {
	const [leader, follower] = recordedStats;
	const whole = named((name === names[0] ? leader : follower) ?? {}, name);
	const stats = { ...recordIn(whole, 'statsz'), active_servers: names.length };
	const jetstream = recordIn(stats, 'jetstream');
	const meta = { ...recordIn(jetstream, 'meta'), leader: names[0], cluster_size: names.length };
	const [replica] = recordsIn(meta, 'replicas');
	const replicas = replica && names.slice(1).map((each) => ({ ...replica, name: each, peer: each }));
	return { ...whole, statsz: { ...stats, jetstream: { ...jetstream, meta: { ...meta, replicas } } } };
}

/** The reply of one server as that of another. */
function named(reply: Values, name: string): Values {
	return { ...reply, server: { ...recordIn(reply, 'server'), name, id: name } };
}

/** With other figures, so that replies do not compress better than those of servers. */
function varied(values: Values | undefined, by: number): Values {
	const vary = (value: unknown): unknown => {
		if (typeof value === 'number') return value < 2 ** 53 ? value + ((by * 7_919) % 10_007) : value;
		return isRecord(value) ? varied(value, by) : value;
	};
	return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, vary(value)]));
}

/** The last account that a reply lists, so many times. */
function multiplied(reply: Values, list: string, accounts: number, key: string): Values {
	const [last] = recordsIn(recordIn(reply, 'data'), list).toReversed();
	const all = Array.from({ length: accounts }, (_, at) => ({ ...varied(last, at), [key]: `A${at}`, name: `A${at}` }));
	return { ...reply, data: { ...recordIn(reply, 'data'), [list]: all } };
}

function only(reply: Values, accounts: unknown): Values {
	if (!Array.isArray(accounts) || !isRecord(reply.data)) return reply;
	const kept = recordsIn(reply.data, 'account_statz').filter(({ acc }) => accounts.includes(acc));
	return { ...reply, data: { ...reply.data, account_statz: kept } };
}
