import type { ApiError } from '../wire.ts';

/** A release line (`2.9`) or the patch release something came with (`2.12.5`). */
export type Version = `${number}.${number}` | `${number}.${number}.${number}`;

/** `destroy` loses messages, acknowledgement state, a copy or availability for good. */
export type Effect = 'read' | 'change' | 'destroy';

export type RequestFieldKind =
	| 'text'
	| 'subject'
	| 'subjects'
	| 'texts'
	| 'count'
	| 'bytes'
	| 'sequence'
	| 'duration'
	| 'timestamp'
	| 'flag'
	| 'placement'
	| 'stream-config'
	| 'stream-state'
	| 'consumer-config';

/** One key of a request body. */
export interface RequestField {
	readonly name: string;
	readonly kind: RequestFieldKind;
	readonly since: Version;
	readonly required?: boolean;
}

export interface RequestShape {
	/**
	 * `none`: a body is ignored. `optional`: an empty body has a meaning of its own. `required`: an empty body is
	 * refused. `empty-only`: the server refuses any body (err_code 10038).
	 */
	readonly body: 'none' | 'optional' | 'required' | 'empty-only';
	readonly fields: readonly RequestField[];
	/** The body is the StreamConfig itself, with `fields` next to its own. */
	readonly configIsBody?: boolean;
}

/** One request subject of the JetStream API. */
export interface Endpoint {
	/** Stable name in the program, `stream.info`. */
	readonly id: string;
	/** After the prefix; `{stream}` is one token, `{filter>}` one or more. */
	readonly subject: string;
	readonly title: string;
	/** What the request does, in one sentence. */
	readonly help: string;
	/** What else to know of it, on servers of today. */
	readonly more?: string;
	readonly request: RequestShape;
	/** Last part of `io.nats.jetstream.api.v1.…`; every accepted one. Empty: the reply is no JSON envelope but messages or status lines. */
	readonly replyType: readonly string[];
	/** The error that a reply with nothing but its type means. */
	readonly empty?: ApiError;
	/** Where the entries of a page are; `subjects` is `state.subjects`. */
	readonly page?: { readonly items: 'streams' | 'consumers' | 'subjects' };
	/** In a cluster the server waits this long for other servers before it replies, milliseconds. */
	readonly gatherMs?: number;
	readonly effect: Effect;
	/** Answered only for the system account. */
	readonly audience?: 'system';
	/** Each server of the cluster replies for itself. */
	readonly everyServer?: true;
	/** Answers only in a cluster. */
	readonly cluster?: true;
	readonly since: Version;
	/** The first line that no longer has it. */
	readonly gone?: Version;
	/** The feature that was removed with it, as the start of a sentence: `Stream templates`. */
	readonly went?: string;
	/** Subjects of the technical preview of March 2020 with the same purpose. */
	readonly preview?: readonly string[];
}
