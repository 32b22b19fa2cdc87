import { greatest, least, minus, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { readDeleted } from '../messages/deleted.ts';
import { readForward } from '../messages/read-forward.ts';
import { readMessage } from '../messages/read-message.ts';
import { asksLeader, hasOneCopy, type MessageSource, readsBatches } from '../messages/source.ts';
import { entryOfDirect } from '../messages/stored-entry.ts';
import { atMost, exactly, type Loss, nothing } from './loss.ts';

/** Most gaps to request; a longer list would cost more than it is worth. */
const MOST_GAPS = 100_000;
/** Subjects whose counts are added up: five pages. */
const MOST_SUBJECTS = 500_000;
/** Messages that are read to be counted. */
const MOST_READ = 1_000;
const MOST_READ_BYTES = 16 * 1024 * 1024;

/** How many messages of a subject a stream stores; of all without one. */
export async function countAll(source: MessageSource, filter: string | undefined): Promise<Loss> {
	const { state } = source.info;
	if (filter === undefined) return { messages: state.messages, bytes: state.bytes, exact: true };
	const wild = /(^|\.)[*>](\.|$)/.test(filter);
	if (!wild || (state.num_subjects ?? MOST_SUBJECTS) <= MOST_SUBJECTS) {
		const counts = await subjectCounts(source, filter);
		if (counts !== undefined) return exactly(counts.reduce((sum, [, messages]) => sum + messages, 0));
	}
	const counted = await countFrom(source, 0, filter);
	return counted === undefined ? atMost(state.messages) : exactly(counted);
}

/** Messages by subject; undefined if they are unavailable or too many. */
export async function subjectCounts(
	{ api, info, signal }: MessageSource,
	filter: string,
): Promise<readonly (readonly [subject: string, messages: number])[] | undefined> {
	const body = { subjects_filter: filter };
	const answer = await api.pages('stream.info', { stream: info.config.name }, body, signal && { signal });
	return answer.ok ? answer.value.items : undefined;
}

/** Whether counting by subject takes only a few requests. */
export function fewSubjects({ info: { state } }: MessageSource): boolean {
	return (state.num_subjects ?? 0) <= MOST_SUBJECTS;
}

/** How many messages of a subject (without one: of all) are before a sequence. */
export async function countBelow(source: MessageSource, seq: Integer, filter?: string): Promise<Loss> {
	const { state } = source.info;
	if (seq <= state.first_seq || state.messages === 0) return nothing;
	const all = await countAll(source, filter);
	if (seq > state.last_seq) return all;
	const before = filter === undefined ? await countGaps(source, seq) : undefined;
	if (before !== undefined) return exactly(before);
	const behind = all.exact ? await countFrom(source, seq, filter) : undefined;
	if (behind !== undefined) return exactly(greatest(0, minus(all.messages, behind)));
	const most = least(all.messages, minus(seq, state.first_seq));
	const counted = most <= MOST_READ ? await countByReading(source, seq, filter) : undefined;
	return counted === undefined ? atMost(most) : exactly(counted);
}

/** By the sequences of the gaps. */
async function countGaps(source: MessageSource, seq: Integer): Promise<Integer | undefined> {
	const { first_seq: first } = source.info.state;
	const deleted = await readDeleted(source, MOST_GAPS);
	if (deleted === undefined) return undefined;
	const gaps = [...deleted.sequences].filter((gap) => gap >= first && gap < seq);
	return minus(minus(seq, first), gaps.length);
}

/**
 * How many messages are at or after a sequence: a batch of a direct get returns how many come after it (2.11 and later). A mirror that
 * answers returns its own count, a replica what it has so far.
 */
async function countFrom(source: MessageSource, seq: Integer, filter = '>'): Promise<Integer | undefined> {
	const { api, info, signal } = source;
	if (!readsBatches(source) || !hasOneCopy(info)) return undefined;
	const { name } = info.config;
	const body = { seq: greatest(1, seq), next_by_subj: filter, batch: 1, max_bytes: 1 };
	const isLast = ({ status }: { readonly status?: unknown }): boolean => status !== undefined;
	const options = { isLast, ...(signal && { signal }) };
	const { messages, problem } = await api.receive('direct.get', { stream: name }, body, options);
	if (problem !== undefined) return undefined;
	const [first] = messages;
	if (first?.status?.code === 404) return (await hasNone(source, seq, filter)) ? 0 : undefined;
	const { stream, pending } = (first && entryOfDirect(first)) ?? {};
	return stream !== name || pending === undefined ? undefined : plus(pending, 1);
}

/** A 404 does not name its sender, so the leader decides. */
async function hasNone(source: MessageSource, seq: Integer, filter: string): Promise<boolean> {
	const next = await readMessage(source, { nextOf: filter, seq });
	return next.ok && next.value === undefined && asksLeader(source);
}

async function countByReading(source: MessageSource, seq: Integer, subject?: string): Promise<number | undefined> {
	const range = {
		from: source.info.state.first_seq,
		upTo: minus(seq, 1),
		subject,
		count: MOST_READ,
		maxBytes: MOST_READ_BYTES,
	};
	const answer = await readForward(source, range);
	return answer.ok && answer.value.complete && asksLeader(source) ? answer.value.entries.length : undefined;
}
