import { greatest, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { StreamInfo, StreamState } from '../wire.ts';
import type { MessageSource } from './source.ts';

/** Sequences between the first and the last one that have no message: `num_deleted`, which 2.9 leaves out when it is 0. */
export function gapsOf({ messages, first_seq: first, last_seq: last }: StreamState): Integer {
	return greatest(0, minus(plus(minus(last, first), 1), messages));
}

/** How many messages have left the stream since its creation: it only grows. */
export function removedOf({ messages, last_seq: last }: StreamState): Integer {
	return minus(last, messages);
}

/** Deleted sequences that are asked for by their numbers: a reply of about 80 KB. */
export const MOST_LISTED = 10_000;

/** The list of the leader: which sequences between the first and the last one have no message. */
export interface Deleted {
	readonly sequences: ReadonlySet<Integer>;
	/** Of the same moment. */
	readonly state: StreamState;
}

/** Asked for once for each look at a stream. */
const asked = new WeakMap<StreamInfo, Promise<Deleted | undefined>>();

/** Which sequences have no message; undefined where these are more than `most`, or the server does not list them. */
export function readDeleted(source: MessageSource, most: number = MOST_LISTED): Promise<Deleted | undefined> {
	const { info } = source;
	const gaps = gapsOf(info.state);
	if (gaps === 0) return Promise.resolve({ sequences: new Set(), state: info.state });
	if (gaps > most) return Promise.resolve(undefined);
	const answer = asked.get(info) ?? listDeleted(source);
	asked.set(info, answer);
	return answer;
}

async function listDeleted(source: MessageSource): Promise<Deleted | undefined> {
	const state = await stateNow(source, { deleted_details: true });
	if (state === undefined) return undefined;
	const within = (state.deleted ?? []).filter((seq) => seq >= state.first_seq && seq <= state.last_seq);
	return within.length === gapsOf(state) ? { sequences: new Set(within), state } : undefined;
}

/**
 * Whether a sequence has no message, according to the leader; without its list the sequence counts as deleted. A server that cannot read
 * its store answers `no message found` as for a deleted one (2.9 to 2.15).
 */
export async function isAbsent(source: MessageSource, seq: Integer): Promise<boolean> {
	const { state: before } = source.info;
	if (seq < before.first_seq || seq > before.last_seq) return true;
	const isLong = gapsOf(before) > MOST_LISTED;
	// It may have been deleted since the stream was read.
	const state = await stateNow(source, isLong ? undefined : { deleted_details: true });
	if (state === undefined || seq < state.first_seq) return true;
	if (gapsOf(state) === 0) return false;
	return state.deleted?.includes(seq) ?? true;
}

/** Undefined as well if another stream has the name by now. */
export async function stateNow(
	{ api, info, signal }: MessageSource,
	body?: { readonly deleted_details: true },
): Promise<StreamState | undefined> {
	const answer = await api.request('stream.info', { stream: info.config.name }, body, signal && { signal });
	return answer.ok && answer.value.created === info.created ? answer.value.state : undefined;
}
