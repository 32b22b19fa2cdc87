import { once } from 'node:events';
import { createConnection } from 'node:net';

/** Publishes past the client, which knows only subjects that are UTF-8: each is sent as the bytes that its letters are (latin1). */
export async function publishBytes(url: string, subjects: readonly string[]): Promise<void> {
	const { hostname, port } = new URL(url);
	const socket = createConnection(Number(port), hostname);
	await once(socket, 'data');
	const lines = subjects.map((subject) => `PUB ${subject} 2\r\nhi\r\n`).join('');
	socket.write(Buffer.from(`CONNECT {"verbose":false,"pedantic":false}\r\n${lines}PING\r\n`, 'latin1'));
	for (let said = ''; !said.includes('PONG'); ) said += String((await once(socket, 'data'))[0]);
	socket.end();
}
