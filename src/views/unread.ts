import type { Problem } from '../jetstream/problem.ts';
import { problemOf } from '../store/datum.ts';
import type { DeckState, Table } from '../store/state.ts';
import { splitConsumerKey } from '../store/view.ts';

/** How many rows of a list could not be read the last time. */
export const unreadStreams = ({ streams }: DeckState): number => countOnce(streams, '', () => true);
export const unreadConsumers = ({ consumers }: DeckState): number => countOnce(consumers, '', () => true);
export const unreadConsumersOf = ({ consumers }: DeckState, stream: string): number =>
	countOnce(consumers, stream, (key) => splitConsumerKey(key).stream === stream);

/** Why the consumers of a stream could not be listed, by stream: the account's lists lack them. */
export function consumerNameProblems({ consumerNames }: DeckState): ReadonlyMap<string, Problem> {
	const problems = new Map<string, Problem>();
	for (const [stream, datum] of consumerNames.entries) {
		const problem = problemOf(datum);
		if (problem !== undefined) problems.set(stream, problem);
	}
	return problems;
}

type Rows = Table<string, { readonly info: Parameters<typeof problemOf>[0] }>;

/** Cached by table, which is new after each write: each frame counts the rows. */
const counts = new WeakMap<Rows, Map<string, number>>();

function countOnce(table: Rows, of: string, isRow: (key: string) => boolean): number {
	const made = counts.get(table) ?? new Map<string, number>();
	counts.set(table, made);
	const known = made.get(of);
	if (known !== undefined) return known;
	let count = 0;
	for (const [key, { info }] of table.entries) if (info.phase === 'failed' && isRow(key)) count++;
	made.set(of, count);
	return count;
}
