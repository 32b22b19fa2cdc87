import type { Verb } from '../changes/proposal.ts';
import { commandOf } from './command-of.ts';
import { readFlags } from './flags.ts';
import { withoutPrompt } from './line.ts';
import { type Word, wordsOf } from './words.ts';

/** The word at the end of an unfinished line. */
export interface AtCursor {
	readonly verb: Verb;
	/** Words before it that are neither verb nor flag: the subject, the payload. */
	readonly given: readonly Word[];
	/** The word being typed, as it was typed; empty after a blank. */
	readonly begun: string;
	/** Where it begins. */
	readonly at: number;
}

/** The left side of a pipe is not a request. */
const sources = new Set(['cat', 'echo']);

/** Undefined outside of a request: in a piped text, or the value of a flag. */
export function atCursor(before: string): AtCursor | undefined {
	const at = beginningOf(before);
	const cut = at === undefined ? undefined : wordsOf(before.slice(0, at));
	if (at === undefined || cut?.ok !== true) return undefined;
	const words = withoutPrompt(cut.parts).at(-1) ?? [];
	const begun = before.slice(at);
	const [first] = words;
	if (first?.bare && sources.has(first.text)) return undefined;
	const called = commandOf(words);
	// The line has only a verb, or not even that.
	if ('message' in called) return { verb: 'request', given: [], begun, at };
	if ('request' in called) return undefined;
	const read = readFlags(called.words, called.verb);
	return 'message' in read ? undefined : { verb: called.verb, given: read.words, begun, at };
}

/** Where the last word of the text begins. */
function beginningOf(text: string): number | undefined {
	const cut = wordsOf(text);
	if (!cut.ok) return cut.unfinished ? cut.word : undefined;
	const last = cut.parts.at(-1)?.at(-1);
	return last?.end === text.length ? last.at : text.length;
}
