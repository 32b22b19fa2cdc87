import type { StoreApi } from 'zustand/vanilla';
import { allSubjects, isSystemAccount, news, systemNews, systemSubjects } from '../../jetstream/events/subjects.ts';
import { subjectContains } from '../../jetstream/subject-match.ts';
import type { Link, Message } from '../../nats/link.ts';
import type { DeckState } from '../state.ts';
import type { Heard } from './heard.ts';

interface Wiring {
	readonly hear: (message: Message) => void;
	/** A subject that the user may not subscribe to. */
	readonly refused: (subject: string) => void;
	/** The row of the last event that came. */
	readonly lastRow: () => number;
}

/** How each subscription ends, by its subject; without those that the server refused. */
type Stops = Map<string, () => void>;

/** What is subscribed to: the few that are always heard, or everything; `state.events` says which, and since when. */
export class EventSubscriptions {
	readonly #store: StoreApi<DeckState>;
	readonly #link: Link;
	readonly #wiring: Wiring;
	#news: Stops = new Map();
	#all: Stops = new Map();

	constructor(store: StoreApi<DeckState>, link: Link, wiring: Wiring) {
		this.#store = store;
		this.#link = link;
		this.#wiring = wiring;
	}

	/** What a former connection was refused is tried again, and what it was told of its account asked again. */
	begin(): void {
		this.silence();
		this.#note({ isSystem: undefined, allSince: undefined });
		this.#listenToNews();
	}

	silence(): void {
		for (const stop of [...this.#news.values(), ...this.#all.values()]) stop();
		this.#news = new Map();
		this.#all = new Map();
	}

	/** The connection is to the system account. */
	ofSystem(): void {
		const { all, isSystem } = this.#heard();
		if (isSystem) return;
		this.#note({ isSystem: true, allSince: undefined });
		this.#listen(this.#news, systemNews(this.#link.target));
		if (!all) return;
		this.#listen(this.#all, systemSubjects);
		void this.#taken();
	}

	listenToAll(): void {
		this.#note({ all: true, allSince: undefined });
		const all: Stops = new Map();
		this.#all = all;
		this.#listen(all, this.#everything());
		void this.#taken();
		if (this.#heard().isSystem) return;
		void isSystemAccount(this.#link).then((isSystem) => {
			if (this.#all !== all) return;
			if (isSystem) this.ofSystem();
			// No reply in time does not contradict what is known otherwise.
			else if (this.#heard().isSystem === undefined) {
				this.#note({ isSystem });
				void this.#taken();
			}
		});
	}

	/** Only once the server has taken the few, all others end: none is missed. */
	listenToLess(): void {
		this.#note({ all: false, allSince: undefined });
		const all = this.#all;
		this.#all = new Map();
		for (const stop of this.#news.values()) stop();
		this.#listenToNews();
		void this.#link.roundTrip().then(() => {
			for (const stop of all.values()) stop();
		});
	}

	#heard(): Heard {
		return this.#store.getState().events;
	}

	#note(more: Partial<Heard>): void {
		this.#store.setState(({ events }) => ({ events: { ...events, ...more } }));
	}

	#listenToNews(): void {
		const { target } = this.#link;
		this.#news = new Map();
		this.#listen(this.#news, [...news(target), ...(this.#heard().isSystem ? systemNews(target) : [])]);
	}

	#everything(): readonly string[] {
		return [...allSubjects(this.#link.target), ...(this.#heard().isSystem ? systemSubjects : [])];
	}

	#listen(to: Stops, subjects: readonly string[]): void {
		for (const subject of subjects) {
			const refused = (): void => {
				to.delete(subject);
				if (to === this.#all) this.#note({ allSince: undefined });
				this.#wiring.refused(subject);
			};
			to.set(subject, this.#link.subscribe(subject, this.#wiring.hear, refused));
		}
	}

	/** Once the server has taken subscriptions to everything, what they contain of the few ends: it would only come twice. */
	async #taken(): Promise<void> {
		const all = this.#all;
		const asked = [...all.keys()];
		const ms = await this.#link.roundTrip();
		if (ms === undefined || this.#all !== all) return;
		const taken = asked.filter((subject) => all.has(subject));
		for (const [subject, stop] of this.#news) {
			if (!taken.some((each) => subjectContains(each, subject))) continue;
			stop();
			this.#news.delete(subject);
		}
		const isWhole = this.#everything().every((subject) => taken.includes(subject));
		if (!isWhole || this.#heard().isSystem === undefined) return;
		this.#note({ allSince: { at: Date.now(), after: this.#wiring.lastRow() } });
	}
}
