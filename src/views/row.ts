import { doingTo } from '../changes/run.ts';
import { consumerReplicas } from '../jetstream/consumer-replicas.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { type Datum, lastKnown, latest, problemOf } from '../store/datum.ts';
import type { Rates } from '../store/rates.ts';
import type { DeckState, LagLimits } from '../store/state.ts';
import { type ConsumerKey, splitConsumerKey } from '../store/view.ts';
import type { ConsumerCase } from './health/consumer.ts';
import type { Verdict } from './health/verdict.ts';
import { consumerVerdicts } from './watch/judge.ts';

/** What is known of a row, and how fresh it is. */
export interface Known<Info> {
	readonly info?: Info | undefined;
	/** When `info` was received, ms since the epoch. */
	readonly at: number;
	readonly rates?: Rates | undefined;
	readonly offline?: string | undefined;
	/** Why there is no newer `info`. */
	readonly problem?: Problem | undefined;
	/** What is being done to it right now: `deleting`. */
	readonly doing?: string | undefined;
	/** Not updated in time: drawn dim, with its age. */
	readonly stale: boolean;
	readonly now: number;
}

export interface StreamRow extends Known<StreamInfo> {
	readonly name: string;
	/** Verdicts on its consumers; undefined if they are not watched. */
	readonly consumers?: readonly Verdict[] | undefined;
}

export interface ConsumerRow extends Known<ConsumerInfo> {
	readonly name: string;
	readonly stream: string;
	readonly limits: LagLimits;
	/** Configured replicas; undefined if unknown. */
	readonly replicas?: number | undefined;
	/** Messages that it gave up since the deck listens. */
	readonly gaveUp?: number | undefined;
}

export interface SubjectRow {
	readonly subject: string;
	readonly messages: number;
	/** The share of all listed messages, 0 to 1. */
	readonly share: number;
}

export function streamRow(state: DeckState, name: string): StreamRow {
	const doing = doingTo(state, { kind: 'stream', stream: name });
	const last = known(state, state.streams.entries.get(name));
	const consumers =
		last.info && consumerVerdicts(state.watch.streams.entries.get(name), last.info.state.consumer_count);
	return { name, doing, ...last, consumers };
}

export function consumerRow(state: DeckState, key: ConsumerKey): ConsumerRow {
	const { stream, consumer } = splitConsumerKey(key);
	const doing = doingTo(state, { kind: 'consumer', stream, consumer });
	const gaveUp = state.events.gaveUp.get(key)?.count;
	const row = { name: consumer, stream, limits: state.lagLimits, doing, gaveUp };
	const last = known(state, state.consumers.entries.get(key));
	return { ...row, ...last, replicas: last.info && replicasOf(state, last.info) };
}

/** The configured replicas of a consumer; undefined while its stream is unknown. */
export function replicasOf(state: DeckState, { stream_name: name, config }: ConsumerInfo): number | undefined {
	const stream = state.streams.entries.get(name);
	return consumerReplicas(config, stream && latest(stream.info)?.config);
}

/** The input of a row's health; undefined while nothing is known of it. */
export function consumerCase(row: ConsumerRow): ConsumerCase | undefined {
	const { info, at, now, limits, replicas, offline } = row;
	return info && { info, at, now, limits, replicas, offline };
}

/** Polls that may be missed before data counts as stale. */
const MISSED_POLLS = 3;

export function isStale(state: Pick<DeckState, 'now' | 'intervalMs'>, at: number): boolean {
	return state.now - at > MISSED_POLLS * state.intervalMs;
}

interface Entry<Info> {
	readonly info: Datum<Info>;
	readonly rates?: Rates | undefined;
	readonly offline?: string | undefined;
}

function known<Info>(state: DeckState, entry: Entry<Info> | undefined): Omit<Known<Info>, 'doing'> {
	const last = entry && lastKnown(entry.info);
	const at = last?.at ?? state.now;
	const problem = entry && problemOf(entry.info);
	const stale = problem !== undefined || isStale(state, at);
	return { info: last?.value, at, rates: entry?.rates, offline: entry?.offline, problem, stale, now: state.now };
}
