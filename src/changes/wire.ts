import type { Acknowledgement } from '../jetstream/acknowledge.ts';
import type { RawMessage } from '../jetstream/raw-door.ts';
import type { JsonEndpointId } from '../jetstream/replies.ts';

/** What leaves. Each kind has one sender, see send.ts; the row in the table of changes is found by `endpoint`. */
export type Wire = RequestWire | PullWire | AcknowledgementWire | MessageWire | ListenWire | TransferWire;

/** A request of the API that one reply answers. */
export interface RequestWire {
	readonly kind: 'request';
	readonly endpoint: JsonEndpointId;
	readonly params: Readonly<Record<string, string>>;
	/** The JSON object that is sent; absent for an empty body. */
	readonly body?: object;
}

/** A request of the API that messages answer. */
export interface PullWire {
	readonly kind: 'pull';
	readonly endpoint: 'consumer.next';
	readonly params: Readonly<Record<string, string>>;
	readonly body?: object;
}

/** What is said of a delivered message, to its own reply subject. */
export interface AcknowledgementWire {
	readonly kind: 'acknowledgement';
	readonly endpoint: 'consumer.ack';
	readonly ack: Acknowledgement;
}

/** A message to any subject, sent as it was typed. */
export interface MessageWire {
	readonly kind: 'message';
	readonly endpoint: 'raw';
	readonly raw: RawWire;
}

/** Listening where consumers deliver: what they deliver counts. */
export interface ListenWire {
	readonly kind: 'listen';
	readonly endpoint: 'subscribe';
	readonly listen: { readonly subject: string };
}

/** Many messages that are one change, such as a restore: with progress, and stopped at will inside. */
export interface TransferWire {
	readonly kind: 'transfer';
	/** Says how it is sent: the column `transfer` of its row. */
	readonly endpoint: `transfer.${string}`;
	/** Where it begins, for the dialog and the journal. */
	readonly subject: string;
	readonly params: Readonly<Record<string, string>>;
}

/** A message that somebody typed. */
export interface RawWire extends RawMessage {
	/** Replies to wait for; without it the message is published and none is awaited. */
	readonly replies?: number;
	readonly timeoutMs?: number;
}
