import type { StoreApi } from 'zustand/vanilla';
import { plural } from '../../format/integer.ts';
import { readEvent, type ServerEvent } from '../../jetstream/events/event.ts';
import {
	advisoryPrefix,
	allSubjects,
	isSystemAccount,
	newsTails,
	systemSubjects,
} from '../../jetstream/events/subjects.ts';
import type { Link, Message } from '../../nats/link.ts';
import type { DeckState } from '../state.ts';
import { toast } from '../toast.ts';
import { type HeardEvent, lossLastsMs, withHeard } from './heard.ts';
import { outdatedBy } from './outdates.ts';

/** What comes is written into the state a few times a second, however much it is. */
const writeMs = 250;
/** What comes faster than so many between two writes is counted, not read: keys are answered all the same. */
const mostBetween = 4_000;
/** Two subscriptions may bring the same one. */
const mostIds = 256;
/** In one toast. */
const mostNamed = 3;

interface Ear {
	/** Resources of the poller that are out of date. */
	readonly outdated: (keys: readonly string[]) => void;
	/** A subject that the user may not subscribe to; `ofLists`: that lists change is heard there. */
	readonly refused: (subject: string, ofLists: boolean) => void;
	/** Whether everything is to be listened to. */
	readonly wantsAll: (state: DeckState) => boolean;
}

/**
 * Listens to what servers announce: always to what changes lists and what an operator has to know, and once somebody looks at
 * events to everything, which may be much.
 */
export class Ears {
	readonly #store: StoreApi<DeckState>;
	readonly #link: Link;
	readonly #ear: Ear;
	readonly #prefix: string;
	readonly #ids = new Set<string>();
	#news: (() => void)[] = [];
	#all: (() => void)[] = [];
	#came: ServerEvent[] = [];
	#unread = 0;
	#row = 0;
	#timer: NodeJS.Timeout | undefined;
	#expiry: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(store: StoreApi<DeckState>, link: Link, ear: Ear) {
		this.#store = store;
		this.#link = link;
		this.#ear = ear;
		this.#prefix = advisoryPrefix(link.target);
	}

	/** What a former connection was refused is tried again. */
	connected(): void {
		this.#silence();
		this.#news = newsTails.map((tail) =>
			this.#link.subscribe(
				`${this.#prefix}${tail}`,
				(message) => this.#hear(message),
				({ subject }) => this.#ear.refused(subject, outdatedBy(tail).length > 0),
			),
		);
		if (this.#store.getState().events.all) this.#listenToAll();
	}

	/** Something else came into view. */
	looked(state: DeckState): void {
		if (state.events.all || state.link.phase !== 'connected' || !this.#ear.wantsAll(state)) return;
		this.#store.setState(({ events }) => ({ events: { ...events, all: true } }));
		this.#listenToAll();
	}

	stop(): void {
		this.#stopped = true;
		this.#silence();
		clearTimeout(this.#timer);
		clearTimeout(this.#expiry);
	}

	#silence(): void {
		for (const stop of [...this.#news.splice(0), ...this.#all.splice(0)]) stop();
	}

	#listenToAll(): void {
		const [advisories] = allSubjects(this.#link.target);
		const news = this.#news;
		let isRefused = false;
		const listen = (subjects: readonly string[]): void => {
			for (const subject of subjects) {
				const stop = this.#link.subscribe(
					subject,
					(message) => this.#hear(message),
					(problem) => {
						if (subject === advisories) isRefused = true;
						this.#ear.refused(problem.subject, false);
					},
				);
				this.#all.push(stop);
			}
		};
		listen(allSubjects(this.#link.target));
		// Once the server has taken them, the few would only come twice.
		void this.#link.roundTrip().then((ms) => {
			if (ms === undefined || isRefused || this.#news !== news) return;
			for (const stop of news.splice(0)) stop();
		});
		void isSystemAccount(this.#link).then((isSystem) => {
			if (this.#stopped || this.#news !== news) return;
			this.#store.setState(({ events }) => ({ events: { ...events, isSystem } }));
			if (isSystem) listen(systemSubjects);
		});
	}

	#hear({ subject, data }: Message): void {
		if (subject.startsWith(this.#prefix)) {
			const keys = outdatedBy(subject.slice(this.#prefix.length));
			if (keys.length > 0) this.#ear.outdated(keys);
		}
		if (this.#came.length >= mostBetween) this.#unread += 1;
		else {
			const event = readEvent(subject, data, Date.now(), this.#self());
			if (event === undefined || this.#isAgain(event)) return;
			this.#came.push(event);
		}
		this.#timer ??= setTimeout(() => this.#write(), writeMs);
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
		if (this.#ids.size > mostIds) for (const oldest of this.#ids) return !this.#ids.delete(oldest);
		return false;
	}

	/** Writes all that came with one update. */
	#write(): void {
		this.#timer = undefined;
		if (this.#stopped) return;
		const news = this.#came.map((event): HeardEvent => ({ ...event, row: String(++this.#row) }));
		const unread = this.#unread;
		this.#came = [];
		this.#unread = 0;
		const before = this.#store.getState().events;
		const events = withHeard(before, news, unread, Date.now());
		this.#store.setState({ events });
		this.#sayLost([...events.lost.keys()].filter((key) => !before.lost.has(key)));
		// A loss that is not announced again is over.
		clearTimeout(this.#expiry);
		if (events.lost.size > 0) this.#expiry = setTimeout(() => this.#write(), lossLastsMs + writeMs);
	}

	/** The first time only: a loss is announced again as long as it lasts. */
	#sayLost(keys: readonly string[]): void {
		if (keys.length === 0) return;
		const names = keys.slice(0, mostNamed).map((key) => key.replace('\0', ' › '));
		const more = keys.length > mostNamed ? `, and ${plural(keys.length - mostNamed, 'more', 'more')}` : '';
		toast(
			this.#store,
			'bad',
			`${keys.length === 1 ? 'Quorum' : 'Quorums'} lost: ${names.join(', ')}${more}. 6 lists the events.`,
		);
	}
}
