import { serverCache } from '../../src/demo/cache-folder.ts';
import { debianServer } from '../../src/demo/debian.ts';
import { type DemoServer, runServer } from '../../src/demo/run-server.ts';
import type { Link } from '../../src/nats/link.ts';
import { openLink } from '../../src/nats/open-link.ts';
import { resolveSettings } from '../../src/nats/settings.ts';

export interface Bench {
	readonly server: DemoServer;
	readonly link: Link;
	/** How many there are. */
	readonly streams: number;
	readonly end: () => Promise<void>;
}

const atOnce = 500;

/** A server of the newest line with so many memory streams, each with one message unless it is to be empty. */
export async function serverWith(streams: number, options: { readonly empty?: boolean } = {}): Promise<Bench> {
	const server = await runServer(await debianServer('sid', serverCache(process.env)));
	const link = await connectedTo(server.url);
	await inBatches(streams, (at) => {
		return link.request(`$JS.API.STREAM.CREATE.${streamName(at)}`, JSON.stringify(streamConfig(at)));
	});
	if (options.empty !== true) await inBatches(streams, (at) => link.request(`bench.${streamName(at)}`, 'hello'));
	const end = async (): Promise<void> => {
		await link.close();
		await server.stop();
	};
	return { server, link, streams, end };
}

export async function connectedTo(server: string): Promise<Link> {
	const resolved = await resolveSettings({ server, context: false }, {});
	if (!resolved.ok) throw new Error(resolved.problem.message);
	const link = openLink(resolved.settings);
	await new Promise<void>((resolve) => {
		const stop = link.onStatus(({ phase }) => {
			if (phase !== 'connected') return;
			stop();
			resolve();
		});
	});
	return link;
}

/** Adds pull consumers to the first stream. */
export async function addConsumers({ link }: Bench, consumers: number): Promise<void> {
	const stream = streamName(0);
	await inBatches(consumers, (at) => {
		const config = { durable_name: `C${String(at).padStart(5, '0')}`, ack_policy: 'explicit', mem_storage: true };
		const subject = `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${config.durable_name}`;
		return link.request(subject, JSON.stringify({ stream_name: stream, config }));
	});
}

export interface Described {
	readonly name: string;
	readonly config: object;
	readonly consumers: readonly object[];
}

/** Adds so many pull consumers to every stream, and tells how each stream and consumer was made. */
export async function addConsumersEach({ link, streams }: Bench, consumers: number): Promise<readonly Described[]> {
	const all = Array.from({ length: streams }, (_, at) => ({
		name: streamName(at),
		config: streamConfig(at),
		consumers: Array.from({ length: consumers }, (_, each) => ({
			durable_name: `D${each}`,
			ack_policy: 'explicit',
			mem_storage: true,
		})),
	}));
	await inBatches(streams * consumers, (at) => {
		const stream = all[Math.floor(at / consumers)];
		const config = stream?.consumers[at % consumers];
		const subject = `$JS.API.CONSUMER.DURABLE.CREATE.${stream?.name}.${config?.durable_name}`;
		return link.request(subject, JSON.stringify({ stream_name: stream?.name, config }));
	});
	return all;
}

function streamConfig(at: number): object {
	const name = streamName(at);
	return { name, subjects: [`bench.${name}`], storage: 'memory' };
}

export function streamName(at: number): string {
	return `S${String(at).padStart(5, '0')}`;
}

async function inBatches(total: number, ask: (at: number) => Promise<unknown>): Promise<void> {
	for (let from = 0; from < total; from += atOnce) {
		await Promise.all(Array.from({ length: Math.min(atOnce, total - from) }, (_, at) => ask(from + at)));
	}
}
