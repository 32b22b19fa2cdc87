import type { Line } from './line.ts';
import { holdsSecret } from './secret.ts';
import { subjectWord } from './words.ts';

/** Where lines are kept between runs; for this user's eyes only. */
export interface HistoryFile {
	/** Lines of earlier runs, the oldest first. */
	readonly lines: readonly string[];
	/** Adds a line at once. Answers with a sentence where it could not. */
	readonly append: (line: string) => string | undefined;
}

/** How many lines are kept. */
export const mostLines = 1_000;
/** Longer ones are kept without their payload. */
const longest = 16 * 1024;

/** A line as it may be kept: without payload and headers where they hold a secret, or are too long; not at all where the subject does. */
export function keptLine(text: string, line: Line, payload: string): string | undefined {
	const whole = text.trim();
	const spelled = line.payload?.from === 'file' ? '' : payload;
	if (!holdsSecret(line, spelled) && !holdsSecret(line, whole) && whole.length <= longest) return whole;
	if (holdsSecret({ subject: line.subject, headers: [] }, '')) return undefined;
	const verb = line.verb === 'request' ? 'req' : line.verb === 'publish' ? 'pub' : 'sub';
	return `${verb} ${subjectWord(line.subject)}`;
}

/** The history with one more line; the same one again only moves to the end. */
export function withLine(history: readonly string[], line: string): readonly string[] {
	return [...history.filter((each) => each !== line), line].slice(-mostLines);
}

/** The latest line before place `before` that holds a text, in any letter case. */
export function findLine(history: readonly string[], text: string, before: number): number | undefined {
	const wanted = text.toLowerCase();
	for (let at = Math.min(before, history.length) - 1; at >= 0; at -= 1) {
		if (history[at]?.toLowerCase().includes(wanted)) return at;
	}
	return undefined;
}
