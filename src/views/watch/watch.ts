import type { Slice } from '../../store/slice.ts';
import type { DeckState, Table } from '../../store/state.ts';
import { emptyTable, writeTable } from '../../store/table.ts';
import type { JudgedConsumer } from '../health/consumer-verdicts.ts';
import { isWrong, severityWeights, type Verdict } from '../health/verdict.ts';

declare module '../../store/state.ts' {
	interface DeckState {
		/** What is wrong in the account, as far as it was looked at. */
		readonly watch: Watch;
	}
}

/** What was found out about a stream. Of 10,000 streams infos would fill the memory: only what is wrong is kept. */
export interface Watched {
	/** When its info was judged, ms since the epoch. */
	readonly infoAt?: number | undefined;
	/** What is wrong with the stream itself. */
	readonly own: readonly Verdict[];
	/** Its consumers, when they were counted. */
	readonly count: number;
	/** When it was last asked about its consumers, whatever came of it. */
	readonly triedAt?: number | undefined;
	/** When all of its consumers were read; undefined while they were not. */
	readonly consumersAt?: number | undefined;
	/** What is said of its consumers. */
	readonly consumers: readonly Verdict[];
	/** What servers announced of it and its consumers, as long as that lasts. */
	readonly announced?: readonly Announced[] | undefined;
	/** A long list of consumers is read a page at a time: those that are wrong so far, and where to go on. */
	readonly partial?: { readonly offset: number; readonly wrong: readonly JudgedConsumer[] } | undefined;
}

/** A verdict that no info gave. */
export interface Announced {
	readonly of: 'stream' | 'consumer';
	readonly verdict: Verdict;
}

export interface Watch {
	readonly streams: Table<string, Watched>;
	/** How bad it is with each stream that something is wrong with. The same map until one changes. */
	readonly wrong: ReadonlyMap<string, number>;
	/** Streams that were looked at, consumers and all. */
	readonly checked: number;
	/** When the one of them was looked at that waits for the longest. */
	readonly oldest?: number | undefined;
	/** Bytes that the walk may still have sent to it, and since when. */
	readonly credit: number;
	/** The stream that the walk comes to next. */
	readonly next?: string | undefined;
	/** What was looked at before then is to be looked at again: somebody asked for it. */
	readonly askedAt?: number | undefined;
	/** What was judged already: tables are new at each write. */
	readonly judged: {
		readonly names?: unknown;
		readonly streams?: unknown;
		readonly swept?: number | undefined;
		readonly lost?: unknown;
	};
}

/** At first enough to look at some hundred consumers at once. */
const firstCredit = 256 * 1024;

const emptyWatch = (): Watch => ({
	streams: emptyTable(),
	wrong: new Map(),
	checked: 0,
	credit: firstCredit,
	judged: {},
});

export const watchSlice: Slice<'watch'> = {
	initial: () => ({ watch: emptyWatch() }),
	onNewConnection: () => ({ watch: emptyWatch() }),
};

export const unwatched: Watched = { own: [], count: 0, consumers: [] };

/** The watch after `write`, with what follows from it. */
export function writeWatch(
	{ watch }: Pick<DeckState, 'watch'>,
	write: (entries: Map<string, Watched>) => void,
	more: Partial<Pick<Watch, 'credit' | 'next' | 'judged'>> = {},
): Watch {
	const streams = writeTable(watch.streams, write);
	const wrong = new Map<string, number>();
	let checked = 0;
	let oldest: number | undefined;
	for (const [name, watched] of streams.entries) {
		const weight = weightOf(watched);
		if (weight > 0) wrong.set(name, weight);
		const at = checkedAt(watched);
		if (at === undefined) continue;
		checked += 1;
		if (oldest === undefined || at < oldest) oldest = at;
	}
	return { ...watch, ...more, streams, wrong: sameMap(watch.wrong, wrong) ? watch.wrong : wrong, checked, oldest };
}

/** When a stream was looked at with all its consumers; undefined while it was not. */
function checkedAt({ infoAt, consumersAt }: Watched): number | undefined {
	return infoAt === undefined || consumersAt === undefined ? undefined : Math.min(infoAt, consumersAt);
}

function weightOf({ own, consumers, announced = [] }: Watched): number {
	let worst = 0;
	for (const verdicts of [own, consumers, announced.map(({ verdict }) => verdict)]) {
		for (const verdict of verdicts) {
			if (!isWrong(verdict)) continue;
			// What cannot be read comes before all that can: whatever was known of it is over.
			const weight = severityWeights[verdict.severity] + (verdict.trouble === 'unread' && verdicts === own ? 1 : 0);
			if (weight > worst) worst = weight;
		}
	}
	return worst;
}

function sameMap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
	if (a.size !== b.size) return false;
	for (const [key, value] of b) if (a.get(key) !== value) return false;
	return true;
}
