import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ConnectionOptions, ServerInfo } from 'nats';
import { NodeTransport } from 'nats/lib/src/node_transport.js';
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

/** Most characters to keep of the server's lines during the login; INFO lines and errors are shorter. */
const longestLine = 65_536;

/**
 * Replaces the transport of nats.js for connecting; reading, writing and closing stay the library's. It differs in
 * four ways: it checks a certificate against the host of the URL even if that is an IP address (2.29.3 checks those
 * against `localhost`), lets the system resolve names, records how far it got, and leaves no open socket after a timeout.
 */
export class PlannedTransport extends NodeTransport {
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
		this.#watchLogin(plan);
		this.signal.resolve();
	}

	/** A refusing server closes at once, and the broken connection would hide its last words from the library. */
	#watchLogin(plan: DialPlan): void {
		let seen = Buffer.concat(this.yields).toString('latin1');
		const look = (bytes: string) => {
			seen = (seen + bytes).slice(-longestLine);
			const refusal = /(?:^|\n)-ERR '([^'\r\n]*)'/.exec(seen)?.[1];
			if (refusal !== undefined) plan.refusal ??= refusal;
			if (/(?:^|\n)PONG\r\n/.test(seen)) this.socket.off('data', onData);
		};
		const onData = (bytes: Buffer) => look(bytes.toString('latin1'));
		this.socket.on('data', onData);
		look('');
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
				this.yields.push(bytes);
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
		const socket = connectTcp({ host: plan.address.host, port: plan.address.port, noDelay: true });
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
