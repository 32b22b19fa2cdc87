import type { AnswerNote } from '../jetstream/api-options.ts';
import type { DeckState } from './state.ts';

/** Failures that are no reply of the server. */
const unheard: ReadonlySet<string | undefined> = new Set(['timeout', 'disconnected', 'too-large']);

/** When the server last replied: a frozen one keeps its connection but replies to nothing. */
export class Hearing {
	#at: number | undefined;
	/** The server answered what was asked last, be it with a refusal. */
	#heard = false;

	note({ ok, problem }: AnswerNote): void {
		// A sweep that is stopped was given up by the person: it says nothing of the server.
		if (problem?.kind === 'cancelled') return;
		// A name that no request can hold is not asked for: that is no silence of the server.
		if (problem?.kind !== 'bad-subject') this.#heard = ok || !unheard.has(problem?.kind);
		this.noteIdle();
	}

	/** Nothing is asked, but the server is there: who answered last still does. */
	noteIdle(): void {
		if (this.#heard) this.#at = Date.now();
	}

	/** The server is there, and what it was asked last is no measure. */
	noteThere(): void {
		this.#at = Date.now();
	}

	heard(): Pick<DeckState, 'heardAt'> {
		return this.#at === undefined ? {} : { heardAt: this.#at };
	}
}
