import { parseJson, stringifyJson } from '../format/json.ts';
import { isSecretSubject, leftOut, valueWithoutSecrets, withoutSecrets, withoutShapes } from '../format/secret.ts';
import { parseLine } from './line.ts';
import type { Line } from './parsed-line.ts';
import { subjectWord } from './words.ts';

/** Stores lines between runs, readable only for this user. */
export interface HistoryFile {
	/** Lines of earlier runs, the oldest first. */
	readonly lines: readonly string[];
	/** Adds a line at once. Returns a sentence if that failed. */
	readonly append: (line: string) => string | undefined;
}

/** Most lines to keep. */
export const mostLines = 1_000;
/** Longer lines are stored without their payload and headers. */
const longest = 16 * 1024;

/**
 * A line as it may be stored: without what looks secret, which is marked; a line that is too long without its payload and headers.
 * Nothing if the subject is secret.
 */
export function keptLine(text: string, line: Line, payload: string): string | undefined {
	const whole = text.trim();
	if (withoutShapes(line.subject) !== line.subject) return undefined;
	const spelled = line.payload?.from === 'file' ? '' : payload;
	if (whole.length <= longest) {
		if (!holdsSecret(line, spelled) && withoutSecrets(whole) === whole) return whole;
		const kept = withoutSecrets(whole);
		// Quotes and escapes may hide a name in the text of the line.
		const again = parseLine(kept);
		if (again.kind === 'line' && !holdsSecret(again.line, payloadIn(again.line))) return kept;
	}
	const verb = line.verb === 'request' ? 'req' : line.verb === 'publish' ? 'pub' : 'sub';
	return `${verb} ${subjectWord(line.subject)} ${whole.length > longest ? tooLong : leftOut}`;
}

/** Replaces what is not stored: a line with it is not sent, see `missingIn`. */
const tooLong = '[left out: too long]';

/** Where a line of an earlier run has such a mark. */
export function missingIn(text: string): number | undefined {
	const at = [leftOut, tooLong].map((mark) => text.indexOf(mark)).find((place) => place >= 0);
	return at;
}

function payloadIn({ payload }: Line): string {
	return payload?.from === 'text' ? payload.text : '';
}

/** Whether a request contains something that must not go into a file. */
function holdsSecret({ headers, nats, subject }: Line, payload: string): boolean {
	if (payload !== '' && payload !== leftOut && isSecretSubject(subject)) return true;
	const asObject = Object.fromEntries(headers);
	const parsed = nats === undefined ? parseJson(payload) : undefined;
	const sent = [asObject, parsed?.ok ? parsed.value : payload];
	return stringifyJson(valueWithoutSecrets(sent)) !== stringifyJson(sent);
}

/** The history with one more line; a repeated line moves to the end. */
export function withLine(history: readonly string[], line: string): readonly string[] {
	return [...history.filter((each) => each !== line), line].slice(-mostLines);
}

/** The latest line before place `before` that contains a text, in any letter case. */
export function findLine(history: readonly string[], text: string, before: number): number | undefined {
	const wanted = text.toLowerCase();
	for (let at = Math.min(before, history.length) - 1; at >= 0; at -= 1) {
		if (history[at]?.toLowerCase().includes(wanted)) return at;
	}
	return undefined;
}
