import type { Verb } from '../changes/proposal.ts';
import type { PreviewAsked } from '../jetstream/preview/preview-asked.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { ReplyMessage } from '../jetstream/reply-content.ts';
import type { SubjectEffect } from '../jetstream/subject-effect.ts';
import type { CliReach } from '../nats/cli-reach.ts';
import type { Changes } from './changes.ts';

/** One message that came. */
export interface ConsoleReply {
	/** The first is 1. */
	readonly number: number;
	readonly message: ReplyMessage;
	/** After the request was sent, milliseconds. */
	readonly ms: number;
}

/** A line of the console and all that came of it. */
export interface Exchange {
	readonly id: number;
	/** As it was typed. */
	readonly text: string;
	/** `show`: it is a file, and nothing was asked of a server. */
	readonly verb: Verb | 'show';
	readonly effect: SubjectEffect;
	/** As it was sent. */
	readonly subject: string;
	readonly payload: string;
	readonly headers: readonly (readonly [name: string, value: string])[];
	/** What makes a line of the nats CLI go where this went. */
	readonly cli: CliReach;
	/** Local time, ms since the epoch. */
	readonly at: number;
	/** What was understood or done in a way of its own, in sentences. */
	readonly notes: readonly string[];
	readonly phase: 'asking' | 'watching' | 'listening' | 'over';
	/** Several are awaited: they are listed a line each. */
	readonly several: boolean;
	/** The latest ones, as many as are kept. */
	readonly replies: readonly ConsoleReply[];
	/** How many came. */
	readonly came: number;
	readonly bytes: number;
	/** How long it took, once it is over. */
	readonly ms?: number;
	readonly problem?: Problem;
	/** It did not go out. */
	readonly unsent?: true;
	/** It was typed in the words of the technical preview of 2020. */
	readonly preview?: PreviewAsked;
	/** The replies are shown as the preview would have answered. */
	readonly asPreview?: boolean;
	/** What was watched, as it was one look before. */
	readonly before?: ConsoleReply;
	/** What last became different in it. */
	readonly changes?: Changes;
	/** Shown as it came. */
	readonly raw: boolean;
	/** Parts of replies that are folded where they otherwise are not, and the other way round. */
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

/** What may stand in place of a part of the line. */
export interface Offers {
	/** The part of the line, from and up to. */
	readonly from: number;
	readonly to: number;
	readonly items: readonly Offer[];
	/** The one that stands there; -1 before any was taken. */
	readonly index: number;
}

export interface Offer {
	readonly text: string;
	readonly hint: string;
}

/** The line being typed, cut at the cursor. */
export interface Typed {
	readonly before: string;
	readonly after: string;
}

export interface ConsoleState {
	/** Whether keys go to the line, or move through what came. */
	readonly mode: 'line' | 'replies';
	readonly typed: Typed;
	/** Why the line was not sent; `column` counts from 1. */
	readonly fault?: { readonly message: string; readonly column?: number } | undefined;
	/** The oldest first. */
	readonly exchanges: readonly Exchange[];
	/** Lines that were sent, in this run and those before, the oldest first. */
	readonly history: readonly string[];
	/** A line of the history stands in place of what was typed, which comes back at the end of it. */
	readonly recalled?: { readonly at: number; readonly typed: Typed } | undefined;
	/** The history is searched for a text; `at` is the line that was found. */
	readonly search?: { readonly text: string; readonly at?: number | undefined; readonly typed: Typed } | undefined;
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

export function textOf({ before, after }: Typed): string {
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
	if (first === undefined || exchanges.length <= mostExchanges || first.notes.includes(earlierGone))
		return exchanges.slice(-mostExchanges);
	return [{ ...first, notes: [earlierGone, ...first.notes] }, ...others];
}

const earlierGone = `Earlier lines are no longer kept: only the latest ${mostExchanges} are.`;

function heldBytes({ replies }: Exchange): number {
	return replies.reduce((sum, { message }) => sum + message.data.length, 0);
}

function forgotten({ before: _, ...exchange }: Exchange): Exchange {
	if (exchange.replies.length === 0) return exchange;
	return {
		...exchange,
		replies: [],
		notes: [...exchange.notes, 'The replies are no longer kept: there are newer ones.'],
	};
}
