import type { Link } from '../../src/nats/link.ts';
import type { ConnectionOptions } from '../../src/nats/settings.ts';
import { linkWith, reached } from './links.ts';
import type { TestServer } from './servers.ts';

/** A link that is up, with a short timeout. Closed after the test. */
export async function connect(server: Pick<TestServer, 'url'>, options: ConnectionOptions = {}): Promise<Link> {
	const link = await linkWith({ server: server.url, timeout: 1000, ...options });
	await reached(link, 'connected');
	return link;
}

/**
 * Sends a request for set-up past the door, and fails unless it succeeds. A creation without a reply is sent again: a server of a
 * cluster that was given a stream says nothing while it is busy, and creating the same once more changes nothing.
 */
export async function raw(link: Link, subject: string, body: object): Promise<void> {
	const tries = subject.includes('.CREATE.') ? 3 : 1;
	let reply = await link.request(subject, JSON.stringify(body), { timeoutMs: 10_000 });
	for (let tried = 1; tried < tries && !reply.ok && reply.problem.kind === 'timeout'; tried += 1)
		reply = await link.request(subject, JSON.stringify(body), { timeoutMs: 10_000 });
	const text = reply.ok ? new TextDecoder().decode(reply.message.data) : reply.problem.message;
	if (!reply.ok || text.includes('"error"')) throw new Error(`${subject}: ${text}`);
}

/** Creates memory streams, a hundred at a time. */
export async function createStreams(link: Link, names: readonly string[], config: object = {}): Promise<void> {
	for (let start = 0; start < names.length; start += 100) {
		const some = names.slice(start, start + 100);
		await Promise.all(
			some.map((name) => raw(link, `$JS.API.STREAM.CREATE.${name}`, { name, storage: 'memory', ...config })),
		);
	}
}

/** Creates durable pull consumers. */
export async function createConsumers(link: Link, stream: string, names: readonly string[]): Promise<void> {
	for (const name of names) {
		const config = { durable_name: name, ack_policy: 'explicit' };
		await raw(link, `$JS.API.CONSUMER.CREATE.${stream}.${name}`, { stream_name: stream, config });
	}
}
