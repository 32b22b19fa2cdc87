import type { Integer } from '../format/integer.ts';
import type { PayloadForm } from '../format/payload.ts';

/** A view is one place a person can be: what the breadcrumbs name, `esc` leaves and `-` returns to. */
export type View =
	| { readonly kind: 'account' }
	| { readonly kind: 'streams' }
	/** Key-value buckets and object stores. */
	| { readonly kind: 'buckets' }
	/** One of them, by the name of its stream. */
	| { readonly kind: 'bucket'; readonly stream: string }
	| {
			readonly kind: 'stream';
			readonly stream: string;
			readonly pane: StreamPane;
			/** For messages: only those of this subject; wildcards are allowed. */
			readonly subject?: string;
	  }
	/** One message of a stream. `subject`: of the list that it was opened from. */
	| {
			readonly kind: 'message';
			readonly stream: string;
			readonly seq: Integer;
			readonly as: PayloadForm;
			readonly subject?: string;
	  }
	/** The keys of a key-value bucket. `pattern`: only those that it matches. */
	| { readonly kind: 'keys'; readonly stream: string; readonly pattern?: string }
	/** A key of a bucket; `subject`: that it is stored under. `revision`: not the latest one. */
	| {
			readonly kind: 'key';
			readonly stream: string;
			readonly key: string;
			readonly subject: string;
			readonly pane: KeyPane;
			readonly as: PayloadForm;
			readonly revision?: Integer;
	  }
	/** Keys whose values differ from those of another bucket, and one of them. `pattern`: only those that it matches. */
	| { readonly kind: 'comparison'; readonly stream: string; readonly other: string; readonly pattern?: string }
	| { readonly kind: 'compared-key'; readonly stream: string; readonly other: string; readonly key: string }
	/** The objects of an object store, one of them by the last token of its subject, and what is wrong among them. */
	| { readonly kind: 'objects'; readonly stream: string }
	| { readonly kind: 'object'; readonly stream: string; readonly token: string }
	| { readonly kind: 'object-check'; readonly stream: string }
	/** What was fetched from a consumer by hand. */
	| { readonly kind: 'fetched'; readonly stream: string; readonly consumer: string }
	/** The consumers of every stream. */
	| { readonly kind: 'consumers' }
	| { readonly kind: 'consumer'; readonly stream: string; readonly consumer: string; readonly pane: ConsumerPane }
	/** Every consumer of the account by how far behind or stuck it is. */
	| { readonly kind: 'lag' }
	/** Origins and what copies them; with `stream` only its relatives. */
	| { readonly kind: 'lineage'; readonly stream?: string }
	/** What each server leads and stores. */
	| { readonly kind: 'peers' }
	/** What a server of an older API level could not open. */
	| { readonly kind: 'downgrade'; readonly level: number }
	/** What servers announced since the deck listens. */
	| { readonly kind: 'events' }
	| { readonly kind: 'event'; readonly event: string }
	/** The servers, as far as they reply. */
	| { readonly kind: 'servers' }
	/** The servers that decide together about streams and consumers. */
	| { readonly kind: 'meta' }
	| { readonly kind: 'server'; readonly server: string; readonly pane: ServerPane }
	/** Connections of clients: of a server, of an account, or all that servers return. */
	| { readonly kind: 'connections'; readonly server?: string; readonly account?: string }
	/** The accounts of all servers, and one of them by its name or key. */
	| { readonly kind: 'accounts' }
	| { readonly kind: 'account-detail'; readonly account: string }
	/** What was sent since the program began. */
	| { readonly kind: 'journal' }
	| { readonly kind: 'journal-entry'; readonly entry: string }
	/** What would make the server be as a folder of configurations says. */
	| { readonly kind: 'plan' }
	| { readonly kind: 'planned-change'; readonly change: string }
	/** A configuration being written. */
	| { readonly kind: 'form'; readonly form: string }
	/** The API itself, a line at a time. */
	| { readonly kind: 'console' };

/** Where the deck begins. */
export const home: View = { kind: 'streams' };
/** Where it begins as the system account, which has no streams. */
export const systemHome: View = { kind: 'servers' };

export const streamPanes = ['overview', 'consumers', 'messages', 'subjects', 'json', 'code'] as const;
export type StreamPane = (typeof streamPanes)[number];

export const consumerPanes = ['overview', 'json', 'code'] as const;
export type ConsumerPane = (typeof consumerPanes)[number];

export const keyPanes = ['value', 'history'] as const;
export type KeyPane = (typeof keyPanes)[number];

export const serverPanes = ['overview', 'links', 'accounts', 'raft', 'json'] as const;
export type ServerPane = (typeof serverPanes)[number];

/** Names one consumer of the account. NUL cannot be part of either name, so the key is unambiguous. */
export type ConsumerKey = string & { readonly brand?: 'ConsumerKey' };

export function consumerKey(stream: string, consumer: string): ConsumerKey {
	return `${stream}\0${consumer}`;
}

export function splitConsumerKey(key: ConsumerKey): { readonly stream: string; readonly consumer: string } {
	const cut = key.indexOf('\0');
	return { stream: key.slice(0, cut), consumer: key.slice(cut + 1) };
}

/** Identifies the messages of a stream, all or those of one subject: each list has its own place and cursor. */
export type MessagesKey = string & { readonly brand?: 'MessagesKey' };

export function messagesKey(stream: string, subject: string | undefined): MessagesKey {
	return subject === undefined ? stream : `${stream}\0${subject}`;
}

export function splitMessagesKey(key: MessagesKey): { readonly stream: string; readonly subject?: string } {
	const cut = key.indexOf('\0');
	return cut < 0 ? { stream: key } : { stream: key.slice(0, cut), subject: key.slice(cut + 1) };
}

/** What a list is about, and what a row of it is: with that go its place and its marks. */
interface ListShape {
	readonly about: 'account' | 'stream' | 'consumer';
	readonly rows: string;
	/** New rows come first: a cursor on the first row follows them. */
	readonly newestFirst?: true;
}

/** The kinds of lists. Several places may show one. */
export const listKinds = {
	streams: { about: 'account', rows: 'stream' },
	buckets: { about: 'account', rows: 'stream' },
	consumers: { about: 'account', rows: 'consumer' },
	'stream-consumers': { about: 'stream', rows: 'consumer' },
	lag: { about: 'account', rows: 'consumer' },
	peers: { about: 'account', rows: 'peer' },
	lineage: { about: 'account', rows: 'branch' },
	downgrade: { about: 'account', rows: 'stored' },
	subjects: { about: 'stream', rows: 'subject' },
	messages: { about: 'stream', rows: 'message' },
	keys: { about: 'stream', rows: 'key' },
	comparison: { about: 'stream', rows: 'compared-key' },
	objects: { about: 'stream', rows: 'object' },
	fetched: { about: 'consumer', rows: 'delivery' },
	events: { about: 'account', rows: 'event', newestFirst: true },
	servers: { about: 'account', rows: 'server' },
	meta: { about: 'account', rows: 'server' },
	connections: { about: 'account', rows: 'connection' },
	accounts: { about: 'account', rows: 'account' },
	journal: { about: 'account', rows: 'journal-entry' },
	plan: { about: 'account', rows: 'planned-change' },
} as const satisfies Readonly<Record<string, ListShape>>;

export type ListKind = keyof typeof listKinds;
export type RowKind = (typeof listKinds)[ListKind]['rows'];

/** Names what a place remembers between visits: its cursor, scroll, filter and sort. By what is shown, and what that is about. */
export type ListId = ListKind | `${ListKind | 'text'}:${string}`;

/** @param about a stream, or a key that begins with one; empty: the account */
export function listId<Kind extends ListKind>(kind: Kind, about: string): Kind | `${Kind}:${string}` {
	return about === '' ? kind : `${kind}:${about}`;
}

/** The only place that parses such an id. */
export function splitListId(id: ListId): { readonly kind: ListKind | 'text'; readonly about: string } {
	const cut = id.indexOf(':');
	const kind = (cut < 0 ? id : id.slice(0, cut)) as ListKind | 'text';
	return { kind, about: cut < 0 ? '' : id.slice(cut + 1) };
}

/** What the rows of a list are; undefined for a text. */
export function rowsAre(id: ListId): RowKind | undefined {
	const { kind } = splitListId(id);
	return kind === 'text' ? undefined : listKinds[kind].rows;
}

/** Whether new rows come before the existing ones. */
export function isNewestFirst(id: ListId): boolean {
	const { kind } = splitListId(id);
	return kind !== 'text' && (listKinds[kind] as ListShape).newestFirst === true;
}

/** The stream or the consumer that a list is about, by the name or the key of it. */
export function subjectOfList(id: ListId): { readonly kind: ListShape['about'] | 'text'; readonly key: string } {
	const { kind, about } = splitListId(id);
	const on = kind === 'text' ? kind : listKinds[kind].about;
	return { kind: on, key: on === 'stream' ? splitMessagesKey(about).stream : about };
}
