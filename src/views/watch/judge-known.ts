import { isOutdated, lastKnown, latest, problemOf } from '../../store/datum.ts';
import type { ConsumerEntry, DeckState, StreamEntry } from '../../store/state.ts';
import { splitConsumerKey } from '../../store/view.ts';
import type { JudgedConsumer } from '../health/consumer-verdicts.ts';
import { judgedConsumer, watchedConsumers, watchedInfo, watchedUnread } from './judge.ts';
import { type Announced, unwatched, type Watched, writeWatch } from './watch.ts';

/** Updates the watch from data that was read anyway: what is in view, and what a sweep found. */
export function judgeKnown(state: DeckState): Partial<DeckState> {
	const { judged } = state.watch;
	const names = latest(state.streamNames);
	const { lost } = state.events;
	// Each reading of the names tells what is gone, also where they are the same as before.
	const now = { names: state.streamNames, streams: state.streams, swept: state.swept.consumers, lost };
	const isSame = now.names === judged.names && now.streams === judged.streams && now.swept === judged.swept;
	if (isSame && lost === judged.lost) return {};
	const write = (entries: Map<string, Watched>): void => {
		if (now.names !== judged.names && names !== undefined) forgetGone(entries, names);
		if (now.streams !== judged.streams) judgeStreams(entries, state);
		if (now.swept !== undefined && now.swept !== judged.swept) judgeSwept(entries, state, now.swept);
		if (lost !== judged.lost) announceLost(entries, lost, names);
	};
	return { watch: writeWatch(state, write, { judged: now }) };
}

/** Streams and consumers with a recent lost-quorum advisory. */
function announceLost(
	entries: Map<string, Watched>,
	lost: DeckState['events']['lost'],
	names: readonly string[] = [],
): void {
	const announced = new Map<string, Announced[]>();
	for (const [key, at] of lost) {
		const [stream = '', consumer] = key.split('\0');
		// Any user may publish an advisory: a stream that does not exist cannot lose its quorum.
		if (!names.includes(stream)) continue;
		const of = consumer === undefined ? 'stream' : 'consumer';
		const sentence = `The ${of}${consumer === undefined ? '' : ` ${consumer}`} lost its quorum.`;
		const name = consumer ?? stream;
		const verdict = { severity: 'critical', trouble: 'no-quorum', short: 'no quorum', sentence } as const;
		announced.set(stream, [...(announced.get(stream) ?? []), { of, name, verdict, at }]);
	}
	for (const [name, watched] of entries) {
		if (watched.announced !== undefined) entries.set(name, { ...watched, announced: [] });
	}
	for (const [name, each] of announced) entries.set(name, { ...(entries.get(name) ?? unwatched), announced: each });
}

function forgetGone(entries: Map<string, Watched>, names: readonly string[]): void {
	const there = new Set(names);
	for (const name of entries.keys()) if (!there.has(name)) entries.delete(name);
}

function judgeStreams(entries: Map<string, Watched>, { streams, now }: DeckState): void {
	for (const [name, entry] of streams.entries) {
		const before = entries.get(name);
		const after = judgedEntry(before, entry, now);
		if (after !== undefined && after !== before) entries.set(name, after);
	}
}

function judgedEntry(before: Watched | undefined, { info, offline }: StreamEntry, now: number): Watched | undefined {
	const problem = problemOf(info);
	// A stream that left the view keeps its info there, while the watch goes on reading it: newer data wins.
	const isNewer = (at: number): boolean => at !== before?.infoAt && !isOutdated(at, before?.infoAt, now);
	if (info.phase === 'failed' && problem !== undefined)
		return isNewer(info.at) ? watchedUnread(before, problem, info.at) : before;
	const last = lastKnown(info);
	if (last === undefined || !isNewer(last.at)) return before;
	return watchedInfo(before, last.value, last.at, offline);
}

/** A sweep read every consumer of the account. */
function judgeSwept(entries: Map<string, Watched>, state: DeckState, at: number): void {
	const found = new Map<string, { readonly judged: JudgedConsumer[]; since: number }>();
	for (const [key, entry] of state.consumers.entries) {
		const { stream, consumer } = splitConsumerKey(key);
		const ofStream = found.get(stream) ?? { judged: [], since: at };
		ofStream.judged.push(ofTable(state, stream, consumer, entry));
		ofStream.since = Math.min(ofStream.since, lastKnown(entry.info)?.at ?? 0);
		found.set(stream, ofStream);
	}
	for (const [name, { judged, since }] of found) {
		const watched = entries.get(name) ?? { ...unwatched, count: judged.length };
		if (watched.count > 0) entries.set(name, watchedConsumers(watched, judged, at, since));
	}
}

function ofTable(state: DeckState, stream: string, name: string, { info, offline }: ConsumerEntry): JudgedConsumer {
	const last = lastKnown(info);
	const problem = problemOf(info);
	if (problem !== undefined || last === undefined)
		return { name, health: undefined, problem: problem?.message, pending: 0 };
	const config = latest(state.streams.entries.get(stream)?.info ?? { phase: 'unknown' })?.config;
	return judgedConsumer(last.value, config, state, { at: last.at, now: state.now, offline });
}
