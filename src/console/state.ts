import type { Verb } from '../changes/proposal.ts';
import type { PreviewAsked } from '../jetstream/preview/preview-asked.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { ReplyMessage } from '../jetstream/reply-content.ts';
import type { SubjectEffect } from '../jetstream/subject-effect.ts';
import type { CliReach } from '../nats/cli-reach.ts';
import type { Changes } from './changes.ts';
import type { Note } from './note.ts';

/** One message that came. */
export interface ConsoleReply {
	/** The first is 1. */
	readonly number: number;
	readonly message: ReplyMessage;
	/** After the request was sent, milliseconds. */
	readonly ms: number;
}

/** A line of the console with its replies. */
export interface Exchange {
	readonly id: number;
	/** As it was typed. */
	readonly text: string;
	/** `show`: it shows a file, and nothing was sent. */
	readonly verb: Verb | 'show';
	readonly effect: SubjectEffect;
	/** As it was sent. */
	readonly subject: string;
	readonly payload: string;
	readonly headers: readonly (readonly [name: string, value: string])[];
	/** What makes a line of the nats CLI reach the same server. */
	readonly cli: CliReach;
	/** Local time, ms since the epoch. */
	readonly at: number;
	/** Notes about the line, in sentences. */
	readonly notes: readonly Note[];
	readonly phase: 'asking' | 'watching' | 'listening' | 'over';
	/** Whether several replies are expected: the list has a line for each. */
	readonly several: boolean;
	/** The latest replies, as many as are kept. */
	readonly replies: readonly ConsoleReply[];
	/** How many replies came. */
	readonly came: number;
	readonly bytes: number;
	/** The duration, once it is over. */
	readonly ms?: number;
	readonly problem?: Problem;
	/** Whether nothing was sent. */
	readonly unsent?: true;
	/** It was typed as a request of the technical preview of 2020. */
	readonly preview?: PreviewAsked;
	/** Whether the replies are shown in the form of the preview. */
	readonly asPreview?: boolean;
	/** The previous reply of a watch. */
	readonly before?: ConsoleReply;
	/** The latest changes in it. */
	readonly changes?: Changes;
	/** Shown as it came. */
	readonly raw: boolean;
	/** Parts of replies whose folding differs from the default. */
	readonly toggled: ReadonlySet<string>;
}

let lastId = 0;

/** Unlike every other one of this run of the program. */
export function newExchangeId(): number {
	lastId += 1;
	return lastId;
}

/** A place in the transcript: a line of what is shown of an exchange. */
export interface Place {
	readonly exchange: number;
	readonly row: number;
}

/** Completions of a part of the line. */
export interface Offers {
	/** The part of the line, from and up to. */
	readonly from: number;
	readonly to: number;
	readonly items: readonly Offer[];
	/** The inserted one; -1 before any. */
	readonly index: number;
}

export interface Offer {
	readonly text: string;
	readonly hint: string;
}

/** The line being typed, cut at the cursor. */
export interface TypedLine {
	readonly before: string;
	readonly after: string;
}

export interface ConsoleState {
	/** Whether keys edit the line, or move through the replies. */
	readonly mode: 'line' | 'replies';
	readonly typed: TypedLine;
	/** Why the line was not sent; `column` counts from 1. */
	readonly fault?: { readonly message: string; readonly column?: number } | undefined;
	/** The oldest first. */
	readonly exchanges: readonly Exchange[];
	/** Lines that were sent, in this run and those before, the oldest first. */
	readonly history: readonly string[];
	/** A line of the history in place of the typed one, which returns at its end. */
	readonly recalled?: { readonly at: number; readonly typed: TypedLine } | undefined;
	/** A search of the history; `at` is the found line. */
	readonly search?: { readonly text: string; readonly at?: number | undefined; readonly typed: TypedLine } | undefined;
	readonly offers?: Offers | undefined;
	/** The line of the transcript that is selected, among replies. */
	readonly cursor?: Place | undefined;
	/** First visible line; without it the latest exchange is in view. */
	readonly top?: Place | undefined;
}

/** A console in which nothing was typed yet. */
export function emptyConsole(history: readonly string[] = []): ConsoleState {
	return { mode: 'line', typed: { before: '', after: '' }, exchanges: [], history };
}

export function textOf({ before, after }: TypedLine): string {
	return before + after;
}

const mostExchanges = 200;
/** Of all replies together; the oldest go first. */
const mostBytes = 64 * 1024 * 1024;

/** The exchanges with one more, or a newer picture of one. Old ones lose their replies and then go. */
export function withExchange(exchanges: readonly Exchange[], exchange: Exchange): readonly Exchange[] {
	const at = exchanges.findIndex(({ id }) => id === exchange.id);
	const all = at < 0 ? latestOf([...exchanges, exchange]) : exchanges.with(at, exchange);
	let held = all.reduce((sum, each) => sum + heldBytes(each), 0);
	if (held <= mostBytes) return all;
	return all.map((each) => {
		if (held <= mostBytes || each.id === exchange.id) return each;
		held -= heldBytes(each);
		return forgotten(each);
	});
}

function latestOf(exchanges: readonly Exchange[]): readonly Exchange[] {
	const [first, ...others] = exchanges.slice(-mostExchanges);
	if (first === undefined || exchanges.length <= mostExchanges || first.notes.some(isEarlierGone))
		return exchanges.slice(-mostExchanges);
	return [{ ...first, notes: [{ kind: 'earlier-gone', most: mostExchanges }, ...first.notes] }, ...others];
}

const isEarlierGone = (note: Note): boolean => typeof note !== 'string' && note.kind === 'earlier-gone';

function heldBytes({ replies }: Exchange): number {
	return replies.reduce((sum, { message }) => sum + message.data.length, 0);
}

function forgotten({ before: _, ...exchange }: Exchange): Exchange {
	if (exchange.replies.length === 0) return exchange;
	return {
		...exchange,
		replies: [],
		notes: [...exchange.notes, { kind: 'replies-gone' }],
	};
}
