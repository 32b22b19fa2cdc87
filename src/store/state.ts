import type { UserInfo } from '../jetstream/account.ts';
import type { EndpointId } from '../jetstream/endpoints.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { Features } from '../jetstream/server-features.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import type { LinkStatus, Target } from '../nats/link.ts';
import type { Datum } from './datum.ts';
import type { Heard } from './events/heard.ts';
import type { ListState } from './list.ts';
import type { Overlay } from './overlay.ts';
import type { Rates } from './rates.ts';
import type { SubjectCounts } from './subjects/subject-counts.ts';
import type { SystemAccess } from './system/access.ts';
import type { ServersState } from './system/servers.ts';
import type { ConsumerKey, ListId, View } from './view.ts';

/**
 * Everything the deck knows. The poller and the reducers write it; screens and commands read it. Rooms above the store add their
 * own parts: see slice.ts.
 */
export interface DeckState {
	readonly target: Target;
	readonly link: LinkStatus;
	/** Milliseconds to the connected server and back. */
	readonly roundTripMs?: number | undefined;
	/** The user and the account, if the server returns them (2.10 and later). */
	readonly user?: UserInfo | undefined;
	readonly features: Features;

	readonly account: Datum<AccountInfo>;
	/** API requests a second of the whole account, oldest first; drawn as a sparkline. */
	readonly apiRates: readonly number[];
	/** Sorted by name, as the server sends them. */
	readonly streamNames: Datum<readonly string[]>;
	readonly streams: Table<string, StreamEntry>;
	/** Message counts by subject, of the streams whose subjects were read. */
	readonly subjects: Table<string, Datum<SubjectCounts>>;
	/** Streams whose subjects overlap a subject, by that subject: for subjects being typed. */
	readonly overlaps: Table<string, Datum<readonly string[]>>;
	/** By stream. */
	readonly consumerNames: Table<string, Datum<readonly string[]>>;
	readonly consumers: Table<ConsumerKey, ConsumerEntry>;
	readonly sweep?: Sweep | undefined;
	/** Why the last sweep failed; if no sweep of that kind has succeeded, the list shows only this. */
	readonly sweepProblem?: { readonly kind: Sweep['kind']; readonly problem: Problem; readonly at: number } | undefined;
	/** When the last complete sweep of a kind ended, ms since the epoch: lists larger than a page keep their order until the next one. */
	readonly swept: { readonly streams?: number | undefined; readonly consumers?: number | undefined };
	/** What the server did not let us do, by full request subject: learnt from refusals, forgotten on a new connection. */
	readonly denied: ReadonlyMap<string, Denied>;
	/** Advisories show when lists change; false if the user may not subscribe to them. */
	readonly advisories: boolean;
	/** What servers announced since this connection was opened. */
	readonly events: Heard;

	/** Whether the system account is at hand, and over which connection. */
	readonly system: SystemAccess;
	/** The servers, as far as one looked at them. */
	readonly servers: ServersState;

	readonly readOnly: boolean;
	/** Time between two polls, milliseconds. */
	readonly intervalMs: number;
	/** When the server last replied to anything, ms since the epoch: a frozen one keeps its connection but replies to nothing. */
	readonly heardAt?: number | undefined;
	/** When the last poll ended and how long it took, ms; `paceMs`: between two replies for the view. */
	readonly lastTick?: { readonly at: number; readonly ms: number; readonly paceMs?: number } | undefined;
	/** The time that ages on the screen refer to; updated once a second and with each poll. */
	readonly now: number;

	/** Where the person is: the last one is drawn. Never empty. */
	readonly views: readonly View[];
	/** Where `-` leads. */
	readonly previous?: readonly View[] | undefined;
	readonly lists: ReadonlyMap<ListId, ListState>;
	readonly overlay?: Overlay | undefined;
	readonly toasts: readonly Toast[];
	/** When the last key came: rows keep their places while somebody moves among them. */
	readonly touchedAt: number;
	/** Counts what the terminal sent: keys of one number came at once, before anybody saw what came between them. */
	readonly burst: number;
	/** The state when the last burst of keys began: what was on the screen then was seen. */
	readonly seen?: Omit<DeckState, 'seen'> | undefined;
	readonly size: { readonly columns: number; readonly rows: number };
	/** From the command line or a context's own setting; see `lag.ts`. */
	readonly lagLimits: LagLimits;
	readonly quitting: boolean;
}

/**
 * A map that grows large and is written once a tick: `entries` is mutated in place, the wrapper is replaced at each write,
 * so that a reader compares wrappers and 10,000 rows are not copied every two seconds.
 */
export interface Table<K, V> {
	readonly entries: ReadonlyMap<K, V>;
}

export interface StreamEntry {
	readonly info: Datum<StreamInfo>;
	readonly rates?: Rates | undefined;
	/** Why the server listed this stream as offline, 2.11.9 and later. */
	readonly offline?: string | undefined;
}

export interface ConsumerEntry {
	readonly info: Datum<ConsumerInfo>;
	readonly rates?: Rates | undefined;
	readonly offline?: string | undefined;
}

/** A walk over everything, for a sort or a list that needs every value. */
export interface Sweep {
	readonly kind: 'streams' | 'consumers';
	readonly done: number;
	/** Known once the first page is in. */
	readonly total?: number | undefined;
	readonly startedAt: number;
}

export interface Denied {
	/** Absent for a subscription. */
	readonly endpoint?: EndpointId | undefined;
	readonly subject: string;
	readonly operation: 'publish' | 'subscribe';
	readonly at: number;
}

export interface Toast {
	readonly id: number;
	readonly tone: 'good' | 'info' | 'warn' | 'bad';
	readonly text: string;
	readonly until: number;
}

/** When a consumer counts as behind or stuck. */
export interface LagLimits {
	/** Undelivered messages. */
	readonly pending: number;
	/** Share of `max_ack_pending` in use, 0 to 1. */
	readonly ackPending: number;
	/** No delivery for this long although messages wait, milliseconds. */
	readonly idleMs: number;
}
