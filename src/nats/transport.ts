import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ConnectionOptions, ServerInfo } from 'nats';
import { NodeTransport } from 'nats/lib/src/node_transport.js';
import type { ServerAddress } from './server-url.ts';

/** How far a connection got: what failed is told by where it stopped. */
export type DialStage = 'dial' | 'greeting' | 'tls' | 'login';

export interface TlsMaterial {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
}

/** One attempt to connect to one server. The transport notes in it how far it got. */
export interface DialPlan {
	readonly address: ServerAddress;
	/** A connection without TLS is refused. */
	readonly tlsWanted: boolean;
	/** TLS before the server's greeting, nats-server 2.10 `handshake_first`. */
	readonly tlsFirst: boolean;
	readonly material: TlsMaterial;
	/** After this long without a greeting the server is asked what it is. */
	readonly silenceMs: number;
	stage: DialStage;
	socket?: Socket;
}

/** Options of nats.js with our plan in them: it hands them to the transport as they are. */
export interface PlannedOptions extends ConnectionOptions {
	readonly plan: DialPlan;
}

/** What answers is not a NATS server's client port. */
export class NotNatsError extends Error {}
/** The server waits for TLS before it says anything. */
export class TlsFirstError extends Error {}
/** TLS was asked for and the server has none. */
export class NoTlsError extends Error {}

/**
 * Takes the place of nats.js's own transport for connecting; reading, writing and closing stay the library's. Differs in
 * four ways: it checks a certificate against the host of the URL also where that is an IP address (2.29.3 checks those
 * against `localhost`), lets the system resolve names, notes how far it came, and leaves no socket open behind a timeout.
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
		this.signal.resolve();
	}

	async #open(plan: DialPlan): Promise<Socket> {
		let socket = await dialTcp(plan);
		if (plan.tlsFirst) socket = await startTls(plan, socket, true);
		plan.stage = 'greeting';
		const info = await this.#greeting(plan, socket);
		if (plan.tlsFirst) return socket;
		const required = info.tls_required === true;
		if (plan.tlsWanted && !required && info.tls_available !== true) throw new NoTlsError('the server offers no TLS');
		// As the nats CLI: TLS that is merely available is used only when asked for.
		return required || plan.tlsWanted ? startTls(plan, socket, true) : socket;
	}

	/** Reads the INFO line; what was read stays in `yields`, from where the library parses it again. */
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

function resolveInfo(json: string, resolve: (info: ServerInfo) => void, reject: (error: unknown) => void): void {
	try {
		resolve(JSON.parse(json) as ServerInfo);
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

function startTls(plan: DialPlan, socket: Socket, verify: boolean): Promise<TLSSocket> {
	plan.stage = 'tls';
	const name = plan.address.certificateName ?? plan.address.host;
	return new Promise((resolve, reject) => {
		const secure = connectTls({
			socket,
			host: name,
			// An IP address may not be sent as a server name (RFC 6066), yet the certificate is checked against it.
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

/** A server that keeps silent either waits for TLS, or is something else. Trying TLS on it tells which. */
async function askWhatItIs(plan: DialPlan, socket: Socket): Promise<Error> {
	try {
		const secure = await startTls(plan, socket, false);
		plan.stage = 'greeting';
		const first = await new Promise<string>((resolve) => {
			secure.once('data', (bytes: Buffer) => resolve(bytes.toString('latin1')));
			secure.once('error', () => resolve(''));
			secure.once('close', () => resolve(''));
		});
		if (/^INFO\s/i.test(first)) return new TlsFirstError('the server speaks TLS first');
	} catch {
		// Not TLS either: falls through to "not NATS".
	}
	plan.stage = 'greeting';
	return new NotNatsError('the server says nothing a NATS server would say');
}
