import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll } from 'vitest';
import type { TestServer } from './servers.ts';

/** A message of a stream as it was delivered: under its own subject, with the subject to acknowledge it by. */
export interface Delivery {
	readonly subject: string;
	readonly reply: string;
	readonly data: string;
}

const sign = '\u0000delivery ';

/** What to publish so that `wireOf` makes this delivery of it. A client may neither choose the subject nor such a reply. */
export function packed(delivery: Delivery): string {
	return `${sign}${JSON.stringify(delivery)}`;
}

const closing: (() => void)[] = [];

afterAll(() => {
	for (const close of closing.splice(0)) close();
});

/**
 * A port that leads to a server, with two things otherwise on the way to the client: the INFO line is the one given (the server's
 * id is kept), and packed deliveries are unpacked. Answers its URL. Ended with the test file.
 */
export async function wireOf(server: TestServer, info: string): Promise<string> {
	const sockets = new Set<Socket>();
	const wire = createServer((client) => {
		const upstream = connect(server.port, '127.0.0.1');
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			// Either end may go at any time: then both do.
			socket.on('error', () => {});
			socket.once('close', () => {
				client.destroy();
				upstream.destroy();
			});
		}
		const rewrite = rewriter(info);
		client.pipe(upstream);
		upstream.on('data', (chunk: Buffer) => client.write(rewrite(chunk)));
	}).listen(0, '127.0.0.1');
	await once(wire, 'listening');
	closing.push(() => {
		wire.close();
		for (const socket of sockets) socket.destroy();
	});
	const address = wire.address();
	if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
	return `nats://127.0.0.1:${address.port}`;
}

/** Rewrites a stream of the NATS protocol, in pieces of any size. Holds back what is not whole yet. */
function rewriter(info: string): (chunk: Buffer) => Buffer {
	let held: Buffer = Buffer.alloc(0);
	return (chunk) => {
		held = Buffer.concat([held, chunk]);
		const done: Buffer[] = [];
		for (;;) {
			const end = held.indexOf('\r\n');
			if (end === -1) break;
			const line = held.toString('utf8', 0, end);
			const size = /^MSG .* (\d+)$/.exec(line)?.[1];
			const whole = end + 2 + (size === undefined ? 0 : Number(size) + 2);
			if (held.length < whole) break;
			done.push(rewritten(line, held.subarray(0, whole), info));
			held = held.subarray(whole);
		}
		return Buffer.concat(done);
	};
}

function rewritten(line: string, frame: Buffer, info: string): Buffer {
	if (line.startsWith('INFO ')) {
		const { server_id } = JSON.parse(line.slice('INFO '.length)) as { readonly server_id: string };
		return Buffer.from(`INFO ${JSON.stringify({ ...(JSON.parse(info) as object), server_id })}\r\n`);
	}
	const [, sid] = /^MSG \S+ (\S+) /.exec(line) ?? [];
	const payload = frame.toString('utf8', Buffer.byteLength(line) + 2, frame.length - 2);
	if (sid === undefined || !payload.startsWith(sign)) return frame;
	const { subject, reply, data } = JSON.parse(payload.slice(sign.length)) as Delivery;
	return Buffer.from(`MSG ${subject} ${sid} ${reply} ${Buffer.byteLength(data)}\r\n${data}\r\n`);
}
