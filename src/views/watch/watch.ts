import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Dated } from '../../store/datum.ts';
import type { Slice } from '../../store/slice.ts';
import type { DeckState, Table } from '../../store/state.ts';
import { emptyTable, writeTable } from '../../store/table.ts';
import type { JudgedConsumer } from '../health/consumer-verdicts.ts';
import { isWrong, severityWeights, type Verdict } from '../health/verdict.ts';

declare module '../../store/state.ts' {
	interface DeckState {
		/** What is wrong in the account, as far as it was read. */
		readonly watch: Watch;
	}
}

/** What is known of a stream. Infos of 10,000 streams would fill the memory: only verdicts are kept. */
export interface Watched {
	/** When its info was judged, ms since the epoch. */
	readonly infoAt?: number | undefined;
	/** When an info last showed that it has its quorum: a request that fails shows nothing. */
	readonly ledAt?: number | undefined;
	/** What is wrong with the stream itself. */
	readonly own: readonly Verdict[];
	/** Its number of consumers when they were counted. */
	readonly count: number;
	/** When its consumers were last requested, whatever the outcome. */
	readonly triedAt?: number | undefined;
	/** When all of its consumers were read; undefined until then. */
	readonly consumersAt?: number | undefined;
	/** When all infos of its consumers last showed that each has its quorum: the time of the oldest of them. */
	readonly consumersLedAt?: number | undefined;
	/** Verdicts on its consumers. */
	readonly consumers: readonly Verdict[];
	/** Trouble that servers announced for it and its consumers, until it expires. */
	readonly announced?: readonly Announced[] | undefined;
	/** A long list of consumers is read page by page: those with trouble so far, and where to continue. */
	readonly partial?: ReadInPart | undefined;
}

export interface ReadInPart {
	readonly offset: number;
	readonly wrong: readonly JudgedConsumer[];
	/** When its first page was read. */
	readonly since?: number | undefined;
}

/** A verdict from an advisory rather than an info. */
export interface Announced {
	readonly of: 'stream' | 'consumer';
	readonly name: string;
	readonly verdict: Verdict;
	/** When it was last heard, ms since the epoch. */
	readonly at: number;
}

export interface Watch {
	readonly streams: Table<string, Watched>;
	/** The severity of each stream with trouble. The same map until one changes. */
	readonly wrong: ReadonlyMap<string, number>;
	/** Number of streams read with all their consumers. */
	readonly checked: number;
	/** When the stream that has waited longest was read. */
	readonly oldest?: number | undefined;
	/** Bytes that the watch may still receive. */
	readonly credit: number;
	/** Bytes of pages that the walk received, and that are not paid for yet. */
	readonly debt: number;
	/** Infos that the walk read with a page, until it comes to the consumers of their streams. */
	readonly ahead: ReadonlyMap<string, Dated<StreamInfo>>;
	/** The next stream of the walk. */
	readonly next?: string | undefined;
	/** Streams read before this time are read again: the person asked for it. */
	readonly askedAt?: number | undefined;
	/** What was judged already: tables are new after each write. */
	readonly judged: {
		readonly names?: unknown;
		readonly streams?: unknown;
		readonly swept?: number | undefined;
		readonly lost?: unknown;
	};
}

/** Enough at first to read some hundred consumers at once. */
const firstCredit = 256 * 1024;

const emptyWatch = (): Watch => ({
	streams: emptyTable(),
	wrong: new Map(),
	checked: 0,
	credit: firstCredit,
	debt: 0,
	ahead: new Map(),
	judged: {},
});

export const watchSlice: Slice<'watch'> = {
	initial: () => ({ watch: emptyWatch() }),
	onNewConnection: () => ({ watch: emptyWatch() }),
};

export const unwatched: Watched = { own: [], count: 0, consumers: [] };

/** The watch after `write`, with the figures that depend on it. */
export function writeWatch(
	{ watch }: Pick<DeckState, 'watch'>,
	write: (entries: Map<string, Watched>) => void,
	more: Partial<Pick<Watch, 'credit' | 'debt' | 'ahead' | 'next' | 'judged'>> = {},
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

/** When a stream was read with all its consumers; undefined before that. */
function checkedAt({ infoAt, consumersAt }: Watched): number | undefined {
	return infoAt === undefined || consumersAt === undefined ? undefined : Math.min(infoAt, consumersAt);
}

const nothing: readonly Announced[] = [];
/** A reply that came sooner after an announcement may have left before it. */
const passedMs = 1_000;

/** What was announced, unless newer data says otherwise: a server that stood still announces late that it had lost its quorum. */
export function standing({ announced = nothing, ledAt = 0, consumersLedAt = 0 }: Watched): readonly Announced[] {
	if (announced.length === 0) return nothing;
	return announced.filter(({ of, at }) => (of === 'stream' ? ledAt : consumersLedAt) < at + passedMs);
}

function weightOf(watched: Watched): number {
	const { own, consumers } = watched;
	const announced = standing(watched);
	// Nearly all streams: each write looks at all of them.
	if (own.length + consumers.length + announced.length === 0) return 0;
	let worst = 0;
	for (const verdicts of [own, consumers, announced.map(({ verdict }) => verdict)]) {
		for (const verdict of verdicts) {
			if (!isWrong(verdict)) continue;
			// Unreadable streams come first: what was known about them no longer counts.
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
