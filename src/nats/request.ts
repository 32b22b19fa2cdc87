import type { MsgHdrs, NatsConnection } from 'nats';
import { ErrorCode, NatsError, headers as newHeaders } from 'nats/lib/src/nats-base-client.js';
import { spanOfTime } from '../format/duration.ts';
import type { LinkProblem, Message, RequestOptions } from './link.ts';
import { messageOf } from './message.ts';

export type Asked =
	| { readonly ok: true; readonly message: Message }
	| { readonly ok: false; readonly problem: LinkProblem };

/** A message to be sent. */
export interface Outgoing {
	readonly subject: string;
	readonly payload: string | Uint8Array;
	/** Largest message the server takes, bytes. */
	readonly maxPayload: number;
	readonly headers?: RequestOptions['headers'];
}

export interface Question extends Outgoing {
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
}

/** Sends a message and awaits nothing. Answers why it could not be sent. */
export function tell(
	connection: NatsConnection,
	outgoing: Outgoing & { readonly reply?: string },
): LinkProblem | undefined {
	const packed = pack(outgoing);
	if (!packed.ok) return packed.problem;
	const { reply } = outgoing;
	connection.publish(outgoing.subject, packed.payload, { ...packed.headers, ...(reply !== undefined && { reply }) });
	return undefined;
}

type Packed =
	| { readonly ok: true; readonly payload: Uint8Array; readonly headers: { readonly headers?: MsgHdrs } }
	| { readonly ok: false; readonly problem: LinkProblem };

function pack({ subject, payload: given, maxPayload, headers: pairs }: Outgoing): Packed {
	const headers = headersOf(pairs ?? []);
	if (typeof headers === 'string')
		return { ok: false, problem: { kind: 'other', subject, message: headers, unsent: true } };
	const payload = typeof given === 'string' ? new TextEncoder().encode(given) : given;
	const bytes = payload.byteLength + (headers ? Buffer.byteLength(headers.toString()) : 0);
	if (bytes > maxPayload) {
		const message = `The message has ${bytes} bytes; this server takes at most ${maxPayload}.`;
		return { ok: false, problem: { kind: 'too-large', subject, message, unsent: true } };
	}
	return { ok: true, payload, headers: headers ? { headers } : {} };
}

/** Asks once on a connection. Never rejects; ends at the reply, the timeout, the end of the connection or the signal. */
export async function ask(connection: NatsConnection, question: Question): Promise<Asked> {
	const { subject, signal } = question;
	const no = (kind: LinkProblem['kind'], message: string): Asked => ({
		ok: false,
		problem: { kind, subject, message },
	});
	const packed = pack(question);
	if (!packed.ok) return packed;
	if (signal?.aborted) return no('cancelled', 'The request was cancelled before it was sent.');
	const answer: Promise<Asked> = connection
		.request(subject, packed.payload, { timeout: question.timeoutMs, ...packed.headers })
		.then(
			(msg): Asked => ({ ok: true, message: messageOf(msg) }),
			(error: unknown): Asked => ({ ok: false, problem: problemOf(error, question, connection.isClosed()) }),
		);
	if (!signal) return answer;
	let cancel = (): void => {};
	const cancelled = new Promise<Asked>((resolve) => {
		cancel = () => resolve(no('cancelled', 'The request was cancelled; the server may still carry it out.'));
		signal.addEventListener('abort', cancel, { once: true });
	});
	const first = await Promise.race([answer, cancelled]);
	signal.removeEventListener('abort', cancel);
	return first;
}

function problemOf(error: unknown, { subject, timeoutMs }: Question, closed: boolean): LinkProblem {
	const denied = permissionProblem(error);
	if (denied) return denied;
	// The library ends what is outstanding at a lost connection as if it had timed out.
	if (closed) return { kind: 'disconnected', subject, message: 'The connection was lost before the reply came.' };
	const code = error instanceof NatsError ? error.code : '';
	if (code === ErrorCode.NoResponders)
		return { kind: 'no-responders', subject, message: `Nobody answers on ${subject}.` };
	if (code === ErrorCode.Timeout) {
		return { kind: 'timeout', subject, message: `No reply on ${subject} within ${spanOfTime(timeoutMs)}.` };
	}
	const text = error instanceof Error ? error.message : String(error);
	return { kind: 'other', subject, message: `The request on ${subject} failed: ${text}.` };
}

/** The server's "Permissions Violation" as a problem, undefined if it is something else. */
export function permissionProblem(error: unknown): LinkProblem | undefined {
	const context = error instanceof NatsError ? error.permissionContext : undefined;
	if (!context) return undefined;
	const { operation, subject } = context;
	return operation === 'publish'
		? { kind: 'permission-publish', subject, message: `You may not publish to ${subject}.` }
		: { kind: 'permission-subscribe', subject, message: `You may not subscribe to ${subject}.` };
}

function headersOf(given: readonly (readonly [name: string, value: string])[]): MsgHdrs | string | undefined {
	if (given.length === 0) return undefined;
	const built = newHeaders();
	for (const [name, value] of given) {
		try {
			built.append(name, value);
		} catch {
			return `The header ${JSON.stringify(name)} cannot be sent: a name must be a word without spaces or colons, a value one line.`;
		}
	}
	return built;
}
