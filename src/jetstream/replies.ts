import type { Integer } from '../format/integer.ts';
import type { Message, RequestOptions } from '../nats/link.ts';
import type { EndpointId, MessagesEndpointId, ParamsOf } from './endpoints.ts';
import type { Answer } from './problem.ts';
import type { AccountInfo, ConsumerInfo, StreamConfig, StreamInfo, StreamState, Timestamp } from './wire.ts';
import type {
	ConsumerListPage,
	ConsumerNamesPage,
	StreamInfoReply,
	StreamListPage,
	StreamNamesPage,
} from './wire-pages.ts';

interface Success {
	readonly success: boolean;
}

/** A message as STREAM.MSG.GET sends it; `data` and `hdrs` are base64 and may be absent. */
export interface StoredMessage {
	readonly subject: string;
	readonly seq: Integer;
	readonly time: Timestamp;
	readonly data?: string;
	/** Starts with the `NATS/1.0` line. */
	readonly hdrs?: string;
}

/** What each JSON endpoint answers with, without the envelope's `type`. */
export interface Replies {
	'account.info': AccountInfo;
	'account.purge': { readonly initiated?: boolean };
	'account.stream.move': StreamInfo;
	'account.stream.cancel-move': StreamInfo;
	'meta.leader.stepdown': Success;
	/** One such reply from every server: this is the first. */
	'meta.rescue': {
		readonly server: string;
		readonly server_id: string;
		readonly prev_quorum: number;
		readonly new_quorum: number;
	};
	'server.remove': Success;
	'server.evacuate': Partial<Success>;
	'stream.names': StreamNamesPage;
	'stream.list': StreamListPage;
	'stream.info': StreamInfoReply;
	/** `did_create` is also true when an equal stream was already there. */
	'stream.create': StreamInfo & { readonly did_create?: boolean };
	'stream.update': StreamInfo;
	'stream.delete': Success;
	'stream.purge': Success & { readonly purged: Integer };
	'stream.leader.stepdown': Success;
	'stream.peer.remove': Success;
	'stream.peer.evacuate': Partial<Success>;
	'stream.cancel-move': Partial<StreamInfo> & Partial<Success>;
	'stream.msg.get': { readonly message: StoredMessage };
	'stream.msg.delete': Success;
	'stream.snapshot': { readonly config: StreamConfig; readonly state: StreamState };
	'stream.restore': { readonly deliver_subject: string };
	'stream.template.names': { readonly streams: readonly string[] | null };
	'stream.template.info': { readonly config: unknown; readonly streams: readonly string[] | null };
	'stream.template.create': { readonly config: unknown; readonly streams: readonly string[] | null };
	'stream.template.delete': Success;
	'consumer.names': ConsumerNamesPage;
	'consumer.list': ConsumerListPage;
	'consumer.info': ConsumerInfo;
	'consumer.create': ConsumerInfo;
	'consumer.create.filtered': ConsumerInfo;
	'consumer.create.ephemeral': ConsumerInfo;
	'consumer.create.durable': ConsumerInfo;
	'consumer.delete': Success;
	/** `pause_remaining` in nanoseconds. */
	'consumer.pause': {
		readonly paused: boolean;
		readonly pause_until?: Timestamp;
		readonly pause_remaining?: Integer;
	};
	'consumer.reset': ConsumerInfo & { readonly reset_seq: Integer };
	'consumer.unpin': Partial<Success>;
	'consumer.leader.stepdown': Success;
	'consumer.peer.evacuate': Partial<Success>;
}

/** The endpoints whose reply is a JSON envelope; the others answer with messages. */
export type JsonEndpointId = Exclude<EndpointId, MessagesEndpointId>;

/** The compiler names whatever has no reply above. */
type NoneOf<Missing extends never> = Missing;

export type ReplyOf<Id extends JsonEndpointId | NoneOf<Exclude<JsonEndpointId, keyof Replies>>> = Replies[Id];

/** How long one request may take, and who gets the raw reply before it is parsed. */
export interface AskOptions extends Pick<RequestOptions, 'timeoutMs' | 'signal'> {
	readonly onReply?: (message: Message) => void;
	/** Milliseconds that a reply may take even if the timeout is shorter, for requests that take a server long. */
	readonly leastMs?: number;
}

/** One request. `body` is the JSON object to send; left out, the body is empty. Never rejects. */
export type Ask = <Id extends JsonEndpointId>(
	id: Id,
	params: ParamsOf<Id>,
	body?: object,
	options?: AskOptions,
) => Promise<Answer<ReplyOf<Id>>>;
