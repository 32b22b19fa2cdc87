import type { StoreApi } from 'zustand/vanilla';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import {
	type JournalEntry,
	type JournalFile,
	type JournalOutcome,
	journalAnswer,
	journalPlace,
	journalSent,
	notWritableInWords,
	withEntry,
} from './journal.ts';

/** An entry without its outcome. */
type Begun = Omit<JournalEntry, 'outcome'>;

/** Stores what is sent and its outcome: in the state, and in the journal file if there is one. */
export class JournalKeeper {
	readonly #store: StoreApi<DeckState>;
	readonly #file: JournalFile | undefined;
	#warned = false;

	constructor(store: StoreApi<DeckState>, file: JournalFile | undefined) {
		this.#store = store;
		this.#file = file;
	}

	/** @returns why the file could not store it */
	keep(begun: Begun): string | undefined {
		const entry = { ...begun, outcome: { kind: 'sent' } } as const;
		const problem = this.#write(journalSent(entry));
		this.#show(entry);
		return problem;
	}

	answer(begun: Begun, outcome: JournalOutcome): void {
		this.#write(journalAnswer(begun.id, outcome));
		this.#show({ ...begun, outcome });
	}

	#show(entry: JournalEntry): void {
		this.#store.setState(({ journal }) => ({ journal: withEntry(journal, entry) }));
	}

	/** Shown once per failure: an unwritable outcome is no reason to refuse a change. */
	#write(line: string): string | undefined {
		if (this.#file === undefined) return undefined;
		const problem = this.#file.append(line);
		const place = journalPlace(this.#file, problem);
		this.#store.setState({ journalPlace: place });
		const words = notWritableInWords(place);
		if (words !== undefined && !this.#warned) toast(this.#store, 'warn', words);
		this.#warned = words !== undefined;
		return problem;
	}
}
