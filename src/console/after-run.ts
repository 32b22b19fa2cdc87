import { notSentInWords, outcomeInWords, unknownInWords } from '../changes/outcome/words.ts';
import type { Run, StepResult } from '../changes/run.ts';
import { storedNote } from '../changes/stored-differently.ts';
import type { DeckState } from '../store/state.ts';
import { writeLine } from './edit.ts';
import { type ConsoleReply, type Exchange, newExchangeId, textOf, withExchange } from './state.ts';

/** The outcome of a confirmed line goes to the transcript, like that of every other line. */
export function consoleAfter({ console }: DeckState, run: Run): Pick<DeckState, 'console'> | undefined {
	const { line, effect, done } = run.proposal;
	const [result] = run.results;
	if (line === undefined || result === undefined) return undefined;
	const cleared = textOf(console.typed) === line.text ? writeLine('')(console) : console;
	// Received messages are shown as they come.
	if (line.listens !== undefined && result.kind === 'done') return { console: cleared };
	// The line of the transcript itself shows that a message was published.
	const outcome = outcomeOf(result, line.verb === 'publish' ? [] : [done]);
	const held = storedNote(run);
	const exchange: Exchange = {
		...line,
		id: newExchangeId(),
		effect,
		at: run.startedAt,
		phase: 'over',
		several: false,
		raw: false,
		toggled: new Set(),
		replies: [],
		came: 0,
		bytes: 0,
		...outcome,
		notes: [...line.notes, ...(outcome.notes ?? []), ...(held === undefined ? [] : [held])],
	};
	const exchanges = withExchange(console.exchanges, exchange);
	return { console: { ...cleared, exchanges, top: undefined } };
}

function outcomeOf(result: StepResult, done: readonly string[]): Partial<Exchange> {
	switch (result.kind) {
		case 'done':
			return { notes: done, ...repliesOf(result) };
		case 'refused':
			// The reply itself shows the error.
			return result.came.length > 0 ? repliesOf(result) : { problem: result.problem };
		case 'failed':
			return { problem: result.problem };
		case 'not-sent':
			return { problem: result.problem, unsent: true };
		case 'changed':
		case 'stopped':
			return { notes: [notSentInWords(result)], unsent: true };
		case 'unknown':
			return { problem: result.problem, notes: [unknownInWords(result)] };
		case 'found':
			return { notes: [outcomeInWords(result.applied), ...(result.applied ? done : [])] };
		default:
			return result satisfies never;
	}
}

function repliesOf({ came, ms }: Pick<Extract<StepResult, { kind: 'done' }>, 'came' | 'ms'>): Partial<Exchange> {
	const replies = came.map((message, at): ConsoleReply => ({ number: at + 1, message, ms }));
	const bytes = came.reduce((sum, { data }) => sum + data.length, 0);
	return { ms, replies, came: replies.length, bytes, several: replies.length > 1 };
}
