import type { StoreApi } from 'zustand/vanilla';
import type { ProposedLine } from '../changes/proposal.ts';
import type { CliReach } from '../nats/cli-reach.ts';
import type { DeckState } from '../store/state.ts';
import type { Note } from './note.ts';
import type { Prepared } from './prepare.ts';
import { type ConsoleReply, type Exchange, newExchangeId, withExchange } from './state.ts';
import { mayStore } from './storing.ts';

/** Updates the transcript in the state. */
export class Transcript {
	readonly #store: StoreApi<DeckState>;

	constructor(store: StoreApi<DeckState>) {
		this.#store = store;
	}

	find(id: number): Exchange | undefined {
		return this.#store.getState().console.exchanges.find((each) => each.id === id);
	}

	put(exchange: Exchange): void {
		this.#store.setState(({ console }) => ({
			console: { ...console, top: undefined, exchanges: withExchange(console.exchanges, exchange) },
		}));
	}

	change(id: number, change: Partial<Exchange>): void {
		this.update(id, (exchange) => ({ ...exchange, ...change }));
	}

	note(id: number, note: Note): void {
		this.update(id, (exchange) => ({ ...exchange, notes: [...exchange.notes, note] }));
	}

	/** Nothing is stored for a line that was cleared meanwhile. */
	update(id: number, change: (exchange: Exchange) => Exchange): void {
		this.#store.setState(({ console }) => {
			const known = console.exchanges.find((each) => each.id === id);
			if (known === undefined) return {};
			return { console: { ...console, exchanges: withExchange(console.exchanges, change(known)) } };
		});
	}
}

/** Nothing came yet. */
const blank = () => ({
	id: newExchangeId(),
	at: Date.now(),
	replies: [],
	came: 0,
	bytes: 0,
	toggled: new Set<string>(),
});

/** A new line of the transcript, before its outcome. */
export function exchangeOf(
	text: string,
	{ line, message, verdict, notes, preview, storing = [] }: Prepared,
	cli: CliReach,
): Exchange {
	return {
		...blank(),
		text,
		verb: line.verb,
		effect: verdict.effect,
		subject: message.subject,
		payload: message.payload,
		headers: message.headers ?? [],
		cli,
		notes: mayStore(storing) ? [...notes, { kind: 'taken', storing, verb: line.verb }] : notes,
		phase: 'over',
		several: (line.replies !== undefined && line.replies !== 1) || line.verb === 'subscribe',
		raw: line.raw,
		...(preview !== undefined && { preview }),
	};
}

/** A subscription that the person confirmed. */
export function listening({ listens, ...said }: ProposedLine): Exchange {
	return { ...said, ...blank(), effect: 'read', phase: 'listening', several: true, raw: listens?.raw ?? false };
}

/** The text of a file, shown like a reply. */
export function fileShown(text: string, content: string, cli: CliReach): Exchange {
	const data = new TextEncoder().encode(content);
	const reply: ConsoleReply = { number: 1, message: { subject: '', data, headers: [] }, ms: 0 };
	return {
		...blank(),
		...{ text, verb: 'show', effect: 'read', subject: '', payload: '', headers: [], cli, notes: [] },
		...{ phase: 'over', several: false, raw: false, replies: [reply], came: 1, bytes: data.length },
	};
}
