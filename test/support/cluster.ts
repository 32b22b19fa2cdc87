import { rmSync } from 'node:fs';
import type { Link } from '../../src/nats/link.ts';
import type { ConnectionOptions } from '../../src/nats/settings.ts';
import { linkWith, reached } from './links.ts';
import type { ServerLine } from './server-binaries.ts';
import { freePorts, startServer, type TestServer } from './servers.ts';
import { until } from './until.ts';

export interface ClusterOptions {
	/** Default `newest`. */
	readonly line?: ServerLine;
	/** Servers, named n1, n2, … Default 3. */
	readonly size?: number;
	/** More of each server's configuration file, given its name. */
	readonly config?: (name: string) => string;
	/** Somebody who may create streams, where `config` keeps strangers out. */
	readonly login?: ConnectionOptions;
}

export interface ClusterServer extends TestServer {
	/** `n1` and so on. */
	readonly name: string;
	/** Ends it and empties its store, as a server whose disk is lost. */
	lose(): Promise<void>;
}

export interface TestCluster {
	readonly servers: readonly ClusterServer[];
	/** All addresses, the first server's first. */
	readonly url: string;
	/** The server of this name. */
	server(name: string): ClusterServer;
	/** The server that leads JetStream, once those that answer agree on one. */
	leader(): Promise<ClusterServer>;
	/** Waits until each server runs, follows the leader and has all of its streams and consumers up to date. */
	whole(): Promise<void>;
	/** Has JetStream forget a server that was stopped: what it kept moves to others. */
	forget(name: string): Promise<void>;
}

/** Login of the system account; everybody else needs none. */
const systemLogin = { user: 'sys', password: 'sys' } as const;

/** An election takes 4 to 9 s when the leader dies; a machine under load is slower. */
const ELECTION_MS = 60_000;

/**
 * A cluster of nats-servers with JetStream on free ports of 127.0.0.1, with a leader and whole. Ended with the test file.
 * Give a test that starts one a timeout of a minute.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<TestCluster> {
	const size = options.size ?? 3;
	const ports = await freePorts(3 * size);
	const places = Array.from({ length: size }, (_, at) => ({
		name: `n${at + 1}`,
		client: ports[3 * at] ?? 0,
		route: ports[3 * at + 1] ?? 0,
		monitor: ports[3 * at + 2] ?? 0,
	}));
	const routes = places.map(({ route }) => `nats://127.0.0.1:${route}`);
	const members = await Promise.all(places.map((place) => startMember(place, routes, options)));
	const cluster = clusterOf(members);
	await cluster.whole();
	await takesStreams(cluster, options.login);
	return cluster;
}

/**
 * A leader that has not heard how full its followers are yet finds no place for a stream (2.10). One start in about twenty of 2.10 never
 * hears it, and answers 10005 for minutes: such a cluster is started again.
 */
async function takesStreams(cluster: TestCluster, login: ConnectionOptions = {}, starts = 3): Promise<void> {
	const body = JSON.stringify({ name: 'PLACE', storage: 'memory', num_replicas: cluster.servers.length });
	try {
		await withLink({ server: cluster.url, ...login }, async (link) => {
			await carriedOut(link, '$JS.API.STREAM.CREATE.PLACE', body, 20_000);
			await carriedOut(link, '$JS.API.STREAM.DELETE.PLACE', '');
		});
	} catch (error) {
		if (starts === 1) throw error;
		await Promise.all(cluster.servers.map((server) => server.restart()));
		await cluster.whole();
		await takesStreams(cluster, login, starts - 1);
	}
}

async function withLink(options: ConnectionOptions, work: (link: Link) => Promise<void>): Promise<void> {
	const link = await linkWith({ timeout: 5000, ...options });
	try {
		await reached(link, 'connected');
		await work(link);
	} finally {
		await link.close();
	}
}

/** Asks until it is carried out. Not often: a leader of 2.10 that refuses a hundred creations a second hears nothing of its followers. */
async function carriedOut(link: Link, subject: string, body: string, within = ELECTION_MS): Promise<void> {
	let answer = '';
	const succeeds = async (): Promise<boolean> => {
		const reply = await link.request(subject, body);
		answer = reply.ok ? new TextDecoder().decode(reply.message.data) : reply.problem.message;
		return reply.ok && !answer.includes('"error"');
	};
	await until(succeeds, { what: subject, within, every: 500, seen: () => answer });
}

interface Place {
	readonly name: string;
	readonly client: number;
	readonly route: number;
	readonly monitor: number;
}

interface Member {
	readonly server: ClusterServer;
	readonly monitor: number;
}

async function startMember(place: Place, routes: readonly string[], options: ClusterOptions): Promise<Member> {
	const { name, client, route, monitor } = place;
	const config = [
		`server_name: ${name}`,
		`http: "127.0.0.1:${monitor}"`,
		`cluster { name: C1, listen: "127.0.0.1:${route}", routes: ${JSON.stringify(routes)} }`,
		`accounts { $SYS { users: [{ user: ${systemLogin.user}, password: ${systemLogin.password} }] } }`,
		options.config?.(name) ?? '',
	].join('\n');
	const server = await startServer({ ...(options.line && { line: options.line }), port: client, config });
	const lose = async (): Promise<void> => {
		await server.stop();
		rmSync(server.storeDir, { recursive: true, force: true });
	};
	return { server: Object.assign(server, { name, lose }), monitor };
}

function clusterOf(members: readonly Member[]): TestCluster {
	const servers = members.map(({ server }) => server);
	const server = (name: string): ClusterServer => {
		const found = servers.find((each) => each.name === name);
		if (found === undefined) throw new Error(`the cluster has no server ${name}`);
		return found;
	};
	const url = servers.map((each) => each.url).join(',');
	return {
		servers,
		url,
		server,
		leader: async () =>
			server(await until(() => agreedLeader(members), { what: 'a meta leader', within: ELECTION_MS })),
		forget: (name) =>
			withLink({ server: url, ...systemLogin }, (link) =>
				carriedOut(link, '$JS.API.SERVER.REMOVE', JSON.stringify({ peer: name })),
			),
		whole: () => until(() => isWhole(members), { what: 'a whole cluster', within: ELECTION_MS }).then(() => undefined),
	};
}

/** The leader in the words of every server that answers; undefined while they differ. */
async function agreedLeader(members: readonly Member[]): Promise<string | undefined> {
	const answers = await Promise.all(members.map(({ monitor }) => leaderSeenAt(monitor)));
	const named = answers.filter((each) => each !== undefined);
	// A dead leader may still be remembered: it has to be one of those that answer.
	const alive = named.some((name) => answers[members.findIndex(({ server }) => server.name === name)] !== undefined);
	return alive && named.every((name) => name === named[0]) ? named[0] : undefined;
}

/** Empty while the server knows of no leader; undefined where it does not answer. */
async function leaderSeenAt(monitor: number): Promise<string | undefined> {
	const seen = await ask(monitor, '/jsz');
	if (seen === undefined) return undefined;
	const { meta_cluster: meta } = (await seen.json()) as { readonly meta_cluster?: { readonly leader?: string } };
	return meta?.leader ?? '';
}

async function isWhole(members: readonly Member[]): Promise<boolean> {
	if (!(await agreedLeader(members))) return false;
	const healthy = await Promise.all(members.map(async ({ monitor }) => (await ask(monitor, '/healthz'))?.ok === true));
	return healthy.every((each) => each);
}

/** What the monitoring port answers; undefined where nothing answers within a second. */
function ask(monitor: number, path: string): Promise<Response | undefined> {
	return fetch(`http://127.0.0.1:${monitor}${path}`, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
}
