import type { MsgHdrs, NatsConnection } from 'nats';
import { ErrorCode, NatsError, headers as newHeaders } from 'nats/lib/src/nats-base-client.js';
import type { LinkProblem, RequestOptions, ServerIdentity } from './link.ts';
import { noHeaders } from './no-headers.ts';

/** A message to be sent. */
export interface Outgoing {
	readonly subject: string;
	readonly payload: string | Uint8Array;
	/** The limits of the server for messages. */
	readonly server: Pick<ServerIdentity, 'maxPayload' | 'headers' | 'version'>;
	readonly headers?: RequestOptions['headers'];
}

/** Sends a message without waiting. Returns why it could not be sent. */
export function publishMessage(
	connection: NatsConnection,
	outgoing: Outgoing & { readonly reply?: string },
): LinkProblem | undefined {
	const packed = pack(outgoing);
	if (!packed.ok) return packed.problem;
	const { subject, reply } = outgoing;
	try {
		connection.publish(subject, packed.payload, { ...packed.headers, ...(reply !== undefined && { reply }) });
		return undefined;
	} catch (error) {
		return failureProblem(subject, error);
	}
}

type Packed =
	| { readonly ok: true; readonly payload: Uint8Array; readonly headers: { readonly headers?: MsgHdrs } }
	| { readonly ok: false; readonly problem: LinkProblem };

function pack({ subject, payload: given, server, headers: pairs = [] }: Outgoing): Packed {
	const { maxPayload } = server;
	const without = pairs.length === 0 ? undefined : noHeaders(server);
	if (without !== undefined)
		return { ok: false, problem: { kind: 'unsupported', subject, message: without, unsent: true } };
	const headers = headersOf(pairs);
	if (typeof headers === 'string')
		return { ok: false, problem: { kind: 'bad-header', subject, message: headers, unsent: true } };
	const payload = typeof given === 'string' ? new TextEncoder().encode(given) : given;
	const bytes = payload.byteLength + (headers ? Buffer.byteLength(headers.toString()) : 0);
	if (bytes > maxPayload) {
		const message = `The message has ${bytes} bytes; max_payload of this server is ${maxPayload}.`;
		return { ok: false, problem: { kind: 'too-large', subject, message, unsent: true } };
	}
	return { ok: true, payload, headers: headers ? { headers } : {} };
}

/** Why sending or subscribing failed, from the library's error. */
export function failureProblem(subject: string, error: unknown): LinkProblem {
	const code = error instanceof NatsError ? error.code : '';
	if (code === ErrorCode.ConnectionClosed || code === ErrorCode.ConnectionDraining)
		return { kind: 'disconnected', subject, message: 'There is no connection at the moment.', unsent: true };
	const text = error instanceof Error ? error.message : String(error);
	return { kind: 'other', subject, message: `jetdeck could not send to ${subject}: ${text}.`, unsent: true };
}

/** The status of a server if nobody listens. */
export const silence = Number(ErrorCode.NoResponders);

/** The server's "Permissions Violation" as a problem, undefined if it is something else. */
export function permissionProblem(error: unknown): LinkProblem | undefined {
	const context = error instanceof NatsError ? error.permissionContext : undefined;
	return context && permissionIn(context);
}

export function permissionIn({ operation, subject }: NonNullable<NatsError['permissionContext']>): LinkProblem {
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
			return `The header ${JSON.stringify(name)} is not valid: a name must be a word of ASCII characters without spaces or colons, a value one line.`;
		}
	}
	return built;
}
