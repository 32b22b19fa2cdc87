import { ErrorCode, type MsgHdrs, type NatsConnection, NatsError, headers as newHeaders } from 'nats';
import type { LinkProblem, Message, RequestOptions } from './link.ts';
import { messageOf } from './message.ts';

export type Asked =
	| { readonly ok: true; readonly message: Message }
	| { readonly ok: false; readonly problem: LinkProblem };

export interface Question {
	readonly subject: string;
	readonly payload: string | Uint8Array;
	readonly timeoutMs: number;
	readonly maxPayload: number;
	readonly headers?: RequestOptions['headers'];
	readonly signal?: AbortSignal;
}

/** Asks once on a connection. Never rejects; ends at the reply, the timeout, the end of the connection or the signal. */
export async function ask(connection: NatsConnection, question: Question): Promise<Asked> {
	const { subject, signal } = question;
	const no = (kind: LinkProblem['kind'], message: string): Asked => ({
		ok: false,
		problem: { kind, subject, message },
	});
	const headers = headersOf(question.headers ?? []);
	if (typeof headers === 'string') return no('other', headers);
	const payload = typeof question.payload === 'string' ? new TextEncoder().encode(question.payload) : question.payload;
	const bytes = payload.byteLength + (headers ? Buffer.byteLength(headers.toString()) : 0);
	if (bytes > question.maxPayload) {
		return no('too-large', `The request has ${bytes} bytes; this server takes at most ${question.maxPayload}.`);
	}
	if (signal?.aborted) return no('cancelled', 'The request was cancelled before it was sent.');
	const answer: Promise<Asked> = connection
		.request(subject, payload, { timeout: question.timeoutMs, ...(headers ? { headers } : {}) })
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
		return { kind: 'timeout', subject, message: `No reply on ${subject} within ${timeoutMs} ms.` };
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
