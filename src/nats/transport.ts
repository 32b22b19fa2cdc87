import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ConnectionOptions, ServerInfo } from 'nats';
import { NodeTransport } from 'nats/lib/src/node_transport.js';
import type { Reader } from './reader.ts';
import type { ServerAddress } from './server-url.ts';
import type { TlsMaterial } from './tls-material.ts';

/** How far a connection got, which shows what failed. */
export type DialStage = 'dial' | 'greeting' | 'tls' | 'login';

/** One attempt to connect to one server. The transport notes in it how far it got. */
export interface DialPlan {
	readonly address: ServerAddress;
	/** A connection without TLS is refused. */
	readonly tlsWanted: boolean;
	/** TLS before the server's greeting, nats-server 2.10 `handshake_first`. */
	readonly tlsFirst: boolean;
	readonly material: TlsMaterial;
	/** After this long without a greeting the transport probes for TLS. */
	readonly silenceMs: number;
	stage: DialStage;
	/** What the server said when it refused the login: its `-ERR` without the quotes. */
	refusal?: string;
	/** The greeting of a port for other servers. */
	peerPort?: boolean;
	/** `tls_verify` of INFO: clients have to show a certificate. */
	wantsCertificate?: boolean;
	socket?: Socket;
}

/** Options of nats.js with jetdeck's plan in them: nats.js passes them to the transport unchanged. */
export interface PlannedOptions extends ConnectionOptions {
	readonly plan: DialPlan;
}

/** What answers is not a NATS server's client port. */
export class NotNatsError extends Error {}
/** The server waits for TLS before it says anything. */
export class TlsFirstError extends Error {}
/** TLS was requested, and the server has none. */
export class NoTlsError extends Error {}

/** What a server sends before the login is shorter. */
const longestLogin = 1024 * 1024;
/** Most bytes to read at once. */
const readBytes = 128 * 1024;

/**
 * Replaces the transport of nats.js for connecting and reading; writing and closing stay the library's. It differs in
 * five ways: it checks a certificate against the host of the URL even if that is an IP address (2.29.3 checks those
 * against `localhost`), lets the system resolve names, records how far it got, leaves no open socket after a timeout, and
 * reads into the same memory again and again.
 */
export class PlannedTransport extends NodeTransport {
	/** Bytes that nobody has read yet: a line of the login that has not ended, and what came after the login. */
	#heard = Buffer.alloc(0);
	#isLoggedIn = false;
	#reader: Reader | undefined;

	override async connect(_server: unknown, options: ConnectionOptions): Promise<void> {
		const plan = (options as PlannedOptions).plan;
		this.options = options;
		try {
			this.socket = await this.#open(plan);
		} catch (error) {
			plan.socket?.destroy();
			throw error;
		}
		plan.stage = 'login';
		this.connected = true;
		this.setupHandlers();
		this.socket.removeAllListeners('data');
		this.socket.on('data', (bytes: Buffer) =>
			this.#reader ? this.#read(this.#reader, bytes) : this.#hear(bytes, plan),
		);
		const greeting = Buffer.concat(this.yields);
		this.yields = [];
		this.#hear(greeting, plan);
	}

	/** Hands what comes after the login to a reader, from its first byte. */
	readBy(reader: Reader): void {
		this.#reader = reader;
		this.#read(reader, this.#heard);
		this.#heard = Buffer.alloc(0);
	}

	/** What cannot be read ends the connection. */
	#read(reader: Reader, bytes: Uint8Array): void {
		try {
			reader.read(bytes);
		} catch (error) {
			this.socket?.destroy(error instanceof Error ? error : new Error(String(error)));
		}
	}

	/** The library reads the lines of the login; PONG is the last. */
	#hear(bytes: Buffer, plan: DialPlan): void {
		this.#heard = Buffer.concat([this.#heard, bytes]);
		if (this.#isLoggedIn) return;
		const text = this.#heard.toString('latin1');
		// A refusing server closes at once, and the broken connection would hide its last words from the library.
		const refusal = /(?:^|\n)-ERR '([^'\r\n]*)'/.exec(text)?.[1];
		if (refusal !== undefined) plan.refusal ??= refusal;
		const pong = /(?:^|\n)PONG\r\n/.exec(text);
		this.#isLoggedIn = pong !== null;
		const end = pong === null ? text.lastIndexOf('\n') + 1 : pong.index + pong[0].length;
		if (end === 0 && text.length > longestLogin) this.socket.destroy(new NotNatsError('the login has no end'));
		if (end === 0) return;
		this.yields.push(this.#heard.subarray(0, end));
		this.#heard = this.#heard.subarray(end);
		this.signal.resolve();
	}

	/** Several pieces with one call of the system; what follows in the same turn goes with them. */
	sendTogether(pieces: readonly Uint8Array[]): void {
		const { socket } = this;
		socket.cork();
		process.nextTick(() => socket.uncork());
		for (const piece of pieces) this.send(piece);
	}

	async #open(plan: DialPlan): Promise<Socket> {
		let socket = await dialTcp(plan);
		if (plan.tlsFirst) {
			plan.stage = 'tls';
			socket = await startTls(plan, socket, true);
		}
		// A server that requires a client certificate reports that only after the handshake (TLS 1.3).
		if (!plan.tlsFirst) plan.stage = 'greeting';
		const info = await this.#greeting(plan, socket);
		plan.peerPort = isPeerGreeting(info);
		plan.wantsCertificate = info.tls_verify === true;
		if (plan.tlsFirst) return socket;
		const required = info.tls_required === true;
		if (plan.tlsWanted && !required && info.tls_available !== true) throw new NoTlsError('the server offers no TLS');
		// Like the nats CLI: merely available TLS is used only on request.
		if (!required && !plan.tlsWanted) return socket;
		plan.stage = 'tls';
		return startTls(plan, socket, true);
	}

	/** Reads the INFO line; the bytes stay in `yields`, where the library parses them again. */
	#greeting(plan: DialPlan, socket: Socket): Promise<ServerInfo> {
		return new Promise((resolve, reject) => {
			const settle = (act: () => void) => {
				clearTimeout(silence);
				socket.removeAllListeners();
				socket.on('error', () => {});
				act();
			};
			const silence = setTimeout(() => settle(() => askWhatItIs(plan, socket).then(reject, reject)), plan.silenceMs);
			socket.on('data', (bytes: Buffer) => {
				this.yields.push(Buffer.from(bytes));
				const seen = Buffer.concat(this.yields).toString('latin1');
				if (!/^(I(N(F(O([ \t].*)?)?)?)?)?$/is.test(seen)) {
					settle(() => reject(new NotNatsError('the first bytes are not a NATS greeting')));
				}
				const line = /^INFO[ \t]+([^\r\n]+)\r\n/i.exec(Buffer.concat(this.yields).toString('utf8'));
				if (line) settle(() => resolveInfo(line[1] ?? '', resolve, reject));
			});
			socket.on('error', (error) => settle(() => reject(error)));
			socket.on('close', () => settle(() => reject(new Error('the server closed the connection before greeting'))));
		});
	}
}

/** Clients are given a `client_id`; ports for routes and gateways give none, and one for leaf nodes its own URLs. */
function isPeerGreeting(info: ServerInfo): boolean {
	return info.client_id === undefined || 'leafnode_urls' in info;
}

/** Without a version the library would silently stop before the login (2.29.3). */
function isInfo(info: unknown): info is ServerInfo {
	return typeof info === 'object' && info !== null && 'version' in info && /\d+.\d+.\d+/.test(String(info.version));
}

function resolveInfo(json: string, resolve: (info: ServerInfo) => void, reject: (error: unknown) => void): void {
	try {
		const info: unknown = JSON.parse(json);
		if (isInfo(info)) resolve(info);
		else reject(new NotNatsError('the greeting names no version'));
	} catch (cause) {
		reject(new NotNatsError('the greeting is not NATS', { cause }));
	}
}

function dialTcp(plan: DialPlan): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const { host, port } = plan.address;
		const socket: Socket = connectTcp({
			host,
			port,
			noDelay: true,
			// Otherwise each read takes new memory, which stays used until V8 looks. TLS reads by itself.
			onread: {
				buffer: Buffer.allocUnsafeSlow(readBytes),
				callback: (length, bytes) => {
					socket.emit('data', Buffer.from(bytes.buffer, bytes.byteOffset, length));
					return true;
				},
			},
		});
		plan.socket = socket;
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('the connection was closed')));
		socket.once('connect', () => {
			socket.removeAllListeners();
			resolve(socket);
		});
	});
}

async function startTls(plan: DialPlan, socket: Socket, verify: boolean): Promise<TLSSocket> {
	// Until the TLS socket has its own listener.
	socket.on('error', () => {});
	// Loaded only when used: most connections have no TLS, and every start would wait for it.
	const { connect: connectTls } = await import('node:tls');
	const name = plan.address.certificateName ?? plan.address.host;
	return new Promise((resolve, reject) => {
		const secure = connectTls({
			socket,
			host: name,
			// An IP address may not be sent as a server name (RFC 6066), but the certificate is checked against it.
			...(isIP(name) ? {} : { servername: name }),
			...plan.material,
			rejectUnauthorized: verify,
		});
		plan.socket = secure;
		secure.once('error', reject);
		secure.once('close', () => reject(new Error('the server closed the connection during the TLS handshake')));
		secure.once('secureConnect', () => {
			secure.removeAllListeners();
			resolve(secure);
		});
	});
}

/** A silent server either waits for TLS or is something else. A TLS handshake shows which. */
async function askWhatItIs(plan: DialPlan, socket: Socket): Promise<Error> {
	try {
		const secure = await startTls(plan, socket, false);
		const first = await new Promise<string>((resolve) => {
			secure.once('data', (bytes: Buffer) => resolve(bytes.toString('latin1')));
			secure.once('error', () => resolve(''));
			secure.once('close', () => resolve(''));
		});
		if (/^INFO\s/i.test(first)) return new TlsFirstError('the server speaks TLS first');
	} catch {
		// Not TLS either: falls through to "not NATS".
	}
	return new NotNatsError('the server says nothing a NATS server would say');
}
