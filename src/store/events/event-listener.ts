import type { StoreApi } from 'zustand/vanilla';
import { readEvent, type ServerEvent } from '../../jetstream/events/event.ts';
import { advisoryPrefix, isTelling } from '../../jetstream/events/subjects.ts';
import type { Link, Message } from '../../nats/link.ts';
import type { DeckState } from '../state.ts';
import { lossLastsMs, type NewEvent, withHeard } from './heard.ts';
import { LossToasts } from './loss-toasts.ts';
import { outdatedBy } from './outdates.ts';
import { EventSubscriptions } from './subscriptions.ts';

/** What comes is written into the state a few times a second, however much it is. */
const writeMs = 250;
/** What takes longer to read in the time between two writes is counted, not read: keys are answered all the same. */
const readsForMs = 100;
/** So many are read however long it takes: the first one loads what reads them. */
const fewest = 20;
const mostBetween = 4_000;
/** Losses, elections and given up messages are read beyond that, so many. */
const mostTelling = 500;
/** So long after somebody looked at events, everything is still listened to. */
const lingersMs = 60_000;
/** Two subscriptions may bring the same one. */
const mostIds = 256;

interface Wiring {
	/** Resources of the poller that are out of date. */
	readonly outdated: (keys: readonly string[]) => void;
	/** A subject that the user may not subscribe to; `ofLists`: that lists change is heard there. */
	readonly refused: (subject: string, ofLists: boolean) => void;
	/** Whether everything is to be listened to. */
	readonly wantsAll: (state: DeckState) => boolean;
	readonly lingersMs?: number;
}

/**
 * Listens to what servers announce: always to what changes lists and what an operator has to know, and while somebody looks at
 * events to everything, which may be much.
 */
export class EventListener {
	readonly #store: StoreApi<DeckState>;
	readonly #link: Link;
	readonly #wiring: Wiring;
	readonly #losses: LossToasts;
	readonly #prefix: string;
	readonly #subscriptions: EventSubscriptions;
	readonly #ids = new Set<string>();
	#came: ServerEvent[] = [];
	#unread = 0;
	#since = 0;
	#readMs = 0;
	#telling = 0;
	#row = 0;
	#timer: NodeJS.Timeout | undefined;
	#expiry: NodeJS.Timeout | undefined;
	#leaving: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(store: StoreApi<DeckState>, link: Link, wiring: Wiring) {
		this.#store = store;
		this.#link = link;
		this.#wiring = wiring;
		this.#losses = new LossToasts(store);
		this.#prefix = advisoryPrefix(link.target);
		this.#subscriptions = new EventSubscriptions(store, link, {
			hear: (message) => this.#hear(message),
			refused: (subject) => wiring.refused(subject, outdatedBy(this.#tailOf(subject)).length > 0),
			lastRow: () => this.#row + this.#came.length,
		});
	}

	connected(): void {
		this.#subscriptions.begin();
		const state = this.#store.getState();
		if (state.events.all || this.#wiring.wantsAll(state)) this.#subscriptions.listenToAll();
	}

	/** The connection is to the system account. */
	ofSystem(): void {
		this.#subscriptions.ofSystem();
	}

	/** Something else came into view. */
	looked(state: DeckState): void {
		if (this.#wiring.wantsAll(state)) {
			clearTimeout(this.#leaving);
			this.#leaving = undefined;
			if (!state.events.all && state.link.phase === 'connected') this.#subscriptions.listenToAll();
		} else if (state.events.all) this.#leaving ??= setTimeout(() => this.#left(), this.#wiring.lingersMs ?? lingersMs);
	}

	stop(): void {
		this.#stopped = true;
		this.#subscriptions.silence();
		clearTimeout(this.#timer);
		clearTimeout(this.#expiry);
		clearTimeout(this.#leaving);
	}

	/** Nobody looks at events any more. */
	#left(): void {
		this.#leaving = undefined;
		this.#subscriptions.listenToLess();
	}

	/** What the subject of an advisory has after ADVISORY. */
	#tailOf(subject: string): string {
		return subject.startsWith(this.#prefix) ? subject.slice(this.#prefix.length) : '';
	}

	#hear({ subject, data }: Message): void {
		const tail = this.#tailOf(subject);
		const keys = outdatedBy(tail);
		if (keys.length > 0) this.#wiring.outdated(keys);
		const started = performance.now();
		if (this.#mayRead(tail, started)) {
			const event = readEvent(subject, data, Date.now(), this.#self());
			this.#readMs += performance.now() - started;
			if (event === undefined || this.#isAgain(event)) return;
			this.#came.push(event);
		} else this.#unread += 1;
		this.#timer ??= setTimeout(() => this.#write(), writeMs);
	}

	#mayRead(tail: string, now: number): boolean {
		if (now - this.#since >= writeMs) {
			this.#since = now;
			this.#readMs = 0;
			this.#telling = 0;
		}
		if (this.#came.length < (this.#readMs < readsForMs ? mostBetween : fewest)) return true;
		if (!isTelling(tail) || this.#telling >= mostTelling) return false;
		this.#telling += 1;
		return true;
	}

	#self() {
		const status = this.#link.status();
		const withoutOwnSecrets = (text: string): string => this.#link.withoutOwnSecrets(text);
		if (!('server' in status)) return { withoutOwnSecrets };
		return { clientId: status.server.clientId, server: status.server.name, withoutOwnSecrets };
	}

	#isAgain({ id }: ServerEvent): boolean {
		if (id === undefined) return false;
		if (this.#ids.has(id)) return true;
		this.#ids.add(id);
		if (this.#ids.size > mostIds) {
			const [oldest = ''] = this.#ids;
			this.#ids.delete(oldest);
		}
		return false;
	}

	/** Writes all that came with one update. */
	#write(): void {
		this.#timer = undefined;
		if (this.#stopped) return;
		const came = this.#came.map((event): NewEvent => ({ ...event, row: String(++this.#row) }));
		const unread = this.#unread;
		this.#came = [];
		this.#unread = 0;
		const now = Date.now();
		const events = withHeard(this.#store.getState().events, came, unread, now);
		this.#store.setState({ events });
		this.#losses.say(events.lost, now);
		// A loss that is not announced again is over.
		clearTimeout(this.#expiry);
		if (events.lost.size > 0) this.#expiry = setTimeout(() => this.#write(), lossLastsMs + writeMs);
	}
}
