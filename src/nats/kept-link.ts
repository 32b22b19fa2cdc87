import { createInbox } from 'nats/lib/src/nats-base-client.js';
import { deliver } from './deliver.ts';
import { gather } from './gather.ts';
import type {
	ConnectProblem,
	Gathered,
	GatherOptions,
	Link,
	LinkProblem,
	LinkStatus,
	Message,
	Reply,
	RequestOptions,
	Target,
	Traffic,
} from './link.ts';
import { Race } from './race.ts';
import { permissionIn, publishMessage } from './request.ts';
import { Flapping, type LostConnection, nextWaitMs, Pause } from './retry.ts';
import { connectUrls } from './server-identity.ts';
import { ServerPool } from './server-pool.ts';
import { defaultInbox, type Session, shuttingDown, unforeseen } from './session.ts';
import type { Settings } from './settings-types.ts';
import { subjectFault } from './subject.ts';
import { guarded, Subscriptions } from './subscriptions.ts';
import { addTraffic, noTraffic, roundTripOf, trafficOf } from './traffic.ts';

/** A connection that is made again whenever it is lost, until it is closed. */
export class KeptLink implements Link {
	readonly target: Target;
	readonly #settings: Settings;
	readonly #now: () => number;
	readonly #pool: ServerPool;
	readonly #pause = new Pause();
	readonly #closing = new AbortController();
	readonly #listeners = new Set<(status: LinkStatus) => void>();
	readonly #subscriptions = new Subscriptions();
	#status: LinkStatus;
	#session: Session | undefined;
	#earlierTraffic = noTraffic;
	/** How many readers hold each connection. */
	readonly #held = new WeakMap<object, number>();

	constructor(settings: Settings, now: () => number) {
		this.target = settings.target;
		this.#settings = settings;
		this.#now = now;
		this.#pool = new ServerPool(settings.servers);
		this.#status = { phase: 'connecting', since: now(), attempt: 1, trying: [] };
	}

	start(): void {
		// Failures are values there: only a bug makes it reject, and that must surface.
		void this.#keep();
	}

	status(): LinkStatus {
		return this.#status;
	}

	onStatus(listener: (status: LinkStatus) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async request(subject: string, payload: string | Uint8Array, options: RequestOptions = {}): Promise<Reply> {
		const started = performance.now();
		const ms = () => performance.now() - started;
		const session = this.#ready(subject);
		if ('message' in session) return { ok: false, problem: session, ms: ms() };
		return { ...(await session.inbox.ask(this.#about(session, subject, payload, options))), ms: ms() };
	}

	async gather(subject: string, payload: string | Uint8Array, options: GatherOptions): Promise<Gathered> {
		const started = performance.now();
		const session = this.#ready(subject);
		if ('message' in session) return { messages: [], problem: session, ms: performance.now() - started };
		const about = this.#about(session, subject, payload, options);
		return { ...(await gather(session.connection, about)), ms: performance.now() - started };
	}

	publish(
		subject: string,
		payload: string | Uint8Array,
		options: Pick<RequestOptions, 'headers'> & { readonly reply?: string } = {},
	): LinkProblem | undefined {
		const session = this.#ready(subject);
		if ('message' in session) return session;
		return publishMessage(session.connection, { subject, payload, server: session.server, ...options });
	}

	async deliver(
		subject: string,
		payload: string | Uint8Array,
		options: Pick<RequestOptions, 'headers' | 'timeoutMs'> = {},
	): Promise<LinkProblem | undefined> {
		const session = this.#ready(subject);
		if ('message' in session) return session;
		return deliver(session.connection, this.#about(session, subject, payload, options));
	}

	subscribe(
		subject: string,
		onMessage: (message: Message) => void,
		onEnd: (problem: LinkProblem) => void = () => {},
	): () => void {
		const fault = subjectFault(subject, this.#inboxPrefix);
		if (fault === undefined) return this.#subscriptions.add(subject, onMessage, onEnd);
		queueMicrotask(() => onEnd({ kind: 'bad-subject', subject, message: fault }));
		return () => {};
	}

	hold(): () => void {
		const socket = this.#session?.socket;
		if (socket === undefined) return () => {};
		const held = this.#held.get(socket) ?? 0;
		this.#held.set(socket, held + 1);
		socket.pause();
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			const left = (this.#held.get(socket) ?? 1) - 1;
			this.#held.set(socket, left);
			if (left === 0) socket.resume();
		};
	}

	recycle(payload: Uint8Array): void {
		this.#session?.reader.recycle(payload);
	}

	inbox(): string {
		return createInbox(this.#inboxPrefix);
	}

	withoutOwnSecrets(text: string): string {
		return this.#settings.secrets.withoutKnown(text);
	}

	async roundTrip(): Promise<number | undefined> {
		return this.#session && roundTripOf(this.#session.connection);
	}

	traffic(): Traffic {
		return this.#session ? addTraffic(this.#earlierTraffic, trafficOf(this.#session.connection)) : this.#earlierTraffic;
	}

	retryNow(): void {
		this.#pause.end();
	}

	async close(): Promise<void> {
		if (this.#closing.signal.aborted) return;
		this.#closing.abort();
		this.#pause.end();
		this.#subscriptions.clear();
		const connection = this.#session?.connection;
		this.#become({ phase: 'closed' });
		this.#listeners.clear();
		await connection?.close();
	}

	/** A message with the context of this link and its server. */
	#about<Options extends RequestOptions>(
		{ server }: Session,
		subject: string,
		payload: string | Uint8Array,
		options: Options,
	) {
		const timeoutMs = Math.max(1, options.timeoutMs ?? this.target.timeoutMs);
		return { ...options, subject, payload, timeoutMs, server, inboxPrefix: this.#inboxPrefix };
	}

	/** The connection for a message to a subject, or why there is none. */
	#ready(subject: string): Session | LinkProblem {
		const fault = subjectFault(subject, this.#inboxPrefix);
		if (fault !== undefined) return { kind: 'bad-subject', subject, message: fault, unsent: true };
		const message = 'There is no connection at the moment.';
		return this.#session ?? { kind: 'disconnected', subject, message, unsent: true };
	}

	get #inboxPrefix(): string {
		return this.#settings.inboxPrefix ?? defaultInbox;
	}

	get #closed(): boolean {
		return this.#closing.signal.aborted;
	}

	async #keep(): Promise<void> {
		const flapping = new Flapping();
		let lost: LostConnection | undefined;
		while (!this.#closed) {
			const session = await this.#connect(lost);
			if (!session) return;
			const since = performance.now();
			const problem = await this.#live(session).catch((fault) => unforeseen(this.#settings, session.address, fault));
			lost = { server: session.server, problem, waitMs: flapping.lost(performance.now() - since, problem) };
		}
	}

	/** Tries until a server takes us. Undefined once the link is closed. */
	async #connect(lost: LostConnection | undefined): Promise<Session | undefined> {
		const since = this.#now();
		const server = lost?.server;
		let problem = lost?.problem;
		let wait = lost?.waitMs ?? 0;
		let attempt = wait > 0 ? 0 : 1;
		let retryAt: number | undefined;
		const report = (): void => {
			const facts = { since, attempt, trying: race.trying, ...(problem && { problem }), ...(retryAt && { retryAt }) };
			this.#become(server ? { phase: 'reconnecting', server, ...facts } : { phase: 'connecting', ...facts });
		};
		const way = { settings: this.#settings, now: this.#now, again: server !== undefined };
		const race = new Race(way, this.#closing.signal, report);
		for (; !this.#closed; attempt += 1) {
			retryAt = undefined;
			if (attempt > 0) {
				report();
				const tried = await race.round(this.#pool.given, this.#pool.learnt);
				if (this.#closed || 'connection' in tried) return this.#accept(tried);
				problem = tried;
				wait = nextWaitMs(attempt, tried);
			}
			retryAt = this.#now() + wait;
			report();
			const late = await race.during(this.#pause.wait(wait));
			if (late !== undefined) return this.#accept(late);
		}
		return undefined;
	}

	/** Closes a connection that came up while the link was being closed. */
	async #accept(tried: Session | ConnectProblem): Promise<Session | undefined> {
		if (!('connection' in tried)) return undefined;
		if (!this.#closed) return tried;
		await tried.connection.close();
		return undefined;
	}

	/** Uses a connection until it ends, and returns why it ended. */
	async #live(session: Session): Promise<ConnectProblem> {
		const { connection, address, server } = session;
		this.#pause.end();
		try {
			this.#pool.learn(connectUrls(connection.info), address);
			this.#session = session;
			this.#subscriptions.moveTo(connection);
			this.#become({ phase: 'connected', since: this.#now(), server });
			this.#watch(session).catch(() => {});
			const reason = await connection.closed();
			return session.leaving ?? session.explain(reason);
		} finally {
			this.#session = undefined;
			this.#earlierTraffic = addTraffic(this.#earlierTraffic, trafficOf(connection));
			this.#subscriptions.moveTo(undefined);
			this.#pool.lost(address);
		}
	}

	/** Listens for refusals of the server, and for lame duck mode, in which the link moves to another server at once, if there is one. */
	async #watch(session: Session): Promise<void> {
		for await (const event of session.connection.status()) {
			const refused = event.permissionContext && permissionIn(event.permissionContext);
			if (refused !== undefined) session.inbox.refused(refused);
			if (event.type !== 'ldm') continue;
			session.leaving = shuttingDown(session);
			this.#pool.learn(connectUrls(session.connection.info), session.address);
			if (this.#pool.given.length + this.#pool.learnt.length > 1) await session.connection.close();
		}
	}

	#become(status: LinkStatus): void {
		if (this.#status.phase === 'closed') return;
		this.#status = status;
		for (const listener of this.#listeners) guarded(() => listener(status));
	}
}
