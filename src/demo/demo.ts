import type { Link } from '../nats/link.ts';
import { openLink } from '../nats/open-link.ts';
import { resolveSettings } from '../nats/settings.ts';
import { type ProvideOptions, provideServer } from './provide-server.ts';
import { runServer } from './run-server.ts';
import { startTraffic } from './traffic.ts';
import { createWorld } from './world.ts';

export interface Demo {
	readonly url: string;
	/** Of the server. */
	readonly version: string;
	/** Where the server came from, for people. */
	readonly origin: string;
	/** Stops the server and removes all its files. May be called more than once. */
	readonly stop: () => Promise<void>;
}

export type DemoStart = ({ readonly ok: true } & Demo) | { readonly ok: false; readonly message: string };

const connectWithinMs = 10_000;

/**
 * An embedded nats-server with the shop's data, running until stopped.
 * @returns why not, in sentences, if no server is available or it fails
 */
export async function startDemo(options: ProvideOptions): Promise<DemoStart> {
	const provided = await provideServer(options);
	if (!provided.ok) return provided;
	const { path, version, origin } = provided;
	const undo: (() => void | Promise<void>)[] = [];
	const stop = async (): Promise<void> => {
		for (const step of undo.splice(0).reverse()) await step();
	};
	try {
		const server = await runServer(path);
		undo.push(server.stop);
		const link = await linkTo(server.url);
		undo.push(() => link.close());
		await connected(link);
		await createWorld(link, version);
		undo.push(startTraffic(link));
		options.signal?.throwIfAborted();
		return { ok: true, url: server.url, version, origin, stop };
	} catch (error) {
		await stop();
		const why = error instanceof Error ? error.message : String(error);
		return { ok: false, message: `jetdeck could not start the demo: ${why}` };
	}
}

async function linkTo(url: string): Promise<Link> {
	const resolved = await resolveSettings({ server: url, context: false }, {});
	if (!resolved.ok) throw new Error(resolved.problem.message);
	return openLink(resolved.settings);
}

function connected(link: Link): Promise<void> {
	return new Promise((resolve, reject) => {
		const done = (): void => {
			clearTimeout(timer);
			stop();
		};
		const look = (): void => {
			if (link.status().phase !== 'connected') return;
			done();
			resolve();
		};
		const timer = setTimeout(() => {
			done();
			const status = link.status();
			const problem = 'problem' in status ? status.problem : undefined;
			reject(new Error(problem?.message ?? 'its server does not reply'));
		}, connectWithinMs);
		const stop = link.onStatus(look);
		look();
	});
}
