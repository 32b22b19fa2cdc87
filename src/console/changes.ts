import { jsonChanges } from '../format/json-changes.ts';

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
	const all = jsonChanges(before, after, { whole: 'the reply', except: clocks });
	return all.length === 0
		? undefined
		: { look, lines: all.slice(0, mostLines), more: Math.max(0, all.length - mostLines) };
}
