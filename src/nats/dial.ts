import type { ConnectionOptions, NatsConnection } from 'nats';
import { NatsConnectionImpl, ProtocolHandler, setTransportFactory } from 'nats/lib/src/nats-base-client.js';
import type { ConnectFailure } from './connect-failure.ts';
import { connectProblem } from './connect-problem.ts';
import { loadCredentials } from './credentials.ts';
import type { ConnectProblem } from './link.ts';
import { Outbox } from './outbox.ts';
import { Reader } from './reader.ts';
import type { ServerAddress } from './server-url.ts';
import type { Settings } from './settings-types.ts';
import { loadTls, type TlsMaterial } from './tls-material.ts';
import { type DialPlan, type PlannedOptions, PlannedTransport } from './transport.ts';

/** A connection that is up, and how to say why it ended. */
export interface Dialled {
	readonly connection: NatsConnection;
	readonly explain: (error: unknown) => ConnectProblem;
	readonly reader: Reader;
	/** The socket, to stop reading for a while. */
	readonly socket: DialPlan['socket'];
}

export type DialResult =
	| { readonly ok: true; readonly dialled: Dialled }
	| { readonly ok: false; readonly problem: ConnectProblem };

/** A slow link needs a login of this long even where requests are given less. */
const shortestConnectMs = 2_000;
/** Two unanswered pings end a connection: a silent network shows after 20 to 30 seconds. */
const pingIntervalMs = 10_000;
const unansweredPings = 2;

/** What all attempts of a link have in common. */
export interface Way {
	readonly settings: Settings;
	readonly now: () => number;
	/** The link was up before. */
	readonly again: boolean;
}

/**
 * Connects to one server, once.
 * @param signal gives the attempt up
 */
export async function dial(
	{ settings, now, again }: Way,
	address: ServerAddress,
	signal: AbortSignal,
): Promise<DialResult> {
	const config = (message: string): DialResult => ({ ok: false, problem: configProblem(address, settings, message) });
	const material = await loadTls(settings.tls);
	if (typeof material === 'string') return config(material);
	const loaded = await Promise.all(settings.secrets.forServer(address).map(loadCredentials));
	const bad = loaded.find((one) => !one.ok);
	if (bad && !bad.ok) return config(bad.message);
	const credentials = loaded.flatMap((one) => (one.ok ? [one.credentials] : []));
	const expiries = credentials.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt]));
	const timeoutMs = Math.max(settings.target.timeoutMs, shortestConnectMs);
	const plan = planFor(settings, address, material, timeoutMs);
	const explain = (wasUp: boolean) => (error: unknown) =>
		connectProblem({
			...failureFacts(settings, plan, timeoutMs, wasUp),
			again: again && !wasUp,
			error: wasUp ? error : refusalOr(error, plan),
			now: now(),
			...(expiries.length === 0 ? {} : { expiresAt: Math.min(...expiries) }),
		});
	const giveUp = () => plan.socket?.destroy();
	signal.addEventListener('abort', giveUp, { once: true });
	try {
		signal.throwIfAborted();
		const authenticator = credentials.map((one) => one.authenticator);
		const opened = await open({ ...connectionOptions(settings, address, timeoutMs), plan, authenticator });
		return { ok: true, dialled: { ...opened, explain: explain(true), socket: plan.socket } };
	} catch (error) {
		plan.socket?.destroy();
		return { ok: false, problem: explain(false)(error) };
	} finally {
		signal.removeEventListener('abort', giveUp);
	}
}

/** If the connection just broke, the last words of the server are more useful. */
function refusalOr(error: unknown, plan: DialPlan): unknown {
	const broken =
		!(error instanceof Error) || ('code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE'));
	return broken && plan.refusal !== undefined ? ProtocolHandler.toError(plan.refusal) : error;
}

/** nats.js asks a global factory for a transport; setting it each time wins over others in this process. */
async function open(options: PlannedOptions): Promise<Pick<Dialled, 'connection' | 'reader'>> {
	setTransportFactory({ factory: () => new PlannedTransport() });
	const connection = await NatsConnectionImpl.connect(options);
	const { protocol } = connection as NatsConnectionImpl;
	// Attempts run at once: only the connection knows which transport is its own.
	const transport = protocol.transport as PlannedTransport;
	const reader = new Reader(protocol);
	protocol.outbound = new Outbox(transport);
	transport.readBy(reader);
	return { connection, reader };
}

function connectionOptions(settings: Settings, address: ServerAddress, timeoutMs: number): ConnectionOptions {
	return {
		name: 'jetdeck',
		servers: [address.shown],
		timeout: timeoutMs,
		// The link itself reconnects, so that it can show attempts and their reasons.
		reconnect: false,
		ignoreClusterUpdates: true,
		resolve: false,
		noAsyncTraces: true,
		pingInterval: pingIntervalMs,
		maxPingOut: unansweredPings,
		...(settings.inboxPrefix === undefined ? {} : { inboxPrefix: settings.inboxPrefix }),
	};
}

function planFor(settings: Settings, address: ServerAddress, material: TlsMaterial, timeoutMs: number): DialPlan {
	return {
		address,
		tlsWanted: address.tls || settings.tls.first || Object.keys(material).length > 0,
		tlsFirst: settings.tls.first,
		material,
		silenceMs: timeoutMs / 2,
		stage: 'dial',
	};
}

function failureFacts(
	settings: Settings,
	plan: DialPlan,
	timeoutMs: number,
	wasUp: boolean,
): Omit<ConnectFailure, 'error' | 'now' | 'again'> {
	return {
		stage: plan.stage,
		address: plan.address.shown,
		identity: settings.target.identity,
		loginFrom: settings.loginFrom,
		timeoutMs,
		clientCertificate: settings.tls.cert !== undefined,
		peerPort: plan.peerPort === true,
		wantsCertificate: plan.wantsCertificate === true,
		wasUp,
		redact: (text) => settings.secrets.redact(text),
	};
}

function configProblem(address: ServerAddress, settings: Settings, message: string): ConnectProblem {
	return {
		kind: 'config',
		address: address.shown,
		message: settings.secrets.redact(message),
		advice: 'Correct the option, the environment variable or the context it comes from.',
	};
}
