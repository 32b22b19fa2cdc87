import type { Link } from '../nats/link.ts';
import { openLink } from '../nats/open-link.ts';
import { resolveSettings } from '../nats/settings.ts';
import { type ProvideOptions, provideServer } from './provide-server.ts';
import { type DemoServer, runServer } from './run-server.ts';
import { startTraffic } from './traffic.ts';
import { createWorld } from './world.ts';

export interface Demo {
	readonly url: string;
	/** Of the server. */
	readonly version: string;
	/** Where the server came from, for people. */
	readonly origin: string;
	/** Ends the server and takes all of it away. */
	readonly stop: () => Promise<void>;
}

export type DemoStart = ({ readonly ok: true } & Demo) | { readonly ok: false; readonly message: string };

/** An embedded nats-server with the shop on it, alive until stopped. */
export async function startDemo(options: ProvideOptions): Promise<DemoStart> {
	const provided = await provideServer(options);
	if (!provided.ok) return provided;
	let server: DemoServer | undefined;
	let link: Link | undefined;
	try {
		server = await runServer(provided.path);
		link = await connect(server.url);
		await createWorld(link, provided.version);
		const quiet = startTraffic(link);
		const { url, stop } = server;
		const stopAll = async (): Promise<void> => {
			quiet();
			await link?.close();
			await stop();
		};
		return { ok: true, url, version: provided.version, origin: provided.origin, stop: stopAll };
	} catch (error) {
		await link?.close();
		await server?.stop();
		return {
			ok: false,
			message: `The demo could not be set up: ${error instanceof Error ? error.message : String(error)}`,
		};
	}
}

async function connect(url: string): Promise<Link> {
	const resolved = await resolveSettings({ server: url, context: false }, {});
	if (!resolved.ok) throw new Error(resolved.problem.message);
	const link = openLink(resolved.settings);
	await new Promise<void>((resolve) => {
		const look = (): void => {
			if (link.status().phase !== 'connected') return;
			stop();
			resolve();
		};
		const stop = link.onStatus(look);
		look();
	});
	return link;
}
