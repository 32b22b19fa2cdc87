import type { TargetContext } from './context.ts';
/**
 * A link is one NATS connection that keeps itself alive. All rooms above see NATS through it: requests whose failures are values,
 * subscriptions, and a status that says what is up, since when, and why not.
 */

import type { CliReach } from './cli-reach.ts';

/** The requested connection. Contains no secret: it may be drawn and logged. */
export interface Target {
	/** What the header shows: the context's name, else the first URL without user information. */
	readonly label: string;
	/** What the label has before the first URL; absent where the label is the context's name alone. */
	readonly beforeServer?: string | undefined;
	/** Server URLs without user information. */
	readonly servers: readonly string[];
	readonly context?: TargetContext;
	/** JetStream domain; excludes `apiPrefix`. */
	readonly domain?: string;
	/** Replaces `$JS.API`; without a trailing dot. */
	readonly apiPrefix?: string;
	/** Replaces `$JS.EVENT`; without a trailing dot. */
	readonly eventPrefix?: string;
	/** The dialect of the API; absent: ask the server. */
	readonly dialect?: 'current' | 'preview';
	/** How long one request may take, in milliseconds. */
	readonly timeoutMs: number;
	/** How the user is authenticated, in words without secrets: `credentials file ~/ops.creds`, `user ops`, `no credentials`. */
	readonly identity: string;
	/** What makes a line of the nats CLI reach the same server and account. */
	readonly cli: CliReach;
	/** Notes about the origin of this target: `NATS_URL replaces the URL of context prod`. */
	readonly notes: readonly string[];
}

/** The server at the other end of the connection, from its INFO line. */
export interface ServerIdentity {
	readonly name: string;
	readonly id: string;
	readonly version: string;
	readonly cluster?: string;
	readonly domain?: string;
	/** False when the server runs without JetStream (INFO carries no `jetstream`). */
	readonly jetstream: boolean;
	/** `api_lvl` of INFO, nats-server 2.12 and later. */
	readonly apiLevel?: number;
	/** `client_id` of INFO: names this connection on its server. */
	readonly clientId?: number;
	/** Largest message that the server accepts, bytes. */
	readonly maxPayload: number;
	/** False before nats-server 2.2, and where `no_header_support` is set. */
	readonly headers: boolean;
	/** The address actually connected to, without user information. */
	readonly address: string;
}

/** Why a connection could not be made or was lost. */
export interface ConnectProblem {
	readonly kind:
		| 'refused'
		| 'unreachable'
		| 'auth'
		| 'auth-expired'
		| 'tls'
		| 'timeout'
		| 'config'
		| 'not-nats'
		| 'lost'
		| 'other';
	/** The address tried, without user information. */
	readonly address: string;
	/** One sentence: what happened. Never contains a secret. */
	readonly message: string;
	/** One sentence: what to do next. */
	readonly advice: string;
}

export type LinkStatus =
	/**
	 * Not up yet. `problem` is why the last attempt failed, `retryAt` when the next one starts (ms since the epoch), `trying` the
	 * addresses that have not replied yet.
	 */
	| {
			readonly phase: 'connecting';
			readonly since: number;
			readonly attempt: number;
			readonly trying?: readonly string[];
			readonly problem?: ConnectProblem;
			readonly retryAt?: number;
	  }
	| { readonly phase: 'connected'; readonly since: number; readonly server: ServerIdentity }
	/** Was up, is not; `server` is the one we lost. */
	| {
			readonly phase: 'reconnecting';
			readonly since: number;
			readonly attempt: number;
			readonly trying?: readonly string[];
			readonly server: ServerIdentity;
			readonly problem?: ConnectProblem;
			readonly retryAt?: number;
	  }
	| { readonly phase: 'closed' };

export interface Message {
	readonly subject: string;
	readonly data: Uint8Array;
	readonly reply?: string;
	/** In wire order, names as sent. */
	readonly headers: readonly (readonly [name: string, value: string])[];
	/** Inline status of the header line, such as 503 or 404. */
	readonly status?: { readonly code: number; readonly description: string };
}

/** Why a request has no reply. `subject` is the subject that failed. */
export interface LinkProblem {
	readonly kind:
		| 'timeout'
		| 'no-responders'
		| 'permission-publish'
		| 'permission-subscribe'
		| 'disconnected'
		| 'cancelled'
		| 'bad-subject'
		| 'bad-header'
		| 'too-large'
		/** The server does not support it: headers before 2.2. */
		| 'unsupported'
		| 'other';
	readonly subject: string;
	/** One sentence that says what happened, without secrets. */
	readonly message: string;
	/** Nothing was sent. */
	readonly unsent?: true;
}

export type Reply =
	| { readonly ok: true; readonly message: Message; readonly ms: number }
	| { readonly ok: false; readonly problem: LinkProblem; readonly ms: number };

export interface RequestOptions {
	readonly timeoutMs?: number;
	readonly headers?: readonly (readonly [name: string, value: string])[];
	readonly signal?: AbortSignal;
	/** Whether a message on the inbox is not the reply: ignore it, and keep waiting. */
	readonly isForeign?: (message: Message) => boolean;
}

/** Everything that came; `problem` if it ended before the last reply. */
export interface Gathered {
	readonly messages: readonly Message[];
	readonly problem?: LinkProblem;
	readonly ms: number;
}

export interface GatherOptions extends RequestOptions {
	/** Whether a reply, counted from 1, is the last. */
	readonly isLast: (message: Message, number: number) => boolean;
	/** How long after a reply the next may take, ms; then it is over without a problem. By default the timeout, which is one. */
	readonly quietMs?: () => number;
}

export interface Traffic {
	readonly inBytes: number;
	readonly outBytes: number;
	readonly inMessages: number;
	readonly outMessages: number;
}

export interface Link {
	readonly target: Target;
	status(): LinkStatus;
	/** Calls `listener` at each change of status; returns how to stop. */
	onStatus(listener: (status: LinkStatus) => void): () => void;
	/** Never rejects. Without a connection it resolves with `disconnected` at once. */
	request(subject: string, payload: string | Uint8Array, options?: RequestOptions): Promise<Reply>;
	/** Sends a request and collects replies until the last, or until none comes for the timeout. Never rejects. */
	gather(subject: string, payload: string | Uint8Array, options: GatherOptions): Promise<Gathered>;
	/** Sends without waiting; returns why the message could not be sent. */
	publish(
		subject: string,
		payload: string | Uint8Array,
		options?: Pick<RequestOptions, 'headers'> & { readonly reply?: string },
	): LinkProblem | undefined;
	/** Publishes, and waits until the server has read the message; resolves with why the server refused it, such as a missing permission. */
	deliver(
		subject: string,
		payload: string | Uint8Array,
		options?: Pick<RequestOptions, 'headers' | 'timeoutMs'>,
	): Promise<LinkProblem | undefined>;
	/** Subscribes until stopped; survives reconnects. `onEnd` receives why it ended, such as a refused permission. */
	subscribe(subject: string, onMessage: (message: Message) => void, onEnd?: (problem: LinkProblem) => void): () => void;
	/**
	 * Reads nothing from the server until the returned function is called, for a reader that is slower than the server. Only for moments:
	 * other replies wait too, and a server that hears nothing ends the connection.
	 */
	hold(): () => void;
	/** Nobody needs this payload any more, nor a part of it: a later message may take its memory. */
	recycle(payload: Uint8Array): void;
	/** A subject that nobody else listens on, below the inbox prefix of this user, apart from the one for replies. */
	inbox(): string;
	/** The text without the secrets of this login: nats-server 2.10 reports the token of a login as its user. */
	withoutOwnSecrets(text: string): string;
	/** Round trip to the connected server in milliseconds; undefined while not connected. */
	roundTrip(): Promise<number | undefined>;
	/** Counters since the link was opened. */
	traffic(): Traffic;
	/** Skips the rest of the current wait and tries now. */
	retryNow(): void;
	close(): Promise<void>;
}
