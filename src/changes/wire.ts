import type { Acknowledgement } from '../jetstream/acknowledge.ts';
import type { Held } from '../jetstream/backup/contents.ts';
import type { RawMessage } from '../jetstream/raw-door.ts';
import type { JsonEndpointId } from '../jetstream/replies.ts';

/** What a step sends. Each kind has one sender, see send.ts; `endpoint` names the row in the table of changes. */
export type Wire = RequestWire | PullWire | AcknowledgementWire | MessageWire | ListenWire | TransferWire;

/** A request of the API with one reply. */
export interface RequestWire {
	readonly kind: 'request';
	readonly endpoint: JsonEndpointId;
	readonly params: Readonly<Record<string, string>>;
	/** The JSON object to send; absent for an empty body. */
	readonly body?: object;
}

/** A request of the API whose replies are messages. */
export interface PullWire {
	readonly kind: 'pull';
	readonly endpoint: 'consumer.next';
	readonly params: Readonly<Record<string, string>>;
	readonly body?: object;
}

/** An acknowledgement of a delivered message, to its own reply subject. */
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

/** Listening where consumers deliver, which counts as delivery. */
export interface ListenWire {
	readonly kind: 'listen';
	readonly endpoint: 'subscribe';
	readonly listen: { readonly subject: string };
}

/** Many messages that are one change, such as a restore: with progress, and stoppable midway. */
export interface TransferWire {
	readonly kind: 'transfer';
	/** Its row, whose column `transfer` sends it. */
	readonly endpoint: `transfer.${string}`;
	/** How it starts, for the dialog and the journal. */
	readonly subject: string;
	readonly params: Readonly<Record<string, string>>;
	/** The body of the request that starts it. */
	readonly body?: object;
	/** What the archive of a restore has. */
	readonly holds?: Held;
}

/** A typed message. */
export interface RawWire extends RawMessage {
	/** Replies to wait for; absent for a message without a reply. */
	readonly replies?: number;
	readonly timeoutMs?: number;
}
