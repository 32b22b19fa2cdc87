import type { Acknowledgement } from '../jetstream/acknowledge.ts';
import type { Held } from '../jetstream/backup/contents.ts';
import type { KvWrite } from '../jetstream/kv/write.ts';
import type { RawMessage } from '../jetstream/raw-door.ts';
import type { JsonEndpointId } from '../jetstream/replies.ts';
import type { StoringMessage } from '../jetstream/store-message.ts';
import type { StreamConfig } from '../jetstream/wire.ts';

/** What a step sends. Each kind has a row in wires/table.ts; `endpoint` names the row in the table of changes. */
export type Wire = RequestWire | PullWire | AcknowledgementWire | MessageWire | ListenWire | TransferWire | KvWire;

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
	/** The body of the request that starts it, or with `makesMessages` what jetdeck was asked for. */
	readonly body?: object;
	/** No request starts it: jetdeck itself makes its messages, the first to `subject`. */
	readonly makesMessages?: true;
	/** What the archive of a restore has. */
	readonly holds?: Held;
}

/** A message that writes a key of a bucket. */
export interface KvWire {
	readonly kind: 'kv';
	readonly endpoint: `kv.${KvWrite['kind']}`;
	/** For its line of the nats CLI. */
	readonly params: { readonly bucket: string; readonly key: string };
	readonly write: KvWrite;
	readonly message: StoringMessage;
	/** The stream that is to store it, where that is known. */
	readonly config?: StreamConfig;
	/** The nats CLI reads this bucket under other subjects. */
	readonly isMirror: boolean;
}

/** Whether it has no request that could be sent again by hand: the same subject would get other contents. */
export const isOfMessages = (wire: Wire): boolean => wire.kind === 'transfer' && wire.makesMessages === true;

/** A typed message. */
export interface RawWire extends RawMessage {
	/** Replies to wait for; absent for a message without a reply. */
	readonly replies?: number;
	readonly timeoutMs?: number;
}
