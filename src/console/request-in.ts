import { parseLine } from './line.ts';
import type { Line } from './parsed-line.ts';

/** The request in a line that may be unfinished: an open quote or bracket ends it. */
export function requestIn(text: string): Line | undefined {
	const parsed = parseLine(text);
	if (parsed.kind === 'line') return parsed.line;
	if (parsed.kind !== 'fault' || parsed.column <= 1) return undefined;
	const begun = parseLine(text.slice(0, parsed.column - 1));
	return begun.kind === 'line' ? begun.line : undefined;
}
