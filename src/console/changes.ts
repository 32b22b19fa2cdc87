import { isRecord } from '../format/is.ts';
import { stringifyJson } from '../format/json.ts';

/** The changes between two replies, as `state.messages: 1 → 2`. */
export interface Changes {
	/** The number of the reply that shows the change, from 1. */
	readonly look: number;
	readonly lines: readonly string[];
	/** How many more there are. */
	readonly more: number;
}

const mostLines = 6;
/** Keys of a reply that contain only the server's clock. */
export const clocks = new Set(['ts', 'now', 'server_time']);

/** Undefined if only the server's clock differs. */
export function changesBetween(before: unknown, after: unknown, look: number): Changes | undefined {
	const all: string[] = [];
	walk(before, after, '', all);
	return all.length === 0
		? undefined
		: { look, lines: all.slice(0, mostLines), more: Math.max(0, all.length - mostLines) };
}

function walk(before: unknown, after: unknown, path: string, all: string[]): void {
	if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
		for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
			if (path === '' && clocks.has(key)) continue;
			walk(before[key], after[key], path === '' ? key : `${path}.${key}`, all);
		}
	} else if (before !== after && stringifyJson(before) !== stringifyJson(after)) {
		all.push(`${path === '' ? 'the reply' : path}: ${inWords(before)} → ${inWords(after)}`);
	}
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
	return isRecord(value) || Array.isArray(value);
}

function inWords(value: unknown): string {
	if (value === undefined) return 'nothing';
	const text = stringifyJson(value);
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
